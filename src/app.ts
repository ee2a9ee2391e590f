import formbody from '@fastify/formbody'
import multipart from '@fastify/multipart'
import Fastify, { type FastifyBaseLogger, type FastifyInstance, LogController, type RouteOptions } from 'fastify'
import type { Config } from './config.ts'
import type { Db } from './db/database.ts'
import { allocationRoutes } from './features/allocation/allocation.routes.ts'
import { auditRoutes } from './features/audit/audit.routes.ts'
import { authRoutes } from './features/auth/auth.routes.ts'
import { type SendMail, sessionStore } from './features/auth/index.ts'
import { bankRoutes } from './features/bank/bank.routes.ts'
import { batchesRoutes } from './features/batches/batches.routes.ts'
import { boardRoutes } from './features/board/board.routes.ts'
import { booksRoutes } from './features/books/books.routes.ts'
import { businessesRoutes } from './features/businesses/businesses.routes.ts'
import { challansRoutes } from './features/challans/challans.routes.ts'
import { chequesRoutes } from './features/cheques/cheques.routes.ts'
import { complianceRoutes } from './features/compliance/compliance.routes.ts'
import { dashboardRoutes } from './features/dashboard/dashboard.routes.ts'
import { estimatesRoutes } from './features/estimates/estimates.routes.ts'
import { exportRoutes } from './features/exports/exports.routes.ts'
import { findingRoutes } from './features/finding/finding.routes.ts'
import { giftVouchersRoutes } from './features/gift-vouchers/gift-vouchers.routes.ts'
import { goodsReceiptsRoutes } from './features/goods-receipts/goods-receipts.routes.ts'
import { importsRoutes } from './features/imports/imports.routes.ts'
import { itemsRoutes } from './features/items/items.routes.ts'
import { jobsRoutes } from './features/jobs/jobs.routes.ts'
import { khataRoutes } from './features/khata/khata.routes.ts'
import { loyaltyRoutes } from './features/loyalty/loyalty.routes.ts'
import { movementsRoutes } from './features/movements/movements.routes.ts'
import { oldGoldRoutes } from './features/old-gold/old-gold.routes.ts'
import { ordersRoutes } from './features/orders/orders.routes.ts'
import { papersRoutes } from './features/papers/papers.routes.ts'
import { partiesRoutes } from './features/parties/parties.routes.ts'
import { paymentsRoutes } from './features/payments/payments.routes.ts'
import { peopleRoutes } from './features/people/people.routes.ts'
import { piecesRoutes } from './features/pieces/pieces.routes.ts'
import { portalRoutes } from './features/portal/portal.routes.ts'
import { priceListsRoutes } from './features/price-lists/price-lists.routes.ts'
import { purchaseOrdersRoutes } from './features/purchase-orders/purchase-orders.routes.ts'
import { purchaseReturnsRoutes } from './features/purchase-returns/purchase-returns.routes.ts'
import { reorderingRoutes } from './features/reordering/reordering.routes.ts'
import { reportsRoutes } from './features/reports/reports.routes.ts'
import { returnsRoutes } from './features/returns/returns.routes.ts'
import { salesRoutes } from './features/sales/index.ts'
import { salespeopleRoutes } from './features/salespeople/salespeople.routes.ts'
import { statementsRoutes } from './features/statements/statements.routes.ts'
import { stockRoutes } from './features/stock/stock.routes.ts'
import { stockCountsRoutes } from './features/stock-counts/stock-counts.routes.ts'
import { supplierBillsRoutes } from './features/supplier-bills/supplier-bills.routes.ts'
import { tillsRoutes } from './features/tills/tills.routes.ts'
import { valueTablesRoutes } from './features/value-tables/value-tables.routes.ts'
import { vouchersRoutes } from './features/vouchers/vouchers.routes.ts'
import type { Queue } from './jobs/queue.ts'
import type { Printer } from './pdf/printer.ts'
import { assets } from './web/assets.ts'
import { boundary } from './web/boundary.ts'
import { compression } from './web/compression.ts'
import { errors } from './web/errors.ts'
import { farewell } from './web/farewell.ts'
import { health } from './web/health.ts'
import { lazyValidators } from './web/lazy-validators.ts'
import { requestLog } from './web/log.ts'
import { permissions } from './web/permissions.ts'
import { render } from './web/render.ts'
import { security } from './web/security.ts'
import { sessions } from './web/session.ts'
import { seats } from './web/till.ts'
import { unreadable } from './web/unreadable.ts'

/** Everything that the app needs from outside. */
export interface Deps {
  config: Config
  db: Db
  clock: () => Date
  printer: Printer
  /** Otherwise by the mail server of the settings. */
  mail?: SendMail
  /** Where one runs, the server is ready only while it does. */
  queue?: Pick<Queue, 'answers'>
}

interface Start extends Deps {
  log: FastifyBaseLogger
  /** Told of every route as it is declared. */
  onRoute?: ((route: RouteOptions) => void) | undefined
}

/** The whole app as a value: the platform's plugins in their order, then one line a feature. */
export async function buildApp(deps: Start): Promise<FastifyInstance> {
  const { clock, config, db, log, onRoute } = deps
  const app = Fastify({
    loggerInstance: log,
    trustProxy: trusted(config.trustProxy),
    bodyLimit: 256 * 1024,
    requestTimeout: 10_000,
    // A client that drips its head byte by byte holds a socket no longer than this; Node looks only so often.
    http: { headersTimeout: 5_000, connectionsCheckingInterval: 1_000 },
    frameworkErrors: unreadable,
    // A line of ours without the query and the token stands in its place (web/log.ts).
    logController: new LogController({ disableRequestLogging: true }),
  })
  app.setValidatorCompiler(lazyValidators())
  if (onRoute) app.addHook('onRoute', onRoute)
  await app.register(permissions)
  await app.register(security)
  await app.register(compression)
  await app.register(farewell)
  // Before every route: a route answers its errors by the handler that stands when it is declared.
  await app.register(errors)
  await app.register(assets)
  await app.register(formbody)
  await app.register(multipart, {
    attachFieldsToBody: 'keyValues',
    limits: { files: 1, fields: 10, fileSize: 1024 * 1024 },
  })
  await app.register(sessions, { store: sessionStore(db, clock), secret: config.secret, secure: config.cookieSecure })
  await app.register(seats, { db, secret: config.secret, secure: config.cookieSecure })
  await app.register(boundary)
  await app.register(render, { isDemo: config.isDemo })
  await app.register(requestLog)
  await app.register(health, deps)
  await registerFeatures(app, deps)
  return app
}

async function registerFeatures(app: FastifyInstance, deps: Deps): Promise<void> {
  await app.register(authRoutes, deps)
  await app.register(paymentsRoutes, deps)
  await app.register(peopleRoutes, deps)
  await app.register(auditRoutes, deps)
  await app.register(bankRoutes, deps)
  await app.register(boardRoutes, deps)
  await app.register(booksRoutes, deps)
  await app.register(vouchersRoutes, deps)
  await app.register(businessesRoutes, deps)
  await app.register(complianceRoutes, deps)
  await app.register(dashboardRoutes, deps)
  await app.register(exportRoutes, deps)
  await app.register(importsRoutes, deps)
  await app.register(findingRoutes, deps)
  await app.register(itemsRoutes, deps)
  await app.register(salesRoutes, deps)
  await app.register(estimatesRoutes, deps)
  await app.register(ordersRoutes, deps)
  await app.register(purchaseOrdersRoutes, deps)
  await app.register(reorderingRoutes, deps)
  await app.register(challansRoutes, deps)
  await app.register(batchesRoutes, deps)
  await app.register(goodsReceiptsRoutes, deps)
  await app.register(partiesRoutes, deps)
  await app.register(oldGoldRoutes, deps)
  await app.register(returnsRoutes, deps)
  await app.register(papersRoutes, deps)
  await app.register(portalRoutes, deps)
  await app.register(priceListsRoutes, deps)
  await app.register(reportsRoutes, deps)
  await app.register(khataRoutes, deps)
  await app.register(loyaltyRoutes, deps)
  await app.register(giftVouchersRoutes, deps)
  await app.register(allocationRoutes, deps)
  await app.register(chequesRoutes, deps)
  await app.register(jobsRoutes, deps)
  await app.register(statementsRoutes, deps)
  await app.register(stockRoutes, deps)
  await app.register(movementsRoutes, deps)
  await app.register(stockCountsRoutes, deps)
  await app.register(supplierBillsRoutes, deps)
  await app.register(purchaseReturnsRoutes, deps)
  await app.register(tillsRoutes, deps)
  await app.register(salespeopleRoutes, deps)
  await app.register(valueTablesRoutes, deps)
  await app.register(piecesRoutes, deps)
}

/** So many proxies stand before us, or exactly these: else anyone could write the address that a throttle counts by. */
function trusted(proxies: Config['trustProxy']): false | string[] | ((address: string, hop: number) => boolean) {
  return typeof proxies === 'number' ? (_address, hop) => hop < proxies : proxies
}
