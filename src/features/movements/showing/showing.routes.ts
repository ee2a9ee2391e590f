import { type FastifyPluginAsyncTypebox, Type } from '@fastify/type-provider-typebox'
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Deps } from '../../../app.ts'
import { todayIn } from '../../../core/dates.ts'
import { Refusal } from '../../../core/errors.ts'
import { can } from '../../../core/permissions.ts'
import { inBusiness, type Tx } from '../../../db/tenant.ts'
import { goTo } from '../../../web/htmx.ts'
import { acting, actorOf } from '../../../web/permissions.ts'
import { shownValues } from '../../../words/format.ts'
import { isWordKey, type Said, type WordKey } from '../../../words/index.ts'
import type { FieldErrors } from '../../../words/parsed.ts'
import { approveAdjustment, refuseAdjustment } from '../adjusting/adjusting.commands.ts'
import { findMovement } from '../movements.queries.ts'
import { params, type Typed, text } from '../movements.schema.ts'
import { formsOf, type MovementList, movementLists } from '../movements.types.ts'
import { cancelTransfer, settleDifference } from '../transfers/receiving.commands.ts'
import { movementView } from './showing.views.ts'

const reasonBody = Type.Object({ reason: text(200) }, { additionalProperties: false })
const settleBody = Type.Object(
  {
    line: Type.String({ pattern: '^\\d{1,3}$' }),
    outcome: Type.Enum(['found', 'written-off']),
    note: text(200),
  },
  { additionalProperties: false },
)

/** The page of a movement, and what comes back to it when a decision is refused. */
const helpers = ({ db }: Pick<Deps, 'db'>) => {
  const show = async (
    request: FastifyRequest,
    reply: FastifyReply,
    of: { list: MovementList; id: string; typed?: Typed; errors?: FieldErrors },
  ) => {
    const { businessId, business, who } = acting(request)
    const { list, id, typed = {}, errors = {} } = of
    const found = await inBusiness(db, businessId, (tx) => findMovement(tx, businessId, { id, forms: formsOf(list) }))
    const by = { business, userId: who.userId, typed, errors }
    return reply.page('movements/show', movementView({ t: reply.t, locale: request.locale }, found, by))
  }

  const decide = async (
    request: FastifyRequest,
    reply: FastifyReply,
    of: { list: MovementList; id: string; typed: Typed; field: string; done: WordKey },
    work: (tx: Tx, businessId: string) => Promise<unknown>,
  ) => {
    const { businessId } = acting(request)
    try {
      await inBusiness(db, businessId, (tx) => work(tx, businessId))
      request.session.flash = { key: of.done }
      return goTo(reply, `/stock/${of.list}/${of.id}`)
    } catch (error) {
      if (!(error instanceof Refusal) || !isWordKey(error.key)) throw error
      const said: Said = { key: error.key, values: shownValues(request.locale, error.values) }
      return show(request, reply.code(error.status), { ...of, errors: { [of.field]: said } })
    }
  }
  return { show, decide }
}

/** A movement on its page, and what is decided about it there. */
export const showingRoutes: FastifyPluginAsyncTypebox<Deps> = async (app, deps) => {
  const { show } = helpers(deps)
  for (const list of movementLists) {
    app.get(`/stock/${list}/:id`, { schema: { params }, config: { permission: 'stock.view' } }, (request, reply) =>
      show(request, reply, { list, id: request.params.id }),
    )
  }
  await app.register(transferRoutes, deps)
  await app.register(adjustmentRoutes, deps)
}

const withReason = { schema: { params, body: reasonBody } }

const transferRoutes: FastifyPluginAsyncTypebox<Deps> = async (app, deps) => {
  const { clock } = deps
  const { decide } = helpers(deps)
  app.post(
    '/stock/transfers/:id/cancel',
    { ...withReason, config: { permission: 'stock.move' } },
    async (request, reply) => {
      const [{ id }, typed] = [request.params, request.body]
      const reason = typed.reason.trim()
      const of = { list: 'transfers', id, typed, field: 'reason', done: 'movements.transfers.cancelled' } as const
      return decide(request, reply, of, async (tx, businessId) => {
        if (reason === '') throw new Refusal('movements.refusal.noReason')
        await cancelTransfer(tx, businessId, { id, reason }, actorOf(request, clock), todayOf(request, clock))
      })
    },
  )

  app.post(
    '/stock/transfers/:id/settle',
    { schema: { params, body: settleBody }, config: { permission: 'stock.approve' } },
    async (request, reply) => {
      const [{ id }, typed] = [request.params, request.body]
      const asked = { id, line: Number(typed.line), outcome: typed.outcome, note: typed.note.trim() }
      const of = { list: 'transfers', id, typed, field: 'note', done: 'movements.transfers.settled' } as const
      return decide(request, reply, of, async (tx, businessId) => {
        if (asked.outcome === 'written-off' && asked.note === '') throw new Refusal('movements.refusal.noReason')
        await settleDifference(tx, businessId, asked, actorOf(request, clock), todayOf(request, clock))
      })
    },
  )
}

const adjustmentRoutes: FastifyPluginAsyncTypebox<Deps> = async (app, deps) => {
  const { clock } = deps
  const { decide } = helpers(deps)
  app.post(
    '/stock/adjustments/:id/approve',
    { schema: { params, body: reasonBody }, config: { permission: 'stock.approve' } },
    async (request, reply) => {
      const { id } = request.params
      const isOwner = acting(request).business.role === 'owner'
      const of = {
        list: 'adjustments',
        id,
        typed: request.body,
        field: 'reason',
        done: 'movements.adjustments.done',
      } as const
      return decide(request, reply, of, (tx, businessId) =>
        approveAdjustment(tx, businessId, id, actorOf(request, clock), { onDate: todayOf(request, clock), isOwner }),
      )
    },
  )

  app.post(
    '/stock/adjustments/:id/refuse',
    { ...withReason, config: { permission: 'stock.move' } },
    async (request, reply) => {
      const { id } = request.params
      const reason = request.body.reason.trim()
      const of = {
        list: 'adjustments',
        id,
        typed: request.body,
        field: 'reason',
        done: 'movements.adjustments.refused',
      } as const
      return decide(request, reply, of, async (tx, businessId) => {
        if (reason === '') throw new Refusal('movements.refusal.noReason')
        const mayApprove = can(acting(request).business.role, 'stock.approve')
        await refuseAdjustment(tx, businessId, { id, reason, mayApprove }, actorOf(request, clock))
      })
    },
  )
}

const todayOf = (request: FastifyRequest, clock: () => Date) => todayIn(clock(), acting(request).business.zone)
