import type { IsoDate } from '../../../core/dates.ts'
import { decideReturn } from '../../../core/sale-return.ts'
import type { ReturnDecision, ReturnRequest } from '../../../core/sale-return-facts.ts'
import type { Tx } from '../../../db/tenant.ts'
import { accountsByRole } from '../../books/index.ts'
import type { BillLine, ReturnBill } from './taking.facts.ts'
import { loyaltyOfBill } from './taking.loyalty.ts'

interface Look {
  bill: ReturnBill
  lines: readonly BillLine[]
  /** Who was named for a walk-in's bill. */
  partyId: string | null
  today: IsoDate
}

/** What would come of a return, as far as it can be told: nothing is locked, and who allows it is asked when it is made. */
export async function lookAtReturn(
  tx: Tx,
  businessId: string,
  { bill, lines, partyId, today }: Look,
  request: ReturnRequest,
): Promise<ReturnDecision | undefined> {
  const { id, partyId: ofParty } = bill
  const { loyalty } = await loyaltyOfBill(tx, businessId, { id, partyId: ofParty, onDate: today })
  const facts = {
    loyalty,
    today,
    lockDate: bill.lockDate,
    bill,
    partyId: bill.partyId ?? partyId,
    lines: lines.map((line) => ({ ...line, oldMetal: line.ofId === null ? null : { itemId: '', lotId: '' } })),
    levels: new Map(),
    roles: await accountsByRole(tx, businessId),
    mayPayOut: true,
    mayBeLate: true,
  }
  // Why is asked for at the end; until then the sums do not wait for it.
  const outcome = decideReturn(facts, { ...request, reason: request.reason || '–' })
  return 'ok' in outcome ? outcome.ok : undefined
}
