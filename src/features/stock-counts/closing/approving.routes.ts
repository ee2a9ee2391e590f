import { type FastifyPluginAsyncTypebox, Type } from '@fastify/type-provider-typebox'
import type { Deps } from '../../../app.ts'
import { todayIn } from '../../../core/dates.ts'
import { Refusal } from '../../../core/errors.ts'
import { inBusiness } from '../../../db/tenant.ts'
import { acting, actorOf } from '../../../web/permissions.ts'
import { countParams as params, strict, text } from '../counts.request.ts'
import { approveCount } from './approving.commands.ts'
import { type Decision, decide } from './closing.commands.ts'
import { again, done, linesBody, numbersOf, type TypedLines } from './closing.request.ts'

const body = Type.Object({ alone_reason: text(200) }, strict)
const config = { permission: 'stock.approve' } as const

export const approvingRoutes: FastifyPluginAsyncTypebox<Deps> = async (app, deps) => {
  const { db, clock } = deps

  app.post('/stock/counts/:id/decisions', { schema: { params, body: linesBody }, config }, async (request, reply) => {
    const { businessId } = acting(request)
    const { id } = request.params
    const typed: TypedLines = request.body
    const of = { countId: id, decisions: decisionsOf(typed) }
    try {
      await inBusiness(db, businessId, (tx) => decide(tx, businessId, of, actorOf(request, clock)))
    } catch (error) {
      const line = error instanceof Refusal ? Number(error.values['line'] ?? 0) : 0
      return again(deps, request, reply, id, { error, field: `r.${line}`, typed })
    }
    return done(request, reply, id, { key: 'counts.decided' })
  })

  app.post('/stock/counts/:id/approval', { schema: { params, body }, config }, async (request, reply) => {
    const { businessId, business } = acting(request)
    const { id } = request.params
    const aloneReason = request.body.alone_reason.trim()
    const of = { countId: id, aloneReason, onDate: todayIn(clock(), business.zone) }
    try {
      const values = await inBusiness(db, businessId, (tx) => approveCount(tx, businessId, of, actorOf(request, clock)))
      const key = values.changed > 0 ? 'counts.approved.changed' : 'counts.approved'
      return done(request, reply, id, { key, values: { ...values } })
    } catch (error) {
      return again(deps, request, reply, id, { error, field: 'alone_reason', typed: request.body })
    }
  })
}

const decisionsOf = (typed: TypedLines): Decision[] =>
  numbersOf(typed, 'd').map((line) => ({
    line,
    decision: typed[`d.${line}`] === 'leave' ? 'leave' : 'post',
    reason: typed[`r.${line}`]?.trim() ?? '',
  }))
