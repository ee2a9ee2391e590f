import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import type { Deps } from '../../app.ts'
import { NotPrinted } from '../papers/index.ts'
import { reportFiles } from '../reports/index.ts'
import { classesRoutes } from './classes/classes.routes.ts'
import { jewelleryRoutes } from './jewellery/jewellery.routes.ts'
import { levelsRoutes } from './levels/levels.routes.ts'
import { reorderList } from './suggesting/suggesting.report.ts'
import { suggestingRoutes } from './suggesting/suggesting.routes.ts'

/** What runs short, and the orders that one press makes of it. */
export const reorderingRoutes: FastifyPluginAsyncTypebox<Deps> = async (app, deps) => {
  app.setErrorHandler((error, request, reply) => {
    if (!(error instanceof NotPrinted)) throw error
    request.log.error({ err: error }, 'not printed')
    const failed = { requestId: request.id, retryHref: request.url, pageHref: request.url.replace('.pdf', '') }
    return reply.code(503).header('retry-after', '5').page('print/failed', failed)
  })
  await app.register(suggestingRoutes, deps)
  await app.register(levelsRoutes, deps)
  await app.register(classesRoutes, deps)
  await app.register(jewelleryRoutes, deps)
  reportFiles(app, deps, reorderList)
}
