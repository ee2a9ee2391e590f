import type { DecidedMove } from '../../core/invoice.ts'
import { mct, mg } from '../../core/weight.ts'
import type { BatchMove } from '../batches/index.ts'
import type { NewMove } from '../stock/index.ts'

/** A move of the stock in six figures: of jewellery what weighs goes with the quantity, out (-1) or back (1). */
export function stockMoveOf(
  { of, ...move }: DecidedMove & { batchId?: string | null; parting?: string | null },
  branchId: string,
  sign: 1n | -1n,
): NewMove {
  if (!of) return { ...move, branchId }
  const { gross, net, fine, carat, pieces } = of.goes
  return {
    ...move,
    branchId,
    ...(of.kind === 'piece' ? { pieceId: of.id } : { lotId: of.id, lotPieces: pieces }),
    gross: mg(sign * gross),
    net: mg(sign * net),
    fine: mg(sign * fine),
    carat: mct(sign * carat),
  }
}

/** What of it a batch gives or gets. */
export const batchMoveOf = ({ batchId, itemId, branchId, quantity }: NewMove): BatchMove[] =>
  batchId ? [{ batchId, itemId, branchId, quantity }] : []
