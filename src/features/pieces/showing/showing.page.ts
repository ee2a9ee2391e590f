import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Deps } from '../../../app.ts'
import { todayIn } from '../../../core/dates.ts'
import { can } from '../../../core/permissions.ts'
import { inBusiness } from '../../../db/tenant.ts'
import { acting } from '../../../web/permissions.ts'
import { pricesToday } from '../pieces.prices.ts'
import { findPiece } from './showing.queries.ts'
import { pieceView } from './showing.views.ts'

/** The page of a piece; with what was wrong with a photo that was sent. Throws NotFound. */
export async function showPiece(
  { db, clock }: Pick<Deps, 'db' | 'clock'>,
  request: FastifyRequest,
  reply: FastifyReply,
  { pieceId, photoError = '' }: { pieceId: string; photoError?: string },
) {
  const { businessId, business } = acting(request)
  const at = clock()
  const { shown, price } = await inBusiness(db, businessId, async (tx) => {
    const shown = await findPiece(tx, businessId, pieceId)
    const prices = await pricesToday(tx, businessId, [shown.facts], { at, today: todayIn(at, business.zone) })
    return { shown, price: prices.get(pieceId) }
  })
  const may = { canEdit: can(business.role, 'piece.edit'), canMove: can(business.role, 'stock.move') }
  const rights = { ...may, seesCost: can(business.role, 'item.cost'), photoError }
  return reply.page('pieces/show', pieceView({ t: reply.t, locale: request.locale }, shown, price, rights))
}
