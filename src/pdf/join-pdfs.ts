import { createHash } from 'node:crypto'
import {
  ParseSpeeds,
  PDFArray,
  PDFDict,
  PDFDocument,
  PDFName,
  PDFNull,
  type PDFObject,
  PDFRef,
  PDFStream,
} from '@cantoo/pdf-lib'

// The first numbers are of what is written last.
const [catalog, allPages, contents] = [1, 2, 3]

/**
 * Takes papers one after another and writes one PDF of all their pages. It writes as it goes: what it remembers of a paper
 * is where its objects begin, however large they are. Fonts and pictures that several papers have are written once.
 */
export class PdfJoiner {
  #write: (bytes: Uint8Array) => Promise<void>
  #offsets: number[] = []
  #known = new Map<string, PDFRef>()
  #papers: { tree: PDFRef; first: PDFRef; pages: number; title: string }[] = []
  #next = contents
  #at = 0
  #waiting: Buffer[] = []

  constructor(write: (bytes: Uint8Array) => Promise<void>) {
    this.#write = write
    this.#lay(Buffer.from('%PDF-1.7\n%\xE2\xE3\xCF\xD3\n', 'latin1'))
  }

  /** The title stands in the list of contents. Throws for what is no PDF. */
  async add(pdf: Uint8Array, title: string): Promise<void> {
    const paper = await PDFDocument.load(pdf, { updateMetadata: false, parseSpeed: ParseSpeeds.Fastest })
    const { objects, root } = partsOf(paper)
    const pages = paper.getPages().map(({ ref }) => ref.tag)
    const numbers = new Map<string, PDFRef>()
    this.#layShared(objects, numbers)
    const rest = objects.filter(([ref]) => !numbers.has(ref.tag))
    for (const [ref] of rest) numbers.set(ref.tag, this.#reserve())
    for (const [ref, object] of rest) {
      const renewed = renumbered(object, numbers)
      if (ref === root && renewed instanceof PDFDict) renewed.set(PDFName.of('Parent'), PDFRef.of(allPages))
      this.#layObject(numbers.get(ref.tag), bytesOf(renewed))
    }
    const [tree, first] = [numbers.get(root.tag), numbers.get(pages[0] ?? '')]
    if (!tree || !first) throw new Error('a PDF without pages cannot be joined')
    this.#papers.push({ tree, first, pages: pages.length, title })
    await this.#flush()
  }

  async end(): Promise<void> {
    this.#layContents()
    const count = this.#papers.reduce((sum, { pages }) => sum + pages, 0)
    const kids = this.#papers.map(({ tree }) => String(tree)).join(' ')
    this.#layText(allPages, `<< /Type /Pages /Count ${count} /Kids [${kids}] >>`)
    this.#layText(catalog, `<< /Type /Catalog /Pages 2 0 R /Outlines 3 0 R /PageMode /UseOutlines >>`)
    const begins = this.#at
    const size = this.#next + 1
    const places = Array.from({ length: this.#next }, (_, i) => String(this.#offsets[i + 1] ?? 0).padStart(10, '0'))
    this.#lay(Buffer.from(`xref\n0 ${size}\n0000000000 65535 f \n${places.map((at) => `${at} 00000 n \n`).join('')}`))
    this.#lay(Buffer.from(`trailer\n<< /Size ${size} /Root ${catalog} 0 R >>\nstartxref\n${begins}\n%%EOF\n`))
    await this.#flush()
  }

  /** Streams, which are nearly all of a file: what stood in a paper before is not written again. */
  #layShared(objects: readonly Part[], numbers: Map<string, PDFRef>): void {
    const streams = objects.filter(([, object]) => object instanceof PDFStream)
    const needs = new Map(streams.map(([ref, object]) => [ref.tag, refsOf(object)]))
    // First those that refer to nothing; then those that refer to these only, such as a picture with its mask.
    for (const _ of [1, 2])
      for (const [ref, object] of streams)
        if (!numbers.has(ref.tag) && needs.get(ref.tag)?.every(({ tag }) => numbers.has(tag)))
          numbers.set(ref.tag, this.#layOnce(bytesOf(renumbered(object, numbers))))
  }

  #layOnce(body: Uint8Array): PDFRef {
    const hash = createHash('sha256').update(body).digest('base64')
    const before = this.#known.get(hash)
    if (before) return before
    const own = this.#reserve()
    this.#known.set(hash, own)
    this.#layObject(own, body)
    return own
  }

  /** One entry for each paper. */
  #layContents(): void {
    const items = this.#papers.map(() => this.#reserve())
    for (const [index, { first, title }] of this.#papers.entries()) {
      const [before, own, after] = [items[index - 1], items[index], items[index + 1]]
      const beside = [before && `/Prev ${before}`, after && `/Next ${after}`].filter(Boolean).join(' ')
      const body = `<< /Title ${hexText(title)} /Parent ${contents} 0 R ${beside} /Dest [${first} /Fit] >>`
      this.#layObject(own, Buffer.from(body, 'latin1'))
    }
    const [head, tail] = [items[0], items.at(-1)]
    const ends = head && tail ? `/First ${head} /Last ${tail} /Count ${items.length}` : ''
    this.#layText(contents, `<< /Type /Outlines ${ends} >>`)
  }

  #reserve(): PDFRef {
    this.#next += 1
    return PDFRef.of(this.#next)
  }

  #layText(number: number, body: string): void {
    this.#layObject(PDFRef.of(number), Buffer.from(body, 'latin1'))
  }

  #layObject(ref: PDFRef | undefined, body: Uint8Array): void {
    if (!ref) throw new Error('an object was written before it had its number')
    this.#offsets[ref.objectNumber] = this.#at
    this.#lay(Buffer.concat([Buffer.from(`${ref.objectNumber} 0 obj\n`), body, Buffer.from('\nendobj\n')]))
  }

  #lay(bytes: Buffer): void {
    this.#waiting.push(bytes)
    this.#at += bytes.length
  }

  async #flush(): Promise<void> {
    const bytes = Buffer.concat(this.#waiting)
    this.#waiting = []
    await this.#write(bytes)
  }
}

type Part = readonly [PDFRef, PDFObject]

/** All objects but those that describe the file as a whole, and the root of its pages. */
function partsOf(paper: PDFDocument): { objects: Part[]; root: PDFRef } {
  const { context } = paper
  const root = paper.catalog.get(PDFName.of('Pages'))
  if (!(root instanceof PDFRef)) throw new Error('a PDF has a tree of pages')
  const { Root, Info } = context.trailerInfo
  const left = [Root, Info]
  return { root, objects: context.enumerateIndirectObjects().filter(([ref]) => !left.includes(ref)) }
}

function bytesOf(object: PDFObject): Uint8Array {
  const bytes = new Uint8Array(object.sizeInBytes())
  object.copyBytesInto(bytes, 0)
  return bytes
}

function refsOf(object: PDFObject | undefined): PDFRef[] {
  if (object instanceof PDFRef) return [object]
  if (object instanceof PDFStream) return refsOf(object.dict)
  if (object instanceof PDFDict) return object.values().flatMap(refsOf)
  return object instanceof PDFArray ? object.asArray().flatMap(refsOf) : []
}

/** The same object, changed in place; a reference to nothing becomes a null, which a reader takes it for anyway. */
function renumbered(object: PDFObject, numbers: ReadonlyMap<string, PDFRef>): PDFObject {
  if (object instanceof PDFRef) return numbers.get(object.tag) ?? PDFNull
  if (object instanceof PDFStream) renumbered(object.dict, numbers)
  if (object instanceof PDFDict)
    for (const [name, value] of object.entries()) object.set(name, renumbered(value, numbers))
  if (object instanceof PDFArray)
    for (const [i, value] of object.asArray().entries()) object.set(i, renumbered(value, numbers))
  return object
}

/** In UTF-16, as the list of contents wants it. */
const hexText = (title: string): string =>
  `<FEFF${[...Buffer.from(title, 'utf16le').swap16()].map((byte) => byte.toString(16).padStart(2, '0')).join('')}>`
