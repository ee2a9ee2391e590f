import { type FastifyPluginAsyncTypebox, Type } from '@fastify/type-provider-typebox'
import type { Deps } from '../../../app.ts'
import { todayIn } from '../../../core/dates.ts'
import { Refusal } from '../../../core/errors.ts'
import { tenderModes } from '../../../core/invoice-facts.ts'
import { parseRupees } from '../../../core/money.ts'
import { inBusiness } from '../../../db/tenant.ts'
import { goTo } from '../../../web/htmx.ts'
import { acting, actorOf } from '../../../web/permissions.ts'
import { isWordKey, type Said } from '../../../words/index.ts'
import { logCash } from '../../compliance/index.ts'
import { MoneyRefused } from '../../payments/index.ts'
import { showOrder } from '../showing/show-order.ts'
import { payAdvance } from './advances.commands.ts'

const id = Type.String({ format: 'uuid' })
const text = (maxLength: number) => Type.String({ maxLength, default: '' })
const body = Type.Object(
  { payment_id: id, amount: text(30), mode: text(10), reference: text(50) },
  { additionalProperties: false },
)
const schema = { params: Type.Object({ id }), body }

/** Money for the supplier before the goods, paid from the page of the order. */
export const advancesRoutes: FastifyPluginAsyncTypebox<Deps> = async (app, deps) => {
  const { db, clock } = deps
  const config = { permission: 'payment.make' } as const
  app.post('/purchases/orders/:id/advances', { schema, config }, async (request, reply) => {
    const { businessId, business } = acting(request)
    const { id: orderId } = request.params
    const typed = request.body
    const wrong = (status: number, said: Said) =>
      showOrder(request, reply.code(status), deps, orderId, { typed, errors: { amount: said } })
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
  })
}
