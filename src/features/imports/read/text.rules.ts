import { Refusal } from '../../../core/errors.ts'

/** Text of a file in UTF-8, UTF-16 or Windows-1252, as old programs write it. Throws Refusal with the line that is none. */
export function decodeText(bytes: Buffer): string {
  const text = decoded(bytes)
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is looked for.
  const at = text.search(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\ufffe\uffff]/)
  if (at >= 0) throw new Refusal('imports.file.binary', { line: lineAt(text, at) })
  return text
}

function decoded(bytes: Buffer): string {
  if (beginsWith(bytes, [0xef, 0xbb, 0xbf])) return strictUtf8(bytes.subarray(3))
  if (beginsWith(bytes, [0xff, 0xfe])) return decodedAs('utf-16le', bytes.subarray(2))
  if (beginsWith(bytes, [0xfe, 0xff])) return decodedAs('utf-16be', bytes.subarray(2))
  const wide = wideWithoutMark(bytes)
  if (wide) return decodedAs(wide, bytes)
  return decodedIfAny('utf-8', bytes) ?? decodedAs('windows-1252', bytes)
}

const beginsWith = (bytes: Buffer, mark: readonly number[]): boolean => mark.every((byte, at) => bytes[at] === byte)

/** Plain Latin text in UTF-16 has a zero in every other byte. */
function wideWithoutMark(bytes: Buffer): 'utf-16le' | 'utf-16be' | undefined {
  const head = bytes.subarray(0, 200)
  const zeros = (odd: number) => head.filter((byte, at) => byte === 0 && at % 2 === odd).length
  const [even, odd] = [zeros(0), zeros(1)]
  if (even === 0 && odd === 0) return undefined
  if (odd > head.length / 4 && even === 0) return 'utf-16le'
  return even > head.length / 4 && odd === 0 ? 'utf-16be' : undefined
}

function strictUtf8(bytes: Buffer): string {
  const text = decodedIfAny('utf-8', bytes)
  if (text !== undefined) return text
  let line = 1
  for (let from = 0; from < bytes.length; line += 1) {
    const end = bytes.indexOf(0x0a, from)
    const to = end < 0 ? bytes.length : end + 1
    if (decodedIfAny('utf-8', bytes.subarray(from, to)) === undefined) break
    from = to
  }
  throw new Refusal('imports.file.encoding', { line })
}

function decodedAs(encoding: string, bytes: Buffer): string {
  const text = decodedIfAny(encoding, bytes)
  if (text === undefined) throw new Refusal('imports.file.encoding', { line: 1 })
  return text
}

function decodedIfAny(encoding: string, bytes: Buffer): string | undefined {
  try {
    return new TextDecoder(encoding, { fatal: true, ignoreBOM: true }).decode(bytes)
  } catch {
    return undefined
  }
}

const lineAt = (text: string, at: number): number => text.slice(0, at).split(/\r\n|\r|\n/).length
