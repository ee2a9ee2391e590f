import { type FastifyPluginAsyncTypebox, Type } from '@fastify/type-provider-typebox'
import type { Deps } from '../../../app.ts'
import { inBusiness } from '../../../db/tenant.ts'
import { acting } from '../../../web/permissions.ts'
import type { Translate } from '../../../words/index.ts'
import { findSale, type Sale } from '../../sales/index.ts'
import { type BarView, barView } from '../paper.views.ts'
import { usualSheet } from '../sheets/sheets.queries.ts'
import { isRoll, type Sheet, sheetsOf } from '../sheets/sheets.rules.ts'
import { sheetText } from '../sheets/sheets.views.ts'
import { copies, invoiceView } from './invoice.views.ts'
import { loadBill, readerOf, sendBill, sendSlip } from './send-bill.ts'
import { slipView, widths } from './slip.views.ts'

const params = Type.Object({ id: Type.String({ maxLength: 40 }) })
const strict = { additionalProperties: false }
const flat = ['a4', 'a5'] as const
const copyQuery = Type.Object({ copy: Type.Optional(Type.Enum(copies)), width: Type.Optional(Type.Enum(flat)) }, strict)
const widthQuery = Type.Object({ width: Type.Optional(Type.Enum(widths)) }, strict)
const config = { permission: 'sale.view' } as const

/** Bills on sheets and on rolls: a page to print from the browser, with what is due now, and a PDF as it was issued. */
export const invoiceRoutes: FastifyPluginAsyncTypebox<Deps> = async (app, deps) => {
  const { db } = deps

  // Where the buttons lead: to the sheet that the shop usually prints such a bill on.
  app.get('/sales/:id/print', { schema: { params }, config }, async (request, reply) => {
    const { businessId } = acting(request)
    const { id } = request.params
    const sheet = await inBusiness(db, businessId, async (tx) =>
      usualSheet(tx, businessId, isCashBill(await findSale(tx, businessId, id)) ? 'cash-bill' : 'bill'),
    )
    return reply.redirect(hrefOf(id, sheet))
  })

  app.get('/sales/:id/invoice', { schema: { params, querystring: copyQuery }, config }, async (request, reply) => {
    const { businessId } = acting(request)
    const { id } = request.params
    const { copy = 'original', width = 'a4' } = request.query
    const bill = await inBusiness(db, businessId, (tx) => loadBill(tx, businessId, id))
    const { open_paise: due, number } = bill.sale.document
    const bar = barView(request.locale, reply.t, {
      backTo: { href: `/sales/${id}`, text: number },
      pdfHref: `/sales/${id}/invoice.pdf?copy=${copy}&width=${width}`,
      others: [
        ...copies.map((one) => ({
          href: `/sales/${id}/invoice?copy=${one}&width=${width}`,
          text: reply.t(`papers.copyOf.${one}`),
          isCurrent: one === copy,
        })),
        ...sheetLinks(reply.t, id, width),
      ],
    })
    const { reader, look } = readerOf(bill.sale, width)
    return reply.paper('print/invoice', invoiceView(reader, { ...bill, due, copy, bar }), look)
  })

  app.get('/sales/:id/invoice.pdf', { schema: { params, querystring: copyQuery }, config }, (request, reply) => {
    const { businessId } = acting(request)
    const { copy = 'original', width: sheet = 'a4' } = request.query
    return sendBill(reply, deps, businessId, { documentId: request.params.id, copy, sheet })
  })

  app.get('/sales/:id/receipt', { schema: { params, querystring: widthQuery }, config }, async (request, reply) => {
    const { businessId } = acting(request)
    const { id } = request.params
    const { width = '80' } = request.query
    const { sale, logo } = await inBusiness(db, businessId, (tx) => loadBill(tx, businessId, id))
    const { open_paise: due, number } = sale.document
    const bar = barView(request.locale, reply.t, {
      backTo: { href: `/sales/${id}`, text: number },
      pdfHref: `/sales/${id}/receipt.pdf?width=${width}`,
      others: sheetLinks(reply.t, id, width),
    })
    const { reader, look } = readerOf(sale)
    return reply.paper('print/slip', slipView(reader, { sale, due, width, logo, bar }), look)
  })

  app.get('/sales/:id/receipt.pdf', { schema: { params, querystring: widthQuery }, config }, (request, reply) => {
    const { businessId } = acting(request)
    const { width = '80' } = request.query
    return sendSlip(reply, deps, businessId, { documentId: request.params.id, width })
  })
}

/** Of a walk-in who owes nothing, a roll is enough; who has a khata keeps the bill. */
const isCashBill = ({ document }: Sale): boolean => document.party_id === null

const hrefOf = (id: string, sheet: Sheet): string =>
  `/sales/${id}/${isRoll(sheet) ? 'receipt' : 'invoice'}?width=${sheet}`

const sheetLinks = (t: Translate, id: string, current: Sheet): BarView['others'] =>
  sheetsOf.bill.map((sheet) => ({ href: hrefOf(id, sheet), text: sheetText(t, sheet), isCurrent: sheet === current }))
