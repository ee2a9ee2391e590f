/** Some printed statements as one piece of bytes, so that they are kept by one write: a line that says where each ends. */
export interface Printed {
  /** Of the party. */
  name: string
  fileName: string
  pdf: Buffer
}

export function bundle(papers: readonly Printed[]): Buffer {
  const heads = papers.map(({ name, fileName, pdf }) => ({ name, fileName, bytes: pdf.length }))
  return Buffer.concat([Buffer.from(`${JSON.stringify(heads)}\n`), ...papers.map(({ pdf }) => pdf)])
}

/** The papers of a bundle, which are views of its bytes. */
export function unbundle(bytes: Buffer): Printed[] {
  const line = bytes.indexOf('\n')
  const heads: { name: string; fileName: string; bytes: number }[] = JSON.parse(bytes.subarray(0, line).toString())
  let at = line + 1
  return heads.map(({ name, fileName, bytes: size }) => {
    const pdf = bytes.subarray(at, at + size)
    at += size
    return { name, fileName, pdf }
  })
}
