import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import type { Deps } from '../../../app.ts'
import { todayIn } from '../../../core/dates.ts'
import { Refusal } from '../../../core/errors.ts'
import { inBusiness } from '../../../db/tenant.ts'
import { goTo } from '../../../web/htmx.ts'
import { acting, actorOf } from '../../../web/permissions.ts'
import { isWordKey, type Said } from '../../../words/index.ts'
import { createPurchaseOrder, PurchaseOrderRefused } from './making.commands.ts'
import { parseOrder, type TypedOrder } from './making.form.ts'
import { orderBody } from './making.schema.ts'
import { showMaking } from './show-making.ts'

/** The last press: the order gets its number, or says at each field what is wrong. */
export const savingRoutes: FastifyPluginAsyncTypebox<Deps> = async (app, deps) => {
  const { db, clock } = deps
  const config = { permission: 'purchase.order' } as const
  app.post('/purchases/orders', { schema: { body: orderBody }, config }, async (request, reply) => {
    const { businessId, business } = acting(request)
    const typed: TypedOrder = request.body
    const today = todayIn(clock(), business.zone)
    const parsed = parseOrder(typed, today)
    if (!parsed.ok) return showMaking(request, reply.code(422), deps, typed, { errors: parsed.errors })
    const { value } = parsed
    const asked = { ...value, branchId: value.branchId ?? business.branchId }
    try {
      const { number, isWaiting } = await inBusiness(db, businessId, (tx) =>
        createPurchaseOrder(tx, businessId, asked, actorOf(request, clock), {
          today,
          isOwner: business.role === 'owner',
        }),
      )
      const key = isWaiting ? 'purchaseOrders.madeWaiting' : 'purchaseOrders.made'
      request.session.flash = { key, values: { number } }
      return goTo(reply, `/purchases/orders/${value.id}`)
    } catch (error) {
      if (!(error instanceof Refusal) || !isWordKey(error.key) || error.key === 'sales.refusal.otherBody') throw error
      const said: Said = { key: error.key, values: error.values }
      const field = error instanceof PurchaseOrderRefused ? error.field : 'scan'
      return showMaking(request, reply.code(error.status), deps, typed, { errors: { [field]: said } })
    }
  })
}
