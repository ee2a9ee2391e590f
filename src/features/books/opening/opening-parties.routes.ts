import { type FastifyPluginAsyncTypebox, Type } from '@fastify/type-provider-typebox'
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Deps } from '../../../app.ts'
import { todayIn } from '../../../core/dates.ts'
import { Refusal } from '../../../core/errors.ts'
import { can } from '../../../core/permissions.ts'
import { inBusiness } from '../../../db/tenant.ts'
import { goTo } from '../../../web/htmx.ts'
import { acting, actorOf } from '../../../web/permissions.ts'
import { isWordKey } from '../../../words/index.ts'
import { findParty, listPicks } from '../../parties/index.ts'
import { parseBills } from './opening.form.ts'
import { booksBeginOn, findDifference, listOpeningBills, listPartyOpenings } from './opening.queries.ts'
import { saveOpeningBills } from './opening-bills.commands.ts'
import { mostLines, openingPartiesView, openingPartyView, type PartyShown } from './opening-parties.views.ts'

const strict = { additionalProperties: false }
const query = Type.Object(
  { q: Type.Optional(Type.String({ maxLength: 100 })), after: Type.Optional(Type.String({ maxLength: 40 })) },
  strict,
)
const params = Type.Object({ id: Type.String({ maxLength: 40 }) }, strict)
const paging = Type.Object({ from: Type.Optional(Type.Integer({ minimum: 0, maximum: 1_000_000 })) }, strict)
const body = Type.Object(
  { _csrf: Type.Optional(Type.String({ maxLength: 200 })) },
  {
    ...strict,
    maxProperties: 1 + 6 * mostLines,
    patternProperties: { '^(id|number|on|due|dr|cr)\\.\\d{1,3}$': { type: 'string', maxLength: 200 } },
  },
)
const look = { permission: 'books.view' } as const
const edit = { permission: 'account.edit' } as const

export const openingPartiesRoutes: FastifyPluginAsyncTypebox<Deps> = async (app, { db, clock }) => {
  app.get('/books/opening/parties', { schema: { querystring: query }, config: look }, async (request, reply) => {
    const { businessId } = acting(request)
    const q = (request.query.q ?? '').trim()
    const { after } = request.query
    const [found, page, difference] = await inBusiness(db, businessId, (tx) =>
      Promise.all([
        q === '' ? [] : listPicks(tx, businessId, q),
        listPartyOpenings(tx, businessId, after),
        findDifference(tx, businessId),
      ]),
    )
    const shown = { q, found, page, isFirst: after === undefined, difference }
    return reply.page('books/opening-parties', openingPartiesView({ t: reply.t }, shown))
  })

  app.get('/books/opening/parties/:id', { schema: { params, querystring: paging }, config: look }, (request, reply) =>
    show(request, reply, request.params.id, request.query.from ?? 0),
  )

  app.post(
    '/books/opening/parties/:id',
    { schema: { params, querystring: paging, body }, config: edit },
    async (request, reply) => {
      const { business, businessId } = acting(request)
      const [{ id }, { from = 0 }] = [request.params, request.query]
      const { _csrf, ...typed } = request.body
      const parsed = parseBills(typed, mostLines, todayIn(clock(), business.zone))
      if (!parsed.ok) return show(request, reply.code(422), id, from, { typed, errors: parsed.errors })
      const wanted = { partyId: id, ...parsed.value }
      try {
        const count = await inBusiness(db, businessId, (tx) =>
          saveOpeningBills(tx, businessId, wanted, actorOf(request, clock)),
        )
        request.session.flash = count === 0 ? { key: 'opening.same' } : { key: 'opening.saved', values: { count } }
        return goTo(reply, `/books/opening/parties/${id}`)
      } catch (error) {
        if (!(error instanceof Refusal) || !isWordKey(error.key)) throw error
        const refused = reply.t(error.key, error.values)
        return show(request, reply.code(error.status), id, from, { typed, refused })
      }
    },
  )

  async function show(
    request: FastifyRequest,
    reply: FastifyReply,
    id: string,
    from: number,
    more: Partial<PartyShown> = {},
  ): Promise<string> {
    const { business, businessId } = acting(request)
    const found = await inBusiness(db, businessId, async (tx) => {
      const party = await findParty(tx, businessId, id)
      const [bills, beginOn] = await Promise.all([listOpeningBills(tx, businessId, [id]), booksBeginOn(tx, businessId)])
      return { party, bills, beginOn }
    })
    const canEdit = can(business.role, 'account.edit')
    const shown = { ...found, from, canEdit, typed: undefined, errors: {}, refused: '', ...more }
    const reader = { t: reply.t, locale: request.locale, zone: business.zone }
    return reply.page('books/opening-party', openingPartyView(reader, shown))
  }
}
