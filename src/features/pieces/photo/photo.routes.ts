import { type FastifyPluginAsyncTypebox, Type } from '@fastify/type-provider-typebox'
import type { Deps } from '../../../app.ts'
import { Refusal } from '../../../core/errors.ts'
import { inBusiness } from '../../../db/tenant.ts'
import { goTo } from '../../../web/htmx.ts'
import { acting, actorOf } from '../../../web/permissions.ts'
import { isWordKey } from '../../../words/index.ts'
import { pictureOf, pictureUpload, sendPicture } from '../../pictures/index.ts'
import { pieceParams, uuid } from '../pieces.schema.ts'
import { showPiece } from '../showing/showing.page.ts'
import { findPhoto, removePhoto, setPhoto } from './photo.commands.ts'

const photoParams = Type.Object({ pieceId: uuid, sha256: Type.String({ pattern: '^[0-9a-f]{64}$' }) })
const { body, bodyLimit } = pictureUpload
const edit = { permission: 'piece.edit' } as const

export const photoRoutes: FastifyPluginAsyncTypebox<Deps> = async (app, deps) => {
  const { db, clock } = deps
  app.get(
    '/pieces/:pieceId/photo/:sha256',
    { schema: { params: photoParams }, config: { permission: 'piece.view' } },
    async (request, reply) => {
      const { businessId } = acting(request)
      return sendPicture(reply, await inBusiness(db, businessId, (tx) => findPhoto(tx, businessId, request.params)))
    },
  )

  app.post(
    '/pieces/:pieceId/photo',
    { schema: { params: pieceParams, body }, bodyLimit, config: edit },
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
