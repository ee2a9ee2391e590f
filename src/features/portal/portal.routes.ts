import type { FastifyPluginAsync } from 'fastify'
import type { Deps } from '../../app.ts'
import { duesRoutes } from './dues/dues.routes.ts'
import { ownerRoutes } from './owner/owner.routes.ts'

/** The dues link: what the shop does with it, and what the customer sees. */
export const portalRoutes: FastifyPluginAsync<Deps> = async (app, deps) => {
  await app.register(ownerRoutes, deps)
  await app.register(duesRoutes, deps)
}
