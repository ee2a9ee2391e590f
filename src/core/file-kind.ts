export type FileKind = 'image/png' | 'image/jpeg' | 'image/webp' | 'application/pdf'

/** What the bytes of a file are, whatever its name says; undefined for anything else. */
export function fileKind(bytes: Uint8Array): FileKind | undefined {
  const begins = (signature: readonly number[], at = 0) => signature.every((byte, index) => bytes[at + index] === byte)
  if (begins([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])) return 'image/png'
  if (begins([0xff, 0xd8, 0xff])) return 'image/jpeg'
  if (begins(ascii('RIFF')) && begins(ascii('WEBP'), 8)) return 'image/webp'
  return begins(ascii('%PDF-')) ? 'application/pdf' : undefined
}

const endings = {
  'image/png': 'png',
  'image/jpeg': 'jpg',
  'image/webp': 'webp',
  'application/pdf': 'pdf',
} as const satisfies Record<FileKind, string>

export const endingOf = (kind: FileKind): string => endings[kind]

const ascii = (text: string): number[] => [...text].map((letter) => letter.charCodeAt(0))
