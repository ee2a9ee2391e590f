import { type FastifyPluginAsyncTypebox, Type } from '@fastify/type-provider-typebox'
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Deps } from '../../../app.ts'
import { todayIn } from '../../../core/dates.ts'
import { inBusiness } from '../../../db/tenant.ts'
import { formFields, type Typed } from '../../../web/form-fields.ts'
import { goTo } from '../../../web/htmx.ts'
import { acting, actorOf } from '../../../web/permissions.ts'
import { booksTabs, typedDate } from '../books.views.ts'
import { setLockDate } from './lock.commands.ts'
import { parseLock } from './lock.form.ts'
import { findLock } from './lock.queries.ts'
import { lockView } from './lock.views.ts'

const none = Type.Object({}, { additionalProperties: false })
const body = Type.Object(
  {
    _csrf: Type.Optional(Type.String({ maxLength: 200 })),
    lockDate: Type.String({ maxLength: 20, default: '' }),
    reason: Type.String({ maxLength: 500, default: '' }),
  },
  { additionalProperties: false },
)
const lock = { permission: 'books.lock' } as const

export const lockRoutes: FastifyPluginAsyncTypebox<Deps> = async (app, { db, clock }) => {
  app.get('/books/lock', { schema: { querystring: none }, config: lock }, async (request, reply) => {
    const { businessId } = acting(request)
    const found = await inBusiness(db, businessId, (tx) => findLock(tx, businessId))
    return show(request, reply, found, {
      values: { lockDate: found.lockDate === null ? '' : typedDate(found.lockDate) },
      errors: {},
    })
  })

  app.post('/books/lock', { schema: { body }, config: lock }, async (request, reply) => {
    const { business, businessId } = acting(request)
    const found = await inBusiness(db, businessId, (tx) => findLock(tx, businessId))
    const parsed = parseLock(request.body, todayIn(clock(), business.zone), found.lockDate)
    if (!parsed.ok) return show(request, reply.code(422), found, { values: request.body, errors: parsed.errors })
    await inBusiness(db, businessId, (tx) => setLockDate(tx, businessId, parsed.value, actorOf(request, clock)))
    request.session.flash = { key: 'books.lock.saved' }
    return goTo(reply, '/books/lock')
  })
}

type Found = Awaited<ReturnType<typeof findLock>>

function show(request: FastifyRequest, reply: FastifyReply, found: Found, typed: Typed): Promise<string> {
  const { business } = acting(request)
  const reader = { t: reply.t, locale: request.locale, zone: business.zone }
  const fields = formFields(reply.t, typed)
  return reply.page('books/lock', lockView(reader, booksTabs(reply.t, business.role, 'lock'), found, fields))
}
