import type { IsoDate } from '../../../core/dates.ts'
import type { Paise } from '../../../core/money.ts'
import { zero } from '../../../core/money.ts'
import { named, type Statement } from '../../../db/named.ts'
import { pageSize } from '../../../db/paging.ts'
import type { Tx } from '../../../db/tenant.ts'
import { matchPapers, type PaperMatches } from '../../parties/index.ts'
import { mostCounted } from './list.form.ts'

export interface ListFilter {
  readonly partyIds: readonly string[] | undefined
  readonly numbers: readonly string[] | undefined
  readonly partyId: string | undefined
  readonly from: IsoDate | undefined
  readonly to: IsoDate | undefined
}

export interface ReturnRow {
  id: string
  number: string
  onDate: IsoDate
  state: 'issued' | 'cancelled'
  partyName: string
  bill: string
  words: string
  total: Paise
}

export interface ListCursor {
  readonly direction: 'earlier' | 'later'
  readonly onDate: IsoDate
  readonly id: string
}

export interface Totals {
  count: number
  total: Paise
}

/** Returns, newest first, one more than a page holds. */
export async function listReturns(
  tx: Tx,
  businessId: string,
  { filter, cursor }: { filter: ListFilter; cursor: ListCursor | undefined },
): Promise<ReturnRow[]> {
  const direction = cursor?.direction ?? 'earlier'
  const [onDate, id] = cursor ? [cursor.onDate, cursor.id] : ['infinity', 'ffffffff-ffff-ffff-ffff-ffffffffffff']
  const rows = await named<ReturnRow>(tx, lists[direction], [...valuesOf(businessId, filter), onDate, id, pageSize + 1])
  return direction === 'later' ? rows.toReversed() : rows
}

/** Of those that stand: a cancelled one came to nothing. */
export async function totalReturns(tx: Tx, businessId: string, filter: ListFilter): Promise<Totals> {
  const [totals] = await named<Totals>(tx, totalsOf, [...valuesOf(businessId, filter), mostCounted + 1])
  return totals ?? { count: 0, total: zero }
}

/** "452" is the note of that number in any series and year; a name or mobile is looked up by its beginning. */
export const matchesOf = (tx: Tx, businessId: string, search: string): Promise<PaperMatches> =>
  matchPapers(tx, businessId, { search, kinds: ['credit-note'] })

const valuesOf = (businessId: string, filter: ListFilter): unknown[] => [
  businessId,
  filter.from ?? '-infinity',
  filter.to ?? 'infinity',
  filter.partyId ?? null,
  filter.partyIds ?? null,
  filter.numbers ?? null,
]

// A note that was written by hand has no return: it stands among the vouchers.
const rowsOf = `
  from document d
  join sale_return r on r.business_id = d.business_id and r.document_id = d.id
  where d.business_id = $1 and d.kind = 'credit-note' and d.on_date between $2::date and $3::date
    and ($4::uuid is null or d.party_id = $4)
    and ($5::uuid[] is null or d.party_id = any($5) or d.number = any($6::text[]))`

function listStatement(direction: ListCursor['direction']): Statement {
  const [than, order] = direction === 'earlier' ? ['<', 'desc'] : ['>', 'asc']
  const text = `
    select d.id, d.number, d.on_date as "onDate", d.state, d.total_paise as total, d.party_snapshot ->> 'name' as "partyName",
      b.number as bill, l.words
    from (select d.*, r.bill_id ${rowsOf} and (d.on_date, d.id) ${than} ($7::date, $8::uuid)
      order by d.on_date ${order}, d.id ${order} limit $9) d
    join document b on b.business_id = d.business_id and b.id = d.bill_id
    cross join lateral (
      select coalesce(string_agg(description, ', ' order by line) filter (where line <= 3), '') as words
      from document_line o where o.business_id = d.business_id and o.document_id = d.id) l
    order by d.on_date ${order}, d.id ${order}`
  return { name: `returns.list.${direction}`, text }
}

const lists = { earlier: listStatement('earlier'), later: listStatement('later') } as const

const totalsOf = {
  name: 'returns.totals',
  text: `
    select count(*)::int as count, coalesce(sum(d.total_paise), 0)::bigint as total
    from (select d.total_paise ${rowsOf} and d.state = 'issued' limit $7) d`,
}
