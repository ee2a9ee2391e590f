import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import type { Deps } from '../../app.ts'
import { asOfRoutes } from './as-of/as-of.routes.ts'
import { cardRoutes } from './card/card.routes.ts'
import { groupsRoutes } from './groups/groups.routes.ts'
import { idleRoutes } from './idle/idle.routes.ts'
import { levelsRoutes } from './levels/levels.routes.ts'
import { valuingRoutes } from './valuing/runs.routes.ts'

/** The screens that show what lies there; what moves it has pages of its own. */
export const stockRoutes: FastifyPluginAsyncTypebox<Deps> = async (app, deps) => {
  for (const routes of [levelsRoutes, groupsRoutes, idleRoutes, asOfRoutes, cardRoutes, valuingRoutes])
    await app.register(routes, deps)
}
