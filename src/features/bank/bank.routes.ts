import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import type { Deps } from '../../app.ts'
import { accountsRoutes } from './accounts/accounts.routes.ts'
import { enteringRoutes } from './entering/entering.routes.ts'
import { columnsRoutes } from './importing/columns.routes.ts'
import { importingRoutes } from './importing/importing.routes.ts'
import { statementsRoutes } from './importing/statements.routes.ts'
import { matchingRoutes } from './matching/matching.routes.ts'
import { reconcilingRoutes } from './reconciling/reconciling.routes.ts'
import { samplesRoutes } from './samples/samples.routes.ts'
import { standingRoutes } from './standing/standing.routes.ts'

export const bankRoutes: FastifyPluginAsyncTypebox<Deps> = async (app, deps) => {
  await app.register(accountsRoutes, deps)
  await app.register(importingRoutes, deps)
  await app.register(columnsRoutes, deps)
  await app.register(statementsRoutes, deps)
  await app.register(reconcilingRoutes, deps)
  await app.register(matchingRoutes, deps)
  await app.register(enteringRoutes, deps)
  await app.register(standingRoutes, deps)
  await app.register(samplesRoutes, deps)
}
