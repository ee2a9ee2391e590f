import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import type { Deps } from '../../app.ts'
import { listRoutes } from './list/list.routes.ts'
import { movingRoutes } from './moving/moving.routes.ts'
import { takingRoutes } from './taking/taking.routes.ts'

/** The register of cheques. */
export const chequesRoutes: FastifyPluginAsyncTypebox<Deps> = async (app, deps) => {
  await app.register(listRoutes, deps)
  await app.register(takingRoutes, deps)
  await app.register(movingRoutes, deps)
}
