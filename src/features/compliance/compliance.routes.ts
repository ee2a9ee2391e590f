import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import type { Deps } from '../../app.ts'
import { decisionsRoutes } from './decisions/decisions.routes.ts'
import { rulesRoutes } from './rules/rules.routes.ts'

export const complianceRoutes: FastifyPluginAsyncTypebox<Deps> = async (app, deps) => {
  await app.register(decisionsRoutes, deps)
  await app.register(rulesRoutes, deps)
}
