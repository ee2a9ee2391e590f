import { type FastifyPluginAsyncTypebox, Type } from '@fastify/type-provider-typebox'
import type { Deps } from '../../../app.ts'
import { inBusiness } from '../../../db/tenant.ts'
import { goTo } from '../../../web/htmx.ts'
import { acting, actorOf } from '../../../web/permissions.ts'
import { archiveParty, bringBackParty } from '../parties.commands.ts'
import { findParty } from '../parties.queries.ts'

const params = Type.Object({ id: Type.String({ maxLength: 40 }) })

export const archiveRoutes: FastifyPluginAsyncTypebox<Deps> = async (app, { db, clock }) => {
  const config = { permission: 'party.edit' } as const

  app.post('/parties/:id/archive', { schema: { params }, config }, async (request, reply) => {
    const { businessId } = acting(request)
    const { id } = request.params
    await inBusiness(db, businessId, (tx) => archiveParty(tx, businessId, id, actorOf(request, clock)))
    return goTo(reply, `/parties?archived=${id}`)
  })

  app.post('/parties/:id/bring-back', { schema: { params }, config }, async (request, reply) => {
    const { businessId } = acting(request)
    const { id } = request.params
    const { name } = await inBusiness(db, businessId, async (tx) => {
      await bringBackParty(tx, businessId, id, actorOf(request, clock))
      return findParty(tx, businessId, id)
    })
    request.session.flash = { key: 'parties.broughtBack', values: { name } }
    return goTo(reply, `/parties/${id}`)
  })
}
