import { type FastifyPluginAsyncTypebox, Type } from '@fastify/type-provider-typebox'
import type { Deps } from '../../../app.ts'
import { todayIn } from '../../../core/dates.ts'
import { inBusiness } from '../../../db/tenant.ts'
import { goTo } from '../../../web/htmx.ts'
import { acting, actorOf } from '../../../web/permissions.ts'
import { findClosedDays } from './exceptions/exceptions.queries.ts'
import { exceptionRoutes } from './exceptions/exceptions.routes.ts'
import { setLockDate } from './lock.commands.ts'
import { parseLock } from './lock.form.ts'
import { showLock } from './lock.page.ts'

const none = Type.Object({}, { additionalProperties: false })
const body = Type.Object(
  {
    _csrf: Type.Optional(Type.String({ maxLength: 200 })),
    lockDate: Type.String({ maxLength: 20, default: '' }),
    reason: Type.String({ maxLength: 500, default: '' }),
  },
  { additionalProperties: false },
)
const view = { permission: 'books.view' } as const
const lock = { permission: 'books.lock' } as const

export const lockRoutes: FastifyPluginAsyncTypebox<Deps> = async (app, deps) => {
  const { db, clock } = deps
  await app.register(exceptionRoutes, deps)

  app.get('/books/lock', { schema: { querystring: none }, config: view }, (request, reply) =>
    showLock(request, reply, deps),
  )

  app.post('/books/lock', { schema: { body }, config: lock }, async (request, reply) => {
    const { business, businessId } = acting(request)
    const closed = await inBusiness(db, businessId, (tx) => findClosedDays(tx, businessId))
    const reader = { today: todayIn(clock(), business.zone), locale: request.locale }
    const parsed = parseLock(request.body, reader, closed)
    if (!parsed.ok) return showLock(request, reply.code(422), deps, { values: request.body, errors: parsed.errors })
    await inBusiness(db, businessId, (tx) => setLockDate(tx, businessId, parsed.value, actorOf(request, clock)))
    request.session.flash = { key: 'books.lock.saved' }
    return goTo(reply, '/books/lock')
  })
}
