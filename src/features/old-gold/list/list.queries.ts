import type { IsoDate } from '../../../core/dates.ts'
import type { Paise } from '../../../core/money.ts'
import { zero } from '../../../core/money.ts'
import { type Mg, noWeight } from '../../../core/weight.ts'
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

export interface PurchaseRow {
  id: string
  number: string
  onDate: IsoDate
  state: 'issued' | 'cancelled'
  partyName: string
  words: string
  net: Mg
  melted: Mg
  total: Paise
}

export interface ListCursor {
  readonly direction: 'earlier' | 'later'
  readonly onDate: IsoDate
  readonly id: string
}

export interface Totals {
  count: number
  melted: Mg
  total: Paise
}

/** Purchases of old metal, newest first, one more than a page holds. */
export async function listPurchases(
  tx: Tx,
  businessId: string,
  { filter, cursor }: { filter: ListFilter; cursor: ListCursor | undefined },
): Promise<PurchaseRow[]> {
  const direction = cursor?.direction ?? 'earlier'
  const [onDate, id] = cursor ? [cursor.onDate, cursor.id] : ['infinity', 'ffffffff-ffff-ffff-ffff-ffffffffffff']
  const rows = await named<PurchaseRow>(tx, lists[direction], [
    ...valuesOf(businessId, filter),
    onDate,
    id,
    pageSize + 1,
  ])
  return direction === 'later' ? rows.toReversed() : rows
}

/** Cancelled ones apart. */
export async function totalPurchases(tx: Tx, businessId: string, filter: ListFilter): Promise<Totals> {
  const [totals] = await named<Totals>(tx, totalsOf, [...valuesOf(businessId, filter), mostCounted + 1])
  return totals ?? { count: 0, melted: noWeight, total: zero }
}

/** "452" is the voucher of that number in any series and year; a name or mobile is looked up by its beginning. */
export const matchesOf = (tx: Tx, businessId: string, search: string): Promise<PaperMatches> =>
  matchPapers(tx, businessId, { search, kinds: ['urd-purchase'] })

const valuesOf = (businessId: string, filter: ListFilter): unknown[] => [
  businessId,
  filter.from ?? '-infinity',
  filter.to ?? 'infinity',
  filter.partyId ?? null,
  filter.partyIds ?? null,
  filter.numbers ?? null,
]

const rowsOf = `
  from document d
  where d.business_id = $1 and d.kind = 'urd-purchase' and d.on_date between $2::date and $3::date
    and ($4::uuid is null or d.party_id = $4)
    and ($5::uuid[] is null or d.party_id = any($5) or d.number = any($6::text[]))`

function listStatement(direction: ListCursor['direction']): Statement {
  const [than, order] = direction === 'earlier' ? ['<', 'desc'] : ['>', 'asc']
  const text = `
    select d.id, d.number, d.on_date as "onDate", d.state, d.total_paise as total, d.party_snapshot ->> 'name' as "partyName",
      l.words, l.net, l.melted
    from (select d.* ${rowsOf} and (d.on_date, d.id) ${than} ($7::date, $8::uuid) order by d.on_date ${order}, d.id ${order} limit $9) d
    cross join lateral (
      select coalesce(string_agg(nullif(words, ''), ', ' order by line), '') as words, sum(net_mg)::bigint as net,
        sum(melted_mg)::bigint as melted
      from old_gold_line o where o.business_id = d.business_id and o.document_id = d.id) l
    order by d.on_date ${order}, d.id ${order}`
  return { name: `old_gold.list.${direction}`, text }
}

const lists = { earlier: listStatement('earlier'), later: listStatement('later') } as const

const totalsOf = {
  name: 'old_gold.totals',
  text: `
    select count(*)::int as count, coalesce(sum(d.total_paise) filter (where d.state = 'issued'), 0)::bigint as total,
      coalesce(sum(l.melted) filter (where d.state = 'issued'), 0)::bigint as melted
    from (select d.business_id, d.id, d.state, d.total_paise ${rowsOf} limit $7) d
    cross join lateral (
      select sum(melted_mg) as melted from old_gold_line o where o.business_id = d.business_id and o.document_id = d.id) l`,
}
