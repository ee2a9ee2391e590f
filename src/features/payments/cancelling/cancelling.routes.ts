import { type FastifyPluginAsyncTypebox, Type } from '@fastify/type-provider-typebox'
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Deps } from '../../../app.ts'
import { parseDate, todayIn } from '../../../core/dates.ts'
import { inBusiness } from '../../../db/tenant.ts'
import { goTo } from '../../../web/htmx.ts'
import { acting, actorOf } from '../../../web/permissions.ts'
import type { FieldErrors } from '../../../words/parsed.ts'
import { asTyped, errorsOf } from '../payments.form.ts'
import { MoneyRefused } from '../payments.request.ts'
import { findPayment } from '../showing/showing.queries.ts'
import { cancelPayment } from './cancelling.commands.ts'
import { cancelView } from './cancelling.views.ts'

const text = (maxLength: number) => Type.String({ maxLength, default: '' })
const params = Type.Object({ id: Type.String({ format: 'uuid' }) }, { additionalProperties: false })
const body = Type.Object({ reason: text(200), on_date: text(20) }, { additionalProperties: false })
const config = { permission: 'payment.cancel' } as const

export const cancellingRoutes: FastifyPluginAsyncTypebox<Deps> = async (app, { db, clock }) => {
  const show = async (
    request: FastifyRequest,
    reply: FastifyReply,
    id: string,
    typed: { values: Readonly<Record<string, string>>; errors: FieldErrors },
  ) => {
    const { businessId } = acting(request)
    const payment = await inBusiness(db, businessId, (tx) => findPayment(tx, businessId, id))
    // Cancelled meanwhile, by oneself or by another: its page says so.
    if (payment.paper.state === 'cancelled') return goTo(reply, `/payments/${id}`)
    return reply.page('payments/cancellation', cancelView({ t: reply.t, locale: request.locale }, payment, typed))
  }

  app.get('/payments/:id/cancellation', { schema: { params }, config }, (request, reply) =>
    show(request, reply, request.params.id, {
      values: { on_date: asTyped(todayIn(clock(), acting(request).business.zone)) },
      errors: {},
    }),
  )

  app.post('/payments/:id/cancellation', { schema: { params, body }, config }, async (request, reply) => {
    const { businessId, business } = acting(request)
    const { id } = request.params
    const { reason, on_date } = request.body
    const again = (errors: FieldErrors) => show(request, reply.code(422), id, { values: request.body, errors })
    const today = todayIn(clock(), business.zone)
    const onDate = on_date.trim() === '' ? today : parseDate(on_date, today)
    if (onDate === undefined) return again({ on_date: { key: 'fields.date' } })
    try {
      const cancelled = await inBusiness(db, businessId, (tx) =>
        cancelPayment(tx, businessId, { id, reason, onDate }, actorOf(request, clock)),
      )
      request.session.flash = { key: 'payments.cancelled', values: { number: cancelled.number } }
    } catch (error) {
      if (!(error instanceof MoneyRefused)) throw error
      return again(errorsOf(error.reasons))
    }
    return goTo(reply, `/payments/${id}`)
  })
}
