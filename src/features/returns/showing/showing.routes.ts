import { type FastifyPluginAsyncTypebox, Type } from '@fastify/type-provider-typebox'
import type { Deps } from '../../../app.ts'
import { NotFound } from '../../../core/errors.ts'
import { inBusiness } from '../../../db/tenant.ts'
import { goTo } from '../../../web/htmx.ts'
import { acting } from '../../../web/permissions.ts'
import { findReturn, isNoteByHand } from './showing.queries.ts'
import { returnView } from './showing.views.ts'

const params = Type.Object({ id: Type.String({ maxLength: 40 }) }, { additionalProperties: false })

export const showingRoutes: FastifyPluginAsyncTypebox<Deps> = async (app, { db }) => {
  app.get('/returns/:id', { schema: { params }, config: { permission: 'sale.view' } }, async (request, reply) => {
    const { businessId, business } = acting(request)
    const { id } = request.params
    const found = await inBusiness(db, businessId, (tx) => findReturn(tx, businessId, id)).catch((error) => {
      if (error instanceof NotFound) return error
      throw error
    })
    if (found instanceof NotFound) {
      const isByHand = await inBusiness(db, businessId, (tx) => isNoteByHand(tx, businessId, id))
      if (isByHand) return goTo(reply, `/vouchers/${id}`)
      throw found
    }
    return reply.page('returns/show', returnView({ t: reply.t, locale: request.locale }, found, business.role))
  })
}
