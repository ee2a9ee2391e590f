import { Refusal } from '../../../core/errors.ts'

const mostInside = 50 * 1024 * 1024
const mostEntries = 500
const endSize = 22
const endMark = 0x06054b50
const entryMark = 0x02014b50

/**
 * Reads the directory of a zip, before anything is inflated, and throws Refusal for what no workbook holds: more than
 * 50 MB inside, hundreds of parts, a password, the 64-bit form.
 */
export function checkZip(bytes: Buffer): void {
  const end = endOf(bytes)
  const count = bytes.readUInt16LE(end + 10)
  const names: string[] = []
  let inside = 0
  let at = bytes.readUInt32LE(end + 16)
  if (count > mostEntries) throw new Refusal('imports.file.notWorkbook')
  for (let n = 0; n < count; n += 1) {
    const entry = entryAt(bytes, at)
    inside += entry.size
    if (entry.isLocked) throw new Refusal('imports.file.password')
    if (inside > mostInside) throw new Refusal('imports.file.tooMuchInside', { max: 50 })
    names.push(entry.name)
    at = entry.next
  }
  if (!names.includes('xl/workbook.xml')) throw new Refusal('imports.file.notWorkbook')
}

/** The record at the end of a zip that says where its directory begins; a comment may follow it. */
function endOf(bytes: Buffer): number {
  const first = Math.max(0, bytes.length - endSize - 0xffff)
  for (let at = bytes.length - endSize; at >= first; at -= 1) if (bytes.readUInt32LE(at) === endMark) return at
  throw new Refusal('imports.file.broken')
}

function entryAt(bytes: Buffer, at: number) {
  if (at + 46 > bytes.length || bytes.readUInt32LE(at) !== entryMark) throw new Refusal('imports.file.broken')
  const [nameLength, extra, comment] = [28, 30, 32].map((offset) => bytes.readUInt16LE(at + offset))
  const nameEnd = at + 46 + (nameLength ?? 0)
  return {
    isLocked: (bytes.readUInt16LE(at + 8) & 1) === 1,
    // 0xffffffff, the sign of the 64-bit form, is above every limit by itself.
    size: bytes.readUInt32LE(at + 24),
    name: bytes.toString('utf8', at + 46, nameEnd),
    next: nameEnd + (extra ?? 0) + (comment ?? 0),
  }
}
