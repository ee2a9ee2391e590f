import { type FastifyPluginAsyncTypebox, Type } from '@fastify/type-provider-typebox'
import type { Deps } from '../../../app.ts'
import { Refusal } from '../../../core/errors.ts'
import { inBusiness } from '../../../db/tenant.ts'
import { acting, actorOf } from '../../../web/permissions.ts'
import { countParams as params, strict, text } from '../counts.request.ts'
import { cancelCount, closeCount, recount } from './closing.commands.ts'
import { again, done, linesBody, numbersOf, type TypedLines } from './closing.request.ts'

const cancelBody = Type.Object({ reason: text(200) }, strict)
const config = { permission: 'stock.move' } as const

export const closingRoutes: FastifyPluginAsyncTypebox<Deps> = async (app, deps) => {
  const { db, clock } = deps

  app.post('/stock/counts/:id/closing', { schema: { params }, config }, async (request, reply) => {
    const { businessId } = acting(request)
    const { id } = request.params
    await inBusiness(db, businessId, (tx) => closeCount(tx, businessId, id, actorOf(request, clock)))
    return done(request, reply, id, { key: 'counts.closed' })
  })

  app.post('/stock/counts/:id/recount', { schema: { params, body: linesBody }, config }, async (request, reply) => {
    const { businessId } = acting(request)
    const { id } = request.params
    const typed: TypedLines = request.body
    const of = { countId: id, lines: numbersOf(typed, 'again'), place: typed['place'] || null }
    try {
      await inBusiness(db, businessId, (tx) => recount(tx, businessId, of, actorOf(request, clock)))
    } catch (error) {
      return again(deps, request, reply, id, { error, field: 'place', typed })
    }
    return done(request, reply, id, { key: 'counts.recounted' })
  })

  app.post(
    '/stock/counts/:id/cancellation',
    { schema: { params, body: cancelBody }, config },
    async (request, reply) => {
      const { businessId } = acting(request)
      const { id } = request.params
      const reason = request.body.reason.trim()
      if (reason === '') throw new Refusal('counts.refusal.cancelReason')
      const of = { countId: id, reason }
      const number = await inBusiness(db, businessId, (tx) => cancelCount(tx, businessId, of, actorOf(request, clock)))
      return done(request, reply, id, { key: 'counts.cancelled', values: { number } })
    },
  )
}
