import { type FastifyPluginAsyncTypebox, Type } from '@fastify/type-provider-typebox'
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Deps } from '../../../app.ts'
import { todayIn } from '../../../core/dates.ts'
import { Refusal } from '../../../core/errors.ts'
import { tenderModes } from '../../../core/invoice-facts.ts'
import { can } from '../../../core/permissions.ts'
import { newId } from '../../../db/ids.ts'
import { inBusiness } from '../../../db/tenant.ts'
import { goTo } from '../../../web/htmx.ts'
import { acting, actorOf } from '../../../web/permissions.ts'
import { isWordKey, type Said } from '../../../words/index.ts'
import type { FieldErrors } from '../../../words/parsed.ts'
import { findOrder } from '../showing/showing.queries.ts'
import { cancelOrder } from './cancelling.commands.ts'
import { cancellationView } from './cancelling.views.ts'

const id = Type.String({ format: 'uuid' })
const params = Type.Object({ id })
const text = (maxLength: number) => Type.String({ maxLength, default: '' })
const body = Type.Object(
  { refund_id: id, reason: text(300), settle: text(10), mode: text(10), reference: text(50) },
  { additionalProperties: false },
)
const config = { permission: 'order.make' } as const

export const cancellingRoutes: FastifyPluginAsyncTypebox<Deps> = async (app, { db, clock }) => {
  const show = async (
    request: FastifyRequest,
    reply: FastifyReply,
    orderId: string,
    { typed, errors }: { typed: Record<string, string>; errors: FieldErrors },
  ) => {
    const { businessId, business } = acting(request)
    const found = await inBusiness(db, businessId, (tx) => findOrder(tx, businessId, orderId))
    const canPay = can(business.role, 'payment.make')
    return reply.page('orders/cancellation', cancellationView(reply.t, found, { typed, errors, canPay }))
  }

  app.get('/orders/:id/cancellation', { schema: { params }, config }, (request, reply) =>
    show(request, reply, request.params.id, { typed: { refund_id: newId() }, errors: {} }),
  )

  app.post('/orders/:id/cancellation', { schema: { params, body }, config }, async (request, reply) => {
    const { businessId, business } = acting(request)
    const typed = request.body
    const { id: orderId } = request.params
    const isRefund = typed.settle === 'refund' && can(business.role, 'payment.make')
    const mode = tenderModes.find((one) => one === typed.mode) ?? 'cash'
    const asked = {
      ...{ id: orderId, reason: typed.reason, onDate: todayIn(clock(), business.zone) },
      settle: isRefund ? ('refund' as const) : ('keep' as const),
      refund: { id: typed.refund_id, mode, reference: typed.reference.trim() },
    }
    try {
      const done = await inBusiness(db, businessId, (tx) => cancelOrder(tx, businessId, asked, actorOf(request, clock)))
      request.session.flash = done.refund
        ? { key: 'orders.cancelledRefund', values: { refund: done.refund } }
        : { key: 'orders.cancelled' }
      return goTo(reply, `/orders/${orderId}`)
    } catch (error) {
      if (!(error instanceof Refusal) || !isWordKey(error.key)) throw error
      const said: Said = { key: error.key, values: error.values }
      const field = error.key === 'orders.refusal.reason' ? 'reason' : 'mode'
      return show(request, reply.code(error.status), orderId, { typed, errors: { [field]: said } })
    }
  })
}
