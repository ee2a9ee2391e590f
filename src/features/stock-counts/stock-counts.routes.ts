import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import type { Deps } from '../../app.ts'
import { NotPrinted } from '../papers/index.ts'
import { beginningRoutes } from './beginning/beginning.routes.ts'
import { approvingRoutes } from './closing/approving.routes.ts'
import { closingRoutes } from './closing/closing.routes.ts'
import { listRoutes } from './list/list.routes.ts'
import { paperRoutes } from './paper/paper.routes.ts'
import { scanningRoutes } from './scanning/scanning.routes.ts'
import { showingRoutes } from './showing/showing.routes.ts'

/** Stock-taking: what the book has, held against what many hands find on the shelf. */
export const stockCountsRoutes: FastifyPluginAsyncTypebox<Deps> = async (app, deps) => {
  app.setErrorHandler((error, request, reply) => {
    if (!(error instanceof NotPrinted)) throw error
    request.log.error({ err: error }, 'not printed')
    const failed = { requestId: request.id, retryHref: request.url, pageHref: request.url.replace('.pdf', '') }
    return reply.code(503).header('retry-after', '5').page('print/failed', failed)
  })
  await app.register(listRoutes, deps)
  await app.register(beginningRoutes, deps)
  await app.register(scanningRoutes, deps)
  await app.register(showingRoutes, deps)
  await app.register(closingRoutes, deps)
  await app.register(approvingRoutes, deps)
  await app.register(paperRoutes, deps)
}
