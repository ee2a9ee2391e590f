import type { IsoDate } from '../../../core/dates.ts'
import { type Paise, sum, zero } from '../../../core/money.ts'
import { named } from '../../../db/named.ts'
import { pageSize } from '../../../db/paging.ts'
import type { Tx } from '../../../db/tenant.ts'
import { mostCounted, type SalesFilter } from './list.form.ts'
import { type Asked, askedFor, listText, matchesOf, totalsText } from './list.sql.ts'

export interface SaleRow {
  id: string
  number: string
  on_date: IsoDate
  due_on: IsoDate
  state: 'issued' | 'cancelled'
  party_name: string
  total_paise: Paise
  open_paise: Paise
}

/** The row beside which a page begins: earlier ones follow it, or later ones come before it. */
export interface SalesCursor {
  readonly direction: 'earlier' | 'later'
  readonly onDate: IsoDate
  readonly id: string
}

/** Bills, newest first, one more than a page holds. A filter costs what it shows: each status has its own index. */
export async function listSales(
  tx: Tx,
  businessId: string,
  { to }: SalesFilter,
  asked: Asked,
  cursor: SalesCursor | undefined,
): Promise<SaleRow[]> {
  const direction = cursor?.direction ?? 'earlier'
  const statement = listText(asked, direction)
  // The first page begins at the filter's last day, so that the index is entered there.
  const { onDate, id } = cursor ?? { onDate: to ?? 'infinity', id: 'ffffffff-ffff-ffff-ffff-ffffffffffff' }
  const rows = await named<SaleRow>(tx, statement, [businessId, ...asked.values, onDate, id])
  return direction === 'later' ? rows.toReversed() : rows
}

export interface SalesTotals {
  count: number
  total_paise: Paise
  open_paise: Paise
  /** Where there are more than so many they are not counted. */
  most: number
}

/** What the bills of a filter come to, cancelled ones apart; of at most one more than `mostCounted`. */
export async function totalSales(tx: Tx, businessId: string, asked: Asked): Promise<SalesTotals> {
  const [totals] = await named<Omit<SalesTotals, 'most'>>(tx, totalsText(asked), [businessId, ...asked.values])
  return { ...(totals ?? empty), most: mostCounted }
}

/**
 * Of a search that means many customers, the bills of one page: to find two hundred of them costs what the shop has ever
 * billed, and the name will be typed further. Whoever pages has more than a page.
 */
export function totalOfPage(rows: readonly SaleRow[], cursor: SalesCursor | undefined): SalesTotals {
  const total = sum(rows.map(({ state, total_paise }) => (state === 'issued' ? total_paise : zero)))
  const open_paise = sum(rows.map((row) => row.open_paise))
  return { count: cursor ? pageSize + 1 : rows.length, total_paise: total, open_paise, most: pageSize }
}

/** Names and numbers that a search means, looked up first so that the list itself asks by key. */
export async function resolve(tx: Tx, businessId: string, filter: SalesFilter): Promise<Asked> {
  if (filter.search === '') return askedFor(filter)
  return askedFor(filter, await matchesOf(tx, businessId, filter.search))
}

export interface YearFigures {
  fyLabel: string
  /** Numbers given this year, cancelled ones too. */
  count: bigint
  /** What customers owe, less what they have with us. */
  due_paise: Paise
}

/** What stands over the list: from the number series and the kept balances, whatever history holds. */
export async function findYearFigures(tx: Tx, businessId: string, fyLabel: string): Promise<YearFigures> {
  const [row] = await named<Omit<YearFigures, 'fyLabel'>>(tx, yearFigures, [businessId, fyLabel])
  return { fyLabel, ...(row ?? { count: 0n, due_paise: zero }) }
}

const empty = { count: 0, total_paise: zero, open_paise: zero }

const yearFigures = {
  name: 'sales.figures',
  text: `
    select coalesce((select sum(next - 1) from series
        where business_id = $1 and document_kind in ('invoice', 'bill-of-supply') and fy = $2), 0)::bigint as count,
      coalesce((select sum(m.debit - m.credit) from account_month m
        where m.business_id = $1 and m.commodity = 'INR' and m.account_id = (
          select a.id from account a where a.business_id = $1 and a.role = 'debtors')), 0)::bigint as due_paise`,
}
