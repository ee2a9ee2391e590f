import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import type { Deps } from '../../app.ts'
import { NotPrinted } from '../papers/index.ts'
import { cancellingRoutes } from './cancelling/cancelling.routes.ts'
import { listRoutes } from './list/list.routes.ts'
import { makingRoutes } from './making/making.routes.ts'
import { paperRoutes } from './paper/paper.routes.ts'
import { rateCutsRoutes } from './rate-cuts/rate-cuts.routes.ts'
import { showingRoutes } from './showing/showing.routes.ts'
import { tdsRoutes } from './tds/tds.routes.ts'
import { toleranceRoutes } from './tolerance/tolerance.routes.ts'

/** What suppliers bill: from what was received, or with the goods; in rupees, or in metal by weight. */
export const supplierBillsRoutes: FastifyPluginAsyncTypebox<Deps> = async (app, deps) => {
  app.setErrorHandler((error, request, reply) => {
    if (!(error instanceof NotPrinted)) throw error
    request.log.error({ err: error }, 'not printed')
    const failed = { requestId: request.id, retryHref: request.url, pageHref: request.url.replace('.pdf', '') }
    return reply.code(503).header('retry-after', '5').page('print/failed', failed)
  })
  await app.register(listRoutes, deps)
  await app.register(makingRoutes, deps)
  await app.register(rateCutsRoutes, deps)
  await app.register(tdsRoutes, deps)
  await app.register(toleranceRoutes, deps)
  await app.register(showingRoutes, deps)
  await app.register(cancellingRoutes, deps)
  await app.register(paperRoutes, deps)
}
