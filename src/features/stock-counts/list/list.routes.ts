import { type FastifyPluginAsyncTypebox, Type } from '@fastify/type-provider-typebox'
import type { Deps } from '../../../app.ts'
import { can } from '../../../core/permissions.ts'
import { isId } from '../../../db/ids.ts'
import { pageOf, readCursor } from '../../../db/paging.ts'
import { inBusiness } from '../../../db/tenant.ts'
import { acting } from '../../../web/permissions.ts'
import { readerOf, strict } from '../counts.request.ts'
import { listCounts, listMine } from './list.queries.ts'
import { listTabs } from './list.rules.ts'
import { countsView, myCountsView } from './list.views.ts'

const query = Type.Object(
  { list: Type.Enum(listTabs, { default: 'open' }), before: Type.Optional(Type.String({ maxLength: 500 })) },
  strict,
)

export const listRoutes: FastifyPluginAsyncTypebox<Deps> = async (app, { db, clock }) => {
  app.get(
    '/stock/counts',
    { schema: { querystring: query }, config: { permission: 'stock.view' } },
    async (request, reply) => {
      const { businessId, business } = acting(request)
      const { list, before } = request.query
      const after = afterOf(before)
      const found = await inBusiness(db, businessId, (tx) => listCounts(tx, businessId, { list, after }))
      const rights = { canBegin: can(business.role, 'stock.move'), canScan: can(business.role, 'stock.count') }
      const shown = { list, isLater: after !== undefined, ...rights }
      return reply.page('counts/list', countsView(readerOf(request, reply, clock), pageOf(found), shown))
    },
  )

  app.get('/stock/counts/open', { config: { permission: 'stock.count' } }, async (request, reply) => {
    const { businessId, business, who } = acting(request)
    const rows = await inBusiness(db, businessId, (tx) => listMine(tx, businessId, who.userId))
    const rights = { canBegin: can(business.role, 'stock.move') }
    return reply.page('counts/mine', myCountsView(readerOf(request, reply, clock), rows, rights))
  })
}

function afterOf(typed: string | undefined): readonly [string, string] | undefined {
  const [at, id] = readCursor(typed, 2) ?? []
  return at !== undefined && !Number.isNaN(Date.parse(at)) && isId(id) ? [at, id] : undefined
}
