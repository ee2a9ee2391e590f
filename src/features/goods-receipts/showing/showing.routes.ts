import { type FastifyPluginAsyncTypebox, Type } from '@fastify/type-provider-typebox'
import type { Deps } from '../../../app.ts'
import { inBusiness } from '../../../db/tenant.ts'
import { acting } from '../../../web/permissions.ts'
import { findReceipt } from './showing.queries.ts'
import { receiptView } from './showing.views.ts'

const params = Type.Object({ id: Type.String({ format: 'uuid' }) }, { additionalProperties: false })

export const showingRoutes: FastifyPluginAsyncTypebox<Deps> = async (app, { db }) => {
  app.get(
    '/purchases/receipts/:id',
    { schema: { params }, config: { permission: 'purchase.view' } },
    async (request, reply) => {
      const { businessId, business } = acting(request)
      const found = await inBusiness(db, businessId, (tx) => findReceipt(tx, businessId, request.params.id))
      return reply.page(
        'goods-receipts/show',
        receiptView({ t: reply.t, locale: request.locale }, found, business.role),
      )
    },
  )
}
