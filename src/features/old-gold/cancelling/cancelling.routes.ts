import { type FastifyPluginAsyncTypebox, Type } from '@fastify/type-provider-typebox'
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Deps } from '../../../app.ts'
import { todayIn } from '../../../core/dates.ts'
import { Refusal } from '../../../core/errors.ts'
import { inBusiness } from '../../../db/tenant.ts'
import type { Typed } from '../../../web/form-fields.ts'
import { goTo } from '../../../web/htmx.ts'
import { acting, actorOf } from '../../../web/permissions.ts'
import { isWordKey } from '../../../words/index.ts'
import { findPurchase } from '../showing/showing.queries.ts'
import { cancelOldGold } from './cancelling.commands.ts'
import { cancellationView } from './cancelling.views.ts'

const params = Type.Object({ id: Type.String({ format: 'uuid' }) }, { additionalProperties: false })
const body = Type.Object({ reason: Type.String({ maxLength: 200, default: '' }) }, { additionalProperties: false })
const config = { permission: 'sale.cancel' } as const

export const cancellingRoutes: FastifyPluginAsyncTypebox<Deps> = async (app, { db, clock }) => {
  const show = async (request: FastifyRequest, reply: FastifyReply, id: string, typed: Typed) => {
    const { businessId } = acting(request)
    const purchase = await inBusiness(db, businessId, (tx) => findPurchase(tx, businessId, id))
    // Cancelled meanwhile, by oneself or by another: its page says so.
    if (purchase.paper.state === 'cancelled') return goTo(reply, `/old-gold/${id}`)
    return reply.page(
      'old-gold/cancellation',
      cancellationView({ t: reply.t, locale: request.locale }, purchase, typed),
    )
  }

  app.get('/old-gold/:id/cancellation', { schema: { params }, config }, (request, reply) =>
    show(request, reply, request.params.id, { values: {}, errors: {} }),
  )

  app.post('/old-gold/:id/cancellation', { schema: { params, body }, config }, async (request, reply) => {
    const { businessId, business } = acting(request)
    const { id } = request.params
    const { reason } = request.body
    const asked = { id, reason, today: todayIn(clock(), business.zone) }
    try {
      const cancelled = await inBusiness(db, businessId, (tx) =>
        cancelOldGold(tx, businessId, asked, actorOf(request, clock)),
      )
      request.session.flash = { key: 'oldGold.cancelled', values: { number: cancelled.number } }
    } catch (error) {
      if (!(error instanceof Refusal) || !isWordKey(error.key)) throw error
      const errors = { reason: { key: error.key, values: error.values } }
      return show(request, reply.code(error.status), id, { values: request.body, errors })
    }
    return goTo(reply, `/old-gold/${id}`)
  })
}
