import type { Actor } from '../../../core/actor.ts'
import type { IsoDate } from '../../../core/dates.ts'
import { NotFound, Refusal } from '../../../core/errors.ts'
import { assertBalanced, type PostingLine, reversed } from '../../../core/ledger.ts'
import { takenBack } from '../../../core/tax-days.ts'
import { newId } from '../../../db/ids.ts'
import { named } from '../../../db/named.ts'
import { isUniqueViolation } from '../../../db/sqlstate.ts'
import type { Tx } from '../../../db/tenant.ts'
import { together } from '../../../db/together.ts'
import { refuseLocked } from '../lock/lock.rules.ts'
import { addToTaxDays, taxOfVouchers } from '../tax-days/tax-days.commands.ts'
import { addToVoucherDays } from './day-totals.commands.ts'
import { addToBalances, type NewVoucher } from './vouchers.commands.ts'

/**
 * `post` for many vouchers of one day, in as many statements as for one: for openings, which come by the thousand. Throws
 * what `post` throws; Error for vouchers of two days.
 */
export async function postAll(
  tx: Tx,
  businessId: string,
  vouchers: readonly NewVoucher[],
  actor: Actor,
): Promise<void> {
  const [first] = vouchers
  if (!first) return
  for (const { lines, onDate } of vouchers) {
    assertBalanced(lines)
    if (onDate !== first.onDate) throw new Error('vouchers of two days are not posted together')
  }
  const lines = vouchers.flatMap((voucher) => voucher.lines)
  await together([
    named(tx, vouchersInsert, [
      businessId,
      actor.userId,
      actor.name,
      actor.at,
      actor.tillId ?? null,
      ...headsOf(vouchers),
      first.onDate,
      ...linesOf(vouchers),
    ]),
    addToBalances(tx, businessId, lines, first.onDate),
    addToVoucherDays(tx, businessId, vouchers),
  ]).catch(refuseLocked)
}

export type ManyReversed = { readonly voucherId: string; readonly reversalId: string; readonly onDate: IsoDate }

/**
 * `reverse` for many vouchers, each on its own day, so that the books stand as if they had never been. Throws NotFound;
 * Refusal 'books.refusal.alreadyReversed', 'books.refusal.isReversal', 'year.refusal.closingVoucher', 'errors.locked'.
 */
export async function reverseAll(
  tx: Tx,
  businessId: string,
  { voucherIds, reason }: { voucherIds: readonly string[]; reason: string },
  actor: Actor,
): Promise<ManyReversed[]> {
  const [found, lines] = await together([
    named<Reversible>(tx, vouchersById, [businessId, voucherIds]),
    named<LineOf>(tx, linesById, [businessId, voucherIds]),
  ])
  if (found.length !== new Set(voucherIds).size) throw new NotFound('no such voucher')
  if (found.some(({ kind }) => kind === 'reversal')) throw new Refusal('books.refusal.isReversal', {}, 409)
  if (found.some(({ kind }) => kind === 'closing')) throw new Refusal('year.refusal.closingVoucher', {}, 409)
  if (found.some(({ isReversed }) => isReversed)) throw new Refusal('books.refusal.alreadyReversed', {}, 409)
  const ofVoucher = Map.groupBy(lines, ({ voucherId }) => voucherId)
  const undoing = found.map((voucher) => undoingOf(voucher, ofVoucher.get(voucher.id) ?? [], reason))
  // An opening, which comes by the thousand, is not taxed.
  const taxable = found.filter(({ kind }) => kind !== 'opening').map(({ id }) => id)
  const taxed = taxable.length > 0 ? await taxOfVouchers(tx, businessId, taxable) : []
  for (const sameDay of Map.groupBy(undoing, ({ onDate }) => onDate).values())
    await postAll(tx, businessId, sameDay, actor).catch(refuseTwice)
  await addToTaxDays(tx, businessId, taxed.map(takenBack))
  return undoing.map(({ id, onDate, reversesId }) => ({ voucherId: reversesId, reversalId: id, onDate }))
}

type LineOf = PostingLine & { readonly voucherId: string }
type Reversible = Pick<NewVoucher, 'id' | 'onDate' | 'number'> & {
  kind: string
  partyId: string | null
  documentId: string | null
  isReversed: boolean
}

function undoingOf(voucher: Reversible, lines: readonly LineOf[], reason: string) {
  const { id, onDate, number, partyId, documentId } = voucher
  const made = { id: newId(), kind: 'reversal', onDate, number, partyId, documentId, reversesId: id } as const
  return { ...made, narration: reason, lines: reversed(lines) }
}

function refuseTwice(error: unknown): never {
  throw isUniqueViolation(error) ? new Refusal('books.refusal.alreadyReversed', {}, 409) : error
}

const headsOf = (vouchers: readonly NewVoucher[]): unknown[] => [
  vouchers.map(({ id }) => id),
  vouchers.map(({ kind }) => kind),
  vouchers.map(({ onDate }) => onDate),
  vouchers.map(({ number }) => number),
  vouchers.map(({ partyId }) => partyId ?? null),
  vouchers.map(({ documentId }) => documentId ?? null),
  vouchers.map(({ reversesId }) => reversesId ?? null),
  vouchers.map(({ narration }) => narration),
]

function linesOf(vouchers: readonly NewVoucher[]): unknown[] {
  const rows = vouchers.flatMap(({ id, lines }) => lines.map((line, at) => ({ id, at: at + 1, ...line })))
  return [
    rows.map(({ id }) => id),
    rows.map(({ at }) => at),
    rows.map(({ accountId }) => accountId),
    rows.map(({ partyId }) => partyId ?? null),
    rows.map(({ commodity }) => commodity),
    rows.map(({ amount }) => amount),
  ]
}

const vouchersInsert = {
  name: 'books.vouchers.insert_many',
  text: `
    with heads as (
      insert into voucher (business_id, by_user, by_name, at, till_id, id, kind, on_date, number, party_id, document_id, reverses_id,
        narration)
      select $1, $2, $3, $4, $5, v.*
      from unnest($6::uuid[], $7::text[], $8::date[], $9::text[], $10::uuid[], $11::uuid[], $12::uuid[], $13::text[]) as v
    )
    insert into posting (business_id, on_date, voucher_id, line, account_id, party_id, commodity, amount)
    select $1, $14, l.* from unnest($15::uuid[], $16::smallint[], $17::uuid[], $18::uuid[], $19::text[], $20::bigint[]) as l`,
}

const vouchersById = {
  name: 'books.vouchers.find_many',
  text: `
    select v.id, v.kind, v.on_date as "onDate", v.number, v.party_id as "partyId", v.document_id as "documentId",
      exists (select 1 from voucher r where r.business_id = v.business_id and r.reverses_id = v.id) as "isReversed"
    from voucher v where v.business_id = $1 and v.id = any($2::uuid[]) order by v.id`,
}

const linesById = {
  name: 'books.postings.find_many',
  text: `
    select voucher_id as "voucherId", account_id as "accountId", party_id as "partyId", commodity, amount
    from posting where business_id = $1 and voucher_id = any($2::uuid[]) order by voucher_id, line`,
}
