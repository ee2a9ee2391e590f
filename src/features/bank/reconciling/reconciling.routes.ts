import { type FastifyPluginAsyncTypebox, Type } from '@fastify/type-provider-typebox'
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Deps } from '../../../app.ts'
import { type IsoDate, todayIn } from '../../../core/dates.ts'
import { Refusal } from '../../../core/errors.ts'
import { can } from '../../../core/permissions.ts'
import { pageOf } from '../../../db/paging.ts'
import { inBusiness, type Tx } from '../../../db/tenant.ts'
import { together } from '../../../db/together.ts'
import { goTo } from '../../../web/htmx.ts'
import { acting, actorOf } from '../../../web/permissions.ts'
import { isWordKey } from '../../../words/index.ts'
import { findBankAccount, listStatements } from '../bank.queries.ts'
import { hrefOf } from '../bank.views.ts'
import { match, matchAll, type NewMatch } from '../matching/matching.commands.ts'
import { findPosition } from './position.queries.ts'
import { entryCursor, lineCursor, listOf, parsePeriod, readEntry } from './reconciling.form.ts'
import {
  type EntryCursor,
  type LineCursor,
  listOpenEntries,
  listOpenLines,
  type Period,
} from './reconciling.queries.ts'
import { type Loaded, type Looked, reconcileView } from './reconciling.views.ts'
import { certainMatches, openingMatch, suggestFor } from './suggesting.ts'

const params = Type.Object({ accountId: Type.String({ format: 'uuid' }) }, { additionalProperties: false })
const text = (maxLength: number) => Type.String({ maxLength, default: '' })
const period = { from: text(20), to: text(20) }
const query = Type.Object(
  {
    ...period,
    lines: Type.Optional(Type.String({ maxLength: 500 })),
    entries: Type.Optional(Type.String({ maxLength: 500 })),
  },
  { additionalProperties: false },
)
const one = Type.String({ maxLength: 60 })
const several = Type.Optional(Type.Union([one, Type.Array(one, { maxItems: 200 })]))
const body = Type.Object(
  {
    ...period,
    _csrf: Type.Optional(Type.String({ maxLength: 200 })),
    lines: several,
    entries: several,
    do: Type.Optional(Type.Literal('ticked')),
    // A line and the entries that are thought to be it, or "before".
    suggestion: Type.Optional(Type.String({ maxLength: 3000 })),
  },
  { additionalProperties: false },
)
const certainBody = Type.Object(
  { ...period, _csrf: Type.Optional(Type.String({ maxLength: 200 })) },
  { additionalProperties: false },
)
const reconcile = { permission: 'bank.reconcile' } as const

export const reconcilingRoutes: FastifyPluginAsyncTypebox<Deps> = async (app, { db, clock }) => {
  app.get(
    '/books/bank/:accountId',
    { schema: { params, querystring: query }, config: { permission: 'books.view' } },
    (request, reply) => {
      const { from, to, lines, entries } = request.query
      return show(request, reply, request.params.accountId, {
        typed: { from, to },
        cursors: { lines: lineCursor(lines), entries: entryCursor(entries) },
      })
    },
  )

  app.post(
    '/books/bank/:accountId/matches',
    { schema: { params, body }, config: reconcile },
    async (request, reply) => {
      const { businessId } = acting(request)
      const { accountId } = request.params
      const { from, to } = request.body
      try {
        await inBusiness(db, businessId, async (tx) => {
          const asked = await askedOf(tx, businessId, accountId, request.body)
          await match(tx, businessId, accountId, asked, actorOf(request, clock))
        })
      } catch (error) {
        if (!(error instanceof Refusal) || !isWordKey(error.key)) throw error
        const chosen = new Set([...listOf(request.body.lines), ...listOf(request.body.entries)])
        const refusal = reply.t(error.key, error.values)
        return show(request, reply.code(error.status), accountId, { typed: { from, to }, chosen, refusal })
      }
      request.session.flash = { key: 'bank.matched' }
      return goTo(reply, hrefOf(`/books/bank/${accountId}`, { from, to }))
    },
  )

  app.post(
    '/books/bank/:accountId/matches/certain',
    { schema: { params, body: certainBody }, config: reconcile },
    async (request, reply) => {
      const { businessId, business } = acting(request)
      const { accountId } = request.params
      const { from, to } = request.body
      const asked = parsePeriod({ from, to }, todayIn(clock(), business.zone)).period
      const count = await inBusiness(db, businessId, async (tx) => {
        await findBankAccount(tx, businessId, accountId)
        const matches = await certainMatches(tx, businessId, accountId, asked)
        if (matches.length > 0) await matchAll(tx, businessId, accountId, matches, actorOf(request, clock))
        return matches.length
      })
      request.session.flash = { key: 'bank.matchedMany', values: { count } }
      return goTo(reply, hrefOf(`/books/bank/${accountId}`, { from, to }))
    },
  )

  type Show = Partial<Pick<Looked, 'chosen' | 'refusal'>> & Pick<Looked, 'typed'> & { cursors?: Cursors }

  async function show(request: FastifyRequest, reply: FastifyReply, accountId: string, asked: Show): Promise<string> {
    const { businessId, business } = acting(request)
    const { typed, cursors = {}, chosen = new Set<string>(), refusal = '' } = asked
    const { period, errors } = parsePeriod(typed, todayIn(clock(), business.zone))
    const loaded = await inBusiness(db, businessId, (tx) => load(tx, businessId, accountId, { period, cursors }))
    if (Object.keys(errors).length > 0) reply.code(422)
    const isFirstPage = cursors.lines === undefined && cursors.entries === undefined
    const looked = { typed, errors, canReconcile: can(business.role, 'bank.reconcile'), chosen, refusal, isFirstPage }
    const reader = { t: reply.t, locale: request.locale, zone: business.zone }
    return reply.page('bank/reconcile', reconcileView(reader, loaded, looked))
  }
}

interface Cursors {
  lines?: LineCursor | undefined
  entries?: EntryCursor | undefined
}

async function load(
  tx: Tx,
  businessId: string,
  accountId: string,
  { period, cursors }: { period: Period; cursors: Cursors },
): Promise<Loaded> {
  const [account, found, entries, [last]] = await together([
    findBankAccount(tx, businessId, accountId),
    listOpenLines(tx, businessId, accountId, { ...period, cursor: cursors.lines }),
    listOpenEntries(tx, businessId, accountId, { ...period, cursor: cursors.entries }),
    listStatements(tx, businessId, accountId, { upTo: period.to, most: 1 }),
  ])
  const lines = pageOf(found)
  const [suggestions, position] = await together([
    suggestFor(tx, businessId, accountId, lines.rows),
    last === undefined ? undefined : positionAt(tx, businessId, accountId, last),
  ])
  return { account, lines, entries: pageOf(entries), suggestions, position }
}

async function positionAt(
  tx: Tx,
  businessId: string,
  accountId: string,
  { to, closing }: { to: IsoDate; closing: Awaited<ReturnType<typeof listStatements>>[number]['closing'] },
): Promise<Loaded['position']> {
  return { on: to, figures: await findPosition(tx, businessId, accountId, { on: to, closing }) }
}

/** What was pressed: a suggestion, or the button under what is ticked. */
async function askedOf(
  tx: Tx,
  businessId: string,
  accountId: string,
  { suggestion, ...ticked }: Ticked & { suggestion?: string },
): Promise<NewMatch> {
  if (suggestion === undefined) return tickedOf(ticked)
  const [lineId = '', ...entries] = suggestion.split(' ')
  if (entries[0] === 'before') return openingMatch(tx, businessId, accountId, lineId)
  return { lineIds: [lineId], entries: entries.flatMap((text) => readEntry(text) ?? []), reason: 'suggested' }
}

type Ticked = { lines?: string | string[]; entries?: string | string[] }

function tickedOf({ lines, entries }: Ticked): NewMatch {
  return {
    lineIds: listOf(lines),
    entries: listOf(entries).flatMap((text) => readEntry(text) ?? []),
    reason: 'by-hand',
  }
}
