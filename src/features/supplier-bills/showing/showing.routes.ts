import { type FastifyPluginAsyncTypebox, Type } from '@fastify/type-provider-typebox'
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Deps } from '../../../app.ts'
import { todayIn } from '../../../core/dates.ts'
import { Refusal } from '../../../core/errors.ts'
import { inBusiness } from '../../../db/tenant.ts'
import { goTo } from '../../../web/htmx.ts'
import { acting, actorOf } from '../../../web/permissions.ts'
import { isWordKey, type Said } from '../../../words/index.ts'
import { attachToBill, detachFromBill, findBillAttachment } from '../attachments/attachments.commands.ts'
import { multipartOptions, sentIn } from '../making/making.schema.ts'
import { findBill } from './showing.queries.ts'
import { shownBillView } from './showing.views.ts'

const none = Type.Object({}, { additionalProperties: false })
const params = Type.Object({ id: Type.String({ format: 'uuid' }) }, { additionalProperties: false })
const fileParams = Type.Object(
  { id: Type.String({ format: 'uuid' }), sha: Type.String({ pattern: '^[0-9a-f]{64}$' }) },
  { additionalProperties: false },
)
// The file is looked at byte by byte (attachments.commands.ts), and the form may hold none.
const upload = Type.Object({ attachment: Type.Optional(Type.Unknown()) }, { additionalProperties: false })
const view = { permission: 'purchase.view' } as const
const edit = { permission: 'purchase.bill' } as const

/** One bill of a supplier, and the files beside it. */
export const showingRoutes: FastifyPluginAsyncTypebox<Deps> = async (app, { db, clock }) => {
  const show = async (request: FastifyRequest, reply: FastifyReply, id: string, wrong?: Said) => {
    const { business, businessId } = acting(request)
    const found = await inBusiness(db, businessId, (tx) => findBill(tx, businessId, id))
    const by = { today: todayIn(clock(), business.zone), role: business.role, wrong }
    return reply.page('supplier-bills/show', shownBillView({ t: reply.t, locale: request.locale }, found, by))
  }

  app.get('/purchases/bills/:id', { schema: { params, querystring: none }, config: view }, (request, reply) =>
    show(request, reply, request.params.id),
  )

  app.post(
    '/purchases/bills/:id/attachments',
    { schema: { params, body: upload }, config: { ...edit, multipartOptions } },
    async (request, reply) => {
      const { businessId } = acting(request)
      const { id } = request.params
      const { file: bytes } = sentIn(request.body)
      try {
        await inBusiness(db, businessId, (tx) => attachToBill(tx, businessId, { id, bytes }, actorOf(request, clock)))
      } catch (error) {
        if (!(error instanceof Refusal) || !isWordKey(error.key)) throw error
        return show(request, reply.code(error.status), id, { key: error.key, values: error.values })
      }
      request.session.flash = { key: 'vouchers.attached' }
      return goTo(reply, `/purchases/bills/${id}`)
    },
  )

  // Shown as what its bytes were found to be and as nothing else: it runs nothing and loads nothing. Chrome shows no PDF
  // in a sandbox.
  const policy = "default-src 'none'; style-src 'unsafe-inline'"
  app.get(
    '/purchases/bills/:id/attachments/:sha',
    { schema: { params: fileParams, querystring: none }, config: view },
    async (request, reply) => {
      const { businessId } = acting(request)
      const asked = { id: request.params.id, sha256: request.params.sha }
      const { name, mime, bytes } = await inBusiness(db, businessId, (tx) => findBillAttachment(tx, businessId, asked))
      return reply
        .type(mime)
        .header('content-security-policy', mime === 'application/pdf' ? policy : `${policy}; sandbox`)
        .header('content-disposition', `inline; filename="${name}"`)
        .header('cache-control', 'private, no-cache')
        .send(bytes)
    },
  )

  app.post(
    '/purchases/bills/:id/attachments/:sha/removal',
    { schema: { params: fileParams }, config: edit },
    async (request, reply) => {
      const { businessId } = acting(request)
      const asked = { id: request.params.id, sha256: request.params.sha }
      await inBusiness(db, businessId, (tx) => detachFromBill(tx, businessId, asked, actorOf(request, clock)))
      request.session.flash = { key: 'vouchers.detached' }
      return goTo(reply, `/purchases/bills/${request.params.id}`)
    },
  )
}
