import { type FastifyPluginAsyncTypebox, Type } from '@fastify/type-provider-typebox'
import type { FastifyReply } from 'fastify'
import type { Deps } from '../../../app.ts'
import { parseRupees, plainDecimal, zero } from '../../../core/money.ts'
import { parsePercent, percent } from '../../../core/percent.ts'
import type { MatchTolerance } from '../../../core/supplier-bill-match.ts'
import { inBusiness } from '../../../db/tenant.ts'
import { goTo } from '../../../web/htmx.ts'
import { acting, actorOf } from '../../../web/permissions.ts'
import type { FieldErrors, Parsed } from '../../../words/parsed.ts'
import { findTolerance, setTolerance } from './tolerance.commands.ts'
import { type TypedTolerance, toleranceView } from './tolerance.views.ts'

const typedIn = Type.String({ maxLength: 30, default: '' })
const body = Type.Object({ share: typedIn, amount: typedIn }, { additionalProperties: false })
const config = { permission: 'settings.edit' } as const
const url = '/purchases/bills/tolerance'

/** By how much a price may be off before a bill is called different. */
export const toleranceRoutes: FastifyPluginAsyncTypebox<Deps> = async (app, { db, clock }) => {
  const show = (reply: FastifyReply, typed: TypedTolerance, errors: FieldErrors = {}) =>
    reply.page('supplier-bills/tolerance', toleranceView(reply.t, typed, errors))

  app.get(url, { config }, async (request, reply) => {
    const { businessId } = acting(request)
    const { bp, amount } = await inBusiness(db, businessId, (tx) => findTolerance(tx, businessId))
    return show(reply, { share: bp === 0 ? '' : percent(bp), amount: amount === 0n ? '' : plainDecimal(amount) })
  })

  app.post(url, { schema: { body }, config }, async (request, reply) => {
    const { businessId } = acting(request)
    const parsed = parseTolerance(request.body)
    if (!parsed.ok) return show(reply.code(422), request.body, parsed.errors)
    await inBusiness(db, businessId, (tx) => setTolerance(tx, businessId, parsed.value, actorOf(request, clock)))
    request.session.flash = { key: 'supplierBills.tolerance.saved' }
    return goTo(reply, '/purchases/bills')
  })
}

/** Nothing typed is nothing tolerated. */
function parseTolerance({ share, amount }: TypedTolerance): Parsed<MatchTolerance> {
  const bp = share.trim() === '' ? 0 : parsePercent(share)
  const rupees = amount.trim() === '' ? zero : parseRupees(amount)
  const errors: FieldErrors = {
    ...(bp === undefined && { share: { key: 'supplierBills.tolerance.wrong' } as const }),
    ...((rupees === undefined || rupees < 0n) && { amount: { key: 'fields.amount.notNegative' } as const }),
  }
  return bp === undefined || rupees === undefined || rupees < 0n
    ? { ok: false, errors }
    : { ok: true, value: { bp, amount: rupees } }
}
