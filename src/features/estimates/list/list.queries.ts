import type { IsoDate } from '../../../core/dates.ts'
import type { Paise } from '../../../core/money.ts'
import { named, type Statement } from '../../../db/named.ts'
import { pageSize } from '../../../db/paging.ts'
import type { Tx } from '../../../db/tenant.ts'
import { matchPapers, type PaperMatches } from '../../parties/index.ts'
import type { ListState } from './list.form.ts'

export interface ListFilter {
  readonly state: ListState
  readonly today: IsoDate
  readonly partyIds: readonly string[] | undefined
  readonly numbers: readonly string[] | undefined
}

export interface ListRow {
  id: string
  number: string
  onDate: IsoDate
  validUntil: IsoDate
  partyName: string
  total: Paise
  isBilled: boolean
  isOrdered: boolean
}

export interface ListCursor {
  readonly direction: 'earlier' | 'later'
  readonly onDate: IsoDate
  readonly id: string
}

/** Estimates, newest first, one more than a page holds. */
export async function listEstimates(
  tx: Tx,
  businessId: string,
  { filter, cursor }: { filter: ListFilter; cursor: ListCursor | undefined },
): Promise<ListRow[]> {
  const direction = cursor?.direction ?? 'earlier'
  const [onDate, id] = cursor ? [cursor.onDate, cursor.id] : ['infinity', 'ffffffff-ffff-ffff-ffff-ffffffffffff']
  const { state, today, partyIds, numbers } = filter
  const rows = await named<ListRow>(tx, lists[direction], [
    ...[businessId, state, today, partyIds ?? null, numbers ?? null],
    ...[onDate, id, pageSize + 1],
  ])
  return direction === 'later' ? rows.toReversed() : rows
}

/** "12" is the estimate of that number in any year; a name or mobile is looked up by its beginning. */
export const matchesOf = (tx: Tx, businessId: string, search: string): Promise<PaperMatches> =>
  matchPapers(tx, businessId, { search, kinds: ['estimate'] })

function listStatement(direction: ListCursor['direction']): Statement {
  const [than, order] = direction === 'earlier' ? ['<', 'desc'] : ['>', 'asc']
  const made = (kinds: string) => `exists (select 1 from document b where b.business_id = d.business_id
        and b.from_document_id = d.id and b.state = 'issued' and b.kind in (${kinds}))`
  const text = `
    select * from (
      select d.id, d.number, d.on_date as "onDate", e.valid_until as "validUntil", d.party_snapshot ->> 'name' as "partyName",
        d.total_paise as total, ${made(`'invoice', 'bill-of-supply'`)} as "isBilled", ${made(`'sales-order'`)} as "isOrdered"
      from document d join estimate e on e.business_id = d.business_id and e.document_id = d.id
      where d.business_id = $1 and d.kind = 'estimate' and (d.on_date, d.id) ${than} ($6::date, $7::uuid)
        and ($4::uuid[] is null or d.party_id = any($4) or d.number = any($5::text[]))) d
    where case $2 when 'billed' then "isBilled" when 'open' then not "isBilled" and "validUntil" >= $3::date
      when 'expired' then not "isBilled" and not "isOrdered" and "validUntil" < $3::date else true end
    order by "onDate" ${order}, id ${order} limit $8`
  return { name: `estimates.list.${direction}`, text }
}

const lists = { earlier: listStatement('earlier'), later: listStatement('later') } as const
