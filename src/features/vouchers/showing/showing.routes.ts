import { type FastifyPluginAsyncTypebox, Type } from '@fastify/type-provider-typebox'
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Deps } from '../../../app.ts'
import { Refusal } from '../../../core/errors.ts'
import { inBusiness } from '../../../db/tenant.ts'
import { goTo } from '../../../web/htmx.ts'
import { acting, actorOf } from '../../../web/permissions.ts'
import { isWordKey, type Said } from '../../../words/index.ts'
import { attachFile, detachFile, findAttachment } from '../attachments/attachments.commands.ts'
import { multipartOptions, sentIn } from '../entering/entering.schema.ts'
import { findShown } from './showing.queries.ts'
import { voucherView } from './showing.views.ts'

const none = Type.Object({}, { additionalProperties: false })
const params = Type.Object({ id: Type.String({ format: 'uuid' }) }, { additionalProperties: false })
const fileParams = Type.Object(
  { id: Type.String({ format: 'uuid' }), sha: Type.String({ pattern: '^[0-9a-f]{64}$' }) },
  { additionalProperties: false },
)
// The file is looked at byte by byte (attachments.commands.ts), and the form may hold none.
const upload = Type.Object({ attachment: Type.Optional(Type.Unknown()) }, { additionalProperties: false })
const view = { permission: 'books.view' } as const
const post = { permission: 'books.post' } as const

/** One voucher, and the files beside it. */
export const showingRoutes: FastifyPluginAsyncTypebox<Deps> = async (app, { db, clock }) => {
  const show = async (request: FastifyRequest, reply: FastifyReply, id: string, wrong?: Said) => {
    const { business, businessId } = acting(request)
    const found = await inBusiness(db, businessId, (tx) => findShown(tx, businessId, id))
    const reader = { t: reply.t, locale: request.locale, zone: business.zone }
    return reply.page('vouchers/show', voucherView(reader, found, { role: business.role, wrong }))
  }

  app.get('/vouchers/:id', { schema: { params, querystring: none }, config: view }, (request, reply) =>
    show(request, reply, request.params.id),
  )

  app.post(
    '/vouchers/:id/attachments',
    { schema: { params, body: upload }, config: { ...post, multipartOptions } },
    async (request, reply) => {
      const { businessId } = acting(request)
      const voucherId = request.params.id
      const { file: bytes } = sentIn(request.body)
      try {
        const actor = actorOf(request, clock)
        await inBusiness(db, businessId, (tx) => attachFile(tx, businessId, { voucherId, bytes }, actor))
      } catch (error) {
        if (!(error instanceof Refusal) || !isWordKey(error.key)) throw error
        return show(request, reply.code(error.status), voucherId, { key: error.key, values: error.values })
      }
      request.session.flash = { key: 'vouchers.attached' }
      return goTo(reply, `/vouchers/${voucherId}`)
    },
  )

  // Shown as what its bytes were found to be and as nothing else: it runs nothing and loads nothing. Chrome shows no PDF
  // in a sandbox.
  const policy = "default-src 'none'; style-src 'unsafe-inline'"
  app.get(
    '/vouchers/:id/attachments/:sha',
    { schema: { params: fileParams, querystring: none }, config: view },
    async (request, reply) => {
      const { businessId } = acting(request)
      const asked = { voucherId: request.params.id, sha256: request.params.sha }
      const { name, mime, bytes } = await inBusiness(db, businessId, (tx) => findAttachment(tx, businessId, asked))
      return reply
        .type(mime)
        .header('content-security-policy', mime === 'application/pdf' ? policy : `${policy}; sandbox`)
        .header('content-disposition', `inline; filename="${name}"`)
        .header('cache-control', 'private, no-cache')
        .send(bytes)
    },
  )

  app.post(
    '/vouchers/:id/attachments/:sha/removal',
    { schema: { params: fileParams }, config: post },
    async (request, reply) => {
      const { businessId } = acting(request)
      const asked = { voucherId: request.params.id, sha256: request.params.sha }
      await inBusiness(db, businessId, (tx) => detachFile(tx, businessId, asked, actorOf(request, clock)))
      request.session.flash = { key: 'vouchers.detached' }
      return goTo(reply, `/vouchers/${request.params.id}`)
    },
  )
}
