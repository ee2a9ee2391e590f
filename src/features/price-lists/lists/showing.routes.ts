import { type FastifyPluginAsyncTypebox, Type } from '@fastify/type-provider-typebox'
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Deps } from '../../../app.ts'
import { todayIn } from '../../../core/dates.ts'
import { Refusal } from '../../../core/errors.ts'
import { can } from '../../../core/permissions.ts'
import { isId } from '../../../db/ids.ts'
import { readCursor, writeCursor } from '../../../db/paging.ts'
import { inBusiness } from '../../../db/tenant.ts'
import { together } from '../../../db/together.ts'
import type { Typed } from '../../../web/form-fields.ts'
import { goTo } from '../../../web/htmx.ts'
import { acting, actorOf } from '../../../web/permissions.ts'
import type { Said } from '../../../words/index.ts'
import {
  afterQuery,
  editPrices as config,
  idParams as params,
  seePrices,
  strict,
  text,
  uuid,
} from '../price-lists.schema.ts'
import { readLine, readRows } from './entering.ts'
import { putLines, removeLine } from './lists.commands.ts'
import { findList, type LineKey, listLines, listOverlaps } from './lists.queries.ts'
import { readPasted } from './pasted.ts'
import { listView } from './showing.views.ts'
import { listCategories } from './things.queries.ts'

const lineBody = Type.Object({ what: text(200), min: text(30), price: text(30) }, strict)
const pasteBody = Type.Object({ rows: text(100_000) }, strict)
const lineParams = Type.Object({ id: uuid, lineId: uuid })

/** One list with its lines, where lines are written, pasted and removed. */
export const showingRoutes: FastifyPluginAsyncTypebox<Deps> = async (app, deps) => {
  const { db, clock } = deps
  app.get('/price-lists/:id', { schema: { params, querystring: afterQuery }, config: seePrices }, (request, reply) =>
    show(deps, request, reply, request.params.id, { after: request.query.after }),
  )

  app.post('/price-lists/:id/lines', { schema: { params, body: lineBody }, config }, async (request, reply) => {
    const { businessId } = acting(request)
    const { id: listId } = request.params
    const parsed = await inBusiness(db, businessId, async (tx) => {
      const line = await readLine(tx, businessId, request.body)
      if (line.ok) await putLines(tx, businessId, { listId, lines: [line.value] }, actorOf(request, clock))
      return line
    })
    if (parsed.ok) return goTo(reply, `/price-lists/${listId}`)
    return show(deps, request, reply.code(422), listId, { typed: { values: request.body, errors: parsed.errors } })
  })

  app.post('/price-lists/:id/pasted', { schema: { params, body: pasteBody }, config }, async (request, reply) => {
    const { businessId } = acting(request)
    const { id: listId } = request.params
    const rows = readPasted(request.body.rows)
    const { lines, wrong } = await inBusiness(db, businessId, async (tx) => {
      const read = await readRows(tx, businessId, rows ?? [])
      if (read.wrong.length > 0) return read
      await putLines(tx, businessId, { listId, lines: read.lines }, actorOf(request, clock)).catch((error: unknown) => {
        if (!(error instanceof Refusal) || error.key !== 'prices.lines.tooMany') throw error
        read.wrong.push({ row: read.lines.length, said: { key: error.key, values: error.values } })
      })
      return read
    })
    if (wrong.length === 0 && lines.length > 0) {
      request.session.flash = { key: 'prices.pasted', values: { count: lines.length } }
      return goTo(reply, `/price-lists/${listId}`)
    }
    const nothing: Said = { key: 'prices.paste.nothing' }
    const errors = { rows: wrong.length === 0 ? nothing : ({ key: 'prices.paste.wrong' } as const) }
    return show(deps, request, reply.code(422), listId, { typed: { values: request.body, errors }, wrong })
  })

  app.post(
    '/price-lists/:id/lines/:lineId/remove',
    { schema: { params: lineParams }, config },
    async (request, reply) => {
      const { businessId } = acting(request)
      const { id: listId, lineId } = request.params
      await inBusiness(db, businessId, (tx) => removeLine(tx, businessId, { listId, lineId }, actorOf(request, clock)))
      return goTo(reply, `/price-lists/${listId}`)
    },
  )
}

interface Shown {
  after?: string
  typed?: Typed
  /** Of pasted rows those that cannot be taken. */
  wrong?: readonly { row: number; said: Said }[]
}

async function show(
  { db, clock }: Pick<Deps, 'db' | 'clock'>,
  request: FastifyRequest,
  reply: FastifyReply,
  id: string,
  { after = '', typed = { values: {}, errors: {} }, wrong = [] }: Shown,
) {
  const { businessId, business } = acting(request)
  const [list, page, overlaps, categories] = await inBusiness(db, businessId, (tx) =>
    together([
      findList(tx, businessId, id),
      listLines(tx, businessId, id, keyOf(after)),
      listOverlaps(tx, businessId, id),
      listCategories(tx, businessId),
    ]),
  )
  const last = page.rows.at(-1)
  const next = last && writeCursor([last.key, String(last.min), last.id])
  const pager = {
    laterHref: after ? `/price-lists/${id}` : '',
    earlierHref: page.hasMore && next ? `/price-lists/${id}?after=${next}` : '',
  }
  const today = todayIn(clock(), business.zone)
  const canEdit = can(business.role, 'price.edit')
  const view = { list, lines: page.rows, overlaps, categories, pager, canEdit, wrong }
  return reply.page('price-lists/show', listView({ t: reply.t, locale: request.locale, today }, typed, view))
}

function keyOf(after: string): LineKey | undefined {
  const [key, min, id] = readCursor(after, 3) ?? []
  if (key === undefined || min === undefined || id === undefined) return undefined
  return /^\d{1,15}$/.test(min) && isId(id) ? [key, min, id] : undefined
}
