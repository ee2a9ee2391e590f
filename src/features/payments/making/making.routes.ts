import { type FastifyPluginAsyncTypebox, Type } from '@fastify/type-provider-typebox'
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Deps } from '../../../app.ts'
import { todayIn } from '../../../core/dates.ts'
import { rupees } from '../../../core/money.ts'
import { can } from '../../../core/permissions.ts'
import { inBusiness } from '../../../db/tenant.ts'
import { goTo, isSwap } from '../../../web/htmx.ts'
import { acting, actorOf } from '../../../web/permissions.ts'
import type { FieldErrors } from '../../../words/parsed.ts'
import { logCash } from '../../compliance/index.ts'
import { type MoneyDone, makePayment, receivePayment } from '../payments.commands.ts'
import { accountOf, amountOf, errorsOf, modeOf, parseMoney, referenceOf, type Typed } from '../payments.form.ts'
import { MoneyRefused } from '../payments.request.ts'
import type { Direction } from '../payments.rules.ts'
import { type Looking, look, lookAtNew } from './making.look.ts'
import { listMostOwing } from './making.queries.ts'
import { formView, splitView } from './making.views.ts'
import { pathOf, pickView } from './picking.views.ts'

const text = (maxLength: number) => Type.String({ maxLength, default: '' })
const optional = Type.Optional(Type.String({ maxLength: 40 }))
const query = Type.Object({ party: optional, party_id: optional, document: optional }, { additionalProperties: false })
const uuid = '[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}'
const body = Type.Object(
  {
    id: Type.String({ pattern: `^${uuid}$` }),
    party_id: text(40),
    document: text(40),
    [amountOf(0)]: text(40),
    [modeOf(0)]: text(8),
    [referenceOf(0)]: text(60),
    [accountOf(0)]: text(40),
    [amountOf(1)]: text(40),
    [modeOf(1)]: Type.String({ maxLength: 8, default: 'cash' }),
    [referenceOf(1)]: text(60),
    [accountOf(1)]: text(40),
    on_date: text(20),
    rest_as: text(12),
    note: text(300),
    proposed_for: text(40),
    propose: text(4),
  },
  {
    additionalProperties: false,
    maxProperties: 150,
    patternProperties: { [`^(bills|was)\\.${uuid}$`]: { type: 'string', maxLength: 40 } },
  },
)
const config = { permission: 'payment.make' } as const

export const makingRoutes: FastifyPluginAsyncTypebox<Deps> = async (app, { db, clock }) => {
  const lookingOf = (request: FastifyRequest, direction: Direction): Looking => {
    const { business, who } = acting(request)
    const mayBackdate = can(business.role, 'books.backdate')
    const at = clock()
    const today = todayIn(at, business.zone)
    return { direction, branchId: business.branchId, today, at, by: who.userId, mayBackdate }
  }

  const show = async (
    request: FastifyRequest,
    reply: FastifyReply,
    looking: Looking,
    form: { typed: Typed; errors?: FieldErrors },
  ) => {
    const { businessId } = acting(request)
    const shown = await inBusiness(db, businessId, (tx) => look(tx, businessId, form, looking))
    return reply.page('payments/form', formView({ t: reply.t, locale: request.locale }, looking.direction, shown))
  }

  for (const direction of ['receipt', 'payment'] as const) {
    const path = pathOf(direction)

    app.get(`${path}/new`, { schema: { querystring: query }, config }, async (request, reply) => {
      const { businessId } = acting(request)
      const { document = '', party_id = '', party = party_id } = request.query
      const asked = { party, document }
      const { shown, rows } = await inBusiness(db, businessId, async (tx) => {
        const found = await lookAtNew(tx, businessId, asked, lookingOf(request, direction))
        return { shown: found, rows: found ? [] : await listMostOwing(tx, businessId, direction) }
      })
      if (!shown) return reply.page('payments/pick', pickView(reply.t, direction, rows))
      return reply.page('payments/form', formView({ t: reply.t, locale: request.locale }, direction, shown))
    })

    app.post(`${path}/split`, { schema: { body }, config }, async (request, reply) => {
      const { businessId } = acting(request)
      const looking = lookingOf(request, direction)
      const typed: Typed = request.body
      if (!isSwap(request)) return show(request, reply, looking, { typed })
      const shown = await inBusiness(db, businessId, (tx) => look(tx, businessId, { typed }, looking))
      return reply.fragment('payments/_split', splitView({ t: reply.t, locale: request.locale }, direction, shown))
    })

    app.post(path, { schema: { body }, config }, async (request, reply) => {
      const { businessId } = acting(request)
      const looking = lookingOf(request, direction)
      const typed: Typed = request.body
      const parsed = parseMoney(typed, looking.today)
      if (!parsed.ok) return show(request, reply.code(422), looking, { typed, errors: parsed.errors })
      const run = direction === 'receipt' ? receivePayment : makePayment
      try {
        const done = await inBusiness(db, businessId, (tx) =>
          run(tx, businessId, parsed.value, actorOf(request, clock), looking),
        )
        request.session.flash = flashOf(direction, done)
        return goTo(reply, `/payments/${done.id}`)
      } catch (error) {
        if (!(error instanceof MoneyRefused)) throw error
        const { cash } = error
        if (cash)
          await inBusiness(db, businessId, (tx) =>
            logCash(tx, businessId, cash.verdict, cash.paper, actorOf(request, clock)),
          )
        return show(request, reply.code(error.status), looking, { typed, errors: errorsOf(error.reasons) })
      }
    })
  }
}

function flashOf(direction: Direction, { number, total, warnings }: MoneyDone) {
  const [warning] = warnings
  const values = { number, amount: rupees(total), ...(warning && { limit: warning.values?.['limit'] ?? '' }) }
  if (direction === 'receipt')
    return { key: warning ? 'payments.receivedWarned' : 'payments.received', values } as const
  return { key: warning ? 'payments.madeWarned' : 'payments.made', values } as const
}
