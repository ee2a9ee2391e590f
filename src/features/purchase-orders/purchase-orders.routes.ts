import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import type { Deps } from '../../app.ts'
import { NotPrinted } from '../papers/index.ts'
import { advancesRoutes } from './advances/advances.routes.ts'
import { endingRoutes } from './deciding/ending.routes.ts'
import { listRoutes } from './list/list.routes.ts'
import { makingRoutes } from './making/making.routes.ts'
import { savingRoutes } from './making/saving.routes.ts'
import { paperRoutes } from './paper/paper.routes.ts'
import { sendingRoutes } from './sending/sending.routes.ts'
import { settingsRoutes } from './settings/settings.routes.ts'
import { showingRoutes } from './showing/showing.routes.ts'
import { supplierItemsRoutes } from './supplier-items/supplier-items.routes.ts'

/** What the shop orders of its suppliers, until all of it came or the rest is given up. */
export const purchaseOrdersRoutes: FastifyPluginAsyncTypebox<Deps> = async (app, deps) => {
  app.setErrorHandler((error, request, reply) => {
    if (!(error instanceof NotPrinted)) throw error
    request.log.error({ err: error }, 'not printed')
    const failed = { requestId: request.id, retryHref: request.url, pageHref: request.url.replace('.pdf', '') }
    return reply.code(503).header('retry-after', '5').page('print/failed', failed)
  })
  await app.register(listRoutes, deps)
  await app.register(makingRoutes, deps)
  await app.register(savingRoutes, deps)
  await app.register(settingsRoutes, deps)
  await app.register(supplierItemsRoutes, deps)
  await app.register(showingRoutes, deps)
  await app.register(advancesRoutes, deps)
  await app.register(endingRoutes, deps)
  await app.register(sendingRoutes, deps)
  await app.register(paperRoutes, deps)
}
