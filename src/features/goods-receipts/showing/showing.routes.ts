import { type FastifyPluginAsyncTypebox, Type } from '@fastify/type-provider-typebox'
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Deps } from '../../../app.ts'
import { inBusiness } from '../../../db/tenant.ts'
import { acting } from '../../../web/permissions.ts'
import type { Said } from '../../../words/index.ts'
import { attachmentsRoutes } from '../../attachments/index.ts'
import { findReceipt } from './showing.queries.ts'
import { receiptView } from './showing.views.ts'

const params = Type.Object({ id: Type.String({ format: 'uuid' }) }, { additionalProperties: false })

/** One receipt, and the files beside it: the supplier's challan, a photo of what was broken. */
export const showingRoutes: FastifyPluginAsyncTypebox<Deps> = async (app, deps) => {
  const show = async (request: FastifyRequest, reply: FastifyReply, id: string, wrong?: Said) => {
    const { businessId, business } = acting(request)
    const found = await inBusiness(deps.db, businessId, (tx) => findReceipt(tx, businessId, id))
    const reader = { t: reply.t, locale: request.locale }
    return reply.page('goods-receipts/show', receiptView(reader, found, { role: business.role, wrong }))
  }

  app.get(
    '/purchases/receipts/:id',
    { schema: { params }, config: { permission: 'purchase.view' } },
    (request, reply) => show(request, reply, request.params.id),
  )

  const files = { kind: 'goods-receipt', at: '/purchases/receipts', edit: 'purchase.receive', show } as const
  await app.register(attachmentsRoutes, { ...deps, ...files })
}
