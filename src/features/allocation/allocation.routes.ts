import { type FastifyPluginAsyncTypebox, Type } from '@fastify/type-provider-typebox'
import type { Deps } from '../../app.ts'
import { todayIn } from '../../core/dates.ts'
import { rupees, sum } from '../../core/money.ts'
import { readCursor } from '../../db/paging.ts'
import { inBusiness } from '../../db/tenant.ts'
import { goTo, isSwap } from '../../web/htmx.ts'
import { acting, actorOf } from '../../web/permissions.ts'
import { readShares } from '../payments/index.ts'
import { adjustingRoutes } from './adjusting/adjusting.routes.ts'
import { settle } from './allocation.commands.ts'
import { loadSettling } from './allocation.facts.ts'
import { parseSettle, type Typed } from './allocation.form.ts'
import { mayOf, refuseAllocation, showAllocation } from './allocation.page.ts'
import { proposed, sidesOf, splitView } from './allocation.views.ts'
import { pressesRoutes } from './presses.routes.ts'

const uuid = '[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}'
const id = Type.String({ pattern: `^${uuid}$` })
const params = Type.Object({ id: Type.String({ maxLength: 40 }) })
const optional = (maxLength: number) => Type.Optional(Type.String({ maxLength }))
const query = Type.Object({ from: optional(40), before: optional(300) }, { additionalProperties: false })
const body = Type.Object(
  { id, from: id, on_date: optional(20), propose: optional(4) },
  {
    additionalProperties: false,
    maxProperties: 80,
    patternProperties: { [`^bills\\.${uuid}$`]: { type: 'string', maxLength: 40 } },
  },
)
const view = { permission: 'payment.view' } as const
const make = { permission: 'payment.make' } as const

/** A party's open items on both sides, and what settles what. */
export const allocationRoutes: FastifyPluginAsyncTypebox<Deps> = async (app, deps) => {
  const { db, clock } = deps
  await app.register(adjustingRoutes, deps)
  await app.register(pressesRoutes, deps)

  app.get('/parties/:id/allocation', { schema: { params, querystring: query }, config: view }, (request, reply) => {
    const { from, before } = request.query
    return showAllocation(deps, request, reply, request.params.id, { from, before: readCursor(before, 3) })
  })

  app.post('/parties/:id/allocation/sums', { schema: { params, body }, config: make }, async (request, reply) => {
    const { businessId } = acting(request)
    const partyId = request.params.id
    const { from } = request.body
    const settling = await inBusiness(db, businessId, (tx) =>
      loadSettling(tx, businessId, partyId, { at: clock(), lock: false }),
    )
    const sides = sidesOf(settling, from)
    const sent: Typed = request.body
    const typed = request.body.propose === '1' ? proposed(sides, sent) : sent
    if (!isSwap(request)) return showAllocation(deps, request, reply, partyId, { from, typed })
    const shown = { typed, errors: {}, may: mayOf(request) }
    return reply.fragment(
      'allocation/_split',
      splitView({ t: reply.t, locale: request.locale }, settling, sides, shown),
    )
  })

  app.post('/parties/:id/allocation', { schema: { params, body }, config: make }, async (request, reply) => {
    const { businessId, business } = acting(request)
    const partyId = request.params.id
    const typed: Typed = request.body
    const asked = { from: request.body.from, typed }
    const today = todayIn(clock(), business.zone)
    const parsed = parseSettle(typed, { partyId, today, mayBackdate: mayOf(request).backdate })
    if (!parsed.ok)
      return showAllocation(deps, request, reply.code(422), partyId, {
        ...asked,
        errors: (place) =>
          Object.fromEntries(
            Object.entries(parsed.errors).map(([name, said]) => [name === 'on_date' ? name : place(name), said]),
          ),
      })
    try {
      await inBusiness(db, businessId, (tx) => settle(tx, businessId, parsed.value, actorOf(request, clock)))
    } catch (error) {
      return refuseAllocation(deps, request, reply, partyId, { ...asked, error })
    }
    const amount = `₹${rupees(sum(readShares(typed).map((share) => share.amount)))}`
    request.session.flash = { key: 'allocation.saved', values: { amount } }
    return goTo(reply, `/parties/${partyId}/allocation`)
  })
}
