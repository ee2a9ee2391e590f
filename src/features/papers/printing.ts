import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Deps } from '../../app.ts'
import { inBusiness } from '../../db/tenant.ts'
import { assetText } from '../../web/assets.ts'
import { paperVersion } from './paper-version.ts'
import { keepPaper } from './papers.commands.ts'
import { findPaper, type PaperAsked } from './papers.queries.ts'
import { referenceOf } from './pay-qr.ts'

export type PaperSize = 'a4' | 'a5' | '80mm' | '58mm'
export interface Drawn {
  html: string
  size: PaperSize
}
export type Printing = Pick<Deps, 'db' | 'printer' | 'clock'>

/** The browser that prints gave up. What the paper shows is saved, and the next try may work. */
export class NotPrinted extends Error {
  override name = 'NotPrinted'
}

/**
 * Answers with the PDF of a document: the kept one, or else the one that is drawn, printed and kept now. Nothing is drawn
 * nor read of the document's lines when it is kept. Throws NotFound, NotPrinted.
 */
export async function sendKept(
  reply: FastifyReply,
  { db, printer, clock }: Printing,
  businessId: string,
  asked: Pick<PaperAsked, 'documentId' | 'kinds' | 'form' | 'partyId'>,
  draw: () => Promise<Drawn>,
): Promise<FastifyReply> {
  const known = tagsOf(reply.request)
  const found = await inBusiness(db, businessId, (tx) =>
    findPaper(tx, businessId, { ...asked, version: paperVersion(), known }),
  )
  if (found.isKnown) return notModified(reply, found.hash)
  const bytes = found.bytes ?? (await printAndKeep())
  return sendPdf(reply, bytes, { name: referenceOf(found.number), tag: found.hash })

  async function printAndKeep(): Promise<Buffer> {
    // No transaction stays open while the browser prints.
    const bytes = await print(printer, await draw())
    const paper = { hash: found.hash, form: asked.form, bytes, at: clock() }
    return inBusiness(db, businessId, (tx) => keepPaper(tx, businessId, paper))
  }
}

export async function print(printer: Deps['printer'], { html, size }: Drawn): Promise<Buffer> {
  try {
    return await printer.pdf({ html, css: assetText('print.css'), paper: size })
  } catch (cause) {
    throw new NotPrinted('a paper was not printed', { cause })
  }
}

/** `name` without its ending; `tag` tells a browser that has the paper that it is still the same. */
export function sendPdf(
  reply: FastifyReply,
  bytes: Buffer,
  { name, tag }: { name: string; tag: string },
): FastifyReply {
  return tagged(reply, tag)
    .type('application/pdf')
    .header('content-disposition', `inline; filename="${name}.pdf"`)
    .send(bytes)
}

export const notModified = (reply: FastifyReply, tag: string): FastifyReply => tagged(reply, tag).code(304).send()

/** It is asked again each time, for a bill may be cancelled; an answer of a page for customers stays with nobody. */
function tagged(reply: FastifyReply, tag: string): FastifyReply {
  if (!reply.hasHeader('cache-control')) reply.header('cache-control', 'private, no-cache')
  return reply.header('etag', `"${tag}"`)
}

/** The hashes of If-None-Match. */
export function tagsOf(request: FastifyRequest): string[] {
  const sent = request.headers['if-none-match'] ?? ''
  return [...sent.matchAll(/"([0-9a-f]{64})"/g)].map((match) => match[1] ?? '')
}
