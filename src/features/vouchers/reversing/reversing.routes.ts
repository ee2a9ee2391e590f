import { type FastifyPluginAsyncTypebox, Type } from '@fastify/type-provider-typebox'
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Deps } from '../../../app.ts'
import { parseDate, todayIn } from '../../../core/dates.ts'
import { Refusal } from '../../../core/errors.ts'
import { can } from '../../../core/permissions.ts'
import { newId } from '../../../db/ids.ts'
import { inBusiness } from '../../../db/tenant.ts'
import { together } from '../../../db/together.ts'
import { goTo } from '../../../web/htmx.ts'
import { acting, actorOf } from '../../../web/permissions.ts'
import type { FieldErrors } from '../../../words/parsed.ts'
import { isMatched } from '../../bank/index.ts'
import { errorsOf } from '../entering/entering.form.ts'
import { asTyped } from '../entering/entering.typed.ts'
import { findShown } from '../showing/showing.queries.ts'
import { VoucherRefused } from '../vouchers.request.ts'
import { reverseVoucher } from './reversing.commands.ts'
import { reversibility } from './reversing.rules.ts'
import { reversalView } from './reversing.views.ts'

const text = (maxLength: number) => Type.String({ maxLength, default: '' })
const uuid = '^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}$'
const params = Type.Object({ id: Type.String({ format: 'uuid' }) }, { additionalProperties: false })
const none = Type.Object({}, { additionalProperties: false })
const body = Type.Object(
  { new_id: Type.String({ pattern: uuid }), reason: text(200), on_date: text(20) },
  { additionalProperties: false },
)
const config = { permission: 'books.post' } as const

export const reversingRoutes: FastifyPluginAsyncTypebox<Deps> = async (app, { db, clock }) => {
  const show = async (
    request: FastifyRequest,
    reply: FastifyReply,
    id: string,
    typed: { values: Readonly<Record<string, string>>; errors: FieldErrors },
  ) => {
    const { business, businessId } = acting(request)
    const [found, isAtBank] = await inBusiness(db, businessId, (tx) =>
      together([findShown(tx, businessId, id), isMatched(tx, businessId, id)]),
    )
    const { kind, reversed_by: reversedBy } = found.voucher
    // Reversed meanwhile, or made by another page: its own page says so.
    if (reversibility({ kind, isByHand: found.entry !== undefined, reversedBy }) !== 'yes')
      return goTo(reply, `/vouchers/${id}`)
    const reader = { t: reply.t, locale: request.locale, zone: business.zone }
    return reply.page('vouchers/reversal', reversalView(reader, found, typed, isAtBank))
  }

  app.get('/vouchers/:id/reversal', { schema: { params, querystring: none }, config }, (request, reply) => {
    const today = todayIn(clock(), acting(request).business.zone)
    const values = { new_id: newId(), on_date: asTyped(today) }
    return show(request, reply, request.params.id, { values, errors: {} })
  })

  app.post('/vouchers/:id/reversal', { schema: { params, body }, config }, async (request, reply) => {
    const { businessId, business } = acting(request)
    const { id } = request.params
    const { new_id, reason, on_date } = request.body
    const again = (errors: FieldErrors) => show(request, reply.code(422), id, { values: request.body, errors })
    const today = todayIn(clock(), business.zone)
    const onDate = on_date.trim() === '' ? today : parseDate(on_date, today)
    if (onDate === undefined) return again({ on_date: { key: 'fields.date' } })
    const asked = { id, newId: new_id, reason, onDate }
    const options = { mayBackdate: can(business.role, 'books.backdate') }
    try {
      const { number } = await inBusiness(db, businessId, (tx) =>
        reverseVoucher(tx, businessId, asked, actorOf(request, clock), options),
      )
      request.session.flash = { key: 'vouchers.reversed', values: { number } }
    } catch (error) {
      if (error instanceof VoucherRefused) return again(errorsOf(error.reasons))
      if (error instanceof Refusal && error.key === 'bank.refusal.reconciled')
        return again({ reason: { key: error.key } })
      throw error
    }
    return goTo(reply, `/vouchers/${id}`)
  })
}
