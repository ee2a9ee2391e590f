import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import type { Deps } from '../../../app.ts'
import { pieceParams } from '../pieces.schema.ts'
import { showPiece } from './showing.page.ts'

export const showingRoutes: FastifyPluginAsyncTypebox<Deps> = async (app, deps) => {
  app.get(
    '/pieces/:pieceId',
    { schema: { params: pieceParams }, config: { permission: 'piece.view' } },
    (request, reply) => showPiece(deps, request, reply, { pieceId: request.params.pieceId }),
  )
}
