import { type FastifyPluginAsyncTypebox, Type } from '@fastify/type-provider-typebox'
import type { Deps } from '../../../app.ts'
import { inBusiness } from '../../../db/tenant.ts'
import { isSwap } from '../../../web/htmx.ts'
import { acting } from '../../../web/permissions.ts'
import { listPicks } from '../list/list.queries.ts'
import { returnTo } from '../return-to.ts'
import { picksView } from './picks.views.ts'

const query = Type.Object(
  { q: Type.Optional(Type.String({ maxLength: 100 })), to: Type.Optional(Type.String({ maxLength: 40 })) },
  { additionalProperties: false },
)

export const picksRoutes: FastifyPluginAsyncTypebox<Deps> = async (app, { db }) => {
  app.get(
    '/parties/picks',
    { schema: { querystring: query }, config: { permission: 'party.view' } },
    async (request, reply) => {
      const { businessId } = acting(request)
      const q = (request.query.q ?? '').trim()
      const rows = await inBusiness(db, businessId, (tx) => listPicks(tx, businessId, q))
      if (isSwap(request)) return reply.fragment('parties/_picks', picksView(reply.t, rows, 'party_id'))
      const to = returnTo(request.query.to) ?? '/sales/new'
      const newHref = `/parties/new?${new URLSearchParams({ ...(q && { name: q }), to })}`
      const picks = picksView(reply.t, rows, 'party')
      return reply.page('parties/picks', { q, to, newHref, backHref: to, picks })
    },
  )
}
