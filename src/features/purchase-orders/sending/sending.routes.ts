import { type FastifyPluginAsyncTypebox, Type } from '@fastify/type-provider-typebox'
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Deps } from '../../../app.ts'
import { normaliseEmail } from '../../../core/email.ts'
import { Refusal } from '../../../core/errors.ts'
import { isAwaited } from '../../../core/purchase-order.ts'
import { newId } from '../../../db/ids.ts'
import { inBusiness } from '../../../db/tenant.ts'
import { goTo } from '../../../web/htmx.ts'
import { acting, actorOf } from '../../../web/permissions.ts'
import type { FieldErrors } from '../../../words/parsed.ts'
import { startJob } from '../../jobs/index.ts'
import { findPurchaseOrder } from '../showing/showing.queries.ts'
import { mailInput } from './mail-input.ts'
import { markSent } from './sending.commands.ts'
import { sendView } from './sending.views.ts'

const id = Type.String({ format: 'uuid' })
const params = Type.Object({ id })
const text = (maxLength: number) => Type.String({ maxLength, default: '' })
const body = Type.Object({ job_id: id, email: text(300), message: text(1000) }, { additionalProperties: false })
const config = { permission: 'purchase.order' } as const

/** An order goes out by mail with its paper, by WhatsApp in words, or by hand, which is noted. */
export const sendingRoutes: FastifyPluginAsyncTypebox<Deps> = async (app, { db, clock, config: settings, mail }) => {
  const canMail = mail !== undefined || settings.mailUrl !== undefined

  /** Throws NotFound, Refusal 409 for an order that is not to be sent. */
  const load = async (request: FastifyRequest, orderId: string) => {
    const { businessId } = acting(request)
    const found = await inBusiness(db, businessId, (tx) => findPurchaseOrder(tx, businessId, orderId))
    const { state, number } = found.order
    if (!isAwaited(state))
      throw new Refusal(`purchaseOrders.refusal.${state === 'waiting' ? 'waiting' : 'done'}`, { number }, 409)
    return found
  }

  const show = async (
    request: FastifyRequest,
    reply: FastifyReply,
    orderId: string,
    { typed = {}, errors = {} }: { typed?: Record<string, string>; errors?: FieldErrors } = {},
  ) => {
    const found = await load(request, orderId)
    const reader = { t: reply.t, locale: request.locale, zone: acting(request).business.zone }
    const jobId = typed['job_id'] ?? newId()
    return reply.page('purchase-orders/send', sendView(reader, { found, jobId, typed, errors, canMail }))
  }

  app.get('/purchases/orders/:id/sending', { schema: { params }, config }, (request, reply) =>
    show(request, reply, request.params.id),
  )

  app.post('/purchases/orders/:id/sending', { schema: { params }, config }, async (request, reply) => {
    const { businessId } = acting(request)
    const asked = { id: request.params.id, how: 'hand', to: '' } as const
    const { number } = await inBusiness(db, businessId, (tx) =>
      markSent(tx, businessId, asked, actorOf(request, clock)),
    )
    request.session.flash = { key: 'purchaseOrders.marked', values: { number } }
    return goTo(reply, `/purchases/orders/${asked.id}`)
  })

  app.post('/purchases/orders/:id/sending/mail', { schema: { params, body }, config }, async (request, reply) => {
    const { businessId } = acting(request)
    const { id: orderId } = request.params
    const typed = request.body
    const email = normaliseEmail(typed.email)
    if (!canMail || email === undefined) {
      const errors = { email: { key: canMail ? 'fields.email' : 'statements.noMail' } } as const
      return show(request, reply.code(422), orderId, { typed, errors })
    }
    await load(request, orderId)
    const input = mailInput({ orderId, email, message: typed.message.trim() })
    const job = { id: typed.job_id, kind: 'purchase-order-mail', input, total: 1, needs: 'purchase.order' } as const
    await inBusiness(db, businessId, (tx) => startJob(tx, businessId, job, actorOf(request, clock)))
    return goTo(reply, `/jobs/${typed.job_id}`)
  })
}
