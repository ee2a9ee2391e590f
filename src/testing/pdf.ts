import { fileURLToPath } from 'node:url'
import { getDocument, type PDFDocumentProxy } from 'pdfjs-dist/legacy/build/pdf.mjs'
import { createPrinter, type Printer, type PrinterOptions } from '../pdf/printer.ts'
import type { Pixels } from './qr.ts'

/** A printer that is closed when the test ends. The browser it may unpack is kept for all tests, in .cache. */
export function testPrinter(
  t: { teardown(end: () => Promise<void>): unknown },
  options: Partial<PrinterOptions> = {},
): Printer {
  const printer = createPrinter({ dataDir: fileURLToPath(new URL('../../.cache', import.meta.url)), ...options })
  t.teardown(() => printer.close())
  return printer
}

/** The text of each page, lines apart by newlines. */
export function pdfText(bytes: Uint8Array): Promise<string[]> {
  return ofEachPage(bytes, async (page) => {
    const { items } = await page.getTextContent()
    return items.map((item) => ('str' in item ? item.str + (item.hasEOL ? '\n' : '') : '')).join('')
  })
}

/** The size of each page, rounded to whole millimetres. */
export function pdfPageSizes(bytes: Uint8Array): Promise<{ widthMm: number; heightMm: number }[]> {
  return ofEachPage(bytes, async (page) => {
    const { width, height } = page.getViewport({ scale: 1 })
    return { widthMm: millimetres(width), heightMm: millimetres(height) }
  })
}

/** Each page drawn at 144 dots an inch. */
export function pdfPixels(bytes: Uint8Array): Promise<Pixels[]> {
  return ofEachPage(bytes, async (page, pdf) => {
    const viewport = page.getViewport({ scale: 2 })
    const [width, height] = [Math.floor(viewport.width), Math.floor(viewport.height)]
    if (!isCanvasFactory(pdf.canvasFactory)) throw new Error('pdfjs has nothing to draw on')
    const { context } = pdf.canvasFactory.create(width, height)
    await page.render({ canvas: null, canvasContext: context, viewport }).promise
    return { data: new Uint8ClampedArray(context.getImageData(0, 0, width, height).data), width, height }
  })
}

type PageOf = Awaited<ReturnType<PDFDocumentProxy['getPage']>>

async function ofEachPage<T>(
  bytes: Uint8Array,
  read: (page: PageOf, pdf: PDFDocumentProxy) => Promise<T>,
): Promise<T[]> {
  // pdfjs takes the bytes away from their owner, so it gets a copy. verbosity 0: errors only.
  const task = getDocument({ data: Uint8Array.from(bytes), verbosity: 0 })
  const pdf = await task.promise
  const found: T[] = []
  for (let number = 1; number <= pdf.numPages; number += 1) found.push(await read(await pdf.getPage(number), pdf))
  await task.destroy()
  return found
}

type CanvasFactory = { create(width: number, height: number): { context: CanvasRenderingContext2D } }

/** pdfjs brings a canvas for Node with it, and types it as a mere object. */
function isCanvasFactory(factory: object): factory is CanvasFactory {
  return 'create' in factory
}

function millimetres(points: number): number {
  return Math.round((points * 25.4) / 72)
}
