import { create } from 'qrcode'

/**
 * The text as a QR code in an inline SVG: black on white in any theme, four modules of quiet zone, no style of its own.
 * `label` is what a screen reader says. Throws when the text is too long for a QR code.
 */
export function qrSvg(text: string, { level, label }: { level: 'L' | 'M' | 'Q' | 'H'; label: string }): string {
  const { modules } = create(segmentsOf(text), { errorCorrectionLevel: level, maskPattern: mask })
  const side = modules.size + 2 * quietZone
  return [
    `<svg class="qr" role="img" aria-label="${escapeAttribute(label)}" viewBox="0 0 ${side} ${side}" shape-rendering="crispEdges">`,
    `<path fill="#fff" d="M0 0h${side}v${side}H0z"/>`,
    `<path stroke="#000" d="${darkRuns(modules)}"/></svg>`,
  ].join('')
}

/** What has small letters, as links have, goes as bytes: to look for stretches that pack tighter costs as much as the code. */
const segmentsOf = (text: string): Parameters<typeof create>[0] =>
  /[a-z]/.test(text) ? [{ data: Buffer.from(text), mode: 'byte' }] : text

const quietZone = 4

// A reader takes any mask. Looking for the best of the eight (ISO/IEC 18004, 7.8.3) costs twice as much as all the rest of a
// code, and for UPI links this one is the best in two of three, and 2 % from it on average.
const mask = 2

type Modules = { size: number; get(row: number, column: number): number }

/** One stroke of width 1 along each run of dark modules, moved from run to run by relative steps: the shortest spelling. */
function darkRuns(modules: Modules): string {
  let path = ''
  let [x, y] = [0, 0]
  for (let row = 0; row < modules.size; row += 1) {
    for (let column = 0; column < modules.size; column += 1) {
      const length = runLength(modules, row, column)
      if (length === 0) continue
      const [left, top] = [column + quietZone, row + quietZone]
      path += path === '' ? `M${left} ${top}.5h${length}` : `m${left - x} ${top - y}h${length}`
      ;[x, y] = [left + length, top]
      column += length
    }
  }
  return path
}

function runLength(modules: Modules, row: number, column: number): number {
  let end = column
  while (end < modules.size && modules.get(row, end) === 1) end += 1
  return end - column
}

function escapeAttribute(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;')
}
