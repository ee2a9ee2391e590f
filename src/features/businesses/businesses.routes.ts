import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import type { Deps } from '../../app.ts'
import { branchesRoutes } from './branches/branches.routes.ts'
import { logoRoutes } from './logo/logo.routes.ts'
import { seriesRoutes } from './series/series.routes.ts'
import { settingsRoutes } from './settings/settings.routes.ts'
import { setupRoutes } from './setup/setup.routes.ts'

/** A business and what it says of itself: settings, branches, number series, logo, and the wizard that makes one. */
export const businessesRoutes: FastifyPluginAsyncTypebox<Deps> = async (app, deps) => {
  for (const routes of [setupRoutes, settingsRoutes, seriesRoutes, branchesRoutes, logoRoutes])
    await app.register(routes, deps)
}
