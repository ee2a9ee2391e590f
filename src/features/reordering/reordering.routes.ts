import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import type { Deps } from '../../app.ts'
import { reportFiles } from '../reports/index.ts'
import { classesRoutes } from './classes/classes.routes.ts'
import { jewelleryRoutes } from './jewellery/jewellery.routes.ts'
import { levelsRoutes } from './levels/levels.routes.ts'
import { reorderList } from './suggesting/suggesting.report.ts'
import { suggestingRoutes } from './suggesting/suggesting.routes.ts'

/** What runs short, and the orders that one press makes of it. */
export const reorderingRoutes: FastifyPluginAsyncTypebox<Deps> = async (app, deps) => {
  await app.register(suggestingRoutes, deps)
  await app.register(levelsRoutes, deps)
  await app.register(classesRoutes, deps)
  await app.register(jewelleryRoutes, deps)
  reportFiles(app, deps, reorderList)
}
