import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import type { Deps } from '../../app.ts'
import { NotPrinted } from '../papers/index.ts'
import { cancellingRoutes } from './cancelling/cancelling.routes.ts'
import { choicesRoutes } from './choices/choices.routes.ts'
import { findingRoutes } from './finding/finding.routes.ts'
import { listRoutes } from './list/list.routes.ts'
import { makingRoutes } from './making/making.routes.ts'
import { paperRoutes } from './paper/paper.routes.ts'
import { showingRoutes } from './showing/showing.routes.ts'

/** What customers bring back, and the credit notes for it. */
export const returnsRoutes: FastifyPluginAsyncTypebox<Deps> = async (app, deps) => {
  app.setErrorHandler((error, request, reply) => {
    if (!(error instanceof NotPrinted)) throw error
    request.log.error({ err: error }, 'not printed')
    const failed = { requestId: request.id, retryHref: request.url, pageHref: request.url.replace('.pdf', '') }
    return reply.code(503).header('retry-after', '5').page('print/failed', failed)
  })
  await app.register(listRoutes, deps)
  await app.register(findingRoutes, deps)
  await app.register(choicesRoutes, deps)
  await app.register(makingRoutes, deps)
  await app.register(showingRoutes, deps)
  await app.register(cancellingRoutes, deps)
  await app.register(paperRoutes, deps)
}
