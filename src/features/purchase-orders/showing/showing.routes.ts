import { type FastifyPluginAsyncTypebox, Type } from '@fastify/type-provider-typebox'
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Deps } from '../../../app.ts'
import { parseDate, todayIn } from '../../../core/dates.ts'
import { Refusal } from '../../../core/errors.ts'
import { tenderModes } from '../../../core/invoice-facts.ts'
import { parseRupees } from '../../../core/money.ts'
import { newId } from '../../../db/ids.ts'
import { inBusiness } from '../../../db/tenant.ts'
import { goTo } from '../../../web/htmx.ts'
import { acting, actorOf } from '../../../web/permissions.ts'
import { isWordKey, type Said } from '../../../words/index.ts'
import type { FieldErrors } from '../../../words/parsed.ts'
import { logCash } from '../../compliance/index.ts'
import { MoneyRefused } from '../../payments/index.ts'
import { payAdvance } from '../advances/advances.commands.ts'
import { approveOrder, expectOn } from '../deciding/deciding.commands.ts'
import { findPurchaseOrder } from './showing.queries.ts'
import { purchaseOrderView } from './showing.views.ts'

const id = Type.String({ format: 'uuid' })
const params = Type.Object({ id })
const text = (maxLength: number) => Type.String({ maxLength, default: '' })
const strict = { additionalProperties: false }
const advanceBody = Type.Object({ payment_id: id, amount: text(30), mode: text(10), reference: text(50) }, strict)
const expectedBody = Type.Object({ expected_on: text(30) }, strict)

interface With {
  typed?: Readonly<Record<string, string>>
  errors?: FieldErrors
}

/** One order: what came of it, what is awaited, and what may be done. */
export const showingRoutes: FastifyPluginAsyncTypebox<Deps> = async (app, { db, clock }) => {
  const show = async (
    request: FastifyRequest,
    reply: FastifyReply,
    orderId: string,
    { typed = {}, errors = {} }: With = {},
  ) => {
    const { businessId, business, who } = acting(request)
    const found = await inBusiness(db, businessId, (tx) => findPurchaseOrder(tx, businessId, orderId))
    const by = { today: todayIn(clock(), business.zone), role: business.role, userId: who.userId }
    const reader = { t: reply.t, locale: request.locale, zone: business.zone }
    const paymentId = typed['payment_id'] ?? newId()
    return reply.page('purchase-orders/show', purchaseOrderView(reader, found, { ...by, paymentId, typed, errors }))
  }

  app.get('/purchases/orders/:id', { schema: { params }, config: { permission: 'purchase.view' } }, (request, reply) =>
    show(request, reply, request.params.id),
  )

  app.post(
    '/purchases/orders/:id/approval',
    { schema: { params }, config: { permission: 'purchase.approve' } },
    async (request, reply) => {
      const { businessId, business } = acting(request)
      const asked = { id: request.params.id, isOwner: business.role === 'owner' }
      const { number } = await inBusiness(db, businessId, (tx) =>
        approveOrder(tx, businessId, asked, actorOf(request, clock)),
      )
      request.session.flash = { key: 'purchaseOrders.approved', values: { number } }
      return goTo(reply, `/purchases/orders/${asked.id}`)
    },
  )

  app.post(
    '/purchases/orders/:id/expected',
    { schema: { params, body: expectedBody }, config: { permission: 'purchase.order' } },
    async (request, reply) => {
      const { businessId, business } = acting(request)
      const { id: orderId } = request.params
      const typed = request.body
      const today = todayIn(clock(), business.zone)
      const expectedOn = parseDate(typed.expected_on, today)
      if (expectedOn === undefined || expectedOn < today) {
        const said: Said = { key: expectedOn === undefined ? 'fields.date' : 'purchaseOrders.refusal.past' }
        return show(request, reply.code(422), orderId, { typed, errors: { expected_on: said } })
      }
      const { number } = await inBusiness(db, businessId, (tx) =>
        expectOn(tx, businessId, { id: orderId, expectedOn }, actorOf(request, clock)),
      )
      request.session.flash = { key: 'purchaseOrders.expectedSaved', values: { number } }
      return goTo(reply, `/purchases/orders/${orderId}`)
    },
  )

  app.post(
    '/purchases/orders/:id/advances',
    { schema: { params, body: advanceBody }, config: { permission: 'payment.make' } },
    async (request, reply) => {
      const { businessId, business } = acting(request)
      const { id: orderId } = request.params
      const typed = request.body
      const wrong = (status: number, said: Said) =>
        show(request, reply.code(status), orderId, { typed, errors: { amount: said } })
      const amount = parseRupees(typed.amount)
      if (amount === undefined) return wrong(422, { key: 'fields.amount' })
      if (amount <= 0n) return wrong(422, { key: 'fields.amount.positive' })
      const mode = tenderModes.find((one) => one === typed.mode) ?? 'cash'
      const tender = { mode, amount, reference: typed.reference.trim() }
      const asked = { orderId, paymentId: typed.payment_id, tender, onDate: todayIn(clock(), business.zone) }
      try {
        const { number } = await inBusiness(db, businessId, (tx) =>
          payAdvance(tx, businessId, asked, actorOf(request, clock), { branchId: business.branchId }),
        )
        request.session.flash = { key: 'purchaseOrders.advance.paid', values: { number } }
        return goTo(reply, `/purchases/orders/${orderId}`)
      } catch (error) {
        if (error instanceof MoneyRefused && error.cash) {
          const { verdict, paper } = error.cash
          await inBusiness(db, businessId, (tx) => logCash(tx, businessId, verdict, paper, actorOf(request, clock)))
        }
        if (!(error instanceof Refusal) || !isWordKey(error.key)) throw error
        return wrong(error.status, { key: error.key, values: error.values })
      }
    },
  )
}
