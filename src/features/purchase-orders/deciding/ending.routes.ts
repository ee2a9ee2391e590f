import { type FastifyPluginAsyncTypebox, Type } from '@fastify/type-provider-typebox'
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Deps } from '../../../app.ts'
import { Refusal } from '../../../core/errors.ts'
import { inBusiness } from '../../../db/tenant.ts'
import { goTo } from '../../../web/htmx.ts'
import { acting, actorOf } from '../../../web/permissions.ts'
import { isWordKey, type Said } from '../../../words/index.ts'
import { findPurchaseOrder } from '../showing/showing.queries.ts'
import { endOrder } from './ending.commands.ts'
import { endingView, howOf } from './ending.views.ts'

const params = Type.Object({ id: Type.String({ format: 'uuid' }) })
const body = Type.Object({ reason: Type.String({ maxLength: 300, default: '' }) }, { additionalProperties: false })
const config = { permission: 'purchase.order' } as const

/** Cancelling an order of which nothing came, or giving up the rest of one of which something came. */
export const endingRoutes: FastifyPluginAsyncTypebox<Deps> = async (app, { db, clock }) => {
  const show = async (
    request: FastifyRequest,
    reply: FastifyReply,
    id: string,
    { reason = '', said }: { reason?: string; said?: Said } = {},
  ) => {
    const { businessId } = acting(request)
    const found = await inBusiness(db, businessId, (tx) => findPurchaseOrder(tx, businessId, id))
    return reply.page('purchase-orders/ending', endingView(reply.t, found, { reason, said }))
  }

  app.get('/purchases/orders/:id/ending', { schema: { params }, config }, (request, reply) =>
    show(request, reply, request.params.id),
  )

  app.post('/purchases/orders/:id/ending', { schema: { params, body }, config }, async (request, reply) => {
    const { businessId } = acting(request)
    const { id } = request.params
    const { reason } = request.body
    try {
      const done = await inBusiness(db, businessId, async (tx) => {
        const found = await findPurchaseOrder(tx, businessId, id)
        return endOrder(tx, businessId, { id, how: howOf(found), reason }, actorOf(request, clock))
      })
      const key = done.state === 'cancelled' ? 'purchaseOrders.cancelled' : 'purchaseOrders.shortClosed'
      request.session.flash = { key, values: { number: done.number } }
      return goTo(reply, `/purchases/orders/${id}`)
    } catch (error) {
      if (!(error instanceof Refusal) || !isWordKey(error.key)) throw error
      const said: Said = { key: error.key, values: error.values }
      return show(request, reply.code(error.status), id, { reason, said })
    }
  })
}
