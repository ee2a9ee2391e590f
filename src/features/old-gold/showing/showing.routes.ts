import { type FastifyPluginAsyncTypebox, Type } from '@fastify/type-provider-typebox'
import type { Deps } from '../../../app.ts'
import { inBusiness } from '../../../db/tenant.ts'
import { acting } from '../../../web/permissions.ts'
import { findPurchase } from './showing.queries.ts'
import { purchaseView } from './showing.views.ts'

const params = Type.Object({ id: Type.String({ format: 'uuid' }) }, { additionalProperties: false })

export const showingRoutes: FastifyPluginAsyncTypebox<Deps> = async (app, { db }) => {
  app.get('/old-gold/:id', { schema: { params }, config: { permission: 'sale.view' } }, async (request, reply) => {
    const { businessId, business } = acting(request)
    const purchase = await inBusiness(db, businessId, (tx) => findPurchase(tx, businessId, request.params.id))
    return reply.page('old-gold/show', purchaseView({ t: reply.t, locale: request.locale }, purchase, business.role))
  })
}
