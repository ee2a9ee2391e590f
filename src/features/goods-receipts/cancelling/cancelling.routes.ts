import { type FastifyPluginAsyncTypebox, Type } from '@fastify/type-provider-typebox'
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Deps } from '../../../app.ts'
import { parseDate, todayIn } from '../../../core/dates.ts'
import { Refusal } from '../../../core/errors.ts'
import { inBusiness } from '../../../db/tenant.ts'
import type { AreaView, FieldView, SummaryView, TitleView } from '../../../web/components.views.ts'
import { formFields } from '../../../web/form-fields.ts'
import { goTo } from '../../../web/htmx.ts'
import { acting, actorOf } from '../../../web/permissions.ts'
import { isWordKey } from '../../../words/index.ts'
import type { FieldErrors } from '../../../words/parsed.ts'
import { ReceiptRefused } from '../receiving/receiving.request.ts'
import { findReceipt } from '../showing/showing.queries.ts'
import { cancelReceipt } from './cancelling.commands.ts'

export interface CancelReceiptView {
  summary: SummaryView
  head: TitleView
  action: string
  backTo: string
  reason: AreaView
  onDate: FieldView
}

declare module '../../../web/views.ts' {
  interface Views {
    'goods-receipts/cancellation': CancelReceiptView
  }
}

const text = (maxLength: number) => Type.String({ maxLength, default: '' })
const params = Type.Object({ id: Type.String({ format: 'uuid' }) }, { additionalProperties: false })
const body = Type.Object({ reason: text(200), on_date: text(20) }, { additionalProperties: false })
const config = { permission: 'purchase.receive' } as const

export const cancellingRoutes: FastifyPluginAsyncTypebox<Deps> = async (app, { db, clock }) => {
  const show = async (
    request: FastifyRequest,
    reply: FastifyReply,
    { id, values, errors = {} }: { id: string; values: Readonly<Record<string, string>>; errors?: FieldErrors },
  ) => {
    const { businessId } = acting(request)
    const { receipt } = await inBusiness(db, businessId, (tx) => findReceipt(tx, businessId, id))
    const backTo = `/purchases/receipts/${id}`
    if (receipt.state === 'cancelled') return goTo(reply, backTo)
    const f = formFields(reply.t, { values, errors })
    return reply.page('goods-receipts/cancellation', {
      summary: f.summary(['reason', 'on_date']),
      head: {
        title: reply.t('goodsReceipts.cancel.title', { number: receipt.number }),
        note: receipt.party.name,
        back: { href: backTo, text: receipt.number },
        badge: undefined,
      },
      ...{ action: `${backTo}/cancellation`, backTo },
      reason: f.area('reason', 'shell.reason', { maxlength: 200, rows: 2 }),
      onDate: f.date('on_date', 'shell.date', { maxlength: 20 }),
    })
  }

  app.get('/purchases/receipts/:id/cancellation', { schema: { params }, config }, (request, reply) => {
    const today = todayIn(clock(), acting(request).business.zone)
    const values = { on_date: today.split('-').toReversed().map(Number).join('/') }
    return show(request, reply, { id: request.params.id, values })
  })

  app.post('/purchases/receipts/:id/cancellation', { schema: { params, body }, config }, async (request, reply) => {
    const { businessId, business } = acting(request)
    const { id } = request.params
    const today = todayIn(clock(), business.zone)
    const { reason, on_date } = request.body
    const again = (errors: FieldErrors, status = 422) =>
      show(request, reply.code(status), { id, values: request.body, errors })
    const onDate = on_date.trim() === '' ? today : parseDate(on_date, today)
    if (onDate === undefined) return again({ on_date: { key: 'fields.date' } })
    try {
      const { number } = await inBusiness(db, businessId, (tx) =>
        cancelReceipt(tx, businessId, { id, reason, onDate }, actorOf(request, clock)),
      )
      request.session.flash = { key: 'goodsReceipts.cancelled', values: { number } }
      return goTo(reply, `/purchases/receipts/${id}`)
    } catch (error) {
      if (!(error instanceof Refusal)) throw error
      const reasons = error instanceof ReceiptRefused ? error.reasons : [{ ...error, field: 'on_date' }]
      const said = reasons.flatMap(({ key, values = {}, field }) =>
        isWordKey(key) ? [[field, { key, values }] as const] : [],
      )
      if (said.length === 0) throw error
      return again(Object.fromEntries(said), error.status)
    }
  })
}
