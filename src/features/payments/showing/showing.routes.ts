import { type FastifyPluginAsyncTypebox, Type } from '@fastify/type-provider-typebox'
import type { Deps } from '../../../app.ts'
import { inBusiness } from '../../../db/tenant.ts'
import { acting } from '../../../web/permissions.ts'
import { findPayment } from './showing.queries.ts'
import { paymentView } from './showing.views.ts'

const params = Type.Object({ id: Type.String({ format: 'uuid' }) }, { additionalProperties: false })

export const showingRoutes: FastifyPluginAsyncTypebox<Deps> = async (app, { db }) => {
  app.get('/payments/:id', { schema: { params }, config: { permission: 'payment.view' } }, async (request, reply) => {
    const { businessId, business } = acting(request)
    const payment = await inBusiness(db, businessId, (tx) => findPayment(tx, businessId, request.params.id))
    const reader = { t: reply.t, locale: request.locale, zone: business.zone }
    return reply.page('payments/show', paymentView(reader, payment, business.role))
  })
}
