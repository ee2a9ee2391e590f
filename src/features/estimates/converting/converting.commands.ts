import type { Actor } from '../../../core/actor.ts'
import { Refusal } from '../../../core/errors.ts'
import { type Paise, rupees } from '../../../core/money.ts'
import { newId } from '../../../db/ids.ts'
import type { Tx } from '../../../db/tenant.ts'
import { claimPiece, type Desk, lookAt, saveDraft, withFields } from '../../sales/index.ts'
import { type FoundEstimate, findDraftOf, findEstimate } from '../showing/showing.queries.ts'
import { billOf } from '../showing/showing.rules.ts'

export interface Begun {
  /** The bill in the making. */
  readonly draftId: string
  readonly number: string
  readonly before: Paise
  readonly now: Paise
  /** Rates that moved since: paise a gram. */
  readonly rates: readonly { readonly purity: string; readonly before: string; readonly now: string }[]
}

/**
 * Begins a bill at the counter with the lines of an estimate, at today's rates; one that was begun before is gone on with.
 * Throws NotFound, and Refusal 409 where a bill stands for the estimate.
 */
export async function beginBill(
  tx: Tx,
  businessId: string,
  id: string,
  { actor, desk }: { actor: Actor; desk: Desk },
): Promise<Begun> {
  const found = await findEstimate(tx, businessId, id)
  const { number, total_paise: before } = found.sale.document
  const billed = billOf(found)
  if (billed) throw new Refusal('estimates.refusal.used', { number, bill: billed.number }, 409)
  const begun = await findDraftOf(tx, businessId, { id, userId: desk.userId })
  const draftId = begun ?? newId()
  const bill = withFields(found.body, { from: id })
  const look = await lookAt(tx, businessId, { id: draftId, bill }, desk)
  if (!begun) {
    await saveDraft(tx, businessId, { id: draftId, bill }, actor)
    for (const { piece } of bill.lines)
      if (piece !== '') await claimPiece(tx, businessId, { pieceId: piece, draftId }, desk)
  }
  const priced = look.priced.lines.map(({ piece }) => piece)
  return { draftId, number, before, now: look.priced.totals.payable, rates: movedRates(found, priced) }
}

type PricedPieces = readonly ({ sold: { purity: string }; ask: { rate: Paise } } | null)[]

function movedRates({ sale }: FoundEstimate, priced: PricedPieces): Begun['rates'] {
  const now = new Map(priced.flatMap((piece) => (piece ? [[piece.sold.purity, piece.ask.rate] as const] : [])))
  const then = new Map(sale.jewels.map(({ purity, rate_paise }) => [purity, rate_paise]))
  return [...then].flatMap(([purity, before]) => {
    const rate = now.get(purity)
    return rate === undefined || rate === before ? [] : [{ purity, before: rupees(before), now: rupees(rate) }]
  })
}
