import { Zip, ZipPassThrough } from 'fflate'

/** A zip that is written as its files come. They are stored as they are: a PDF does not get smaller. */
export function zipWriter(write: (bytes: Uint8Array) => Promise<void>, at: Date) {
  const made: Uint8Array[] = []
  const zip = new Zip((error, bytes) => {
    if (error) throw error
    made.push(bytes)
  })
  const flush = async () => {
    for (const bytes of made.splice(0)) await write(bytes)
  }
  return {
    async add(name: string, bytes: Uint8Array): Promise<void> {
      const entry = new ZipPassThrough(name)
      entry.mtime = at
      zip.add(entry)
      entry.push(bytes, true)
      await flush()
    },
    async end(): Promise<void> {
      zip.end()
      await flush()
    },
  }
}
