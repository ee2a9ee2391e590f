import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import type { Deps } from '../../app.ts'
import { enteringRoutes } from './entering/entering.routes.ts'
import { seekingRoutes } from './entering/seeking.routes.ts'
import { listRoutes } from './list/list.routes.ts'
import { reversingRoutes } from './reversing/reversing.routes.ts'
import { showingRoutes } from './showing/showing.routes.ts'
import { templatesRoutes } from './templates/templates.routes.ts'

/** Vouchers: the register, and those written by hand. */
export const vouchersRoutes: FastifyPluginAsyncTypebox<Deps> = async (app, deps) => {
  await app.register(listRoutes, deps)
  await app.register(enteringRoutes, deps)
  await app.register(seekingRoutes, deps)
  await app.register(templatesRoutes, deps)
  await app.register(reversingRoutes, deps)
  await app.register(showingRoutes, deps)
}
