import type { Actor } from '../../../core/actor.ts'
import { addDays, type IsoDate } from '../../../core/dates.ts'
import { NotFound, Refusal } from '../../../core/errors.ts'
import { mergeLines, type PostingLine } from '../../../core/ledger.ts'
import { negate, type Paise, rupees, split } from '../../../core/money.ts'
import { cutRate, type RateCut, unfixedOf } from '../../../core/rate-cut.ts'
import { commodityOf } from '../../../core/supplier-bill.ts'
import { type AccountsByRole, accountOf } from '../../../core/vouchers.ts'
import { grams, type Mg } from '../../../core/weight.ts'
import { newId } from '../../../db/ids.ts'
import { named } from '../../../db/named.ts'
import type { Tx } from '../../../db/tenant.ts'
import { together } from '../../../db/together.ts'
import { outbox } from '../../../jobs/outbox.ts'
import { audit } from '../../audit/index.ts'
import {
  accountsByRole,
  allocate,
  openItems,
  post,
  reverse,
  reverseOpenItems,
  takeVoucherNumber,
} from '../../books/index.ts'
import { lockReceiptLines } from '../../goods-receipts/index.ts'
import { lockMoneyOf } from '../../payments/index.ts'
import { movesOf } from '../cancelling/cancelling.commands.ts'
import type { CostChange } from '../making/revaluing.commands.ts'
import { lockGoods, revalueGoods } from '../making/revaluing.commands.ts'
import { billLocked, cutFound, type FixedCut, type MetalBill, metalItem, metalLines } from './rate-cuts.rows.ts'

export interface RateCutRequest {
  readonly id: string
  readonly billId: string
  readonly onDate: IsoDate
  readonly fine: Mg
  /** Paise for a gram of fine metal. */
  readonly rate: Paise
  /** As agreed; else what the grams come to at the rate. */
  readonly amount?: Paise | undefined
}

export interface RateCutOptions {
  readonly today: IsoDate
  readonly branchId?: string | undefined
  readonly mayBackdate?: boolean
}

/**
 * Fixes the rate of metal that is owed by weight: Dr supplier in fine grams, and what they come to is owed in rupees. What
 * they come to more or less than the goods were taken in for goes to the goods. The same id again answers with the first.
 * Throws NotFound; Refusal 'rateCuts.refusal.*', 'supplierBills.refusal.otherBody' (409), 'errors.locked'.
 */
export async function fixRate(
  tx: Tx,
  businessId: string,
  request: RateCutRequest,
  actor: Actor,
  { today, branchId, mayBackdate = false }: RateCutOptions,
): Promise<{ number: string; amount: Paise }> {
  const bill = await lockBill(tx, businessId, request.billId)
  const hash = JSON.stringify([
    request.billId,
    request.onDate,
    String(request.fine),
    String(request.rate),
    String(request.amount ?? ''),
  ])
  const [before] = await named<{ number: string; amount: Paise; hash: string }>(tx, cutThere, [businessId, request.id])
  if (before) {
    if (before.hash !== hash) throw new Refusal('supplierBills.refusal.otherBody', {}, 409)
    return before
  }
  refuseUnfit(bill, request, { today, mayBackdate })
  const cut = cutRate(bill, request.fine, request.rate, request.amount)
  if (cut.amount <= 0n) throw new Refusal('fields.amount.positive')
  const changes = await changesOf(tx, businessId, bill.id, cut.difference)
  const [item] = await named<{ id: string }>(tx, metalItem, [businessId, bill.id])
  if (!item) throw new Error('a bill by weight has its metal open')
  const [roles, number] = await together([
    accountsByRole(tx, businessId),
    takeVoucherNumber(tx, businessId, { kind: 'journal', onDate: request.onDate, branchId }),
  ])
  await write(tx, businessId, { bill, request, cut, changes, roles, number, hash, metalItemId: item.id }, actor)
  return { number, amount: cut.amount }
}

async function lockBill(tx: Tx, businessId: string, id: string): Promise<MetalBill> {
  const [bill] = await named<MetalBill>(tx, billLocked, [businessId, id])
  if (!bill) throw new NotFound(`no bill of metal ${id}`)
  await lockMoneyOf(tx, businessId, bill.partyId)
  return bill
}

function refuseUnfit(
  bill: MetalBill,
  { fine, rate, onDate }: RateCutRequest,
  { today, mayBackdate }: { today: IsoDate; mayBackdate: boolean },
): void {
  if (bill.state === 'cancelled') throw new Refusal('rateCuts.refusal.cancelled', { number: bill.number }, 409)
  if (rate <= 0n) throw new Refusal('rateCuts.refusal.rate')
  if (fine <= 0n) throw new Refusal('rateCuts.refusal.grams')
  const left = unfixedOf(bill)
  if (fine > left) throw new Refusal('rateCuts.refusal.tooMuch', { left: grams(left) })
  if (onDate > today) throw new Refusal('fields.date.future')
  if (onDate < bill.onDate) throw new Refusal('rateCuts.refusal.beforeBill', { date: bill.onDate })
  if (onDate < today && !mayBackdate) throw new Refusal('vouchers.refusal.backDate')
}

/** The difference on the goods of the bill, by the metal that each line bears; what it changes is locked before open items. */
async function changesOf(tx: Tx, businessId: string, billId: string, difference: Paise): Promise<CostChange[]> {
  const lines = await named<{ receiptId: string; line: number; metal: bigint }>(tx, metalLines, [businessId, billId])
  if (lines.length === 0 || difference === 0n) return []
  const received = await lockReceiptLines(tx, businessId, lines)
  await lockGoods(tx, businessId, received)
  const shares = split(
    difference,
    lines.map(({ metal }) => metal),
  )
  return lines.flatMap((line, i) => {
    const delta = shares[i]
    return delta === undefined ? [] : [{ moveIds: movesOf(received, line), delta }]
  })
}

interface Cutting {
  bill: MetalBill
  request: RateCutRequest
  cut: RateCut
  changes: readonly CostChange[]
  roles: AccountsByRole
  number: string
  hash: string
  metalItemId: string
}

async function write(tx: Tx, businessId: string, of: Cutting, actor: Actor): Promise<void> {
  const { bill, request, cut, changes, roles, number, hash, metalItemId } = of
  const { onDate } = request
  const [voucherId, fromItemId] = [newId(), newId()]
  await revalueGoods(tx, businessId, { changes, onDate, documentId: bill.id, reason: number }, actor)
  const head = { id: voucherId, kind: 'journal', onDate, number, partyId: bill.partyId } as const
  const common = { partyId: bill.partyId, documentId: bill.id, voucherId, onDate }
  const owed = {
    ...common,
    id: newId(),
    side: 'credit',
    kind: 'bill',
    number: bill.theirNumber,
    amount: cut.amount,
  } as const
  const settled = {
    ...common,
    id: fromItemId,
    side: 'debit',
    kind: 'against',
    number,
    amount: cut.fine,
    dueOn: onDate,
  } as const
  const narration = `${bill.theirNumber} · ${grams(cut.fine)} g × ${rupees(request.rate)}`
  await together([
    post(tx, businessId, { ...head, narration, lines: linesOf(bill, cut, roles) }, actor),
    openItems(tx, businessId, [
      { ...owed, dueOn: addDays(onDate, bill.termsDays) },
      { ...settled, commodity: commodityOf(bill.metal) },
    ]),
    allocate(tx, businessId, [{ fromItemId, toItemId: metalItemId, voucherId, amount: cut.fine, onDate }], actor),
    named(tx, billFixed, [businessId, bill.id, cut.fine, cut.provisional]),
    named(tx, cutInsert, [
      ...[businessId, request.id, bill.id, bill.partyId, onDate, cut.fine, request.rate, cut.amount, cut.provisional],
      ...[voucherId, hash, actor.userId, actor.name, actor.at],
    ]),
    audit(tx, businessId, actor, {
      action: 'rateCut.fixed',
      entity: 'supplier-bill',
      entityId: bill.id,
      after: { number, fine_mg: cut.fine, rate_paise: request.rate, amount_paise: cut.amount, on_date: onDate },
    }),
    outbox(tx, businessId, 'rate-cut.fixed', { id: request.id, bill: bill.id, number }, actor.at),
  ])
}

/** Both legs: the metal is settled, and rupees are owed for it. The difference waits on 'goods-received' for the goods. */
function linesOf(bill: MetalBill, cut: RateCut, roles: AccountsByRole): PostingLine[] {
  const creditor = { accountId: accountOf(roles, 'creditors'), partyId: bill.partyId }
  const metal = commodityOf(bill.metal)
  return mergeLines([
    { accountId: accountOf(roles, 'metal-unfixed'), commodity: 'INR', amount: cut.provisional },
    { accountId: accountOf(roles, 'goods-received'), commodity: 'INR', amount: cut.difference },
    { ...creditor, commodity: 'INR', amount: negate(cut.amount) },
    { ...creditor, commodity: metal, amount: cut.fine },
    { accountId: accountOf(roles, 'metal-received'), commodity: metal, amount: -cut.fine },
  ])
}

/**
 * Takes the fixing of a rate back today: the grams are owed again. Throws NotFound; Refusal 'rateCuts.refusal.settled' (409)
 * where the rupees are paid already, 'errors.locked'.
 */
export async function undoRateCut(
  tx: Tx,
  businessId: string,
  { id, reason, today }: { id: string; reason: string; today: IsoDate },
  actor: Actor,
): Promise<{ number: string; billId: string }> {
  const [found] = await named<FixedCut>(tx, cutFound, [businessId, id])
  if (!found) throw new NotFound(`no fixed rate ${id}`)
  await lockBill(tx, businessId, found.billId)
  // Whoever paid for it held the supplier: it is read as that one left it.
  const [cut = found] = await named<FixedCut>(tx, cutFound, [businessId, id])
  const answer = { number: cut.number, billId: cut.billId }
  if (cut.isUndone) return answer
  if (reason.trim() === '') throw new Refusal('rateCuts.refusal.reason')
  if (cut.isSettled) throw new Refusal('rateCuts.refusal.settled', { number: cut.number }, 409)
  const changes = await changesOf(tx, businessId, cut.billId, negate(cut.difference))
  const reversalId = newId()
  await named(tx, cutUndone, [businessId, id, actor.at, actor.name])
  await named(tx, billFixed, [businessId, cut.billId, -cut.fine, -cut.provisional])
  await revalueGoods(tx, businessId, { changes, onDate: today, documentId: cut.billId, reason: cut.number }, actor)
  const reversal = { voucherId: cut.voucherId, newId: reversalId, onDate: today, reason, number: cut.number }
  await reverse(tx, businessId, reversal, actor)
  await reverseOpenItems(tx, businessId, { voucherId: cut.voucherId, reversalId, onDate: today }, actor)
  await audit(tx, businessId, actor, {
    action: 'rateCut.undone',
    entity: 'supplier-bill',
    entityId: cut.billId,
    before: { number: cut.number, fine_mg: cut.fine },
    after: { reason },
  })
  return answer
}

const cutThere = {
  name: 'rate_cuts.there',
  text: `
    select v.number, c.amount_paise as amount, c.request_hash as hash
    from rate_cut c join voucher v on v.business_id = c.business_id and v.id = c.voucher_id
    where c.business_id = $1 and c.id = $2`,
}

const billFixed = {
  name: 'rate_cuts.bill.fixed',
  text: `
    update supplier_bill set fixed_mg = fixed_mg + $3, metal_fixed_paise = metal_fixed_paise + $4
    where business_id = $1 and document_id = $2`,
}

const cutInsert = {
  name: 'rate_cuts.insert',
  text: `
    insert into rate_cut (business_id, id, document_id, party_id, on_date, fine_mg, rate_paise, amount_paise, provisional_paise,
      voucher_id, request_hash, by_user, by_name, at)
    values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)`,
}

const cutUndone = {
  name: 'rate_cuts.undo',
  text: 'update rate_cut set undone_at = $3, undone_by_name = $4 where business_id = $1 and id = $2',
}
