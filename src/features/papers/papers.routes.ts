import type { FastifyPluginAsync } from 'fastify'
import type { Deps } from '../../app.ts'
import { invoiceRoutes } from './invoice/invoice.routes.ts'
import { moneyRoutes } from './money/money.routes.ts'
import { NotPrinted } from './printing.ts'
import { sheetsRoutes } from './sheets/sheets.routes.ts'
import { statementRoutes } from './statement/statement.routes.ts'
import { voucherRoutes } from './voucher/voucher.routes.ts'

declare module '../../web/views.ts' {
  interface Views {
    'print/failed': { requestId: string; retryHref: string; pageHref: string }
  }
}

/** What goes out on paper: a page that the browser prints, and a PDF from the same template. */
export const papersRoutes: FastifyPluginAsync<Deps> = async (app, deps) => {
  app.setErrorHandler((error, request, reply) => {
    if (!(error instanceof NotPrinted)) throw error
    request.log.error({ err: error }, 'not printed')
    const failed = { requestId: request.id, retryHref: request.url, pageHref: request.url.replace('.pdf', '') }
    return reply.code(503).header('retry-after', '5').page('print/failed', failed)
  })
  await app.register(invoiceRoutes, deps)
  await app.register(statementRoutes, deps)
  await app.register(moneyRoutes, deps)
  await app.register(voucherRoutes, deps)
  await app.register(sheetsRoutes, deps)
}
