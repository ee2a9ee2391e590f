import { type FastifyPluginAsyncTypebox, Type } from '@fastify/type-provider-typebox'
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Deps } from '../../../app.ts'
import { todayIn } from '../../../core/dates.ts'
import { zero } from '../../../core/money.ts'
import { can } from '../../../core/permissions.ts'
import { readCursor } from '../../../db/paging.ts'
import { inBusiness } from '../../../db/tenant.ts'
import { together } from '../../../db/together.ts'
import type { Typed } from '../../../web/form-fields.ts'
import { goTo } from '../../../web/htmx.ts'
import { acting, actorOf } from '../../../web/permissions.ts'
import { booksTabs } from '../../books/index.ts'
import { findPartyIfAny } from '../../parties/index.ts'
import { errorsOf, statusOf } from '../cheques.errors.ts'
import { chequesDue, listBanks } from '../cheques.queries.ts'
import { moveCheque } from '../moving/moving.commands.ts'
import { listCheques } from './list.queries.ts'
import { chequesPage } from './list.views.ts'
import { type Shelf, shelves } from './shelves.ts'

const optional = (maxLength: number) => Type.Optional(Type.String({ maxLength }))
const query = Type.Object(
  { show: optional(12), q: optional(20), party: optional(40), after: optional(300) },
  { additionalProperties: false },
)
const uuid = '[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}'
const body = Type.Object(
  { account: Type.String({ maxLength: 40, default: '' }), show: optional(12) },
  {
    additionalProperties: false,
    maxProperties: 60,
    patternProperties: { [`^deposit\\.${uuid}$`]: { type: 'string', pattern: `^${uuid}$` } },
  },
)

/** The register, part by part. */
export const listRoutes: FastifyPluginAsyncTypebox<Deps> = async (app, { db, clock }) => {
  const show = async (
    request: FastifyRequest,
    reply: FastifyReply,
    asked: { show?: string; q?: string; party?: string; after?: string },
    typed: Typed = { values: {}, errors: {} },
  ) => {
    const { businessId, business } = acting(request)
    const today = todayIn(clock(), business.zone)
    const number = (asked.q ?? '').trim()
    const shelf: Shelf = number === '' ? (shelves.find((one) => one === asked.show) ?? 'hand') : 'found'
    const after = readCursor(asked.after, 2)
    const found = await inBusiness(db, businessId, async (tx) => {
      const party = asked.party ? await findPartyIfAny(tx, businessId, asked.party) : undefined
      const [page, due, banks] = await together([
        listCheques(tx, businessId, { shelf, number, partyId: party?.id, today, after }),
        chequesDue(tx, businessId, today),
        listBanks(tx, businessId),
      ])
      return { party, page, due, banks }
    })
    const reader = { t: reply.t, locale: request.locale, today }
    const canTake = can(business.role, 'payment.make')
    const bookTabs = booksTabs(reply.t, business.role, 'cheques')
    const more = { shelf, number, canTake, isFirstPage: after === undefined, bookTabs, typed }
    return reply.page('cheques/list', chequesPage(reader, { ...found, ...more }))
  }

  app.get('/cheques', { schema: { querystring: query }, config: { permission: 'payment.view' } }, (request, reply) =>
    show(request, reply, request.query),
  )

  app.post(
    '/cheques/deposits',
    { schema: { body }, config: { permission: 'payment.make' } },
    async (request, reply) => {
      const { businessId, business } = acting(request)
      const { account, show: shelf = 'due', ...chosen } = request.body
      const values: Record<string, string> = { account, ...chosen }
      const again = (errors: Typed['errors'], status = 422) =>
        show(request, reply.code(status), { show: shelf }, { values, errors })
      const ids = Object.entries(chosen).map(([name, id]) => ({ chequeId: name.slice('deposit.'.length), id: `${id}` }))
      if (ids.length === 0) return again({ chosen: { key: 'cheques.depositNone' } })
      const onDate = todayIn(clock(), business.zone)
      const step = { step: 'deposit', onDate, accountId: account, reason: '', charges: zero, recovered: zero } as const
      const actor = actorOf(request, clock)
      const options = { branchId: business.branchId }
      try {
        await inBusiness(db, businessId, async (tx) => {
          // One after the other, in one order: two people who choose the same ones wait for each other.
          for (const one of ids.toSorted((a, b) => (a.chequeId < b.chequeId ? -1 : 1)))
            await moveCheque(tx, businessId, { ...step, ...one }, actor, options)
        })
      } catch (error) {
        return again(errorsOf(error, 'chosen'), statusOf(error))
      }
      request.session.flash = { key: 'cheques.depositedMany', values: { count: ids.length } }
      return goTo(reply, '/cheques?show=deposited')
    },
  )
}
