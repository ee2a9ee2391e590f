import { type FastifyPluginAsyncTypebox, Type } from '@fastify/type-provider-typebox'
import type { Deps } from '../../../app.ts'
import { inBusiness } from '../../../db/tenant.ts'
import { acting } from '../../../web/permissions.ts'
import { findReturn } from './showing.queries.ts'
import { shownReturnView } from './showing.views.ts'

const params = Type.Object({ id: Type.String({ format: 'uuid' }) }, { additionalProperties: false })
const config = { permission: 'purchase.view' } as const

export const showingRoutes: FastifyPluginAsyncTypebox<Deps> = async (app, { db }) => {
  app.get('/purchases/returns/:id', { schema: { params }, config }, async (request, reply) => {
    const { businessId, business } = acting(request)
    const found = await inBusiness(db, businessId, (tx) => findReturn(tx, businessId, request.params.id))
    const view = shownReturnView({ t: reply.t, locale: request.locale }, found, business.role)
    return reply.page('purchase-returns/show', view)
  })
}
