import { type FastifyPluginAsyncTypebox, Type } from '@fastify/type-provider-typebox'
import type { Deps } from '../../../app.ts'
import { isId } from '../../../db/ids.ts'
import { pageOf, readCursor, writeCursor } from '../../../db/paging.ts'
import { inBusiness } from '../../../db/tenant.ts'
import { acting } from '../../../web/permissions.ts'
import { findTakeover } from '../gate/gate.queries.ts'
import { listRuns } from '../imports.queries.ts'
import { config, strict } from '../imports.schema.ts'
import { listView } from './list.views.ts'

const querystring = Type.Object({ before: Type.Optional(Type.String({ maxLength: 1000 })) }, strict)

export const listRoutes: FastifyPluginAsyncTypebox<Deps> = async (app, { db }) => {
  app.get('/imports', { schema: { querystring }, config }, async (request, reply) => {
    const { businessId, business } = acting(request)
    const [at = '', last = ''] = readCursor(request.query.before, 2) ?? []
    const before = Number.isNaN(Date.parse(at)) || !isId(last) ? undefined : { at, id: last }
    const [found, takeover] = await inBusiness(db, businessId, (tx) =>
      Promise.all([listRuns(tx, businessId, before), findTakeover(tx, businessId)]),
    )
    const { rows, hasMore } = pageOf(found)
    const end = rows.at(-1)
    const next = end && hasMore ? writeCursor([end.createdAt.toISOString(), end.id]) : ''
    const pager = {
      shown: reply.t('shell.shown', { count: rows.length }),
      laterHref: before ? '/imports' : '',
      earlierHref: next && `/imports?before=${next}`,
    }
    const reader = { t: reply.t, locale: request.locale, zone: business.zone }
    return reply.page('imports/list', listView(reader, rows, takeover, pager))
  })
}
