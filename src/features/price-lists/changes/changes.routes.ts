import { type FastifyPluginAsyncTypebox, Type } from '@fastify/type-provider-typebox'
import type { Deps } from '../../../app.ts'
import { isId } from '../../../db/ids.ts'
import { readCursor, writeCursor } from '../../../db/paging.ts'
import { inBusiness } from '../../../db/tenant.ts'
import { together } from '../../../db/together.ts'
import { goTo } from '../../../web/htmx.ts'
import { acting, actorOf } from '../../../web/permissions.ts'
import { afterQuery, editPrices as config, idParams as params, strict, text } from '../price-lists.schema.ts'
import { priceTabs } from '../price-lists.tabs.ts'
import { undoChange } from './changes.commands.ts'
import { findChange, listChanges, listDone } from './changes.queries.ts'
import { changesView, changeView } from './changes.views.ts'
import { enteringRoutes } from './entering.routes.ts'

const url = '/price-lists/changes'
const showQuery = Type.Object({ after: text(600), only: text(5) }, strict)

/** Many prices changed by one rule: shown first, written at once, and undone as long as nobody changed them since. */
export const changesRoutes: FastifyPluginAsyncTypebox<Deps> = async (app, deps) => {
  const { db, clock } = deps
  await app.register(enteringRoutes, deps)

  app.get(url, { schema: { querystring: afterQuery }, config }, async (request, reply) => {
    const { businessId, business } = acting(request)
    const { after } = request.query
    const page = await inBusiness(db, businessId, (tx) => listChanges(tx, businessId, keyOf(after, isInstant)))
    const last = page.rows.at(-1)
    const pager = {
      laterHref: after ? url : '',
      earlierHref: page.hasMore && last ? `${url}?after=${writeCursor([last.key, last.id])}` : '',
    }
    const reader = { t: reply.t, locale: request.locale, zone: business.zone }
    const tabs = priceTabs(reply.t, business.role, url)
    return reply.page('price-lists/changes', changesView(reader, page.rows, { tabs, pager }))
  })

  app.get(`${url}/:id`, { schema: { params, querystring: showQuery }, config }, async (request, reply) => {
    const { businessId, business } = acting(request)
    const { id } = request.params
    const { after, only } = request.query
    const isKept = only === 'kept'
    const [change, page] = await inBusiness(db, businessId, (tx) =>
      together([findChange(tx, businessId, id), listDone(tx, businessId, id, { after: keyOf(after), isKept })]),
    )
    const last = page.rows.at(-1)
    const at = `${url}/${id}?${isKept ? 'only=kept&' : ''}`
    const pager = {
      laterHref: after ? at.slice(0, -1) : '',
      earlierHref: page.hasMore && last ? `${at}after=${writeCursor([last.key, last.itemId])}` : '',
    }
    const reader = { t: reply.t, locale: request.locale, zone: business.zone }
    return reply.page('price-lists/change', changeView(reader, change, { rows: page.rows, pager, isKept }))
  })

  app.post(`${url}/:id/undo`, { schema: { params }, config }, async (request, reply) => {
    const { businessId } = acting(request)
    const { id } = request.params
    const undone = await inBusiness(db, businessId, (tx) => undoChange(tx, businessId, id, actorOf(request, clock)))
    request.session.flash = {
      key: undone.kept > 0 ? 'prices.change.undoneBut' : 'prices.change.undone',
      values: { count: undone.restored, kept: undone.kept },
    }
    return goTo(reply, `${url}/${id}${undone.kept > 0 ? '?only=kept' : ''}`)
  })
}

const isInstant = (text: string): boolean => !Number.isNaN(Date.parse(text))

function keyOf(after: string, isFit: (key: string) => boolean = () => true): [string, string] | undefined {
  const [key, id] = readCursor(after, 2) ?? []
  return key !== undefined && isFit(key) && id !== undefined && isId(id) ? [key, id] : undefined
}
