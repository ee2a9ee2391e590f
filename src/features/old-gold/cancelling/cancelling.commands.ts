import type { Actor } from '../../../core/actor.ts'
import type { IsoDate } from '../../../core/dates.ts'
import { NotFound, Refusal } from '../../../core/errors.ts'
import { negate, type Paise, rupees, sum } from '../../../core/money.ts'
import { milli } from '../../../core/quantity.ts'
import { type Mg, mg } from '../../../core/weight.ts'
import { newId } from '../../../db/ids.ts'
import { named } from '../../../db/named.ts'
import type { Tx } from '../../../db/tenant.ts'
import { together } from '../../../db/together.ts'
import { outbox } from '../../../jobs/outbox.ts'
import { audit } from '../../audit/index.ts'
import { reverse, reverseOpenItems } from '../../books/index.ts'
import { lockMoneyOf } from '../../payments/index.ts'
import { lockLevels, moveStock } from '../../stock/index.ts'
import { findPurchase, type Purchase } from '../showing/showing.queries.ts'

export interface CancelRequest {
  readonly id: string
  readonly reason: string
  /** By the shop's own midnight. */
  readonly today: IsoDate
}

/**
 * Takes a purchase of old gold back today by a voucher that reverses it: the metal leaves the stock as it came, and nothing
 * is owed for it. The number stays. A second time answers with the first. Throws NotFound; Refusal
 * 'oldGold.refusal.cancelReason', and 'oldGold.refusal.lotUsed' or 'oldGold.refusal.creditUsed' (409) for what is no more as it was
 * bought.
 */
export async function cancelOldGold(
  tx: Tx,
  businessId: string,
  { id, reason, today }: CancelRequest,
  actor: Actor,
): Promise<{ id: string; number: string }> {
  const [paper] = await named<PaperRow>(tx, paperLocked, [businessId, id])
  if (!paper) throw new NotFound(`no purchase of old gold ${id}`)
  const answer = { id, number: paper.number }
  if (paper.state === 'cancelled') return answer
  if (reason.trim() === '') throw new Refusal('oldGold.refusal.cancelReason')
  await lockMoneyOf(tx, businessId, paper.partyId)
  const lots = await named<LotRow>(tx, lotsLocked, [businessId, id])
  const itemIds = [...new Set(lots.map(({ itemId }) => itemId))].sort()
  await lockLevels(tx, businessId, paper.branchId, itemIds)
  const purchase = await findPurchase(tx, businessId, id)
  refuseUsed(purchase, lots)
  await write(tx, businessId, { purchase, lots, branchId: paper.branchId, reason: reason.trim(), today }, actor)
  return answer
}

function refuseUsed({ settled }: Purchase, lots: readonly LotRow[]): void {
  const used = lots.find((lot) => !lot.isWhole)
  if (used) throw new Refusal('oldGold.refusal.lotUsed', { lot: used.name }, 409)
  if (settled.length === 0) return
  const amount = rupees(sum(settled.map((one) => one.amount)))
  throw new Refusal('oldGold.refusal.creditUsed', { amount, by: settled.map(({ number }) => number).join(', ') }, 409)
}

interface Cancelling {
  purchase: Purchase
  lots: readonly LotRow[]
  branchId: string
  reason: string
  today: IsoDate
}

async function write(tx: Tx, businessId: string, of: Cancelling, actor: Actor): Promise<void> {
  const { purchase, lots, branchId, reason, today } = of
  const { id, number, voucherId, onDate } = purchase.paper
  const reversalId = newId()
  const happening = { kind: 'old-gold-cancelled', onDate: today, documentId: id, negative: 'refuse' } as const
  await named(tx, markCancelled, [businessId, id, actor.userId, actor.at, reason])
  await reverse(tx, businessId, { voucherId, newId: reversalId, onDate: today, reason, number }, actor)
  await reverseOpenItems(tx, businessId, { voucherId, reversalId, onDate: today }, actor)
  await moveStock(
    tx,
    businessId,
    lots.map((lot) => moveOf(lot, branchId)),
    { ...happening, voucherId: reversalId, note: reason },
    actor,
  )
  await named(tx, lotsEmptied, [businessId, lots.map((lot) => lot.id), actor.at])
  const after = { number, state: 'cancelled', reason, bought_on: onDate }
  await together([
    audit(tx, businessId, actor, {
      action: 'oldGold.cancelled',
      entity: 'old-gold',
      entityId: id,
      before: { number, state: 'issued', total_paise: purchase.paper.total },
      after,
    }),
    outbox(tx, businessId, 'old-gold.cancelled', { id, number }, actor.at),
  ])
}

const moveOf = (lot: LotRow, branchId: string) => ({
  itemId: lot.itemId,
  branchId,
  quantity: milli(-lot.net),
  value: negate(lot.value),
  gross: mg(-lot.gross),
  net: mg(-lot.net),
  fine: mg(-lot.fine),
  lotId: lot.id,
})

interface PaperRow {
  number: string
  state: 'issued' | 'cancelled'
  partyId: string
  branchId: string
}

interface LotRow {
  id: string
  name: string
  itemId: string
  gross: Mg
  net: Mg
  fine: Mg
  value: Paise
  isWhole: boolean
}

const paperLocked = {
  name: 'old_gold.cancel.paper',
  text: `
    select number, state, party_id as "partyId", branch_id as "branchId" from document
    where business_id = $1 and id = $2 and kind = 'urd-purchase' for update`,
}

const lotsLocked = {
  name: 'old_gold.cancel.lots',
  text: `
    select l.id, l.name, l.item_id as "itemId", o.gross_mg as gross, o.net_mg as net, o.melted_mg as fine, o.value_paise as value,
      (l.gross_mg, l.net_mg, l.fine_mg, l.value_paise, l.branch_id) = (o.gross_mg, o.net_mg, o.melted_mg, o.value_paise, d.branch_id)
        and l.archived_at is null as "isWhole"
    from old_gold_line o
    join document d on d.business_id = o.business_id and d.id = o.document_id
    join lot l on l.business_id = o.business_id and l.id = o.lot_id
    where o.business_id = $1 and o.document_id = $2 order by l.id for update of l`,
}

const lotsEmptied = {
  name: 'old_gold.cancel.empty',
  text: `
    update lot set pieces = 0, gross_mg = 0, net_mg = 0, fine_mg = 0, value_paise = 0, archived_at = $3
    where business_id = $1 and id = any($2::uuid[])`,
}

const markCancelled = {
  name: 'old_gold.cancel.mark',
  text: `
    update document set state = 'cancelled', cancelled_by = $3, cancelled_at = $4, cancel_reason = $5
    where business_id = $1 and id = $2 and state = 'issued'`,
}
