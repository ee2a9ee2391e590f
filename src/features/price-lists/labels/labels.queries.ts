import type { Paise } from '../../../core/money.ts'
import { afterAll, termsOf } from '../../../core/search-terms.ts'
import { isId } from '../../../db/ids.ts'
import { named } from '../../../db/named.ts'
import { type Page, pageOf, pageSize } from '../../../db/paging.ts'
import type { Tx } from '../../../db/tenant.ts'

export interface LabelItem {
  id: string
  name: string
  unit: string
  barcode: string
  /** With its tax, as the buyer pays it; rounded to the paisa by the reader. */
  price: Paise
  /** Tax that comes on top of the price, in basis points. */
  taxBp: number
  /** How many labels are asked for where a paper says so, in thousandths; else nothing. */
  pieces: bigint | null
}

export interface LabelFilter {
  q: string
  category: string
  /** Items of a change of prices, or of a receipt of goods, instead. */
  change: string
  receipt: string
}

/** Items to choose from, by name, the first page of them. Jewellery has tags of its own. */
export async function listLabelItems(
  tx: Tx,
  businessId: string,
  { q, category, change, receipt }: LabelFilter,
  today: string,
): Promise<Page<LabelItem>> {
  const phrase = q.trim() === '' ? null : (termsOf(q)?.phrase ?? '\u{10ffff}')
  return pageOf(
    await named<LabelItem>(tx, itemsChosen, [
      businessId,
      today,
      phrase,
      phrase === null ? null : afterAll(phrase),
      q.trim(),
      category === '' ? null : category,
      isId(change) ? change : null,
      isId(receipt) ? receipt : null,
      pageSize + 1,
    ]),
  )
}

/** The items of a print, by name. */
export const readLabelItems = (
  tx: Tx,
  businessId: string,
  ids: readonly string[],
  today: string,
): Promise<LabelItem[]> =>
  ids.length === 0 ? Promise.resolve([]) : named<LabelItem>(tx, itemsById, [businessId, today, ids])

const columns = (pieces: string): string => `
  select i.id, i.name, i.unit, i.barcode, i.sale_price_paise as price, ${pieces} as pieces,
    case when not i.price_includes_tax and c.kind = 'taxable' and b.tax_scheme = 'regular' then coalesce((
      select r.rate_bp from gst_class_rate r where r.business_id = i.business_id and r.gst_class_id = i.gst_class_id
        and r.from_date <= $2::date order by r.from_date desc limit 1), 0) else 0 end as "taxBp"
  from item i
  join business b on b.id = i.business_id
  join gst_class c on c.business_id = i.business_id and c.id = i.gst_class_id
  where i.business_id = $1 and i.archived_at is null and i.kind = 'goods'
    and not exists (select 1 from article a where a.business_id = i.business_id and a.item_id = i.id)`

const itemsChosen = {
  name: 'labels.items',
  text: `
    ${columns(`(select sum(r.received_milli - r.rejected_milli)::bigint from goods_receipt_line r
      where r.business_id = i.business_id and r.receipt_id = $8 and r.item_id = i.id)`)}
    and ($3::text is null or i.barcode = $5
      or i.id in (select s.item_id from item_search s where s.business_id = $1 and s.term >= $3 and s.term < $4))
    and ($6::text is null or i.category = $6)
    and ($7::uuid is null or i.id in (select l.item_id from price_change_line l where l.business_id = $1 and l.change_id = $7))
    and ($8::uuid is null or i.id in (select r.item_id from goods_receipt_line r where r.business_id = $1 and r.receipt_id = $8))
    order by i.name_key, i.id limit $9`,
}

const itemsById = {
  name: 'labels.items_by_id',
  text: `${columns('null::bigint')} and i.id = any($3::uuid[]) order by i.name_key, i.id`,
}
