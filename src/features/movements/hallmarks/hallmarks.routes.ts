import { type FastifyPluginAsyncTypebox, Type } from '@fastify/type-provider-typebox'
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Deps } from '../../../app.ts'
import { parseDate, todayIn } from '../../../core/dates.ts'
import { Refusal } from '../../../core/errors.ts'
import { isHuid } from '../../../core/hallmark.ts'
import { parseRupees, zero } from '../../../core/money.ts'
import { can } from '../../../core/permissions.ts'
import { newId } from '../../../db/ids.ts'
import { inBusiness } from '../../../db/tenant.ts'
import { goTo } from '../../../web/htmx.ts'
import { acting, actorOf } from '../../../web/permissions.ts'
import { isWordKey, type Said } from '../../../words/index.ts'
import type { FieldErrors } from '../../../words/parsed.ts'
import { pieceFacts } from '../../pieces/index.ts'
import { LineRefused } from '../goods/goods.taking.ts'
import { findMovement } from '../movements.queries.ts'
import { params, type Typed, text, uuid } from '../movements.schema.ts'
import { type Assayed, receiveFromHallmark } from './hallmarks.commands.ts'
import { hallmarkBackView, ratesView } from './hallmarks.views.ts'
import { listHallmarkRates, setHallmarkRate } from './rates.commands.ts'

const backBody = Type.Object(
  {
    ...{ voucher_id: uuid, charge: text(30), bill_number: text(50), due_on: text(30) },
    onto: Type.Enum(['expense', 'cost'], { default: 'expense' }),
  },
  {
    additionalProperties: false,
    patternProperties: { '^lines\\.\\d{1,3}\\.(huid|rejected)$': Type.String({ maxLength: 200 }) },
  },
)
const rateBody = Type.Object(
  { metal: Type.Enum(['gold', 'silver']), from_on: text(30), article: text(30), least: text(30) },
  { additionalProperties: false },
)
const config = { permission: 'stock.move' } as const
const forms = ['hallmark'] as const

export const hallmarksRoutes: FastifyPluginAsyncTypebox<Deps> = async (app, deps) => {
  await app.register(backRoutes, deps)
  await app.register(ratesRoutes, deps)
}

const backRoutes: FastifyPluginAsyncTypebox<Deps> = async (app, { db, clock }) => {
  const show = async (
    request: FastifyRequest,
    reply: FastifyReply,
    { id, typed, errors = {} }: { id: string; typed: Typed; errors?: FieldErrors },
  ) => {
    const { businessId, business } = acting(request)
    const view = await inBusiness(db, businessId, async (tx) => {
      const found = await findMovement(tx, businessId, { id, forms })
      const there = found.lines.filter(({ outcome }) => outcome === '')
      const out = (there.length > 0 ? there : found.lines).flatMap(({ pieceId }) => pieceId ?? [])
      const metals = await pieceFacts(tx, businessId, out)
      const rates = await listHallmarkRates(tx, businessId)
      return hallmarkBackView(reply.t, found, { typed, errors, metals, rates, today: todayIn(clock(), business.zone) })
    })
    return reply.page('movements/hallmark-back', view)
  }

  app.get('/stock/hallmarks/:id/receive', { schema: { params }, config }, (request, reply) =>
    show(request, reply, { id: request.params.id, typed: { voucher_id: newId(), onto: 'expense' } }),
  )

  app.post('/stock/hallmarks/:id/receive', { schema: { params, body: backBody }, config }, async (request, reply) => {
    const { businessId, business } = acting(request)
    const [{ id }, typed] = [request.params, request.body]
    const today = todayIn(clock(), business.zone)
    const errors: Record<string, Said> = {}
    const assayed = readAssayed(typed, errors)
    const charge = typed.charge.trim() === '' ? zero : parseRupees(typed.charge)
    if (charge === undefined || charge < 0n) errors['charge'] = { key: 'fields.amount' }
    const dueOn = parseDate(typed.due_on, today)
    if (dueOn === undefined) errors['due_on'] = { key: 'fields.date' }
    if (Object.keys(errors).length > 0 || charge === undefined || dueOn === undefined)
      return show(request, reply.code(422), { id, typed, errors })
    const bill = { voucherId: typed.voucher_id, charge, billNumber: typed.bill_number.trim(), dueOn }
    const asked = { id, ...bill, assayed, onto: typed.onto }
    try {
      const options = { onDate: today, branchId: business.branchId }
      await inBusiness(db, businessId, (tx) =>
        receiveFromHallmark(tx, businessId, asked, actorOf(request, clock), options),
      )
      request.session.flash = { key: assayed.length > 0 ? 'movements.back.done' : 'movements.charge.done' }
      return goTo(reply, `/stock/hallmarks/${id}`)
    } catch (error) {
      if (!(error instanceof Refusal) || !isWordKey(error.key)) throw error
      const said: Said = { key: error.key, values: error.values }
      const field = error instanceof LineRefused ? `lines.${error.line}.huid` : 'charge'
      return show(request, reply.code(error.status), { id, typed, errors: { [field]: said } })
    }
  })
}

function readAssayed(typed: Typed, errors: Record<string, Said>): Assayed[] {
  const rows = [...new Set(Object.keys(typed).flatMap((name) => /^lines\.(\d+)\./.exec(name)?.[1] ?? []))]
  const assayed = rows.flatMap((row): Assayed[] => {
    const huid = (typed[`lines.${row}.huid`] ?? '').trim().toUpperCase()
    const rejected = (typed[`lines.${row}.rejected`] ?? '').trim()
    if (huid !== '' && rejected !== '') errors[`lines.${row}.huid`] = { key: 'movements.refusal.either' }
    else if (huid !== '' && !isHuid(huid)) errors[`lines.${row}.huid`] = { key: 'movements.refusal.huid' }
    if (huid !== '') return [{ line: Number(row), huid }]
    return rejected === '' ? [] : [{ line: Number(row), rejected }]
  })
  const [first] = rows
  if (assayed.length === 0 && first !== undefined)
    errors[`lines.${first}.huid`] = { key: 'movements.refusal.nothingBack' }
  return assayed
}

const ratesRoutes: FastifyPluginAsyncTypebox<Deps> = async (app, { db, clock }) => {
  const show = async (request: FastifyRequest, reply: FastifyReply, typed: Typed = {}, errors: FieldErrors = {}) => {
    const { businessId, business } = acting(request)
    const rates = await inBusiness(db, businessId, (tx) => listHallmarkRates(tx, businessId))
    const mayEdit = can(business.role, 'settings.edit')
    return reply.page(
      'movements/rates',
      ratesView({ t: reply.t, locale: request.locale }, rates, { typed, errors, mayEdit }),
    )
  }

  app.get('/stock/hallmarks/rates', { config: { permission: 'stock.view' } }, (request, reply) => show(request, reply))

  app.post(
    '/stock/hallmarks/rates',
    { schema: { body: rateBody }, config: { permission: 'settings.edit' } },
    async (request, reply) => {
      const { businessId, business } = acting(request)
      const typed = request.body
      const errors: Record<string, Said> = {}
      const fromOn = parseDate(typed.from_on, todayIn(clock(), business.zone))
      if (fromOn === undefined) errors['from_on'] = { key: 'fields.date' }
      const money = (name: 'article' | 'least') => {
        const amount = parseRupees(typed[name])
        if (amount === undefined || amount < 0n) errors[name] = { key: 'fields.amount.notNegative' }
        return amount ?? zero
      }
      const [article, least] = [money('article'), money('least')]
      if (fromOn === undefined || Object.keys(errors).length > 0) return show(request, reply.code(422), typed, errors)
      const rate = { metal: typed.metal, fromOn, article, least }
      await inBusiness(db, businessId, (tx) => setHallmarkRate(tx, businessId, rate, actorOf(request, clock)))
      request.session.flash = { key: 'movements.rates.saved' }
      return goTo(reply, '/stock/hallmarks/rates')
    },
  )
}
