import { readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'

/** Every paper is set in these, whatever fonts the machine has, so that it looks the same everywhere. */
export const paperFonts = '"Noto Sans","Noto Sans Devanagari","Noto Sans Gujarati",sans-serif'

let fontFaces: Promise<string> | undefined

/** The @font-face rules of the papers' fonts, with the fonts inside as data: URLs. Read from disk once. */
export function fontCss(): Promise<string> {
  fontFaces ??= Promise.all(faces.map(fontFace)).then((rules) => rules.join('\n'))
  return fontFaces
}

// The rupee sign is in latin-ext. Weights between these two fall on one of them.
const weights = [400, 600]
const subsets = [
  { family: 'Noto Sans', font: 'noto-sans', subset: 'latin' },
  { family: 'Noto Sans', font: 'noto-sans', subset: 'latin-ext' },
  { family: 'Noto Sans Devanagari', font: 'noto-sans-devanagari', subset: 'devanagari' },
  { family: 'Noto Sans Gujarati', font: 'noto-sans-gujarati', subset: 'gujarati' },
]
const faces = subsets.flatMap((subset) => weights.map((weight) => ({ ...subset, weight })))

async function fontFace({ family, font, subset, weight }: (typeof faces)[number]): Promise<string> {
  const ranges: Record<string, string> = JSON.parse(await readFontFile(font, 'unicode.json', 'utf8'))
  const woff2 = await readFontFile(font, `files/${font}-${subset}-${weight}-normal.woff2`, 'base64')
  return `@font-face{font-family:"${family}";font-weight:${weight};src:url(data:font/woff2;base64,${woff2}) format("woff2");unicode-range:${ranges[subset]}}`
}

function readFontFile(font: string, file: string, encoding: 'utf8' | 'base64'): Promise<string> {
  return readFile(fileURLToPath(import.meta.resolve(`@fontsource/${font}/${file}`)), encoding)
}
