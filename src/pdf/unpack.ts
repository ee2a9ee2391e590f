import { argv } from 'node:process'
import { inflate } from '@sparticuz/chromium'

// Run as a process of its own by chromium.ts: inflate() writes to the temp folder of its process and nowhere else,
// so the parent names a private folder as TMPDIR. Two seconds of decompression stay off the app's threads as well.
await Promise.all(argv.slice(2).map((archive) => inflate(archive)))
