import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import type { Deps } from '../../app.ts'
import { NotPrinted } from '../papers/index.ts'
import { limitRoutes } from './adjusting/limit.routes.ts'
import { batchCountsRoutes } from './batch-counts/batch-counts.routes.ts'
import { hallmarksRoutes } from './hallmarks/hallmarks.routes.ts'
import { kitsRoutes } from './kits/kits.routes.ts'
import { workingRoutes } from './kits/working.routes.ts'
import { listRoutes } from './list/list.routes.ts'
import { makingRoutes } from './making/making.routes.ts'
import { movesRoutes } from './moves/moves.routes.ts'
import { paperRoutes } from './paper/paper.routes.ts'
import { showingRoutes } from './showing/showing.routes.ts'
import { receivingRoutes } from './transfers/receiving.routes.ts'
import { workshopRoutes } from './workshop/workshop.routes.ts'

/** What moves goods without selling or buying them. */
export const movementsRoutes: FastifyPluginAsyncTypebox<Deps> = async (app, deps) => {
  app.setErrorHandler((error, request, reply) => {
    if (!(error instanceof NotPrinted)) throw error
    request.log.error({ err: error }, 'not printed')
    const failed = { requestId: request.id, retryHref: request.url, pageHref: request.url.replace('.pdf', '') }
    return reply.code(503).header('retry-after', '5').page('print/failed', failed)
  })
  await app.register(listRoutes, deps)
  await app.register(movesRoutes, deps)
  await app.register(makingRoutes, deps)
  await app.register(showingRoutes, deps)
  await app.register(receivingRoutes, deps)
  await app.register(hallmarksRoutes, deps)
  await app.register(kitsRoutes, deps)
  await app.register(workingRoutes, deps)
  await app.register(workshopRoutes, deps)
  await app.register(limitRoutes, deps)
  await app.register(batchCountsRoutes, deps)
  await app.register(paperRoutes, deps)
}
