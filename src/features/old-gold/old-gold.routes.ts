import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import type { Deps } from '../../app.ts'
import { NotPrinted } from '../papers/index.ts'
import { buyingRoutes } from './buying/buying.routes.ts'
import { cancellingRoutes } from './cancelling/cancelling.routes.ts'
import { listRoutes } from './list/list.routes.ts'
import { paperRoutes } from './paper/paper.routes.ts'
import { photoRoutes } from './photo/photo.routes.ts'
import { showingRoutes } from './showing/showing.routes.ts'

/** Old precious metal bought from persons: by itself here, with a bill at the counter. */
export const oldGoldRoutes: FastifyPluginAsyncTypebox<Deps> = async (app, deps) => {
  app.setErrorHandler((error, request, reply) => {
    if (!(error instanceof NotPrinted)) throw error
    request.log.error({ err: error }, 'not printed')
    const failed = { requestId: request.id, retryHref: request.url, pageHref: request.url.replace('.pdf', '') }
    return reply.code(503).header('retry-after', '5').page('print/failed', failed)
  })
  await app.register(listRoutes, deps)
  await app.register(buyingRoutes, deps)
  await app.register(showingRoutes, deps)
  await app.register(cancellingRoutes, deps)
  await app.register(paperRoutes, deps)
  await app.register(photoRoutes, deps)
}
