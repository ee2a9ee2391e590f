import { type FastifyPluginAsyncTypebox, Type } from '@fastify/type-provider-typebox'
import type { Deps } from '../../app.ts'
import { isDate, todayIn } from '../../core/dates.ts'
import { can } from '../../core/permissions.ts'
import { isId } from '../../db/ids.ts'
import { pageOf, pageSize, readCursor, writeCursor } from '../../db/paging.ts'
import { inBusiness, type Tx } from '../../db/tenant.ts'
import { together } from '../../db/together.ts'
import { goTo } from '../../web/htmx.ts'
import { acting, actorOf } from '../../web/permissions.ts'
import { listMoves } from '../stock/index.ts'
import { editingRoutes } from './editing/editing.routes.ts'
import { archiveItem } from './items.commands.ts'
import { findItem, type ItemFilter, listCategories, listGstClasses, listItems, listLevels } from './items.queries.ts'
import { itemParams, strict, text } from './items.schema.ts'
import { isShow, itemsView, itemView, type ShownItem } from './items.views.ts'

const listQuery = Type.Object({ q: text(100), show: text(10), category: text(60), after: text(400) }, strict)
const showQuery = Type.Object({ after: text(400) }, strict)
const view = { permission: 'item.view' } as const
const edit = { permission: 'item.edit' } as const

export const itemsRoutes: FastifyPluginAsyncTypebox<Deps> = async (app, deps) => {
  const { db, clock } = deps
  await app.register(editingRoutes, deps)

  app.get('/items', { schema: { querystring: listQuery }, config: view }, async (request, reply) => {
    const { businessId, business } = acting(request)
    const filter = readFilter(request.query, todayIn(clock(), business.zone))
    const [page, categories] = await inBusiness(db, businessId, (tx) =>
      together([listItems(tx, businessId, filter), listCategories(tx, businessId)]),
    )
    const last = page.rows.at(-1)
    const laterHref = filter.after ? listHref(filter, '') : ''
    const earlierHref = page.hasMore && last ? listHref(filter, writeCursor([last.key, last.id])) : ''
    return reply.page(
      'items/list',
      itemsView(reply.t, page, filter, { ...rights(business), categories, laterHref, earlierHref }),
    )
  })

  app.get(
    '/items/:itemId',
    { schema: { params: itemParams, querystring: showQuery }, config: view },
    async (request, reply) => {
      const { businessId, business } = acting(request)
      const { itemId } = request.params
      const before = readMoveKey(request.query.after)
      const today = todayIn(clock(), business.zone)
      const shown = await inBusiness(db, businessId, (tx) => findShown(tx, businessId, itemId, { before, today }))
      const last = shown.moves.rows.at(-1)
      const laterHref = before ? `/items/${itemId}` : ''
      const earlierHref =
        shown.moves.hasMore && last ? `/items/${itemId}?after=${writeCursor([last.on_date, last.id])}` : ''
      const reader = { t: reply.t, locale: request.locale }
      return reply.page('items/show', itemView(reader, shown, { ...rights(business), laterHref, earlierHref }))
    },
  )

  for (const [resource, isArchived] of [
    ['archive', true],
    ['return', false],
  ] as const) {
    app.post(`/items/:itemId/${resource}`, { schema: { params: itemParams }, config: edit }, async (request, reply) => {
      const { businessId } = acting(request)
      const change = { id: request.params.itemId, isArchived }
      await inBusiness(db, businessId, (tx) => archiveItem(tx, businessId, change, actorOf(request, clock)))
      request.session.flash = { key: isArchived ? 'items.archived' : 'items.broughtBack' }
      return goTo(reply, `/items/${change.id}`)
    })
  }
}

type MoveKey = readonly [onDate: string, id: string]

async function findShown(
  tx: Tx,
  businessId: string,
  itemId: string,
  { before, today }: { before: MoveKey | undefined; today: string },
): Promise<ShownItem> {
  const item = await findItem(tx, businessId, itemId)
  const [levels, moves, classes] = await Promise.all([
    listLevels(tx, businessId, itemId),
    listMoves(tx, businessId, itemId, { limit: pageSize + 1, ...(before && { before }) }),
    listGstClasses(tx, businessId, today),
  ])
  return { item, levels, moves: pageOf(moves), gst: classes.find((one) => one.id === item.gst_class_id) }
}

const rights = ({ role }: { role: Parameters<typeof can>[0] }) => ({
  canEdit: can(role, 'item.edit'),
  canAdjust: can(role, 'stock.adjust'),
  seesStock: can(role, 'stock.view'),
  seesCost: can(role, 'item.cost'),
})

function readFilter(query: { q: string; show: string; category: string; after: string }, today: string): ItemFilter {
  const [name, id] = readCursor(query.after, 2) ?? []
  return {
    q: query.q.trim(),
    show: isShow(query.show) ? query.show : 'all',
    category: query.category.trim(),
    after: name !== undefined && isId(id) ? [name, id] : undefined,
    today,
  }
}

function readMoveKey(text: string): MoveKey | undefined {
  const [onDate = '', id] = readCursor(text, 2) ?? []
  return isDate(onDate) && isId(id) ? [onDate, id] : undefined
}

function listHref({ q, show, category }: ItemFilter, after: string): string {
  const kept = Object.entries({ q, show: show === 'all' ? '' : show, category, after }).filter(([, value]) => value)
  return kept.length > 0 ? `/items?${new URLSearchParams(kept)}` : '/items'
}
