import { isEan13 } from '../core/ean13.ts'

/** Seven modules a digit, 1 is black (ISO/IEC 15420): set A; B is C read backwards, C is A turned into its opposite. */
const setA = '0001101 0011001 0010011 0111101 0100011 0110001 0101111 0111011 0110111 0001011'.split(' ')
const setC = setA.map((modules) => [...modules].map((one) => (one === '1' ? '0' : '1')).join(''))
const setB = setC.map((modules) => [...modules].reverse().join(''))
/** Which set each of the six digits on the left is written in tells the first digit of all. */
const patterns = 'AAAAAA AABABB AABBAB AABBBA ABAABB ABBAAB ABBBAA ABABAB ABABBA ABBABA'.split(' ')
const [quietLeft, quietRight] = [11, 7]

/** The 95 modules of an EAN-13. Throws RangeError for what is none. */
export function ean13Modules(code: string): string {
  if (!isEan13(code)) throw new RangeError(`no EAN-13: ${code}`)
  const digits = [...code].map(Number)
  const pattern = patterns[digits[0] ?? 0] ?? ''
  const left = digits.slice(1, 7).map((digit, i) => (pattern[i] === 'A' ? setA : setB)[digit])
  const right = digits.slice(7).map((digit) => setC[digit])
  return ['101', ...left, '01010', ...right, '101'].join('')
}

/** As `code128Svg`: an inline SVG that is stretched to its box, with its quiet zones. Throws as `ean13Modules`. */
export function ean13Svg(code: string, { label }: { label: string }): string {
  const modules = ean13Modules(code)
  const path = [...modules].map((one, i) => (one === '1' ? `M${i + quietLeft} 0h1v1h-1z` : '')).join('')
  const side = modules.length + quietLeft + quietRight
  const name = label.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;')
  return [
    `<svg class="bars" role="img" aria-label="${name}" viewBox="0 0 ${side} 1" preserveAspectRatio="none" shape-rendering="crispEdges">`,
    `<path fill="#fff" d="M0 0h${side}v1H0z"/><path fill="#000" d="${path}"/></svg>`,
  ].join('')
}
