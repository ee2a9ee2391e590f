import type { FastifyReply } from 'fastify'
import { inBusiness, type Tx } from '../../../db/tenant.ts'
import { translator } from '../../../words/index.ts'
import { findSale, type Sale } from '../../sales/index.ts'
import { lookOf, type PaperLook, type PaperReader, paperLocale } from '../paper.views.ts'
import { findLogo } from '../papers.queries.ts'
import { type Drawn, type Printing, sendKept } from '../printing.ts'
import { type Copy, dueAtIssue, invoiceView } from './invoice.views.ts'
import { slipView, type Width } from './slip.views.ts'

const kinds = ['invoice', 'bill-of-supply']

export interface BillAsked {
  documentId: string
  /** Only of this party, where a customer asks. */
  partyId?: string
  copy?: Copy
  sheet?: 'a4' | 'a5'
}

/** The PDF of a bill as it was issued, on A4 or smaller. Throws NotFound, NotPrinted. */
export function sendBill(
  reply: FastifyReply,
  printing: Printing,
  businessId: string,
  { documentId, partyId, copy = 'original', sheet = 'a4' }: BillAsked,
): Promise<FastifyReply> {
  const asked = { documentId, partyId, kinds, form: `${sheet} ${copy}` }
  return sendKept(reply, printing, businessId, asked, async (): Promise<Drawn> => {
    const { sale, logo } = await inBusiness(printing.db, businessId, (tx) => loadBill(tx, businessId, documentId))
    const { reader, look } = readerOf(sale, sheet)
    const view = invoiceView(reader, { sale, due: dueAtIssue(sale), copy, logo })
    return { html: await reply.paper('print/invoice', view, look), size: sheet }
  })
}

/** The same on a roll. Throws NotFound, NotPrinted. */
export function sendSlip(
  reply: FastifyReply,
  printing: Printing,
  businessId: string,
  { documentId, width }: { documentId: string; width: Width },
): Promise<FastifyReply> {
  return sendKept(reply, printing, businessId, { documentId, kinds, form: `${width}mm` }, async (): Promise<Drawn> => {
    const { sale, logo } = await inBusiness(printing.db, businessId, (tx) => loadBill(tx, businessId, documentId))
    const { reader, look } = readerOf(sale)
    const view = slipView(reader, { sale, due: dueAtIssue(sale), width, logo })
    return { html: await reply.paper('print/slip', view, look), size: `${width}mm` }
  })
}

export async function loadBill(tx: Tx, businessId: string, id: string): Promise<{ sale: Sale; logo: string }> {
  const sale = await findSale(tx, businessId, id)
  return { sale, logo: await findLogo(tx, businessId, sale.document.seller_snapshot.logoSha256) }
}

/** A paper speaks the language of its party, in the colour of its shop, as both were when it was issued. */
export function readerOf({ document }: Sale, sheet = 'a4'): { reader: PaperReader; look: PaperLook } {
  const locale = paperLocale(document.party_snapshot, document.seller_snapshot)
  return { reader: { t: translator(locale), locale }, look: lookOf(locale, document.seller_snapshot.accent, sheet) }
}
