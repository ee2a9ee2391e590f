import { type FastifyPluginAsyncTypebox, Type } from '@fastify/type-provider-typebox'
import type { Deps } from '../../../app.ts'
import { rupees } from '../../../core/money.ts'
import { inBusiness } from '../../../db/tenant.ts'
import { goTo } from '../../../web/htmx.ts'
import { acting, actorOf } from '../../../web/permissions.ts'
import type { Said, Translate } from '../../../words/index.ts'
import { counterAddressOf, deskOf } from '../../sales/index.ts'
import { type Begun, beginBill } from './converting.commands.ts'

const params = Type.Object({ id: Type.String({ format: 'uuid' }) })

export const convertingRoutes: FastifyPluginAsyncTypebox<Deps> = async (app, { db, clock }) => {
  app.post(
    '/estimates/:id/bill',
    { schema: { params }, config: { permission: 'sale.make' } },
    async (request, reply) => {
      const { businessId } = acting(request)
      const by = { actor: actorOf(request, clock), desk: deskOf(request, clock) }
      const begun = await inBusiness(db, businessId, (tx) => beginBill(tx, businessId, request.params.id, by))
      request.session.flash = saidOf(reply.t, begun)
      return goTo(reply, counterAddressOf(begun.draftId))
    },
  )
}

/** What the customer will ask: the price of the paper, or another, and why. */
function saidOf(t: Translate, { number, before, now, rates }: Begun): Said {
  if (now === before) return { key: 'estimates.converted', values: { number, now: rupees(now) } }
  const moved = rates.map((rate) => t('estimates.changed.rate', rate)).join('')
  return { key: 'estimates.changed', values: { number, now: rupees(now), before: rupees(before), rates: moved } }
}
