import jsqr from 'jsqr'

/** The text of the QR code in our inline SVG (strokes of width 1, the quiet zone in the viewBox), or nothing. */
export function decodeQrSvg(svg: string): string | undefined {
  const side = Number(/viewBox="0 0 (\d+) \d+"/.exec(svg)?.[1])
  const strokes = /stroke="#000" d="([^"]+)"/.exec(svg)?.[1] ?? ''
  const width = side * scale
  const pixels = new Uint8ClampedArray(width * width * 4).fill(255)
  for (const [column, row] of darkModules(strokes)) {
    for (let y = row * scale; y < (row + 1) * scale; y += 1) {
      const from = (y * width + column * scale) * 4
      for (let at = from; at < from + scale * 4; at += 1) if (at % 4 !== 3) pixels[at] = 0
    }
  }
  return decodeQrPixels({ data: pixels, width, height: width })
}

export type Pixels = { data: Uint8ClampedArray; width: number; height: number }

/** The text of the one QR code in RGBA pixels, or nothing. */
export function decodeQrPixels({ data, width, height }: Pixels): string | undefined {
  // The package is CommonJS: its function is the default of the default.
  return jsqr.default(data, width, height)?.data
}

const scale = 4

function* darkModules(path: string): Generator<[number, number]> {
  let [x, y] = [0, 0]
  for (const [, command, first, second] of path.matchAll(/([Mmh])(-?[\d.]+)(?: (-?[\d.]+))?/g)) {
    if (command === 'M') [x, y] = [Number(first), Math.floor(Number(second))]
    else if (command === 'm') [x, y] = [x + Number(first), y + Number(second)]
    else for (const end = x + Number(first); x < end; x += 1) yield [x, y]
  }
}
