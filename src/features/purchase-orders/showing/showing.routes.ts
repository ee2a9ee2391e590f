import { type FastifyPluginAsyncTypebox, Type } from '@fastify/type-provider-typebox'
import type { Deps } from '../../../app.ts'
import { parseDate, todayIn } from '../../../core/dates.ts'
import { inBusiness } from '../../../db/tenant.ts'
import { goTo } from '../../../web/htmx.ts'
import { acting, actorOf } from '../../../web/permissions.ts'
import type { Said } from '../../../words/index.ts'
import { approveOrder, expectOn } from '../deciding/deciding.commands.ts'
import { showOrder } from './show-order.ts'

const params = Type.Object({ id: Type.String({ format: 'uuid' }) })
const expectedBody = Type.Object(
  { expected_on: Type.String({ maxLength: 30, default: '' }) },
  { additionalProperties: false },
)

/** One order: what came of it, what is awaited, and what may be done. */
export const showingRoutes: FastifyPluginAsyncTypebox<Deps> = async (app, deps) => {
  const { db, clock } = deps

  app.get('/purchases/orders/:id', { schema: { params }, config: { permission: 'purchase.view' } }, (request, reply) =>
    showOrder(request, reply, deps, request.params.id),
  )

  app.post(
    '/purchases/orders/:id/approval',
    { schema: { params }, config: { permission: 'purchase.approve' } },
    async (request, reply) => {
      const { businessId, business } = acting(request)
      const asked = { id: request.params.id, isOwner: business.role === 'owner' }
      const { number } = await inBusiness(db, businessId, (tx) =>
        approveOrder(tx, businessId, asked, actorOf(request, clock)),
      )
      request.session.flash = { key: 'purchaseOrders.approved', values: { number } }
      return goTo(reply, `/purchases/orders/${asked.id}`)
    },
  )

  app.post(
    '/purchases/orders/:id/expected',
    { schema: { params, body: expectedBody }, config: { permission: 'purchase.order' } },
    async (request, reply) => {
      const { businessId, business } = acting(request)
      const { id } = request.params
      const typed = request.body
      const today = todayIn(clock(), business.zone)
      const expectedOn = parseDate(typed.expected_on, today)
      if (expectedOn === undefined || expectedOn < today) {
        const said: Said = { key: expectedOn === undefined ? 'fields.date' : 'purchaseOrders.refusal.past' }
        return showOrder(request, reply.code(422), deps, id, { typed, errors: { expected_on: said } })
      }
      const { number } = await inBusiness(db, businessId, (tx) =>
        expectOn(tx, businessId, { id, expectedOn }, actorOf(request, clock)),
      )
      request.session.flash = { key: 'purchaseOrders.expectedSaved', values: { number } }
      return goTo(reply, `/purchases/orders/${id}`)
    },
  )
}
