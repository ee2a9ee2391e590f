import { createHash } from 'node:crypto'
import { type FastifyPluginAsyncTypebox, Type } from '@fastify/type-provider-typebox'
import type { Deps } from '../../../app.ts'
import { inBusiness } from '../../../db/tenant.ts'
import { acting } from '../../../web/permissions.ts'
import { translator } from '../../../words/index.ts'
import { barView, lookOf, paperLocale, print, sendPdf } from '../../papers/index.ts'
import { drawPaper, fileNameOf, loadPaper } from './paper.ts'
import { purchaseOrderPaper } from './paper.views.ts'

const params = Type.Object({ id: Type.String({ format: 'uuid' }) }, { additionalProperties: false })
const config = { permission: 'purchase.view' } as const

export const paperRoutes: FastifyPluginAsyncTypebox<Deps> = async (app, { db, printer }) => {
  app.get('/purchases/orders/:id/print', { schema: { params }, config }, async (request, reply) => {
    const { businessId } = acting(request)
    const { id } = request.params
    const of = await inBusiness(db, businessId, (tx) => loadPaper(tx, businessId, id))
    const { party, seller, number } = of.order
    const bar = barView(request.locale, reply.t, {
      backTo: { href: `/purchases/orders/${id}`, text: number },
      pdfHref: `/purchases/orders/${id}/print.pdf`,
    })
    const locale = paperLocale(party, seller)
    const view = purchaseOrderPaper({ t: translator(locale), locale }, { ...of, bar })
    return reply.paper('print/purchase-order', view, lookOf(locale, seller.accent))
  })

  // Whether it waits, or is cancelled, changes: it is drawn anew, and not kept.
  app.get('/purchases/orders/:id/print.pdf', { schema: { params }, config }, async (request, reply) => {
    const { businessId } = acting(request)
    const { html, of } = await drawPaper(db, businessId, request.params.id)
    const tag = createHash('sha256').update(html).digest('hex')
    return sendPdf(reply, await print(printer, { html, size: 'a4' }), { name: fileNameOf(of), tag })
  })
}
