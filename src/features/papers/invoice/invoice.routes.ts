import { type FastifyPluginAsyncTypebox, Type } from '@fastify/type-provider-typebox'
import type { Deps } from '../../../app.ts'
import { inBusiness } from '../../../db/tenant.ts'
import { acting } from '../../../web/permissions.ts'
import { findSale } from '../../sales/index.ts'
import { barView } from '../paper.views.ts'
import { copies, invoiceView } from './invoice.views.ts'
import { loadBill, readerOf, sendBill, sendSlip } from './send-bill.ts'
import { slipView, widths } from './slip.views.ts'

const params = Type.Object({ id: Type.String({ maxLength: 40 }) })
const strict = { additionalProperties: false }
const copyQuery = Type.Object({ copy: Type.Optional(Type.Enum(copies)) }, strict)
const widthQuery = Type.Object({ width: Type.Optional(Type.Enum(widths)) }, strict)
const config = { permission: 'sale.view' } as const

/** Bills on A4 and on rolls: a page to print from the browser, with what is due now, and a PDF as it was issued. */
export const invoiceRoutes: FastifyPluginAsyncTypebox<Deps> = async (app, deps) => {
  const { db } = deps

  app.get('/sales/:id/invoice', { schema: { params, querystring: copyQuery }, config }, async (request, reply) => {
    const { businessId } = acting(request)
    const { id } = request.params
    const { copy = 'original' } = request.query
    const bill = await inBusiness(db, businessId, (tx) => loadBill(tx, businessId, id))
    const { open_paise: due, number } = bill.sale.document
    const bar = barView(request.locale, reply.t, {
      backTo: { href: `/sales/${id}`, text: number },
      pdfHref: `/sales/${id}/invoice.pdf?copy=${copy}`,
      others: copies.map((one) => ({
        href: `/sales/${id}/invoice?copy=${one}`,
        text: reply.t(`papers.copyOf.${one}`),
        isCurrent: one === copy,
      })),
    })
    const { reader, look } = readerOf(bill.sale)
    return reply.paper('print/invoice', invoiceView(reader, { ...bill, due, copy, bar }), look)
  })

  app.get('/sales/:id/invoice.pdf', { schema: { params, querystring: copyQuery }, config }, (request, reply) => {
    const { businessId } = acting(request)
    const { copy = 'original' } = request.query
    return sendBill(reply, deps, businessId, { documentId: request.params.id, copy })
  })

  app.get('/sales/:id/receipt', { schema: { params, querystring: widthQuery }, config }, async (request, reply) => {
    const { businessId } = acting(request)
    const { id } = request.params
    const { width = '80' } = request.query
    const sale = await inBusiness(db, businessId, (tx) => findSale(tx, businessId, id))
    const { open_paise: due, number } = sale.document
    const bar = barView(request.locale, reply.t, {
      backTo: { href: `/sales/${id}`, text: number },
      pdfHref: `/sales/${id}/receipt.pdf?width=${width}`,
      others: widths.map((one) => ({
        href: `/sales/${id}/receipt?width=${one}`,
        text: reply.t('papers.width', { width: one }),
        isCurrent: one === width,
      })),
    })
    const { reader, look } = readerOf(sale)
    return reply.paper('print/slip', slipView(reader, { sale, due, width, bar }), look)
  })

  app.get('/sales/:id/receipt.pdf', { schema: { params, querystring: widthQuery }, config }, (request, reply) => {
    const { businessId } = acting(request)
    const { width = '80' } = request.query
    return sendSlip(reply, deps, businessId, { documentId: request.params.id, width })
  })
}
