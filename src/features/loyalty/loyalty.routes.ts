import { type FastifyPluginAsyncTypebox, Type } from '@fastify/type-provider-typebox'
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Deps } from '../../app.ts'
import { todayIn } from '../../core/dates.ts'
import { Refusal } from '../../core/errors.ts'
import { paise } from '../../core/money.ts'
import { can } from '../../core/permissions.ts'
import { isId, newId } from '../../db/ids.ts'
import { pageOf, readCursor } from '../../db/paging.ts'
import { inBusiness } from '../../db/tenant.ts'
import { together } from '../../db/together.ts'
import { goTo } from '../../web/htmx.ts'
import { acting, actorOf } from '../../web/permissions.ts'
import { isWordKey } from '../../words/index.ts'
import type { FieldErrors } from '../../words/parsed.ts'
import { findParty } from '../parties/index.ts'
import { adjustPoints } from './adjusting.commands.ts'
import { parseAdjustment, parseScheme } from './loyalty.form.ts'
import { listMoves, listPeople, listSchemes, nextExpiry, owedForPoints } from './loyalty.queries.ts'
import { loyaltyView, partyPointsView, type Reader, schemeView, typedScheme } from './loyalty.views.ts'
import { pointBalance, schemeInForce } from './points.facts.ts'
import { setScheme } from './schemes.commands.ts'

const strict = { additionalProperties: false }
const text = (maxLength: number) => Type.String({ maxLength, default: '' })
const uuid = Type.String({ format: 'uuid' })
const query = Type.Object({ after: Type.Optional(Type.String({ maxLength: 300 })) }, strict)
const params = Type.Object({ id: Type.String({ maxLength: 40 }) })
const schemeFields = { from: text(20), earn_by: text(10), per: text(20), point_value: text(20), min_redeem: text(9) }
const schemeBody = Type.Object({ id: uuid, ...schemeFields, max_redeem: text(8), expiry: text(6) }, strict)
const adjustBody = Type.Object({ id: uuid, points: text(10), reason: text(200) }, strict)
const view = { permission: 'loyalty.view' } as const
const edit = { permission: 'loyalty.edit' } as const

/** The scheme of points, who has some, and the history of each customer's. */
export const loyaltyRoutes: FastifyPluginAsyncTypebox<Deps> = async (app, deps) => {
  await app.register(schemeRoutes, deps)
  await app.register(partyRoutes, deps)
}

const schemeRoutes: FastifyPluginAsyncTypebox<Deps> = async (app, { db, clock }) => {
  app.get('/loyalty', { schema: { querystring: query }, config: view }, async (request, reply) => {
    const { businessId, business } = acting(request)
    const cursor = readCursor(request.query.after, 2)
    const after = cursor && /^-?\d{1,18}$/.test(cursor[0] ?? '') && isId(cursor[1]) ? cursor : undefined
    const [schemes, people, owed] = await inBusiness(db, businessId, (tx) =>
      together([listSchemes(tx, businessId), listPeople(tx, businessId, after), owedForPoints(tx, businessId)]),
    )
    const canEdit = can(business.role, 'loyalty.edit')
    const of = { schemes, people: pageOf(people), owed, canEdit, isLater: after !== undefined }
    return reply.page('loyalty/show', loyaltyView(readerOf(request, reply, clock), of))
  })

  app.get('/loyalty/new', { config: edit }, async (request, reply) => {
    const { businessId } = acting(request)
    const { today } = readerOf(request, reply, clock)
    const scheme = await inBusiness(db, businessId, (tx) => schemeInForce(tx, businessId, today))
    return reply.page('loyalty/scheme', schemeView(reply.t, { values: typedScheme(scheme), errors: {} }, newId()))
  })

  app.post('/loyalty', { schema: { body: schemeBody }, config: edit }, async (request, reply) => {
    const { businessId } = acting(request)
    const { id, ...values } = request.body
    const parsed = parseScheme(values, readerOf(request, reply, clock).today)
    if (!parsed.ok)
      return reply.code(422).page('loyalty/scheme', schemeView(reply.t, { values, errors: parsed.errors }, id))
    const scheme = { id, ...parsed.value }
    await inBusiness(db, businessId, (tx) => setScheme(tx, businessId, scheme, actorOf(request, clock)))
    request.session.flash = { key: 'shell.saved' }
    return goTo(reply, '/loyalty')
  })
}

const partyRoutes: FastifyPluginAsyncTypebox<Deps> = async (app, { db, clock }) => {
  app.get('/parties/:id/points', { schema: { params, querystring: query }, config: view }, (request, reply) => {
    const [after] = readCursor(request.query.after, 1) ?? []
    const typed = { values: {}, errors: {} }
    return show(request, reply, request.params.id, { id: newId(), typed, after: isId(after) ? after : undefined })
  })

  app.post('/parties/:id/points', { schema: { params, body: adjustBody }, config: edit }, async (request, reply) => {
    const { businessId } = acting(request)
    const partyId = request.params.id
    const { id, ...values } = request.body
    const again = (errors: FieldErrors, code = 422) =>
      show(request, reply.code(code), partyId, { id, typed: { values, errors }, after: undefined })
    const parsed = parseAdjustment(values)
    const onDate = readerOf(request, reply, clock).today
    if (!parsed.ok) return again(parsed.errors)
    try {
      await inBusiness(db, businessId, async (tx) => {
        await findParty(tx, businessId, partyId)
        await adjustPoints(tx, businessId, { id, partyId, ...parsed.value, onDate }, actorOf(request, clock))
      })
    } catch (error) {
      if (!(error instanceof Refusal) || !isWordKey(error.key)) throw error
      return again({ points: { key: error.key, values: error.values } }, error.status)
    }
    request.session.flash = { key: 'loyalty.adjusted' }
    return goTo(reply, `/parties/${partyId}/points`)
  })

  async function show(
    request: FastifyRequest,
    reply: FastifyReply,
    partyId: string,
    asked: { id: string; typed: { values: Record<string, string>; errors: FieldErrors }; after: string | undefined },
  ) {
    const { businessId, business } = acting(request)
    const reader = readerOf(request, reply, clock)
    const found = await inBusiness(db, businessId, async (tx) => {
      const party = await findParty(tx, businessId, partyId)
      const [balance, scheme, next, moves] = await together([
        pointBalance(tx, businessId, partyId),
        schemeInForce(tx, businessId, reader.today),
        nextExpiry(tx, businessId, partyId),
        listMoves(tx, businessId, partyId, asked.after),
      ])
      return { party, balance, scheme, next, moves }
    })
    const { party, balance, scheme, next } = found
    const points = balance.points > 0n ? balance.points : 0n
    const worth = scheme && paise(points * scheme.pointValue)
    const typed = can(business.role, 'loyalty.edit') ? asked.typed : undefined
    const of = { party, balance, worth, next, typed, adjustId: asked.id, isLater: asked.after !== undefined }
    return reply.page('loyalty/party', partyPointsView(reader, pageOf(found.moves), of))
  }
}

function readerOf(request: FastifyRequest, reply: FastifyReply, clock: () => Date): Reader {
  const { business } = acting(request)
  return { t: reply.t, locale: request.locale, today: todayIn(clock(), business.zone) }
}
