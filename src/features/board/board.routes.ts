import type { FastifyPluginAsync } from 'fastify'
import type { Deps } from '../../app.ts'
import { askingRoutes } from './asking/asking.routes.ts'
import { choicesRoutes } from './choices/choices.routes.ts'
import { enteringRoutes } from './entering/entering.routes.ts'
import { historyRoutes } from './history/history.routes.ts'
import { puritiesRoutes } from './purities/purities.routes.ts'
import { publicRoutes } from './screen/public.routes.ts'
import { screenRoutes } from './screen/screen.routes.ts'
import { showingRoutes } from './showing/showing.routes.ts'

/** The board of rates: shown, entered, looked back on, and hung in the shop. */
export const boardRoutes: FastifyPluginAsync<Deps> = async (app, deps) => {
  for (const routes of [showingRoutes, enteringRoutes, askingRoutes, choicesRoutes, screenRoutes, publicRoutes])
    await app.register(routes, deps)
  for (const routes of [puritiesRoutes, historyRoutes]) await app.register(routes, deps)
}
