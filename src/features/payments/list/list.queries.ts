import type { IsoDate } from '../../../core/dates.ts'
import type { PaidMode } from '../../../core/invoice-facts.ts'
import { type Paise, zero } from '../../../core/money.ts'
import { named, type Statement } from '../../../db/named.ts'
import { pageSize } from '../../../db/paging.ts'
import type { Tx } from '../../../db/tenant.ts'
import { matchPapers, type PaperMatches } from '../../parties/index.ts'
import type { Direction } from '../payments.rules.ts'
import { type MoneyFilter, mostCounted } from './list.form.ts'

export interface MoneyRow {
  id: string
  kind: Direction
  number: string
  onDate: IsoDate
  state: 'issued' | 'cancelled'
  partyName: string
  total: Paise
  modes: PaidMode[]
  /** Null where none was written. */
  references: string | null
}

/** The row beside which a page begins: earlier ones follow it, or later ones come before it. */
export interface MoneyCursor {
  readonly direction: 'earlier' | 'later'
  readonly onDate: IsoDate
  readonly id: string
}

export interface MoneyTotals {
  count: number
  cameIn: Paise
  wentOut: Paise
}

/** What a search means, looked up first so that the list itself asks by key. */
export interface Matches {
  readonly partyIds: readonly string[]
  readonly numbers: readonly string[]
}

/** Receipts and payments, newest first, one more than a page holds. */
export async function listMoney(
  tx: Tx,
  businessId: string,
  { filter, matches, cursor }: { filter: MoneyFilter; matches?: Matches | undefined; cursor: MoneyCursor | undefined },
): Promise<MoneyRow[]> {
  const asked = askedFor(filter, matches)
  const direction = cursor?.direction ?? 'earlier'
  const [onDate, id] = cursor ? [cursor.onDate, cursor.id] : ['infinity', 'ffffffff-ffff-ffff-ffff-ffffffffffff']
  const values = [businessId, ...asked.values, onDate, id]
  const rows = await named<MoneyRow>(tx, listStatement(asked, direction), values)
  return direction === 'later' ? rows.toReversed() : rows
}

/** What came in and went out in a filter, cancelled papers apart; of at most one more than `mostCounted`. */
export async function totalMoney(
  tx: Tx,
  businessId: string,
  { filter, matches }: { filter: MoneyFilter; matches?: Matches | undefined },
): Promise<MoneyTotals> {
  const asked = askedFor(filter, matches)
  const [totals] = await named<MoneyTotals>(tx, totalsStatement(asked), [businessId, ...asked.values])
  return totals ?? { count: 0, cameIn: zero, wentOut: zero }
}

/** "452" is the receipt, and the payment, of that number in any series and year; "RC/26-27/00452" this one. */
export const matchesOf = (tx: Tx, businessId: string, search: string): Promise<PaperMatches> =>
  matchPapers(tx, businessId, { search, kinds: ['receipt', 'payment'] })

/** A filter as values ($2 on) and the conditions that use them; its name says which conditions there are. */
interface Asked {
  readonly name: string
  readonly values: readonly unknown[]
  readonly conditions: readonly string[]
}

function askedFor(filter: MoneyFilter, matches?: Matches): Asked {
  const { show, partyId, mode, from = '-infinity', to = 'infinity', least, most } = filter
  const values: unknown[] = [from, to]
  const value = (one: unknown): string => `$${values.push(one) + 1}`
  const conditions = [shown[show]]
  const names: string[] = [show]
  const add = (name: string, condition: string): void => {
    names.push(name)
    conditions.push(condition)
  }
  if (mode !== undefined)
    add(
      'mode',
      `exists (select 1 from document_tender t
      where t.business_id = d.business_id and t.document_id = d.id and t.mode = ${value(mode)})`,
    )
  if (partyId !== undefined) add('party', `d.party_id = ${value(partyId)}::uuid`)
  if (least !== undefined) add('least', `d.total_paise >= ${value(least)}`)
  if (most !== undefined) add('most', `d.total_paise <= ${value(most)}`)
  if (matches)
    add(
      'found',
      `(d.party_id = any(${value(matches.partyIds)}::uuid[]) or d.number = any(${value(matches.numbers)}::text[]))`,
    )
  return { name: names.join('.'), values, conditions }
}

const shown: Readonly<Record<MoneyFilter['show'], string>> = {
  all: `d.kind in ('receipt', 'payment')`,
  receipts: `d.kind in ('receipt', 'payment') and d.kind = 'receipt'`,
  payments: `d.kind in ('receipt', 'payment') and d.kind = 'payment'`,
  cancelled: `d.kind in ('receipt', 'payment') and d.state = 'cancelled'`,
}

const rowsOf = ({ conditions }: Asked): string => `
  from document d
  where d.business_id = $1 and d.on_date between $2::date and $3::date and ${conditions.join(' and ')}`

/** Date and id of the cursor follow the filter's values. The plan is kept, so it must know how few. */
function listStatement(asked: Asked, direction: MoneyCursor['direction']): Statement {
  const [onDate, id] = [1, 2].map((n) => `$${asked.values.length + 1 + n}`)
  const [than, order] = direction === 'earlier' ? ['<', 'desc'] : ['>', 'asc']
  const text = `
    select d.id, d.kind, d.number, d.on_date as "onDate", d.state, d.total_paise as total,
      (select p.name from party p where p.business_id = d.business_id and p.id = d.party_id) as "partyName",
      array(select t.mode from document_tender t where t.business_id = d.business_id and t.document_id = d.id order by t.line) as modes,
      (select string_agg(nullif(t.reference, ''), ', ' order by t.line) from document_tender t
        where t.business_id = d.business_id and t.document_id = d.id) as references
    ${rowsOf(asked)} and (d.on_date, d.id) ${than} (${onDate}::date, ${id}::uuid)
    order by d.on_date ${order}, d.id ${order} limit ${pageSize + 1}`
  return { name: `payments.list.${direction}.${asked.name}`, text }
}

function totalsStatement(asked: Asked): Statement {
  const text = `
    select count(*)::int as count,
      coalesce(sum(d.total_paise) filter (where d.kind = 'receipt' and d.state = 'issued'), 0)::bigint as "cameIn",
      coalesce(sum(d.total_paise) filter (where d.kind = 'payment' and d.state = 'issued'), 0)::bigint as "wentOut"
    from (select d.kind, d.state, d.total_paise ${rowsOf(asked)} limit ${mostCounted + 1}) d`
  return { name: `payments.totals.${asked.name}`, text }
}
