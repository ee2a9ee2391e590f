/** The widths of bar, space, bar, space, bar and space of each value, 0 to 105, and of the stop (ISO/IEC 15417, table 1). */
const widths = (
  '212222 222122 222221 121223 121322 131222 122213 122312 132212 221213 221312 231212 112232 122132 122231 113222 ' +
  '123122 123221 223211 221132 221231 213212 223112 312131 311222 321122 321221 312212 322112 322211 212123 212321 ' +
  '232121 111323 131123 131321 112313 132113 132311 211313 231113 231311 112133 112331 132131 113123 113321 133121 ' +
  '313121 211331 231131 213113 213311 213131 311123 311321 331121 312113 312311 332111 314111 221411 431111 111224 ' +
  '111422 121124 121421 141122 141221 112214 112412 122114 122411 142112 142211 241211 221114 413111 241112 134111 ' +
  '111242 121142 121241 114212 124112 124211 411212 421112 421211 212141 214121 412121 111143 111341 131141 114113 ' +
  '114311 411113 411311 113141 114131 311141 411131 211412 211214 211232 2331112'
).split(' ')

const [startB, startC, stop] = [104, 105, 106]
const quietZone = 10

/**
 * The values of a text in Code 128: start, data, check and stop. Digits alone, an even number of them, go in pairs (set C);
 * all else letter by letter (set B). Throws RangeError for what is empty or not printable ASCII.
 */
export function code128Values(text: string): number[] {
  if (!/^[ -~]+$/.test(text)) throw new RangeError(`not in Code 128: ${JSON.stringify(text)}`)
  const inPairs = /^(\d\d)+$/.test(text)
  const data = inPairs ? (text.match(/\d\d/g) ?? []).map(Number) : [...text].map((letter) => letter.charCodeAt(0) - 32)
  const start = inPairs ? startC : startB
  const check = data.reduce((sum, value, i) => sum + value * (i + 1), start) % 103
  return [start, ...data, check, stop]
}

/** The widths of bars and spaces in modules, a bar first. */
export const code128Widths = (values: readonly number[]): number[] =>
  values.flatMap((value) => [...(widths[value] ?? '')].map(Number))

/**
 * The text as a Code 128 barcode in an inline SVG: black on white in any theme, ten modules of quiet zone on both sides,
 * no style of its own; it is stretched to the box that it stands in. `label` is what a screen reader says. Throws RangeError
 * as `code128Values` does.
 */
export function code128Svg(text: string, { label }: { label: string }): string {
  const bars = code128Widths(code128Values(text))
  let x = quietZone
  let path = ''
  bars.forEach((width, i) => {
    if (i % 2 === 0) path += `M${x} 0h${width}v1h-${width}z`
    x += width
  })
  const side = x + quietZone
  const name = label.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;')
  return [
    `<svg class="bars" role="img" aria-label="${name}" viewBox="0 0 ${side} 1" preserveAspectRatio="none" shape-rendering="crispEdges">`,
    `<path fill="#fff" d="M0 0h${side}v1H0z"/><path fill="#000" d="${path}"/></svg>`,
  ].join('')
}
