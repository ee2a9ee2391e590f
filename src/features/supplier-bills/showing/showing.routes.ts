import { type FastifyPluginAsyncTypebox, Type } from '@fastify/type-provider-typebox'
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Deps } from '../../../app.ts'
import { todayIn } from '../../../core/dates.ts'
import { inBusiness } from '../../../db/tenant.ts'
import { acting } from '../../../web/permissions.ts'
import type { Said } from '../../../words/index.ts'
import { attachmentsRoutes } from '../../attachments/index.ts'
import { findBill } from './showing.queries.ts'
import { shownBillView } from './showing.views.ts'

const none = Type.Object({}, { additionalProperties: false })
const params = Type.Object({ id: Type.String({ format: 'uuid' }) }, { additionalProperties: false })
const view = { permission: 'purchase.view' } as const

/** One bill of a supplier, and the files beside it. */
export const showingRoutes: FastifyPluginAsyncTypebox<Deps> = async (app, deps) => {
  const { db, clock } = deps
  const show = async (request: FastifyRequest, reply: FastifyReply, id: string, wrong?: Said) => {
    const { business, businessId } = acting(request)
    const found = await inBusiness(db, businessId, (tx) => findBill(tx, businessId, id))
    const by = { today: todayIn(clock(), business.zone), role: business.role, wrong }
    return reply.page('supplier-bills/show', shownBillView({ t: reply.t, locale: request.locale }, found, by))
  }

  app.get('/purchases/bills/:id', { schema: { params, querystring: none }, config: view }, (request, reply) =>
    show(request, reply, request.params.id),
  )

  const files = { kind: 'supplier-bill', at: '/purchases/bills', edit: 'purchase.bill', show } as const
  await app.register(attachmentsRoutes, { ...deps, ...files })
}
