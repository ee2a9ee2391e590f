import type { Actor } from '../../../core/actor.ts'
import type { IsoDate } from '../../../core/dates.ts'
import { Refusal } from '../../../core/errors.ts'
import { assertBalanced, type Commodity, monthDeltas, type PostingLine, reversed } from '../../../core/ledger.ts'
import { named } from '../../../db/named.ts'
import { isUniqueViolation } from '../../../db/sqlstate.ts'
import type { Tx } from '../../../db/tenant.ts'
import { together } from '../../../db/together.ts'
import { refuseLocked } from '../lock/lock.rules.ts'
import { addToTaxDays, taxOfVouchers, undone } from '../tax-days/tax-days.commands.ts'
import { addToVoucherDays } from './day-totals.commands.ts'
import { findVoucher } from './vouchers.queries.ts'
import type { VoucherKind } from './vouchers.rules.ts'

export type NewVoucher = {
  readonly id: string
  readonly kind: VoucherKind
  readonly onDate: IsoDate
  readonly number: string
  readonly partyId?: string | null
  readonly documentId?: string | null
  readonly reversesId?: string | null
  readonly narration: string
  readonly lines: readonly PostingLine[]
}

/**
 * The one door of the books: writes a voucher, its lines and the balances they move. Every statement is sent before the
 * first is answered, in the order voucher with its lines, balances; a caller sends its own beside it (`together`), each by
 * `named`, and what the voucher points to (party, document) before it. The balances of accounts come last, for every
 * voucher of a business waits there for the one before it.
 * Throws Error when a commodity does not balance, Refusal 'errors.locked' for a date in a locked period.
 */
export async function post(tx: Tx, businessId: string, voucher: NewVoucher, actor: Actor): Promise<void> {
  assertBalanced(voucher.lines)
  await together([
    insertVoucher(tx, businessId, voucher, actor),
    addToBalances(tx, businessId, voucher.lines, voucher.onDate),
    addToVoucherDays(tx, businessId, [voucher]),
  ]).catch(refuseLocked)
}

/** What lines of one day add to the kept balances: of parties first, of accounts last. For the doors of the books only. */
export async function addToBalances(
  tx: Tx,
  businessId: string,
  lines: readonly PostingLine[],
  onDate: IsoDate,
): Promise<void> {
  const { accounts, parties } = monthDeltas(lines, onDate)
  const ofAccounts = [column(accounts, 'month'), column(accounts, 'accountId'), ...totalsOf(accounts), onDate]
  if (parties.length === 0) await named(tx, addToAccounts, [businessId, ...ofAccounts])
  else {
    const ofParties = [column(parties, 'month'), column(parties, 'partyId'), ...totalsOf(parties)]
    await named(tx, addToPartiesAndAccounts, [businessId, ...ofAccounts, ...ofParties])
  }
}

const totalsOf = (rows: readonly { commodity: Commodity; debit: bigint; credit: bigint }[]): unknown[] => [
  column(rows, 'commodity'),
  column(rows, 'debit'),
  column(rows, 'credit'),
]

export type Reversal = {
  readonly voucherId: string
  readonly newId: string
  readonly onDate: IsoDate
  readonly reason: string
  readonly number?: string
}

/**
 * Posts what undoes a voucher: its lines with the sides swapped, naming what it reverses. Its open items are closed by
 * `reverseOpenItems`. Throws NotFound; Refusal 'books.refusal.alreadyReversed', also for two at the same moment, and
 * 'books.refusal.isReversal', for that one is undone by entering the first anew, and 'year.refusal.closingVoucher'.
 */
export async function reverse(tx: Tx, businessId: string, reversal: Reversal, actor: Actor): Promise<void> {
  const [{ voucher, lines }, taxed] = await together([
    findVoucher(tx, businessId, reversal.voucherId),
    taxOfVouchers(tx, businessId, [reversal.voucherId]),
  ])
  if (voucher.kind === 'reversal') throw new Refusal('books.refusal.isReversal', {}, 409)
  if (voucher.kind === 'closing') throw new Refusal('year.refusal.closingVoucher', {}, 409)
  if (voucher.reversed_by !== null) throw new Refusal('books.refusal.alreadyReversed', {}, 409)
  const undoing: NewVoucher = {
    id: reversal.newId,
    kind: 'reversal',
    onDate: reversal.onDate,
    number: reversal.number ?? '',
    partyId: voucher.party_id,
    documentId: voucher.document_id,
    reversesId: voucher.id,
    narration: reversal.reason,
    lines: reversed(lines),
  }
  await together([
    post(tx, businessId, undoing, actor),
    addToTaxDays(tx, businessId, undone(taxed, reversal.onDate)),
  ]).catch((error) => {
    throw isUniqueViolation(error) ? new Refusal('books.refusal.alreadyReversed', {}, 409) : error
  })
}

// One statement for the voucher and all its lines: the trigger that refuses an unbalanced voucher runs after it (DESIGN.md
// section 3, rule 5).
const voucherInsert = {
  name: 'books.voucher.insert',
  text: `
    with head as (
      insert into voucher (business_id, id, kind, on_date, number, party_id, document_id, reverses_id, narration, by_user, by_name, at, till_id)
      values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)
    )
    insert into posting (business_id, voucher_id, line, account_id, party_id, commodity, amount, on_date)
    select $1, $2, l.line, l.account_id, l.party_id, l.commodity, l.amount, $4
    from unnest($14::uuid[], $15::uuid[], $16::text[], $17::bigint[]) with ordinality
      as l (account_id, party_id, commodity, amount, line)`,
}

function insertVoucher(tx: Tx, businessId: string, voucher: NewVoucher, actor: Actor): Promise<unknown> {
  const { id, kind, onDate, number, partyId = null, documentId = null, reversesId = null, narration, lines } = voucher
  const head = [businessId, id, kind, onDate, number, partyId, documentId, reversesId, narration]
  const parties = lines.map((line) => line.partyId ?? null)
  const columns = [column(lines, 'accountId'), parties, column(lines, 'commodity'), column(lines, 'amount')]
  return named(tx, voucherInsert, [...head, actor.userId, actor.name, actor.at, actor.tillId ?? null, ...columns])
}

// The month and the day of each account: whoever waits, waits for the months, which are locked before the days and by account,
// and a day that two vouchers share stands in a month that they share.
const accountsAdded = (where: string): string => `
    days as (
      insert into account_day (business_id, account_id, on_date, debit_paise, credit_paise)
      select $1, u.account_id, $7::date, u.debit, u.credit
      from unnest($3::uuid[], $4::text[], $5::bigint[], $6::bigint[]) as u (account_id, commodity, debit, credit)
      where u.commodity = 'INR'
      on conflict (business_id, account_id, on_date) do update set debit_paise = account_day.debit_paise + excluded.debit_paise,
        credit_paise = account_day.credit_paise + excluded.credit_paise
    )
    insert into account_month (business_id, account_id, commodity, month, debit, credit)
    select $1, u.account_id, u.commodity, u.month, u.debit, u.credit
    from unnest($2::date[], $3::uuid[], $4::text[], $5::bigint[], $6::bigint[]) as u (month, account_id, commodity, debit, credit)${where}
    on conflict (business_id, account_id, commodity, month)
      do update set debit = account_month.debit + excluded.debit, credit = account_month.credit + excluded.credit`

const addToAccounts = { name: 'books.accounts.add', text: `with ${accountsAdded('')}` }

// Each part counts what the one before it wrote, so that they lock their rows in this order: the parties before the accounts.
const addToPartiesAndAccounts = {
  name: 'books.balances.add',
  text: `
    with parties as (
      insert into party_balance (business_id, party_id, commodity, amount)
      select $1, u.party_id, u.commodity, u.debit - u.credit
      from unnest($9::uuid[], $10::text[], $11::bigint[], $12::bigint[]) as u (party_id, commodity, debit, credit)
      on conflict (business_id, party_id, commodity) do update set amount = party_balance.amount + excluded.amount
      returning 1
    ),
    months as (
      insert into party_month (business_id, party_id, commodity, month, debit, credit)
      select $1, u.party_id, u.commodity, u.month, u.debit, u.credit
      from unnest($8::date[], $9::uuid[], $10::text[], $11::bigint[], $12::bigint[]) as u (month, party_id, commodity, debit, credit)
      where (select count(*) from parties) > 0
      on conflict (business_id, party_id, commodity, month)
        do update set debit = party_month.debit + excluded.debit, credit = party_month.credit + excluded.credit
      returning 1
    ),${accountsAdded(' where (select count(*) from months) > 0')}`,
}

const column = <Row, Key extends keyof Row>(rows: readonly Row[], key: Key): Row[Key][] => rows.map((row) => row[key])
