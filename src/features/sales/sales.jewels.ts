import type { Actor } from '../../core/actor.ts'
import type { InvoiceDecision } from '../../core/invoice.ts'
import type { InvoiceFacts } from '../../core/invoice-facts.ts'
import type { PricedPiece } from '../../core/piece-sale.ts'
import type { Tx } from '../../db/tenant.ts'
import { together } from '../../db/together.ts'
import { type MovedPiece, moveLots, movePieces, releaseLots } from '../pieces/index.ts'

/** Each piece is the customer's from now on, each lot lighter. */
export async function handOver(
  tx: Tx,
  businessId: string,
  {
    decision,
    documentId,
    onDate,
    from,
  }: { decision: InvoiceDecision; documentId: string; onDate: string; from: string | undefined },
  facts: InvoiceFacts,
  actor: Actor,
): Promise<void> {
  const pieces = decision.lines.flatMap(({ piece }) => (piece && !piece.sold.left ? [movedPiece(piece, facts)] : []))
  const lots = decision.moves.flatMap(({ of }) =>
    of?.kind === 'lot' ? [{ lotId: of.id, sign: -1n as const, goes: of.goes }] : [],
  )
  await together([
    movePieces(
      tx,
      businessId,
      pieces,
      { from: ['in-stock', 'reserved', 'on-approval'], to: 'sold', kind: 'sold', documentId, onDate },
      actor,
    ),
    // What was out on approval is held back no more, before it goes.
    from !== undefined && releaseLots(tx, businessId, from, lots),
    moveLots(tx, businessId, lots),
  ])
}

const movedPiece = ({ sold, goes, ask }: PricedPiece, { branch }: InvoiceFacts): MovedPiece => ({
  id: sold.id,
  tag: sold.tag,
  state: sold.state,
  itemId: sold.itemId,
  branchId: branch.id,
  gross: ask.gross,
  net: ask.net,
  fine: goes.fine,
  carat: goes.carat,
  cost: sold.cost,
})
