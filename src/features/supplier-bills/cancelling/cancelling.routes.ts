import { type FastifyPluginAsyncTypebox, Type } from '@fastify/type-provider-typebox'
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Deps } from '../../../app.ts'
import { todayIn } from '../../../core/dates.ts'
import { Refusal } from '../../../core/errors.ts'
import { can } from '../../../core/permissions.ts'
import { inBusiness } from '../../../db/tenant.ts'
import type { CheckView, FieldView, SummaryView, TitleView } from '../../../web/components.views.ts'
import { formFields, type Typed } from '../../../web/form-fields.ts'
import { goTo } from '../../../web/htmx.ts'
import { acting, actorOf } from '../../../web/permissions.ts'
import { isWordKey, type Translate } from '../../../words/index.ts'
import type { ShownBill } from '../showing/showing.queries.ts'
import { findBill } from '../showing/showing.queries.ts'
import { cancelBillAndReceipt, type OwnReceipt, ownReceiptIfAny } from './with-receipt.commands.ts'

export interface BillCancellationView {
  summary: SummaryView
  head: TitleView
  text: string
  action: string
  backHref: string
  reason: FieldView
  /** The receipt of goods that came with the bill; undefined for none, or for who may not. */
  receipt: CheckView | undefined
}

declare module '../../../web/views.ts' {
  interface Views {
    'supplier-bills/cancellation': BillCancellationView
  }
}

const params = Type.Object({ id: Type.String({ format: 'uuid' }) }, { additionalProperties: false })
const body = Type.Object(
  { reason: Type.String({ maxLength: 200, default: '' }), receipt: Type.String({ maxLength: 4, default: '' }) },
  { additionalProperties: false },
)
const config = { permission: 'purchase.bill' } as const

export const cancellingRoutes: FastifyPluginAsyncTypebox<Deps> = async (app, { db, clock }) => {
  const show = async (request: FastifyRequest, reply: FastifyReply, id: string, typed: Typed) => {
    const { businessId, business } = acting(request)
    const [found, own] = await inBusiness(db, businessId, async (tx) => [
      await findBill(tx, businessId, id),
      await ownReceiptIfAny(tx, businessId, id),
    ])
    const receipt = can(business.role, 'purchase.receive') ? own : undefined
    // Cancelled meanwhile, by oneself or by another: its page says so.
    if (found.bill.state === 'cancelled') return goTo(reply, `/purchases/bills/${id}`)
    return reply.page('supplier-bills/cancellation', cancellationView(reply.t, found, receipt, typed))
  }

  app.get('/purchases/bills/:id/cancellation', { schema: { params }, config }, (request, reply) =>
    show(request, reply, request.params.id, { values: {}, errors: {} }),
  )

  app.post('/purchases/bills/:id/cancellation', { schema: { params, body }, config }, async (request, reply) => {
    const { businessId, business } = acting(request)
    const { id } = request.params
    const asked = { id, reason: request.body.reason, today: todayIn(clock(), business.zone) }
    try {
      const withReceipt = request.body.receipt === 'yes' && can(business.role, 'purchase.receive')
      const { number, isBoth } = await inBusiness(db, businessId, (tx) =>
        cancelBillAndReceipt(tx, businessId, { ...asked, withReceipt }, actorOf(request, clock)),
      )
      request.session.flash = {
        key: isBoth ? 'supplierBills.cancelledBoth' : 'supplierBills.cancelled',
        values: { number },
      }
    } catch (error) {
      if (!(error instanceof Refusal) || !isWordKey(error.key)) throw error
      const errors = { reason: { key: error.key, values: error.values } }
      return show(request, reply.code(error.status), id, { values: request.body, errors })
    }
    return goTo(reply, `/purchases/bills/${id}`)
  })
}

function cancellationView(
  t: Translate,
  { bill }: ShownBill,
  receipt: OwnReceipt | undefined,
  typed: Typed,
): BillCancellationView {
  const f = formFields(t, typed)
  const backHref = `/purchases/bills/${bill.id}`
  return {
    summary: f.summary(),
    head: {
      title: t('supplierBills.cancel.title', { number: bill.number }),
      note: [bill.party.name, bill.theirNumber].join(' · '),
      back: { href: backHref, text: bill.number },
      badge: undefined,
    },
    text: t('supplierBills.cancel.text'),
    action: `${backHref}/cancellation`,
    backHref,
    reason: f.text('reason', 'supplierBills.cancel.reason', { maxlength: 200, isFirst: true }),
    receipt: receipt
      ? {
          ...f.check('receipt', 'supplierBills.take'),
          label: t('supplierBills.cancel.receipt', { number: receipt.number }),
        }
      : undefined,
  }
}
