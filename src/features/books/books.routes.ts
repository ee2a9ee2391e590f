import { type FastifyPluginAsyncTypebox, Type } from '@fastify/type-provider-typebox'
import type { Deps } from '../../app.ts'
import { inBusiness } from '../../db/tenant.ts'
import { goTo } from '../../web/htmx.ts'
import { acting, actorOf } from '../../web/permissions.ts'
import { chartRoutes } from './accounts/chart.routes.ts'
import { booksTabs, type Reader } from './books.views.ts'
import { findLastCheckIfAny, runBooksCheck } from './check/check.commands.ts'
import { checkView } from './check/check.views.ts'
import { hubView } from './hub/hub.views.ts'
import { lockRoutes } from './lock/lock.routes.ts'
import { openingRoutes } from './opening/opening.routes.ts'
import { yearRoutes } from './year/year.routes.ts'

const none = Type.Object({}, { additionalProperties: false })
const view = { permission: 'books.view' } as const

export const booksRoutes: FastifyPluginAsyncTypebox<Deps> = async (app, deps) => {
  const { db, clock } = deps
  await app.register(chartRoutes, deps)
  await app.register(openingRoutes, deps)
  await app.register(lockRoutes, deps)
  await app.register(yearRoutes, deps)

  app.get('/books', { schema: { querystring: none }, config: view }, async (request, reply) => {
    const { role } = acting(request).business
    return reply.page('books/hub', hubView(reply.t, role, booksTabs(reply.t, role, 'hub')))
  })

  app.get('/books/check', { schema: { querystring: none }, config: view }, async (request, reply) => {
    const { business, businessId } = acting(request)
    const run = await inBusiness(db, businessId, (tx) => findLastCheckIfAny(tx, businessId))
    const reader: Reader = { t: reply.t, locale: request.locale, zone: business.zone }
    return reply.page('books/check', checkView(reader, booksTabs(reply.t, business.role, 'check'), run))
  })

  app.post('/books/check', { config: view }, async (request, reply) => {
    const { businessId } = acting(request)
    await inBusiness(db, businessId, (tx) => runBooksCheck(tx, businessId, actorOf(request, clock)))
    return goTo(reply, '/books/check')
  })
}
