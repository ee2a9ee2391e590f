import { NotFound } from '../../../core/errors.ts'
import type { Paise } from '../../../core/money.ts'
import { changedPrice, isBigJump, marginBp, movedBp } from '../../../core/price-change.ts'
import { afterAll, termsOf } from '../../../core/search-terms.ts'
import { named } from '../../../db/named.ts'
import type { Tx } from '../../../db/tenant.ts'
import { findAsked } from '../ask/ask.queries.ts'
import { type AskedChange, type Chosen, hashOf } from './changes.form.ts'

/** As many items change at once. */
export const mostItems = 20_000

export interface ChangedLine {
  readonly itemId: string
  readonly name: string
  readonly old: Paise
  readonly price: Paise
  /** Of the old price, in basis points; undefined where there was none. */
  readonly moved: number | undefined
  /** Over the last cost, after the change; undefined where no cost is known, or of a purchase price. */
  readonly margin: number | undefined
  readonly isBig: boolean
}

export interface Preview {
  /** The largest moves first. */
  readonly lines: readonly ChangedLine[]
  /** Have that price already. */
  readonly same: number
  /** Have no cost, or no price, to go by. */
  readonly without: number
  /** More items than may change at once: then none is shown. */
  readonly isTooMany: boolean
  /** What was shown, to tell whether it still holds. */
  readonly seen: string
}

/** What a rule makes of the items that are chosen. With `lock` nobody else changes them. Throws NotFound for no such supplier. */
export async function previewOf(
  tx: Tx,
  businessId: string,
  { chosen, price, rule }: AskedChange,
  { today, lock }: { today: string; lock: boolean },
): Promise<Preview> {
  const rows = await named<ItemRow>(tx, lock ? itemsLocked : items, [
    businessId,
    today,
    mostItems + 1,
    price,
    ...(await filterOf(tx, businessId, chosen)),
  ])
  if (rows.length > mostItems) return { lines: [], same: 0, without: 0, isTooMany: true, seen: '' }
  const lines: ChangedLine[] = []
  let [same, without] = [0, 0]
  for (const row of rows) {
    const changed = changedPrice(rule, row)
    if (changed === undefined) without += 1
    else if (changed === row.old) same += 1
    else lines.push(lineOf(row, changed, price === 'sale'))
  }
  const seen = hashOf(lines.map((line) => [line.itemId, line.old, line.price]))
  lines.sort((a, b) => sizeOf(b) - sizeOf(a) || a.name.localeCompare(b.name) || (a.itemId < b.itemId ? -1 : 1))
  return { lines, same, without, isTooMany: false, seen }
}

interface ItemRow {
  itemId: string
  name: string
  old: Paise
  cost: Paise
  taxInsideBp: number
}

const sizeOf = ({ moved = 0 }: ChangedLine): number => Math.abs(moved)

const lineOf = (row: ItemRow, price: Paise, isSale: boolean): ChangedLine => ({
  itemId: row.itemId,
  name: row.name,
  old: row.old,
  price,
  moved: movedBp(row.old, price),
  margin: isSale ? marginBp(price, row) : undefined,
  isBig: isBigJump(row.old, price),
})

type Filter = readonly [category: string | null, from: string | null, to: string | null, supplier: string | null]

async function filterOf(tx: Tx, businessId: string, chosen: Chosen): Promise<Filter> {
  switch (chosen.of) {
    case 'all':
      return [null, null, null, null]
    case 'category':
      return [chosen.category, null, null, null]
    case 'search': {
      const phrase = termsOf(chosen.q)?.phrase ?? '\u{10ffff}'
      return [null, phrase, afterAll(phrase), null]
    }
    case 'supplier': {
      const [first, second] = await findAsked(tx, businessId, chosen.supplier)
      if (!first || second) throw new NotFound('no such supplier')
      return [null, null, null, first.id]
    }
  }
}

// The last cost is what stands as the item's purchase price, else the average of what lies on the shelf.
const itemsText = `
  select i.id as "itemId", i.name, case when $4 = 'sale' then i.sale_price_paise else i.purchase_price_paise end as old,
    case when i.purchase_price_paise > 0 then i.purchase_price_paise else coalesce((
      select (sum(l.value_paise) * 1000 / nullif(sum(l.quantity_milli), 0))::bigint from stock_level l
      where l.business_id = i.business_id and l.item_id = i.id and l.quantity_milli > 0), 0) end as cost,
    case when $4 = 'sale' and i.price_includes_tax and c.kind = 'taxable' and b.tax_scheme = 'regular' then coalesce((
      select r.rate_bp from gst_class_rate r where r.business_id = i.business_id and r.gst_class_id = i.gst_class_id
        and r.from_date <= $2::date order by r.from_date desc limit 1), 0) else 0 end as "taxInsideBp"
  from item i
  join business b on b.id = i.business_id
  join gst_class c on c.business_id = i.business_id and c.id = i.gst_class_id
  where i.business_id = $1 and i.archived_at is null
    and not exists (select 1 from article a where a.business_id = i.business_id and a.item_id = i.id)
    and ($5::text is null or i.category = $5)
    and ($6::text is null or i.id in (select s.item_id from item_search s where s.business_id = $1 and s.term >= $6 and s.term < $7))
    and ($8::uuid is null or i.id in (select p.item_id from party_item p where p.business_id = $1 and p.party_id = $8))
  order by i.id limit $3`
const items = { name: 'price_change.items', text: itemsText }
const itemsLocked = { name: 'price_change.items.lock', text: `${itemsText} for update of i` }
