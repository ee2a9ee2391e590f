import { type FastifyPluginAsyncTypebox, Type } from '@fastify/type-provider-typebox'
import type { FastifyRequest } from 'fastify'
import type { Deps } from '../../../../app.ts'
import { todayIn } from '../../../../core/dates.ts'
import { inBusiness } from '../../../../db/tenant.ts'
import { goTo } from '../../../../web/htmx.ts'
import { acting, actorOf } from '../../../../web/permissions.ts'
import { showLock } from '../lock.page.ts'
import { askException, decideException, endException } from './exceptions.commands.ts'
import { parseException } from './exceptions.form.ts'
import { findClosedDays } from './exceptions.queries.ts'
import { type Hold, holds } from './exceptions.rules.ts'

const csrf = Type.Optional(Type.String({ maxLength: 200 }))
const uuid = Type.String({ format: 'uuid' })
const params = Type.Object({ id: uuid }, { additionalProperties: false })
const asking = Type.Object(
  {
    _csrf: csrf,
    id: uuid,
    from: Type.String({ maxLength: 20, default: '' }),
    to: Type.String({ maxLength: 20, default: '' }),
    reasonAsked: Type.String({ maxLength: 500, default: '' }),
  },
  { additionalProperties: false },
)
const deciding = Type.Object(
  {
    _csrf: csrf,
    decision: Type.Union([Type.Literal('grant'), Type.Literal('refuse')]),
    hold: Type.Unsafe<Hold>(Type.Union(holds.map((hold) => Type.Literal(hold)))),
    note: Type.String({ maxLength: 500, default: '' }),
  },
  { additionalProperties: false },
)
const post = { permission: 'books.post' } as const
const grant = { permission: 'books.grant' } as const

export const exceptionRoutes: FastifyPluginAsyncTypebox<Deps> = async (app, deps) => {
  const { db, clock } = deps
  const personOf = (request: FastifyRequest) => ({
    ...actorOf(request, clock),
    userId: acting(request).who.userId,
  })

  app.post('/books/lock/exceptions', { schema: { body: asking }, config: post }, async (request, reply) => {
    const { business, businessId } = acting(request)
    const { id, from, to, reasonAsked } = request.body
    const closed = await inBusiness(db, businessId, (tx) => findClosedDays(tx, businessId))
    const parsed = parseException({ id, from, to, reason: reasonAsked }, todayIn(clock(), business.zone), closed)
    if (!parsed.ok) {
      const { reason, ...errors } = parsed.errors
      return showLock(request, reply.code(422), deps, {
        values: request.body,
        errors: { ...errors, reasonAsked: reason },
      })
    }
    await inBusiness(db, businessId, (tx) => askException(tx, businessId, parsed.value, personOf(request)))
    request.session.flash = { key: 'lock.ask.sent' }
    return goTo(reply, '/books/lock')
  })

  app.post(
    '/books/lock/exceptions/:id/decision',
    { schema: { params, body: deciding }, config: grant },
    async (request, reply) => {
      const { businessId } = acting(request)
      const { decision, hold, note } = request.body
      const decided = { id: request.params.id, note: note.trim() }
      const asked =
        decision === 'grant'
          ? ({ ...decided, isGranted: true, hold } as const)
          : ({ ...decided, isGranted: false } as const)
      await inBusiness(db, businessId, (tx) => decideException(tx, businessId, asked, personOf(request)))
      request.session.flash = { key: decision === 'grant' ? 'lock.granted' : 'lock.refused' }
      return goTo(reply, '/books/lock')
    },
  )

  app.post('/books/lock/exceptions/:id/end', { schema: { params }, config: grant }, async (request, reply) => {
    const { businessId } = acting(request)
    await inBusiness(db, businessId, (tx) => endException(tx, businessId, request.params.id, personOf(request)))
    request.session.flash = { key: 'lock.ended' }
    return goTo(reply, '/books/lock')
  })
}
