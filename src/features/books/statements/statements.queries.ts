import { addDays, type IsoDate } from '../../../core/dates.ts'
import type { Commodity } from '../../../core/ledger.ts'
import { named } from '../../../db/named.ts'
import type { Tx } from '../../../db/tenant.ts'
import type { VoucherKind } from '../vouchers/vouchers.rules.ts'

/** The row after which (going back in time) a page begins: date, voucher, line. */
export type StatementCursor = readonly [onDate: IsoDate, voucherId: string, line: string]

export interface StatementRow {
  onDate: IsoDate
  voucherId: string
  line: number
  kind: VoucherKind
  number: string
  narration: string
  documentId: string | null
  /** Above zero a debit: the party owes more. */
  amount: bigint
  /** After this row. */
  balance: bigint
  isReversed: boolean
}

export interface Statement {
  /** Brought forward from before `from`. */
  opening: bigint
  /** Of the whole period, not of the page. */
  debit: bigint
  credit: bigint
  closing: bigint
  /** Newest first. */
  rows: StatementRow[]
  /** Where the next (older) page begins; undefined on the last one. */
  earlier: StatementCursor | undefined
}

export type StatementOptions = {
  readonly from: IsoDate
  readonly to: IsoDate
  /** Undefined for the newest page. */
  readonly page?: StatementCursor | undefined
  readonly limit?: number
  readonly commodity?: Commodity
}

const mostRows = 50
const beforeAll = '00000000-0000-0000-0000-000000000000'

/**
 * A page of a party's khata, newest first. One round trip and one snapshot; it reads the party's month totals and the lines
 * of at most three months' beginnings, so that it costs what it shows and not what history holds.
 */
export async function partyStatement(
  tx: Tx,
  businessId: string,
  partyId: string,
  options: StatementOptions,
): Promise<Statement> {
  const { from, to, limit = mostRows, commodity = 'INR' } = options
  const end = [addDays(to, 1), beforeAll, '0'] as const
  const page = options.page ?? end
  const found = await named<Found>(tx, statement, [businessId, partyId, commodity, from, end[0], ...page, limit + 1])
  const [first] = found
  if (!first) throw new Error('a statement has at least its totals')
  const rows = found.flatMap((row) => (row.voucherId === null ? [] : [row]))
  const shown = withBalances(first.upTo, rows.slice(0, limit))
  const last = rows.length > limit ? shown.at(-1) : undefined
  return {
    opening: first.opening,
    debit: first.debit,
    credit: first.credit,
    closing: first.opening + first.debit - first.credit,
    rows: shown,
    earlier: last && [last.onDate, last.voucherId, String(last.line)],
  }
}

/** `upTo` is the balance after the newest row: each older row's balance is what the newer one began with. */
function withBalances(upTo: bigint, rows: readonly Omit<StatementRow, 'balance'>[]): StatementRow[] {
  let balance = upTo
  return rows.map(({ onDate, voucherId, line, kind, number, narration, documentId, amount, isReversed }) => {
    const row = { onDate, voucherId, line, kind, number, narration, documentId, amount, balance, isReversed }
    balance -= amount
    return row
  })
}

type Totals = { opening: bigint; debit: bigint; credit: bigint; upTo: bigint }
type Found = Totals & (Omit<StatementRow, 'balance'> | { voucherId: null })

// Up to a point: the months before it by their totals, its own month line by line.
const upTo = (day: string, voucher: string, line: string) => `
  select coalesce(sum(t.debit), 0)::bigint as debit, coalesce(sum(t.credit), 0)::bigint as credit from (
    select m.debit, m.credit from party_month m
    where m.business_id = $1 and m.party_id = $2 and m.commodity = $3 and m.month < date_trunc('month', ${day})::date
    union all
    select greatest(p.amount, 0), greatest(-p.amount, 0) from posting p
    where p.business_id = $1 and p.party_id = $2 and p.commodity = $3 and p.on_date >= date_trunc('month', ${day})::date
      and (p.on_date, p.voucher_id, p.line) < (${day}, ${voucher}, ${line})
  ) t`

const statement = {
  name: 'books.party.statement',
  text: `
    with before as (${upTo('$4::date', `'${beforeAll}'::uuid`, '0')}),
    whole as (${upTo('$5::date', `'${beforeAll}'::uuid`, '0')}),
    page as (${upTo('$6::date', '$7::uuid', '$8::smallint')})
    select before.debit - before.credit as opening, whole.debit - before.debit as debit, whole.credit - before.credit as credit,
      page.debit - page.credit as "upTo", r.*
    from before cross join whole cross join page
    left join lateral (
      select p.on_date as "onDate", p.voucher_id as "voucherId", p.line, v.kind, v.number, v.narration, v.document_id as "documentId",
        p.amount, undone.id is not null as "isReversed"
      from posting p join voucher v on v.business_id = p.business_id and v.id = p.voucher_id
      left join lateral (select u.id from voucher u where u.business_id = $1 and u.reverses_id = p.voucher_id limit 1) undone on true
      where p.business_id = $1 and p.party_id = $2 and p.commodity = $3 and p.on_date >= $4::date
        and (p.on_date, p.voucher_id, p.line) < ($6::date, $7::uuid, $8::smallint)
      order by p.on_date desc, p.voucher_id desc, p.line desc
      limit $9
    ) r on true`,
}

/** What the party owes now (above zero) or is owed. */
export async function partyBalance(
  tx: Tx,
  businessId: string,
  partyId: string,
  commodity: Commodity = 'INR',
): Promise<bigint> {
  const [row] = await named<{ amount: bigint }>(tx, balance, [businessId, partyId, commodity])
  return row?.amount ?? 0n
}

const balance = {
  name: 'books.party.balance',
  text: 'select amount from party_balance where business_id = $1 and party_id = $2 and commodity = $3',
}
