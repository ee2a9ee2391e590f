import type { Actor } from '../../../core/actor.ts'
import type { IsoDate } from '../../../core/dates.ts'
import { chargeOfEach, hallmarkRateBp, hallmarkSac } from '../../../core/hallmark.ts'
import { negate, type Paise, zero } from '../../../core/money.ts'
import { accountOf } from '../../../core/vouchers.ts'
import { named } from '../../../db/named.ts'
import type { Tx } from '../../../db/tenant.ts'
import { accountsByRole } from '../../books/index.ts'
import { findBranchHouse } from '../../old-gold/index.ts'
import { findParty } from '../../parties/index.ts'
import { lockLevels, lockRoads, revalueMoves } from '../../stock/index.ts'
import { enterVoucher } from '../../vouchers/index.ts'
import type { MovementHead } from '../movements.types.ts'
import { postStock } from '../movements.writes.ts'
import type { HallmarkReceipt } from './hallmarks.commands.ts'
import { listHallmarkRates } from './rates.commands.ts'

export interface HallmarkOptions {
  readonly onDate: IsoDate
  readonly branchId: string | undefined
}

interface Owing extends HallmarkOptions {
  readonly head: MovementHead
  readonly asked: HallmarkReceipt
  /** Who bears it, where it is put on the cost. */
  readonly pieceIds: readonly string[]
}

/** The centre's bill is owed to it, as an expense or on the cost of the pieces. Nothing where it is billed later. */
export async function oweCharge(
  tx: Tx,
  businessId: string,
  of: Owing,
  actor: Actor,
): Promise<{ amount: Paise; voucherId: string | null }> {
  const { asked, head, pieceIds } = of
  const { voucherId, charge } = asked
  if (charge === 0n || head.partyId === null) return { amount: charge, voucherId: null }
  const pieces = asked.onto === 'cost' ? await named<Borne>(tx, bornePieces, [businessId, pieceIds]) : []
  const items = [...new Set(pieces.map(({ itemId }) => itemId))]
  // The stock before the books (TRUST.md section 1, rule 3), and before the stock what is on the road.
  if (items.length > 0) await lockRoads(tx, businessId, items)
  await lockLevels(tx, businessId, head.branchId, items)
  await bill(tx, businessId, { ...of, partyId: head.partyId }, actor)
  if (pieces.length > 0) await putOnCost(tx, businessId, { ...of, pieces }, actor)
  return { amount: charge, voucherId }
}

/** An expense with its input tax; a centre without a GSTIN charges none. */
async function bill(
  tx: Tx,
  businessId: string,
  { head, asked, partyId, onDate, branchId }: Owing & { partyId: string },
  actor: Actor,
): Promise<void> {
  const [party, house, roles] = [
    await findParty(tx, businessId, partyId),
    await findBranchHouse(tx, businessId, head.branchId),
    await accountsByRole(tx, businessId),
  ]
  const isTaxed = party.gstin !== ''
  const voucher = {
    ...{ kind: 'expense' as const, id: asked.voucherId, onDate, narration: head.number ?? '', hsn: hallmarkSac },
    ...{ taxable: asked.charge, rateBp: isTaxed ? hallmarkRateBp : 0, placeOfSupply: house.state },
    ...{ accountId: accountOf(roles, 'hallmark-charges'), partyId, paidFrom: null },
    ...{ billNumber: asked.billNumber, billDate: onDate, dueOn: asked.dueOn },
    ...{ supplierState: party.state || house.state, isInputCredit: isTaxed && house.seller.gstin !== '' },
    roundOff: zero,
  }
  await enterVoucher(tx, businessId, voucher, actor, { branchId })
}

interface Borne {
  readonly itemId: string
  readonly metal: string
  /** By which the piece came in last. */
  readonly moveId: string
}

/**
 * What the bill came to, with a tax that is no credit, goes from the expense onto the pieces; of one that is sold it is the
 * cost of goods. It goes over 'landed-cost', as freight does: the cost counts on the day on which a piece came in, and the
 * profit of that day and of this one stay what they were.
 */
async function putOnCost(
  tx: Tx,
  businessId: string,
  { head, asked, pieces, onDate }: Owing & { pieces: readonly Borne[] },
  actor: Actor,
): Promise<void> {
  const roles = await accountsByRole(tx, businessId)
  const [row] = await named<{ amount: Paise }>(tx, chargedBy, [
    ...[businessId, asked.voucherId, accountOf(roles, 'hallmark-charges')],
  ])
  const amount = row?.amount ?? zero
  const narration = [head.number, asked.billNumber].filter(Boolean).join(': ')
  const amounts = [
    ['landed-cost', amount],
    ['hallmark-charges', negate(amount)],
  ] as const
  await postStock(tx, businessId, { documentId: head.id, onDate, narration, amounts }, actor)
  const shares = chargeOfEach(amount, pieces, await listHallmarkRates(tx, businessId), onDate)
  const changes = pieces.map(({ moveId }, i) => ({ moveId, delta: shares[i] ?? zero }))
  const revaluing = { changes, contra: 'landed-cost', onDate, documentId: head.id, reason: narration } as const
  await revalueMoves(tx, businessId, revaluing, actor)
}

const bornePieces = {
  name: 'movements.hallmark.borne',
  text: `
    select p.item_id as "itemId", u.metal, m.id as "moveId"
    from piece p
    join purity u on u.business_id = p.business_id and u.id = p.purity_id
    join lateral (
      select m.id from stock_move m where m.business_id = $1 and m.piece_id = p.id and m.quantity_milli > 0
      order by m.id desc limit 1) m on true
    where p.business_id = $1 and p.id = any($2::uuid[]) order by p.tag, p.id`,
}

const chargedBy = {
  name: 'movements.hallmark.charged',
  text: `
    select coalesce(sum(amount), 0)::bigint as amount from posting
    where business_id = $1 and voucher_id = $2 and account_id = $3 and commodity = 'INR'`,
}
