import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import type { Deps } from '../../../app.ts'
import { inBusiness } from '../../../db/tenant.ts'
import { together } from '../../../db/together.ts'
import { acting } from '../../../web/permissions.ts'
import { readerOf } from '../board.request.ts'
import { canSee as config } from '../board.schema.ts'
import { currentRates, findChoices } from '../rates.queries.ts'
import { boardView } from './showing.views.ts'

export const showingRoutes: FastifyPluginAsyncTypebox<Deps> = async (app, { db, clock }) => {
  app.get('/board-rates', { config }, async (request, reply) => {
    const { businessId } = acting(request)
    const [board, choices] = await inBusiness(db, businessId, (tx) =>
      together([currentRates(tx, businessId, clock()), findChoices(tx, businessId)]),
    )
    return reply.page('board/show', boardView(readerOf(request, reply, clock), board, choices))
  })
}
