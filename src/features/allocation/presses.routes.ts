import { type FastifyPluginAsyncTypebox, Type } from '@fastify/type-provider-typebox'
import type { Deps } from '../../app.ts'
import { todayIn } from '../../core/dates.ts'
import { inBusiness } from '../../db/tenant.ts'
import { goTo } from '../../web/htmx.ts'
import { acting, actorOf } from '../../web/permissions.ts'
import { settle, undoOne } from './allocation.commands.ts'
import { refuseAllocation } from './allocation.page.ts'

const uuid = '[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}'
const id = Type.String({ pattern: `^${uuid}$` })
const params = Type.Object({ id: Type.String({ maxLength: 40 }) })
const all = Type.Object({ id }, { additionalProperties: false })
const one = Type.Object({ allocation: id }, { additionalProperties: false })

/** What is done with one press: everything settled oldest first, and one settling taken back. */
export const pressesRoutes: FastifyPluginAsyncTypebox<Deps> = async (app, deps) => {
  const { db, clock } = deps

  app.post(
    '/parties/:id/allocation/all',
    { schema: { params, body: all }, config: { permission: 'payment.make' } },
    async (request, reply) => {
      const { businessId, business } = acting(request)
      const partyId = request.params.id
      const onDate = todayIn(clock(), business.zone)
      const asked = { id: request.body.id, partyId, onDate, shares: 'oldest' } as const
      try {
        await inBusiness(db, businessId, (tx) => settle(tx, businessId, asked, actorOf(request, clock)))
      } catch (error) {
        return refuseAllocation(deps, request, reply, partyId, { error })
      }
      request.session.flash = { key: 'allocation.savedAll' }
      return goTo(reply, `/parties/${partyId}/allocation`)
    },
  )

  app.post(
    '/parties/:id/allocation/undo',
    { schema: { params, body: one }, config: { permission: 'payment.cancel' } },
    async (request, reply) => {
      const { businessId, business } = acting(request)
      const partyId = request.params.id
      const asked = { partyId, allocationId: request.body.allocation, onDate: todayIn(clock(), business.zone) }
      try {
        await inBusiness(db, businessId, (tx) => undoOne(tx, businessId, asked, actorOf(request, clock)))
      } catch (error) {
        return refuseAllocation(deps, request, reply, partyId, { error })
      }
      request.session.flash = { key: 'allocation.undone' }
      return goTo(reply, `/parties/${partyId}/allocation`)
    },
  )
}
