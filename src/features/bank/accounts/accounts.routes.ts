import { type FastifyPluginAsyncTypebox, Type } from '@fastify/type-provider-typebox'
import type { Deps } from '../../../app.ts'
import { pageOf } from '../../../db/paging.ts'
import { inBusiness } from '../../../db/tenant.ts'
import { acting } from '../../../web/permissions.ts'
import { booksTabs } from '../../books/index.ts'
import { listBanks } from './accounts.queries.ts'
import { banksView } from './accounts.views.ts'

const query = Type.Object({ after: Type.String({ maxLength: 20, default: '' }) }, { additionalProperties: false })

export const accountsRoutes: FastifyPluginAsyncTypebox<Deps> = async (app, { db }) => {
  app.get(
    '/books/bank',
    { schema: { querystring: query }, config: { permission: 'books.view' } },
    async (request, reply) => {
      const { businessId, business } = acting(request)
      const rows = await inBusiness(db, businessId, (tx) => listBanks(tx, businessId, request.query.after))
      const reader = { t: reply.t, locale: request.locale, zone: business.zone }
      return reply.page('bank/list', banksView(reader, booksTabs(reply.t, business.role, 'bank'), pageOf(rows)))
    },
  )
}
