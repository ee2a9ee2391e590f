import { type FastifyPluginAsyncTypebox, Type } from '@fastify/type-provider-typebox'
import type { Deps } from '../../../app.ts'
import { todayIn } from '../../../core/dates.ts'
import { Refusal } from '../../../core/errors.ts'
import { inBusiness } from '../../../db/tenant.ts'
import { goTo } from '../../../web/htmx.ts'
import { acting, actorOf } from '../../../web/permissions.ts'
import { isWordKey } from '../../../words/index.ts'
import { findReturn } from '../showing/showing.queries.ts'
import { cancelReturn } from './cancelling.commands.ts'
import { cancellingView } from './cancelling.views.ts'

const params = Type.Object({ id: Type.String({ maxLength: 40 }) }, { additionalProperties: false })
const body = Type.Object({ reason: Type.String({ maxLength: 200, default: '' }) }, { additionalProperties: false })
const config = { permission: 'sale.cancel' } as const
const url = '/returns/:id/cancellation'

export const cancellingRoutes: FastifyPluginAsyncTypebox<Deps> = async (app, { db, clock }) => {
  app.get(url, { schema: { params }, config }, async (request, reply) => {
    const { businessId } = acting(request)
    const found = await inBusiness(db, businessId, (tx) => findReturn(tx, businessId, request.params.id))
    if (found.paper.isCancelled) return goTo(reply, `/returns/${found.paper.id}`)
    return reply.page('returns/cancelling', cancellingView(reply.t, found.paper, ''))
  })

  app.post(url, { schema: { params, body }, config }, async (request, reply) => {
    const { businessId, business } = acting(request)
    const { id } = request.params
    const { reason } = request.body
    const asked = { id, reason, onDate: todayIn(clock(), business.zone) }
    try {
      const { number } = await inBusiness(db, businessId, (tx) =>
        cancelReturn(tx, businessId, asked, actorOf(request, clock)),
      )
      request.session.flash = { key: 'returns.cancel.done', values: { number } }
      return goTo(reply, `/returns/${id}`)
    } catch (error) {
      if (!(error instanceof Refusal) || !isWordKey(error.key)) throw error
      const { paper } = await inBusiness(db, businessId, (tx) => findReturn(tx, businessId, id))
      const errors = { reason: { key: error.key, values: error.values } }
      return reply.code(error.status).page('returns/cancelling', cancellingView(reply.t, paper, reason, errors))
    }
  })
}
