import { type FastifyPluginAsyncTypebox, Type } from '@fastify/type-provider-typebox'
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Deps } from '../../../app.ts'
import { todayIn } from '../../../core/dates.ts'
import { Refusal } from '../../../core/errors.ts'
import { can } from '../../../core/permissions.ts'
import { newId } from '../../../db/ids.ts'
import { inBusiness } from '../../../db/tenant.ts'
import { goTo } from '../../../web/htmx.ts'
import { acting, actorOf } from '../../../web/permissions.ts'
import { isWordKey } from '../../../words/index.ts'
import type { FieldErrors } from '../../../words/parsed.ts'
import { newIdOf, strict, text } from '../counts.request.ts'
import { beginCount, keepTolerance } from './beginning.commands.ts'
import { askedOf, parseCount, type TypedCount } from './beginning.form.ts'
import { listChoices } from './beginning.queries.ts'
import { newCountView } from './beginning.views.ts'

const query = Type.Object({ kind: text(10), scope: text(10) }, strict)
const person = Type.String({ maxLength: 36 })
const body = Type.Object(
  {
    ...{ id: newIdOf, kind: text(10), scope: text(10), branch: text(36), of: text(200), chosen: text(20_000) },
    ...{ blind: text(3), grams: text(20), percent: text(10), keep: text(3), note: text(200) },
    people: Type.Optional(Type.Union([person, Type.Array(person, { maxItems: 200 })])),
  },
  strict,
)
const config = { permission: 'stock.move' } as const

export const beginningRoutes: FastifyPluginAsyncTypebox<Deps> = async (app, { db, clock }) => {
  interface Shown {
    typed: TypedCount
    people?: readonly string[]
    errors?: FieldErrors
  }
  const show = async (request: FastifyRequest, reply: FastifyReply, { typed, people = [], errors = {} }: Shown) => {
    const { businessId, business } = acting(request)
    const choices = await inBusiness(db, businessId, (tx) => listChoices(tx, businessId))
    const isJeweller = business.kind === 'jeweller'
    const maySet = can(business.role, 'settings.edit')
    const of = { ...askedOf(typed, isJeweller), choices, typed, people, errors, isJeweller, maySet }
    return reply.page('counts/new', newCountView(reply.t, of))
  }

  app.get('/stock/counts/new', { schema: { querystring: query }, config }, (request, reply) =>
    show(request, reply, { typed: { ...request.query, id: newId() } }),
  )

  app.post('/stock/counts', { schema: { body }, config }, async (request, reply) => {
    const { businessId, business } = acting(request)
    const { people: sent = [], ...typed } = request.body
    const people = typeof sent === 'string' ? [sent] : sent
    const choices = await inBusiness(db, businessId, (tx) => listChoices(tx, businessId))
    const parsed = parseCount(typed, people, choices, business.kind === 'jeweller')
    if (!parsed.ok) return show(request, reply.code(422), { typed, people, errors: parsed.errors })
    const { keepsTolerance, ...asked } = parsed.value
    const actor = actorOf(request, clock)
    try {
      const today = todayIn(clock(), business.zone)
      const { number } = await inBusiness(db, businessId, async (tx) => {
        const begun = await beginCount(tx, businessId, { id: typed.id, ...asked }, actor, { today })
        if (keepsTolerance && can(business.role, 'settings.edit')) await keepTolerance(tx, businessId, asked, actor)
        return begun
      })
      request.session.flash = { key: 'counts.begun', values: { number } }
      return goTo(reply, `/stock/counts/${typed.id}`)
    } catch (error) {
      if (!(error instanceof Refusal) || !isWordKey(error.key) || error.key === 'sales.refusal.otherBody') throw error
      const field = asked.scope === 'all' ? 'branch' : asked.scope === 'chosen' ? 'chosen' : 'of'
      const errors = { [field]: { key: error.key, values: error.values } }
      return show(request, reply.code(error.status), { typed, people, errors })
    }
  })
}
