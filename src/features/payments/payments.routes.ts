import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import type { Deps } from '../../app.ts'
import { cancellingRoutes } from './cancelling/cancelling.routes.ts'
import { listRoutes } from './list/list.routes.ts'
import { makingRoutes } from './making/making.routes.ts'
import { showingRoutes } from './showing/showing.routes.ts'

/** Money in and out of the business: receipts, payments, and what they settle. */
export const paymentsRoutes: FastifyPluginAsyncTypebox<Deps> = async (app, deps) => {
  await app.register(listRoutes, deps)
  await app.register(makingRoutes, deps)
  await app.register(cancellingRoutes, deps)
  await app.register(showingRoutes, deps)
}
