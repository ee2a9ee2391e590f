import { type FastifyPluginAsyncTypebox, Type } from '@fastify/type-provider-typebox'
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Deps } from '../../app.ts'
import { Refusal } from '../../core/errors.ts'
import type { Permission } from '../../core/permissions.ts'
import { inBusiness } from '../../db/tenant.ts'
import { goTo } from '../../web/htmx.ts'
import { acting, actorOf } from '../../web/permissions.ts'
import { isWordKey, type Said } from '../../words/index.ts'
import { type AttachedKind, attachTo, detachFrom, findAttachment } from './attachments.commands.ts'

const none = Type.Object({}, { additionalProperties: false })
const params = Type.Object({ id: Type.String({ format: 'uuid' }) }, { additionalProperties: false })
const fileParams = Type.Object(
  { id: Type.String({ format: 'uuid' }), sha: Type.String({ pattern: '^[0-9a-f]{64}$' }) },
  { additionalProperties: false },
)
// The file is looked at byte by byte (attachments.commands.ts), and the form may hold none.
const upload = Type.Object({ attachment: Type.Optional(Type.Unknown()) }, { additionalProperties: false })
/** A photo is larger than a form; a little more is read than is kept, so that who sends too much is told in the form. */
export const fileMultipart = { limits: { files: 1, fields: 900, fileSize: 12 * 1024 * 1024 } }
// Shown as what its bytes were found to be and as nothing else: it runs nothing and loads nothing. Chrome shows no PDF in a
// sandbox.
const policy = "default-src 'none'; style-src 'unsafe-inline'"

export interface AttachedTo extends Deps {
  readonly kind: AttachedKind
  /** '/purchases/bills': a paper stands at its id below. */
  readonly at: string
  readonly edit: Permission
  /** The page of the paper again, with what is wrong with the file. */
  readonly show: (request: FastifyRequest, reply: FastifyReply, id: string, wrong: Said) => unknown
}

/** The files beside the papers of one kind: to add, to see, to take away. */
export const attachmentsRoutes: FastifyPluginAsyncTypebox<AttachedTo> = async (
  app,
  { db, clock, kind, at, edit, show },
) => {
  app.post(
    `${at}/:id/attachments`,
    { schema: { params, body: upload }, config: { permission: edit, multipartOptions: fileMultipart } },
    async (request, reply) => {
      const { businessId } = acting(request)
      const { id } = request.params
      const sent = request.body.attachment
      const bytes = Buffer.isBuffer(sent) ? sent : Buffer.alloc(0)
      try {
        await inBusiness(db, businessId, (tx) => attachTo(tx, businessId, { kind, id, bytes }, actorOf(request, clock)))
      } catch (error) {
        if (!(error instanceof Refusal) || !isWordKey(error.key)) throw error
        return show(request, reply.code(error.status), id, { key: error.key, values: error.values })
      }
      request.session.flash = { key: 'vouchers.attached' }
      return goTo(reply, `${at}/${id}`)
    },
  )

  app.get(
    `${at}/:id/attachments/:sha`,
    { schema: { params: fileParams, querystring: none }, config: { permission: 'purchase.view' } },
    async (request, reply) => {
      const { businessId } = acting(request)
      const asked = { kind, id: request.params.id, sha256: request.params.sha }
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
    `${at}/:id/attachments/:sha/removal`,
    { schema: { params: fileParams }, config: { permission: edit } },
    async (request, reply) => {
      const { businessId } = acting(request)
      const asked = { kind, id: request.params.id, sha256: request.params.sha }
      await inBusiness(db, businessId, (tx) => detachFrom(tx, businessId, asked, actorOf(request, clock)))
      request.session.flash = { key: 'vouchers.detached' }
      return goTo(reply, `${at}/${request.params.id}`)
    },
  )
}
