import { PDFDocument } from '@cantoo/pdf-lib'
import { getDocument } from 'pdfjs-dist/legacy/build/pdf.mjs'
import t from 'tap'
import { pdfPixels, pdfText, testPrinter } from '../testing/pdf.ts'
import type { Pixels } from '../testing/qr.ts'
import { PdfJoiner } from './join-pdfs.ts'

const picture =
  'data:image/svg+xml;base64,' +
  Buffer.from(
    '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><rect width="9" height="9"/></svg>',
  ).toString('base64')

const sameLooks = (one: readonly Pixels[], other: readonly Pixels[]): boolean =>
  one.length === other.length && one.every(({ data }, i) => Buffer.from(data).equals(Buffer.from(other[i]?.data ?? [])))

async function joined(papers: readonly { pdf: Uint8Array; title: string }[]): Promise<Buffer> {
  const parts: Uint8Array[] = []
  const joiner = new PdfJoiner(async (bytes) => void parts.push(Uint8Array.from(bytes)))
  for (const { pdf, title } of papers) await joiner.add(pdf, title)
  await joiner.end()
  return Buffer.concat(parts)
}

t.test('papers joined', async (t) => {
  const printer = testPrinter(t)
  const print = (name: string, lines: number) =>
    printer.pdf({
      html: `<main><h1>${name}</h1><img src="${picture}">${`<p>${name} line</p>`.repeat(lines)}</main>`,
      css: '@page{@bottom-right{content:counter(page) " / " counter(pages)}}',
      paper: 'a4',
    })
  const papers = [
    { title: 'Asha', pdf: await print('Asha', 3) },
    { title: 'મીરા', pdf: await print('મીરા', 100) },
    { title: 'Asha again', pdf: await print('Asha', 3) },
  ]

  t.test('have all their pages, each as it was, and a list of contents', async (t) => {
    const all = await joined(papers)
    const apart = (await Promise.all(papers.map(({ pdf }) => pdfText(pdf)))).flat()
    t.same(await pdfText(all), apart)
    t.ok(apart.length > 4)
    const looks = (await Promise.all(papers.map(({ pdf }) => pdfPixels(pdf)))).flat()
    t.ok(sameLooks(await pdfPixels(all), looks), 'to the last dot, its own page numbers too')
    const task = getDocument({ data: Uint8Array.from(all), verbosity: 0 })
    const outline = await (await task.promise).getOutline()
    t.same(
      outline.map(({ title }) => title),
      ['Asha', 'મીરા', 'Asha again'],
    )
    await task.destroy()
    t.equal((await PDFDocument.load(all)).getPageCount(), apart.length, 'another reader takes it too')
  })

  t.test('share what is the same in several', async (t) => {
    const [one] = papers
    if (!one) throw new Error('there is a paper')
    const many = await joined(Array.from({ length: 10 }, () => one))
    t.equal((await pdfText(many)).length, 10)
    t.ok(many.length < one.pdf.length * 5, `${many.length} of ${one.pdf.length}`)
  })

  t.test('of nothing there is a file without pages; what is no PDF is refused', async (t) => {
    t.match((await joined([])).toString('latin1'), '/Count 0')
    await t.rejects(joined([{ pdf: Buffer.from('no'), title: '' }]))
  })
})
