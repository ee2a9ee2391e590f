import type { Actor } from '../../../core/actor.ts'
import { type IsoDate, todayIn } from '../../../core/dates.ts'
import { NotFound, Refusal } from '../../../core/errors.ts'
import { checkDate } from '../../../core/voucher-entry.ts'
import type { EntrySays } from '../../../core/voucher-facts.ts'
import { isId } from '../../../db/ids.ts'
import { named } from '../../../db/named.ts'
import type { Tx } from '../../../db/tenant.ts'
import { together } from '../../../db/together.ts'
import { outbox } from '../../../jobs/outbox.ts'
import { audit } from '../../audit/index.ts'
import { unmatchReversed } from '../../bank/index.ts'
import { reverse, reverseOpenItems } from '../../books/index.ts'
import { VoucherRefused } from '../vouchers.request.ts'
import { reversibility } from './reversing.rules.ts'

export interface VoucherReversal {
  /** Of the voucher that is taken back. */
  readonly id: string
  /** Of the voucher that takes it back: made by the form, so that two presses are one. */
  readonly newId: string
  readonly reason: string
  readonly onDate: IsoDate
}

export interface ReversalOptions {
  readonly mayBackdate?: boolean
}

/**
 * Takes back a voucher written by hand: its lines on the other side, its open items closed and what they settled open again,
 * all by dated rows; what the bank's statement was matched with it is open again. The number stays. A second press answers
 * with the first. Throws NotFound; Refusal 409 for a voucher that another page made or that was taken back before, and
 * 'bank.refusal.reconciled'; VoucherRefused for a missing reason and for a day before the voucher, or before what was last
 * settled with it.
 */
export async function reverseVoucher(
  tx: Tx,
  businessId: string,
  reversal: VoucherReversal,
  actor: Actor,
  { mayBackdate = false }: ReversalOptions = {},
): Promise<{ id: string; number: string }> {
  if (!isId(reversal.id)) throw new NotFound('no such voucher')
  const { onDate } = reversal
  const [, [found], [settled]] = await together([
    named(tx, partiesOfVoucher, [businessId, reversal.id]),
    named<FoundRow>(tx, voucherToReverse, [businessId, reversal.id, actor.userId, onDate, actor.at]),
    named<{ on: IsoDate | null }>(tx, lastSettled, [businessId, reversal.id]),
  ])
  if (!found) throw new NotFound(`no voucher ${reversal.id}`)
  const answer = { id: found.id, number: found.number }
  if (found.reversedBy === reversal.newId) return answer
  refuseOthers(found)
  const refused = check(found, reversal, { mayBackdate, at: actor.at, settledOn: settled?.on ?? null })
  if (refused.length > 0) throw new VoucherRefused(refused)
  await write(tx, businessId, found, { ...reversal, reason: reversal.reason.trim() }, actor)
  return answer
}

function refuseOthers(found: FoundRow): void {
  switch (reversibility(found)) {
    case 'reversal':
      throw new Refusal('books.refusal.isReversal', {}, 409)
    case 'reversed':
      throw new Refusal('books.refusal.alreadyReversed', {}, 409)
    case 'elsewhere':
      throw new Refusal('vouchers.refusal.elsewhere', {}, 409)
    case 'yes':
  }
}

function check(
  found: FoundRow,
  { reason, onDate }: VoucherReversal,
  { mayBackdate, at, settledOn }: { mayBackdate: boolean; at: Date; settledOn: IsoDate | null },
): EntrySays[] {
  if (reason.trim() === '') return [{ key: 'vouchers.refusal.reason', field: 'reason' }]
  const today = todayIn(at, found.zone)
  const wrong = checkDate({ today, mayBackdate, lockDate: found.lockDate }, onDate)
  if (wrong.length > 0) return wrong
  const first = settledOn !== null && settledOn > found.onDate ? settledOn : found.onDate
  return onDate < first ? [{ key: 'vouchers.refusal.reverseDate', field: 'on_date' }] : []
}

async function write(
  tx: Tx,
  businessId: string,
  { id, number, kind, form, documentId }: FoundRow,
  { newId, reason, onDate }: VoucherReversal,
  actor: Actor,
): Promise<void> {
  if (documentId !== null) await named(tx, cancelNote, [businessId, documentId, actor.userId, actor.at, reason])
  await reverse(tx, businessId, { voucherId: id, newId, onDate, reason, number }, actor)
  await reverseOpenItems(tx, businessId, { voucherId: id, reversalId: newId, onDate }, actor)
  await unmatchReversed(tx, businessId, { voucherId: id, reversalId: newId }, actor)
  await together([
    audit(tx, businessId, actor, {
      action: 'voucher.reversed',
      entity: 'voucher',
      entityId: id,
      before: { number, kind: form ?? kind },
      after: { number, reason, on_date: onDate },
    }),
    outbox(tx, businessId, 'voucher.reversed', { id, number, kind: form ?? kind }, actor.at),
  ])
}

interface FoundRow {
  id: string
  kind: string
  form: string | null
  number: string
  onDate: IsoDate
  documentId: string | null
  isByHand: boolean
  reversedBy: string | null
  lockDate: IsoDate | null
  zone: string
}

// Whoever settles something with these parties is waited for, before any open item is locked.
const partiesOfVoucher = {
  name: 'vouchers.reversal.parties',
  text: `
    select 1 from party
    where business_id = $1 and id in (select p.party_id from posting p where p.business_id = $1 and p.voucher_id = $2)
    order by id for no key update`,
}

const voucherToReverse = {
  name: 'vouchers.reversal.find',
  text: `
    select v.id, v.kind, e.form, v.number, v.on_date as "onDate", v.document_id as "documentId", e.voucher_id is not null as "isByHand",
      (select r.id from voucher r where r.business_id = v.business_id and r.reverses_id = v.id) as "reversedBy",
      closed_until(b.id, $3, $4, $5) as "lockDate", b.zone
    from voucher v
    join business b on b.id = v.business_id
    left join voucher_entry e on e.business_id = v.business_id and e.voucher_id = v.id
    where v.business_id = $1 and v.id = $2`,
}

const lastSettled = {
  name: 'vouchers.reversal.last_settled',
  text: `
    select max(a.on_date) as "on"
    from open_item i join allocation a on a.business_id = i.business_id and (a.from_item_id = i.id or a.to_item_id = i.id)
    where i.business_id = $1 and i.voucher_id = $2`,
}

const cancelNote = {
  name: 'vouchers.reversal.note',
  text: `
    update document set state = 'cancelled', cancelled_by = $3, cancelled_at = $4, cancel_reason = $5
    where business_id = $1 and id = $2 and state = 'issued'`,
}
