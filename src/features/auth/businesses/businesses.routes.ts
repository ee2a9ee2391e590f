import { type FastifyPluginAsyncTypebox, Type } from '@fastify/type-provider-typebox'
import type { Deps } from '../../../app.ts'
import { goTo } from '../../../web/htmx.ts'
import { actorOf, whoOf } from '../../../web/permissions.ts'
import { enterBusiness } from '../entry.commands.ts'
import { listBusinessesOf } from '../users.queries.ts'
import { businessesView } from './businesses.views.ts'

const params = Type.Object({ businessId: Type.String({ format: 'uuid' }) })

/** The businesses of a person, and the way from one into another. */
export const myBusinessesRoutes: FastifyPluginAsyncTypebox<Deps> = async (app, { db, clock }) => {
  app.get('/businesses', { config: { permission: 'signed-in' } }, async (request, reply) => {
    const who = whoOf(request)
    const businesses = await listBusinessesOf(db, who.userId)
    return reply.page('auth/businesses', businessesView(reply.t, businesses, who.business?.id), '/layouts/plain')
  })

  app.post(
    '/businesses/:businessId/entry',
    { schema: { params }, config: { permission: 'signed-in' } },
    async (request, reply) => {
      const { businessId } = request.params
      await enterBusiness(db, businessId, actorOf(request, clock))
      request.session.businessId = businessId
      return goTo(reply, '/')
    },
  )
}
