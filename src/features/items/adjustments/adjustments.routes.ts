import { type FastifyPluginAsyncTypebox, Type } from '@fastify/type-provider-typebox'
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Deps } from '../../../app.ts'
import { todayIn } from '../../../core/dates.ts'
import { inBusiness } from '../../../db/tenant.ts'
import type { Typed } from '../../../web/form-fields.ts'
import { goTo } from '../../../web/htmx.ts'
import { acting, actorOf } from '../../../web/permissions.ts'
import type { FieldErrors } from '../../../words/parsed.ts'
import { adjustStock } from '../../stock/index.ts'
import { parseAdjustment } from '../items.form.ts'
import { findItem, listBranches, listLevels } from '../items.queries.ts'
import { errorsOf } from '../items.refusals.ts'
import { itemParams as params, strict, text } from '../items.schema.ts'
import { adjustmentView } from './adjustments.views.ts'

const body = Type.Object({ branch: text(36), direction: text(4), quantity: text(30), reason: text(120) }, strict)
const config = { permission: 'stock.adjust' } as const

export const adjustmentsRoutes: FastifyPluginAsyncTypebox<Deps> = async (app, { db, clock }) => {
  const show = async (request: FastifyRequest, reply: FastifyReply, itemId: string, typed: Typed) => {
    const { businessId } = acting(request)
    const [item, levels] = await inBusiness(db, businessId, (tx) =>
      Promise.all([findItem(tx, businessId, itemId), listLevels(tx, businessId, itemId)]),
    )
    return reply.page('items/adjustment', adjustmentView(reply.t, item, levels, typed))
  }

  app.get('/items/:itemId/adjustments/new', { schema: { params }, config }, (request, reply) =>
    show(request, reply, request.params.itemId, { values: { direction: 'less' }, errors: {} }),
  )

  app.post('/items/:itemId/adjustments', { schema: { params, body }, config }, async (request, reply) => {
    const { businessId, business } = acting(request)
    const { itemId } = request.params
    const again = (errors: FieldErrors) => show(request, reply.code(422), itemId, { values: request.body, errors })
    const branches = await inBusiness(db, businessId, (tx) => listBranches(tx, businessId))
    const parsed = parseAdjustment(
      request.body,
      branches.map(({ id }) => id),
    )
    if (!parsed.ok) return again(parsed.errors)
    const change = { itemId, ...parsed.value, onDate: todayIn(clock(), business.zone) }
    try {
      await inBusiness(db, businessId, (tx) => adjustStock(tx, businessId, change, actorOf(request, clock)))
    } catch (error) {
      return again(errorsOf(error, 'quantity'))
    }
    request.session.flash = { key: 'items.adjusted' }
    return goTo(reply, `/items/${itemId}`)
  })
}
