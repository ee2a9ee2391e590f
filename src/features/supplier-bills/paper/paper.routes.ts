import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { Type } from '@fastify/type-provider-typebox'
import type { FastifyReply } from 'fastify'
import type { Deps } from '../../../app.ts'
import { inBusiness, type Tx } from '../../../db/tenant.ts'
import { acting } from '../../../web/permissions.ts'
import { translator } from '../../../words/index.ts'
import { type BarView, barView, findLogo, lookOf, paperLocale, sendKept } from '../../papers/index.ts'
import { findBill } from '../showing/showing.queries.ts'
import { type BillPaperOf, billPaperView } from './paper.views.ts'

const params = Type.Object({ id: Type.String({ format: 'uuid' }) }, { additionalProperties: false })
const schema = { params, querystring: Type.Object({}, { additionalProperties: false }) }
const config = { permission: 'purchase.view' } as const

/** The voucher of the purchase for the file, on A4: the supplier's own paper lies beside it. */
export const paperRoutes: FastifyPluginAsyncTypebox<Deps> = async (app, deps) => {
  const { db } = deps

  app.get('/purchases/bills/:id/print', { schema, config }, async (request, reply) => {
    const { businessId } = acting(request)
    const { id } = request.params
    const of = await inBusiness(db, businessId, (tx) => load(tx, businessId, id))
    const bar = barView(request.locale, reply.t, {
      backTo: { href: `/purchases/bills/${id}`, text: of.bill.number },
      pdfHref: `/purchases/bills/${id}/print.pdf`,
      others: [],
    })
    return draw(reply, of, bar)
  })

  app.get('/purchases/bills/:id/print.pdf', { schema, config }, (request, reply) => {
    const { businessId } = acting(request)
    const { id } = request.params
    const asked = { documentId: id, kinds: ['supplier-bill'], form: 'a4' }
    return sendKept(reply, deps, businessId, asked, async () => {
      const of = await inBusiness(db, businessId, (tx) => load(tx, businessId, id))
      return { html: await draw(reply, of), size: 'a4' }
    })
  })
}

async function load(tx: Tx, businessId: string, id: string): Promise<BillPaperOf> {
  const found = await findBill(tx, businessId, id)
  return { ...found, logo: await findLogo(tx, businessId, found.bill.seller.logoSha256) }
}

function draw(reply: FastifyReply, of: BillPaperOf, bar?: BarView): Promise<string> {
  const { seller } = of.bill
  const locale = paperLocale({ locale: '' }, seller)
  const view = billPaperView({ t: translator(locale), locale }, bar ? { ...of, bar } : of)
  return reply.paper('print/supplier-bill', view, lookOf(locale, seller.accent))
}
