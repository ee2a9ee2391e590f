import { type FastifyPluginAsyncTypebox, Type } from '@fastify/type-provider-typebox'
import type { FastifyReply } from 'fastify'
import type { Deps } from '../../../app.ts'
import { parseRupees } from '../../../core/money.ts'
import { inBusiness } from '../../../db/tenant.ts'
import { goTo } from '../../../web/htmx.ts'
import { acting, actorOf } from '../../../web/permissions.ts'
import type { Said } from '../../../words/index.ts'
import { findApprovalLimit, setApprovalLimit } from './settings.commands.ts'
import { settingsView } from './settings.views.ts'

const body = Type.Object({ limit: Type.String({ maxLength: 30, default: '' }) }, { additionalProperties: false })
const url = '/purchases/orders/settings'

/** Above which total an order waits for someone who may approve it. */
export const settingsRoutes: FastifyPluginAsyncTypebox<Deps> = async (app, { db, clock }) => {
  const show = (reply: FastifyReply, typed: string, said?: Said) =>
    reply.page('purchase-orders/settings', settingsView(reply.t, typed, said))

  app.get(url, { config: { permission: 'settings.edit' } }, async (request, reply) => {
    const { businessId } = acting(request)
    const limit = await inBusiness(db, businessId, (tx) => findApprovalLimit(tx, businessId))
    return show(reply, limit.typed)
  })

  app.post(url, { schema: { body }, config: { permission: 'settings.edit' } }, async (request, reply) => {
    const { businessId } = acting(request)
    const typed = request.body.limit.trim()
    const limit = typed === '' ? null : parseRupees(typed)
    if (limit === undefined || (limit !== null && (limit < 0n || limit > 10n ** 15n)))
      return show(reply.code(422), typed, { key: 'fields.amount' })
    await inBusiness(db, businessId, (tx) => setApprovalLimit(tx, businessId, limit, actorOf(request, clock)))
    request.session.flash = { key: 'shell.saved' }
    return goTo(reply, url)
  })
}
