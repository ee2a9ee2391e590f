import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import type { Deps } from '../../app.ts'
import { NotPrinted } from '../papers/index.ts'
import { incomingRoutes } from './incoming/incoming.routes.ts'
import { listRoutes } from './list/list.routes.ts'
import { makingRoutes } from './making/making.routes.ts'
import { paperRoutes } from './paper/paper.routes.ts'
import { showingRoutes } from './showing/showing.routes.ts'

/** Goods on approval: out to customers, in from suppliers. */
export const challansRoutes: FastifyPluginAsyncTypebox<Deps> = async (app, deps) => {
  app.setErrorHandler((error, request, reply) => {
    if (!(error instanceof NotPrinted)) throw error
    request.log.error({ err: error }, 'not printed')
    const failed = { requestId: request.id, retryHref: request.url, pageHref: request.url.replace('.pdf', '') }
    return reply.code(503).header('retry-after', '5').page('print/failed', failed)
  })
  await app.register(listRoutes, deps)
  await app.register(incomingRoutes, deps)
  await app.register(makingRoutes, deps)
  await app.register(showingRoutes, deps)
  await app.register(paperRoutes, deps)
}
