import { type FastifyPluginAsyncTypebox, Type } from '@fastify/type-provider-typebox'
import type { FastifyRequest } from 'fastify'
import type { Deps } from '../../../app.ts'
import { Refusal } from '../../../core/errors.ts'
import { inBusiness } from '../../../db/tenant.ts'
import { goTo } from '../../../web/htmx.ts'
import { acting, actorOf } from '../../../web/permissions.ts'
import { isWordKey } from '../../../words/index.ts'
import { pieceParams, uuid } from '../pieces.schema.ts'
import { showPiece } from '../showing/showing.page.ts'
import { findPhoto, largestPhoto, removePhoto, setPhoto } from './photo.commands.ts'

const photoParams = Type.Object({ pieceId: uuid, sha256: Type.String({ pattern: '^[0-9a-f]{64}$' }) })
// The picture is looked at byte by byte (photo.commands.ts), and the form may hold none.
const upload = Type.Object({ photo: Type.Optional(Type.Unknown()) }, { additionalProperties: false })
const edit = { permission: 'piece.edit' } as const

export const photoRoutes: FastifyPluginAsyncTypebox<Deps> = async (app, deps) => {
  const { db, clock } = deps
  app.get(
    '/pieces/:pieceId/photo/:sha256',
    { schema: { params: photoParams }, config: { permission: 'piece.view' } },
    async (request, reply) => {
      const { businessId } = acting(request)
      const { mime, bytes } = await inBusiness(db, businessId, (tx) => findPhoto(tx, businessId, request.params))
      return reply.type(mime).header('cache-control', 'private, max-age=31536000, immutable').send(bytes)
    },
  )

  app.post(
    '/pieces/:pieceId/photo',
    { schema: { params: pieceParams, body: upload }, bodyLimit: largestPhoto + 64 * 1024, config: edit },
    async (request, reply) => {
      const { businessId } = acting(request)
      const { pieceId } = request.params
      try {
        const photo = { pieceId, bytes: pictureOf(request) }
        await inBusiness(db, businessId, (tx) => setPhoto(tx, businessId, photo, actorOf(request, clock)))
      } catch (error) {
        if (!(error instanceof Refusal) || !isWordKey(error.key)) throw error
        return showPiece(deps, request, reply.code(422), { pieceId, photoError: reply.t(error.key) })
      }
      return goTo(reply, `/pieces/${pieceId}`)
    },
  )

  app.post(
    '/pieces/:pieceId/photo/removal',
    { schema: { params: pieceParams }, config: edit },
    async (request, reply) => {
      const { businessId } = acting(request)
      const { pieceId } = request.params
      await inBusiness(db, businessId, (tx) => removePhoto(tx, businessId, pieceId, actorOf(request, clock)))
      return goTo(reply, `/pieces/${pieceId}`)
    },
  )
}

/** The file that the form sent; nothing chosen is no picture. */
function pictureOf(request: FastifyRequest): Buffer {
  const body: unknown = request.body
  const sent = typeof body === 'object' && body !== null && 'photo' in body ? body.photo : undefined
  return Buffer.isBuffer(sent) ? sent : Buffer.alloc(0)
}
