import { type FastifyPluginAsyncTypebox, Type } from '@fastify/type-provider-typebox'
import type { Deps } from '../../../app.ts'
import { todayIn } from '../../../core/dates.ts'
import { inBusiness } from '../../../db/tenant.ts'
import { acting } from '../../../web/permissions.ts'
import { findEstimate } from './showing.queries.ts'
import { estimateView } from './showing.views.ts'

const params = Type.Object({ id: Type.String({ format: 'uuid' }) })

export const showingRoutes: FastifyPluginAsyncTypebox<Deps> = async (app, { db, clock }) => {
  app.get('/estimates/:id', { schema: { params }, config: { permission: 'sale.view' } }, async (request, reply) => {
    const { businessId, business } = acting(request)
    const found = await inBusiness(db, businessId, (tx) => findEstimate(tx, businessId, request.params.id))
    const today = todayIn(clock(), business.zone)
    return reply.page(
      'estimates/show',
      estimateView({ t: reply.t, locale: request.locale }, found, { today, role: business.role }),
    )
  })
}
