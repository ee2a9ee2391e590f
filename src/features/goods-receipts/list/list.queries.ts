import type { IsoDate } from '../../../core/dates.ts'
import type { Paise } from '../../../core/money.ts'
import { named } from '../../../db/named.ts'
import { pageSize } from '../../../db/paging.ts'
import type { Tx } from '../../../db/tenant.ts'
import { matchPapers } from '../../parties/index.ts'
import type { Show } from './list.rules.ts'

export interface ReceiptFilter {
  readonly show: Show
  readonly search: string
  readonly partyId: string | undefined
  readonly from: IsoDate | undefined
  readonly to: IsoDate | undefined
}

export interface ReceiptCursor {
  readonly direction: 'earlier' | 'later'
  readonly onDate: IsoDate
  readonly id: string
}

export interface ReceiptRow {
  id: string
  number: string
  onDate: IsoDate
  partyName: string
  theirNumber: string
  state: 'issued' | 'cancelled'
  cost: Paise
  differs: boolean
  waits: boolean
}

/** Receipts, newest first, one more than a page holds. */
export async function listReceipts(
  tx: Tx,
  businessId: string,
  { filter, cursor }: { filter: ReceiptFilter; cursor: ReceiptCursor | undefined },
): Promise<ReceiptRow[]> {
  const { show, search, partyId, from = '-infinity', to = 'infinity' } = filter
  const values: unknown[] = [businessId, from, to]
  const value = (one: unknown): string => `$${values.push(one)}`
  const conditions = [shown[show]]
  if (partyId !== undefined) conditions.push(`d.party_id = ${value(partyId)}::uuid`)
  if (search !== '') {
    const { partyIds, numbers } = await matchPapers(tx, businessId, { search, kinds: ['goods-receipt'] })
    conditions.push(`(d.party_id = any(${value(partyIds)}::uuid[]) or d.number = any(${value(numbers)}::text[])
      or g.their_number = ${value(search)})`)
  }
  const isLater = cursor?.direction === 'later'
  const [onDate, id] = [value(cursor?.onDate ?? 'infinity'), value(cursor?.id ?? lastId)]
  const [than, order] = isLater ? ['>', 'asc'] : ['<', 'desc']
  const text = `
    select d.id, d.number, d.on_date as "onDate", coalesce(d.party_snapshot ->> 'name', '') as "partyName",
      g.their_number as "theirNumber", d.state, d.cost_paise as cost, g.differs, g.waits_for_bill as waits
    from document d join goods_receipt g on g.business_id = d.business_id and g.document_id = d.id
    where d.business_id = $1 and d.kind = 'goods-receipt' and d.on_date between $2::date and $3::date
      and ${conditions.join(' and ')} and (d.on_date, d.id) ${than} (${onDate}::date, ${id}::uuid)
    order by d.on_date ${order}, d.id ${order} limit ${pageSize + 1}`
  const isUsual = search === '' && partyId === undefined
  const name = isUsual ? `goods_receipts.list.${show}.${isLater ? 'later' : 'earlier'}` : ''
  const rows = await named<ReceiptRow>(tx, { name, text }, values)
  return isLater ? rows.toReversed() : rows
}

const lastId = 'ffffffff-ffff-ffff-ffff-ffffffffffff'

const shown: Readonly<Record<Show, string>> = {
  all: 'true',
  waiting: `g.waits_for_bill and d.state = 'issued'`,
  differing: `g.differs and d.state = 'issued'`,
  cancelled: `d.state = 'cancelled'`,
}
