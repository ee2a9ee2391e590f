import { refused } from './bank-statement.ts'

/**
 * The text of a file in whichever of the encodings that banks use: UTF-8, UTF-16 with or without a mark, and Windows-1252
 * for what is none of these. Line ends come out as "\n". Throws Refusal 'bank.refusal.empty'; 'isPdf', 'isSheet' for another
 * file renamed; 'encoding' and 'characters' with the line.
 */
export function textOf(bytes: Uint8Array): string {
  if (bytes.length === 0) throw refused('empty')
  refuseOthers(bytes)
  const text = decoded(bytes)
    .replace(/^\ufeff/, '')
    .replace(/\r\n?/g, '\n')
  const wrong = /[^\P{Cc}\t\n]|[\ufffe\uffff]/u.exec(text)
  if (wrong) throw refused('characters', { line: lineAt(text, wrong.index) })
  if (text.trim() === '') throw refused('empty')
  return text
}

/** The number of the line in which a place of a text stands, from 1. */
export function lineAt(text: string, index: number): number {
  let line = 1
  for (let at = text.indexOf('\n'); at >= 0 && at < index; at = text.indexOf('\n', at + 1)) line += 1
  return line
}

function refuseOthers(bytes: Uint8Array): void {
  const begins = (...wanted: number[]) => wanted.every((byte, at) => bytes[at] === byte)
  if (begins(0x25, 0x50, 0x44, 0x46)) throw refused('isPdf')
  if (begins(0x50, 0x4b, 0x03, 0x04) || begins(0xd0, 0xcf, 0x11, 0xe0)) throw refused('isSheet')
}

function decoded(bytes: Uint8Array): string {
  const wide = wideOf(bytes)
  if (wide !== undefined) return strictly(bytes, wide)
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    refuseWrongUtf8(bytes)
    return new TextDecoder('windows-1252').decode(bytes)
  }
}

function wideOf(bytes: Uint8Array): 'utf-16le' | 'utf-16be' | undefined {
  const [a, b] = bytes
  if (a === 0xff && b === 0xfe) return 'utf-16le'
  if (a === 0xfe && b === 0xff) return 'utf-16be'
  // Without a mark every second byte of plain text is zero.
  const head = bytes.subarray(0, 64)
  const zeros = (from: 0 | 1) => head.filter((byte, at) => at % 2 === from && byte === 0).length
  if (head.length < 16) return undefined
  const most = head.length * 0.4
  if (zeros(1) > most && zeros(0) === 0) return 'utf-16le'
  return zeros(0) > most && zeros(1) === 0 ? 'utf-16be' : undefined
}

function strictly(bytes: Uint8Array, encoding: 'utf-16le' | 'utf-16be'): string {
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(bytes)
  } catch {
    throw refused('encoding', { line: 1, encoding: encoding.toUpperCase() })
  }
}

/** A file that says that it is UTF-8 and is not was damaged on its way. */
function refuseWrongUtf8(bytes: Uint8Array): void {
  const loose = new TextDecoder('utf-8').decode(bytes)
  const isMarked = bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf
  const head = loose.slice(0, 200)
  const isXml = /^\s*<\?xml/.test(head) && !/encoding\s*=\s*["'](windows-1252|iso-8859-1|iso-8859-15)["']/i.test(head)
  if (isMarked || isXml) throw refused('encoding', { line: lineAt(loose, loose.indexOf('\ufffd')), encoding: 'UTF-8' })
}
