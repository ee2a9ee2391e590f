import { type FastifyPluginAsyncTypebox, Type } from '@fastify/type-provider-typebox'
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Deps } from '../../../app.ts'
import { can } from '../../../core/permissions.ts'
import { isId } from '../../../db/ids.ts'
import { pageOf, readCursor, writeCursor } from '../../../db/paging.ts'
import { inBusiness, type Tx } from '../../../db/tenant.ts'
import { together } from '../../../db/together.ts'
import { acting, actorOf } from '../../../web/permissions.ts'
import type { FieldErrors } from '../../../words/parsed.ts'
import { countedAlone } from '../closing/approving.commands.ts'
import { type CountPerson, type CountRow, findCount, listPersons, listScanners } from '../counts.queries.ts'
import { countParams as params, readerOf, strict } from '../counts.request.ts'
import { hidesFigures, mayScan } from '../counts.rules.ts'
import { listPlaces } from '../scanning/scanning.queries.ts'
import { listLines, sumLines } from './lines.queries.ts'
import { reviewView } from './review.views.ts'
import { listLeft, listOdd, readProgress } from './showing.queries.ts'
import {
  leftList,
  type OddListView,
  type OpenList,
  oddList,
  openCountView,
  openLists,
  progressView,
} from './showing.views.ts'

const kinds = ['all', 'missing', 'found', 'elsewhere', 'moved', 'item', 'lot', 'uncounted', 'note'] as const
const query = Type.Object(
  {
    list: Type.Enum(openLists, { default: 'progress' }),
    kind: Type.Enum(kinds, { default: 'all' }),
    after: Type.Optional(Type.String({ maxLength: 500 })),
  },
  strict,
)
const config = { permission: 'stock.view' } as const

interface Asked {
  list: OpenList
  kind: string
  after: string | undefined
}
interface Answered {
  typed?: Readonly<Record<string, string>>
  errors?: FieldErrors
}

export const showingRoutes: FastifyPluginAsyncTypebox<Deps> = async (app, deps) => {
  const { db, clock } = deps

  app.get('/stock/counts/:id', { schema: { params, querystring: query }, config }, (request, reply) => {
    const { list, kind, after } = request.query
    return showCountPage(deps, request, reply, request.params.id, { list, kind, after })
  })

  app.get('/stock/counts/:id/progress', { schema: { params }, config }, async (request, reply) => {
    const { businessId } = acting(request)
    const { id } = request.params
    const [{ count, isHidden }, progress] = await inBusiness(db, businessId, async (tx) => {
      const head = await loadHead(tx, request, id)
      return [head, await readProgress(tx, businessId, head.count)] as const
    })
    return reply.fragment('counts/_progress', progressView(readerOf(request, reply, clock), count, progress, isHidden))
  })
}

/** The page of a count as it stands: its progress, its differences, or its result. */
export async function showCountPage(
  { db, clock }: Pick<Deps, 'db' | 'clock'>,
  request: FastifyRequest,
  reply: FastifyReply,
  id: string,
  asked: Asked,
  answered: Answered = {},
): Promise<string> {
  const { businessId } = acting(request)
  const reader = readerOf(request, reply, clock)
  return inBusiness(db, businessId, async (tx) => {
    const head = await loadHead(tx, request, id)
    const of = { ...head, rights: rightsOf(request, head.persons) }
    if (head.count.state === 'open') {
      const [progress, odd] = await together([
        readProgress(tx, businessId, head.count),
        loadOdd(tx, request, head, asked, reader),
      ])
      return reply.page(
        'counts/open',
        openCountView(reader, { ...head, ...of.rights, list: asked.list, progress, odd }),
      )
    }
    const after = Number(readCursor(asked.after, 1)?.[0] ?? 0)
    const [found, sums, places, isAlone] = await together([
      listLines(tx, businessId, id, { kind: asked.kind, after: Number.isInteger(after) ? after : 0 }),
      sumLines(tx, businessId, id),
      listPlaces(tx, businessId, id),
      countedAlone(tx, businessId, id, actorOf(request, clock)),
    ])
    const { rows, hasMore } = pageOf(found)
    const last = rows.at(-1)
    const base = `/stock/counts/${id}?kind=${asked.kind}`
    const pager = {
      shown: reply.t('shell.shown', { count: rows.length }),
      laterHref: after > 0 ? base : '',
      earlierHref: hasMore && last ? `${base}&after=${writeCursor([String(last.line)])}` : '',
    }
    const { typed = {}, errors = {} } = answered
    const shown = { ...head, ...of.rights, sums, lines: rows, places, kind: asked.kind, pager, isAlone, typed, errors }
    return reply.page('counts/review', reviewView(reader, shown))
  })
}

interface Head {
  count: CountRow
  persons: CountPerson[]
  isHidden: boolean
}

async function loadHead(tx: Tx, request: FastifyRequest, id: string): Promise<Head> {
  const { businessId, business, who } = acting(request)
  const [count, persons, scanners] = await together([
    findCount(tx, businessId, id),
    listPersons(tx, businessId, id),
    listScanners(tx, businessId, id),
  ])
  const counters = [...persons.map(({ userId }) => userId), ...scanners]
  return { count, persons, isHidden: hidesFigures(count, { role: business.role, userId: who.userId }, counters) }
}

function rightsOf(request: FastifyRequest, persons: readonly CountPerson[]) {
  const { business, who } = acting(request)
  return {
    canScan: can(business.role, 'stock.count') && mayScan(who.userId, persons),
    canManage: can(business.role, 'stock.move'),
    canApprove: can(business.role, 'stock.approve'),
    seesCost: can(business.role, 'item.cost'),
  }
}

async function loadOdd(
  tx: Tx,
  request: FastifyRequest,
  { count, isHidden }: Head,
  { list, after }: Asked,
  reader: ReturnType<typeof readerOf>,
): Promise<OddListView | undefined> {
  if (list === 'progress' || isHidden) return undefined
  const { businessId } = acting(request)
  const base = `/stock/counts/${count.id}?list=${list}`
  const pagerOf = (rows: number, hasMore: boolean, key: readonly string[] | undefined) => ({
    shown: reader.t('shell.shown', { count: rows }),
    laterHref: after ? base : '',
    earlierHref: hasMore && key ? `${base}&after=${writeCursor(key)}` : '',
  })
  if (list === 'missing') {
    const [seen] = readCursor(after, 1) ?? []
    const { rows, hasMore } = pageOf(await listLeft(tx, businessId, count, isId(seen) ? seen : undefined))
    const last = rows.at(-1)
    return leftList(reader, count, rows, pagerOf(rows.length, hasMore, last && [last.id]))
  }
  const [at = '', id = ''] = readCursor(after, 2) ?? []
  const seen = !Number.isNaN(Date.parse(at)) && isId(id) ? ([at, id] as const) : undefined
  const { rows, hasMore } = pageOf(await listOdd(tx, businessId, count.id, { list, after: seen }))
  const last = rows.at(-1)
  const pager = pagerOf(rows.length, hasMore, last && [last.at.toISOString(), last.id])
  return oddList(reader, count, rows, { list, pager })
}
