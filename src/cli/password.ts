import { createInterface } from 'node:readline/promises'
import { Writable } from 'node:stream'

/** Typed without being shown, or the first line of what is piped in. Never an argument: others on the machine see those. */
export function readPassword(prompt: string): Promise<string> {
  return process.stdin.isTTY ? askQuietly(prompt) : firstLine()
}

async function askQuietly(prompt: string): Promise<string> {
  process.stderr.write(prompt)
  const nowhere = new Writable({ write: (_chunk, _encoding, done) => done() })
  const lines = createInterface({ input: process.stdin, output: nowhere, terminal: true })
  lines.on('SIGINT', () => process.exit(130))
  try {
    return await lines.question('')
  } finally {
    lines.close()
    process.stderr.write('\n')
  }
}

async function firstLine(): Promise<string> {
  const chunks: Buffer[] = []
  for await (const chunk of process.stdin) chunks.push(Buffer.from(chunk))
  return Buffer.concat(chunks).toString('utf8').split(/\r?\n/, 1)[0] ?? ''
}
