import type { IsoDate } from '../../../core/dates.ts'
import { type Paise, paise, zero } from '../../../core/money.ts'
import type { BillLoyalty, LoyaltyBack } from '../../../core/sale-return-loyalty.ts'
import { named } from '../../../db/named.ts'
import type { Tx } from '../../../db/tenant.ts'
import { together } from '../../../db/together.ts'
import { giftsToUndo } from '../../gift-vouchers/index.ts'
import { type NewPointMove, pointsToUndo } from '../../loyalty/index.ts'

export interface LoadedLoyalty {
  loyalty: BillLoyalty
  /** The last day of points that are given back. */
  expiresOn: IsoDate | null
}

/** What the bill took and gave in points and gift vouchers, locked: after the party, before the stock. */
export async function loyaltyOfBill(
  tx: Tx,
  businessId: string,
  { id: documentId, partyId, onDate }: { id: string; partyId: string | null; onDate: IsoDate },
): Promise<LoadedLoyalty> {
  const [points, gifts, [sums]] = await together([
    pointsToUndo(tx, businessId, { documentId, partyId, onDate }),
    giftsToUndo(tx, businessId, documentId),
    named<{ worth: Paise; before: Paise }>(tx, sumsOf, [businessId, documentId]),
  ])
  const earned = points.find(({ kind }) => kind === 'taken-back')
  const redeemed = points.find(({ kind }) => kind === 'given-back')
  const { worth = zero, before = zero } = sums ?? {}
  return {
    loyalty: {
      earned: earned ? { points: -earned.points, value: paise(-earned.value) } : null,
      redeemed: redeemed ? { points: redeemed.points, value: redeemed.value, worth } : null,
      gifts,
      before,
    },
    expiresOn: redeemed?.expiresOn ?? null,
  }
}

/** To be written by `movePoints` with the note's voucher. */
export function pointMovesOf(
  { taken, given }: LoyaltyBack,
  { partyId, expiresOn }: { partyId: string | null; expiresOn: IsoDate | null },
): NewPointMove[] {
  if (partyId === null) return []
  return [
    ...(taken
      ? [{ partyId, kind: 'taken-back', points: -taken.points, value: paise(-taken.value), expiresOn: null } as const]
      : []),
    ...(given ? [{ partyId, kind: 'given-back', points: given.points, value: given.value, expiresOn } as const] : []),
  ]
}

const sumsOf = {
  name: 'returns.loyalty.sums',
  text: `
    select (select coalesce(sum(t.amount_paise), 0)::bigint from document_tender t
        where t.business_id = $1 and t.document_id = $2 and t.mode = 'points') as worth,
      (select coalesce(sum(d.total_paise), 0)::bigint from sale_return r
        join document d on d.business_id = r.business_id and d.id = r.document_id
        where r.business_id = $1 and r.bill_id = $2 and d.state = 'issued') as before`,
}
