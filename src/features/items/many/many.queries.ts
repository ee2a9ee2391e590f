import { named } from '../../../db/named.ts'
import type { Tx } from '../../../db/tenant.ts'

export interface AskedItem {
  /** The caller's own number for it. */
  at: number
  name: string
  barcode: string
}

/** Items of the same barcode or, in use, of the same name. A barcode stays taken by an archived item. */
export async function listItemTwins(
  tx: Tx,
  businessId: string,
  asked: readonly AskedItem[],
): Promise<{ at: number; id: string; hasBarcode: boolean }[]> {
  const columns = [asked.map(({ at }) => at), asked.map(({ name }) => name), asked.map(({ barcode }) => barcode)]
  return named(tx, twins, [businessId, ...columns])
}

const twins = {
  name: 'item.twins',
  text: `
    with asked as (select * from unnest($2::integer[], $3::text[], $4::text[]) as a (at, name, barcode))
    select a.at, i.id, true as "hasBarcode" from asked a
      join item i on i.business_id = $1 and i.barcode = a.barcode and i.barcode <> ''
    union all
    select a.at, i.id, false as "hasBarcode" from asked a
      join item i on i.business_id = $1 and i.archived_at is null and i.name_key = lower(a.name)`,
}

export interface ClassWithRates {
  id: string
  kind: 'taxable' | 'exempt' | 'nil' | 'non-gst'
  name: string
  /** Newest first, in hundredths of a percent. */
  ratesBp: number[]
}

/** GST classes with every rate that they ever had up to a day, in the order in which they were made. */
export const listClassesWithRates = (tx: Tx, businessId: string, today: string): Promise<ClassWithRates[]> =>
  named(tx, classes, [businessId, today])

const classes = {
  name: 'item.classes_with_rates',
  text: `
    select c.id, c.kind, c.name, array(select r.rate_bp from gst_class_rate r where r.business_id = c.business_id
      and r.gst_class_id = c.id and r.from_date <= $2::date order by r.from_date desc) as "ratesBp"
    from gst_class c where c.business_id = $1 order by c.id`,
}

/** Of these items those that moved since, by anything but these vouchers, or stand in a paper or a draft. */
export const listUsedItems = (
  tx: Tx,
  businessId: string,
  { ids, voucherIds }: { ids: readonly string[]; voucherIds: readonly string[] },
): Promise<{ id: string; name: string }[]> => named(tx, usedItems, [businessId, ids, voucherIds])

const usedItems = {
  name: 'item.used',
  text: `
    select i.id, i.name from item i
    where i.business_id = $1 and i.id = any($2::uuid[]) and (
      exists (select 1 from stock_move m where m.business_id = i.business_id and m.item_id = i.id
        and (m.kind <> 'opening' or (m.voucher_id is not null and m.voucher_id <> all($3::uuid[]))))
      or exists (select 1 from document_line l where l.business_id = i.business_id and l.item_id = i.id)
      or exists (select 1 from draft d where d.business_id = i.business_id and position(i.id::text in d.body::text) > 0)
    ) order by i.name_key, i.id`,
}
