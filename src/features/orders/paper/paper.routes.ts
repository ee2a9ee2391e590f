import { createHash } from 'node:crypto'
import { type FastifyPluginAsyncTypebox, Type } from '@fastify/type-provider-typebox'
import type { FastifyReply } from 'fastify'
import type { Deps } from '../../../app.ts'
import { inBusiness, type Tx } from '../../../db/tenant.ts'
import { acting } from '../../../web/permissions.ts'
import { translator } from '../../../words/index.ts'
import { barView, findLogo, lookOf, paperLocale, print, sendPdf } from '../../papers/index.ts'
import { findOrder } from '../showing/showing.queries.ts'
import { type OrderPaperOf, orderPaper, type Sheet, sheets } from './paper.views.ts'

const params = Type.Object({ id: Type.String({ format: 'uuid' }) }, { additionalProperties: false })
const querystring = Type.Object({ width: Type.Optional(Type.Enum(sheets)) }, { additionalProperties: false })
const schema = { params, querystring }
const config = { permission: 'order.view' } as const

export const paperRoutes: FastifyPluginAsyncTypebox<Deps> = async (app, { db, printer }) => {
  app.get('/orders/:id/print', { schema, config }, async (request, reply) => {
    const { businessId } = acting(request)
    const { id } = request.params
    const { width: sheet = 'a4' } = request.query
    const of = await inBusiness(db, businessId, (tx) => load(tx, businessId, id))
    const path = `/orders/${id}/print`
    const bar = barView(request.locale, reply.t, {
      backTo: { href: `/orders/${id}`, text: of.order.number },
      pdfHref: `${path}.pdf?width=${sheet}`,
      others: sheets.map((one) => ({
        href: `${path}?width=${one}`,
        text: one === 'a4' ? 'A4' : reply.t('papers.width', { width: one }),
        isCurrent: one === sheet,
      })),
    })
    return draw(reply, { ...of, bar }, sheet)
  })

  // What was paid and delivered changes with each day: it is drawn anew, and not kept.
  app.get('/orders/:id/print.pdf', { schema, config }, async (request, reply) => {
    const { businessId } = acting(request)
    const { width: sheet = 'a4' } = request.query
    const of = await inBusiness(db, businessId, (tx) => load(tx, businessId, request.params.id))
    const html = await draw(reply, of, sheet)
    const tag = createHash('sha256').update(html).digest('hex')
    const bytes = await print(printer, { html, size: sheet === 'a4' ? 'a4' : '80mm' })
    return sendPdf(reply, bytes, { name: of.order.number.replaceAll('/', '-'), tag })
  })
}

async function load(tx: Tx, businessId: string, id: string): Promise<OrderPaperOf> {
  const found = await findOrder(tx, businessId, id)
  return { ...found, logo: await findLogo(tx, businessId, found.order.seller.logoSha256) }
}

function draw(reply: FastifyReply, of: OrderPaperOf, sheet: Sheet): Promise<string> {
  const { party, seller } = of.order
  const locale = paperLocale(party, seller)
  const view = orderPaper({ t: translator(locale), locale }, of)
  return reply.paper(sheet === 'a4' ? 'print/order' : 'print/order-slip', view, lookOf(locale, seller.accent))
}
