import type { FastifyPluginAsync } from 'fastify'
import type { Deps } from '../../app.ts'
import { acting } from '../../web/permissions.ts'
import { NotPrinted } from '../papers/index.ts'
import { reportDefinitions, reportsOfOne } from './definitions.ts'
import { reportsPage } from './index.views.ts'
import { reportRoutes } from './report-routes.ts'

/** What the books come to, seen from every side. */
export const reportsRoutes: FastifyPluginAsync<Deps> = async (app, deps) => {
  app.setErrorHandler((error, request, reply) => {
    if (!(error instanceof NotPrinted)) throw error
    request.log.error({ err: error }, 'not printed')
    const failed = { requestId: request.id, retryHref: request.url, pageHref: request.url.replace('.pdf', '') }
    return reply.code(503).header('retry-after', '5').page('print/failed', failed)
  })

  // Who keeps the stock has reports of it, and not the books: each report asks for its own permission.
  app.get('/reports', { config: { permission: 'stock.view' } }, async (request, reply) => {
    const { business } = acting(request)
    const reader = { t: reply.t, locale: request.locale, zone: business.zone, role: business.role }
    return reply.page('reports/index', reportsPage(reader, reportDefinitions))
  })
  for (const definition of [...reportDefinitions, ...reportsOfOne]) reportRoutes(app, deps, definition)
}
