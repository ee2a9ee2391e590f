import type { Db } from '../../../db/database.ts'
import { inBusiness, type Tx } from '../../../db/tenant.ts'
import { paperHtml } from '../../../web/render.ts'
import { type Locale, translator } from '../../../words/index.ts'
import { findLogo, lookOf, paperLocale } from '../../papers/index.ts'
import { findPurchaseOrder } from '../showing/showing.queries.ts'
import { type PaperOf, purchaseOrderPaper } from './paper.views.ts'

/** All that the paper of an order says. Throws NotFound. */
export async function loadPaper(tx: Tx, businessId: string, id: string): Promise<PaperOf> {
  const found = await findPurchaseOrder(tx, businessId, id)
  return { ...found, logo: await findLogo(tx, businessId, found.order.seller.logoSha256) }
}

/** The paper as HTML, to be printed by whoever has time. Throws NotFound. */
export async function drawPaper(
  db: Db,
  businessId: string,
  id: string,
): Promise<{ html: string; locale: Locale; of: PaperOf }> {
  const of = await inBusiness(db, businessId, (tx) => loadPaper(tx, businessId, id))
  const { party, seller } = of.order
  const locale = paperLocale(party, seller)
  const view = purchaseOrderPaper({ t: translator(locale), locale }, of)
  return { html: await paperHtml('print/purchase-order', view, lookOf(locale, seller.accent)), locale, of }
}

/** "PO-26-27-00001": a file may hold no slash. */
export const fileNameOf = ({ order }: Pick<PaperOf, 'order'>): string => order.number.replaceAll('/', '-')
