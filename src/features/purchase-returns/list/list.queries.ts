import type { IsoDate } from '../../../core/dates.ts'
import type { Paise } from '../../../core/money.ts'
import { named, type Statement } from '../../../db/named.ts'
import { pageSize } from '../../../db/paging.ts'
import type { Tx } from '../../../db/tenant.ts'
import { matchPapers } from '../../parties/index.ts'

export interface ReturnFilter {
  readonly search: string
  readonly partyId: string | undefined
  readonly from: IsoDate | undefined
  readonly to: IsoDate | undefined
}

export interface ReturnCursor {
  readonly direction: 'earlier' | 'later'
  readonly onDate: IsoDate
  readonly id: string
}

export interface ReturnRow {
  id: string
  number: string
  onDate: IsoDate
  state: 'issued' | 'cancelled'
  partyName: string
  billId: string | null
  ofNumber: string
  credit: Paise
  open: Paise
}

/** What went back, newest first, one more than a page holds. */
export async function listReturns(
  tx: Tx,
  businessId: string,
  { filter, cursor }: { filter: ReturnFilter; cursor: ReturnCursor | undefined },
): Promise<ReturnRow[]> {
  const { search, partyId = null, from = '-infinity', to = 'infinity' } = filter
  const matches =
    search === ''
      ? { partyIds: null, numbers: [] }
      : await matchPapers(tx, businessId, { search, kinds: ['debit-note'] })
  const direction = cursor?.direction ?? 'earlier'
  const [onDate, id] = cursor ? [cursor.onDate, cursor.id] : ['infinity', 'ffffffff-ffff-ffff-ffff-ffffffffffff']
  const values = [businessId, from, to, partyId, matches.partyIds, matches.numbers, onDate, id, pageSize + 1]
  const rows = await named<ReturnRow>(tx, lists[direction], values)
  return direction === 'later' ? rows.toReversed() : rows
}

function listStatement(direction: ReturnCursor['direction']): Statement {
  const [than, order] = direction === 'earlier' ? ['<', 'desc'] : ['>', 'asc']
  const text = `
    select d.id, d.number, d.on_date as "onDate", d.state, d.party_snapshot ->> 'name' as "partyName", r.bill_id as "billId",
      coalesce(nullif(s.their_number, ''), o.number) as "ofNumber",
      case when r.bill_id is null then 0 else d.total_paise - r.metal_paise end::bigint as credit,
      coalesce((select sum(i.open_amount) from open_item i where i.business_id = d.business_id and i.document_id = d.id
        and i.kind = 'note' and i.commodity = 'INR'), 0)::bigint as open
    from (select * from document d
      where d.business_id = $1 and d.kind = 'purchase-return' and d.on_date between $2::date and $3::date
        and ($4::uuid is null or d.party_id = $4)
        and ($5::uuid[] is null or d.party_id = any($5) or d.number = any($6::text[]))
        and (d.on_date, d.id) ${than} ($7::date, $8::uuid)
      order by d.on_date ${order}, d.id ${order} limit $9) d
    join purchase_return r on r.business_id = d.business_id and r.document_id = d.id
    join document o on o.business_id = r.business_id and o.id = coalesce(r.bill_id, r.receipt_id)
    left join supplier_bill s on s.business_id = o.business_id and s.document_id = o.id
    order by d.on_date ${order}, d.id ${order}`
  return { name: `purchase_returns.list.${direction}`, text }
}

const lists = { earlier: listStatement('earlier'), later: listStatement('later') } as const
