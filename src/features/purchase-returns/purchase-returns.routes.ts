import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import type { Deps } from '../../app.ts'
import { cancellingRoutes } from './cancelling/cancelling.routes.ts'
import { listRoutes } from './list/list.routes.ts'
import { makingRoutes } from './making/making.routes.ts'
import { paperRoutes } from './paper/paper.routes.ts'
import { showingRoutes } from './showing/showing.routes.ts'

/** What goes back to suppliers, and how well they serve. */
export const purchaseReturnsRoutes: FastifyPluginAsyncTypebox<Deps> = async (app, deps) => {
  await app.register(listRoutes, deps)
  await app.register(makingRoutes, deps)
  await app.register(showingRoutes, deps)
  await app.register(cancellingRoutes, deps)
  await app.register(paperRoutes, deps)
}
