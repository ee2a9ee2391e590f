import type { Actor } from '../../../core/actor.ts'
import type { IsoDate } from '../../../core/dates.ts'
import { divRound, sum } from '../../../core/money.ts'
import type { DecidedBillLine } from '../../../core/supplier-bill-facts.ts'
import { named } from '../../../db/named.ts'
import type { Tx } from '../../../db/tenant.ts'
import { paidRateSql } from '../../goods-receipts/index.ts'

interface Billed {
  readonly partyId: string
  readonly onDate: IsoDate
  readonly lines: readonly Pick<DecidedBillLine, 'itemId' | 'quantity' | 'taxable'>[]
}

/**
 * Keeps what this supplier charged for his goods, each, before tax: not what they were ordered or received at. A bill of an
 * earlier day changes nothing that is known of a later one; jewellery is priced piece by piece and has no such price.
 */
export async function rememberBilled(
  tx: Tx,
  businessId: string,
  { partyId, onDate, lines }: Billed,
  actor: Actor,
): Promise<void> {
  const rows = pricesOf(lines)
  if (rows.length === 0) return
  const of = (value: (row: (typeof rows)[number]) => unknown) => rows.map(value)
  const columns = [of(({ itemId }) => itemId), of(({ price }) => price)]
  await named(tx, remembered, [businessId, partyId, onDate, actor.at, ...columns])
}

/** A bill that is taken back says nothing: the price of the last receipt counts, as its own bill has it. */
export const forgetBilled = (
  tx: Tx,
  businessId: string,
  of: { readonly partyId: string; readonly billId: string },
  actor: Actor,
): Promise<unknown> => named(tx, forgotten, [businessId, of.partyId, of.billId, actor.at])

/** An item that stands in several lines has the price of all together. */
function pricesOf(lines: Billed['lines']): { itemId: string; price: bigint }[] {
  const ids = [...new Set(lines.flatMap(({ itemId }) => itemId ?? []))].toSorted()
  return ids.flatMap((itemId) => {
    const own = lines.filter((line) => line.itemId === itemId)
    const quantity = own.reduce((all, line) => all + line.quantity, 0n)
    const taxable = sum(own.map((line) => line.taxable))
    return quantity > 0n && taxable > 0n ? [{ itemId, price: divRound(taxable * 1000n, quantity, 'half-up') }] : []
  })
}

const remembered = {
  name: 'supplier_bills.prices.remember',
  text: `
    insert into party_item as p (business_id, party_id, item_id, price_paise, price_on, updated_at)
    select $1, $2, l.item, l.price, $3::date, $4 from unnest($5::uuid[], $6::bigint[]) as l (item, price)
    where l.price > 0 and not exists (select 1 from article a where a.business_id = $1 and a.item_id = l.item)
    on conflict (business_id, party_id, item_id) do update
      set price_paise = excluded.price_paise, price_on = excluded.price_on, updated_at = excluded.updated_at
      where p.price_on is null or p.price_on <= excluded.price_on`,
}

// Only where no later paper set the price since.
const forgotten = {
  name: 'supplier_bills.prices.forget',
  text: `
    update party_item p set price_paise = r.rate, price_on = r.on_date, updated_at = $4
    from (select distinct l.item_id, d.on_date from document d
      join document_line l on l.business_id = d.business_id and l.document_id = d.id and l.item_id is not null
      where d.business_id = $1 and d.id = $3) b
    cross join lateral (select ${paidRateSql()} as rate, l.on_date from goods_receipt_line l
      join document d on d.business_id = l.business_id and d.id = l.receipt_id and d.state = 'issued'
      where l.business_id = $1 and l.supplier_id = $2 and l.item_id = b.item_id and l.received_milli > l.rejected_milli
      order by l.on_date desc, l.receipt_id desc, l.line desc limit 1) r
    where p.business_id = $1 and p.party_id = $2 and p.item_id = b.item_id and p.price_on = b.on_date and r.rate > 0`,
}
