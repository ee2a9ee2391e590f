import { addDays, type IsoDate } from '../../../core/dates.ts'
import type { Paise } from '../../../core/money.ts'
import type { Milli } from '../../../core/quantity.ts'
import { named } from '../../../db/named.ts'
import { type Page, pageOf, pageSize } from '../../../db/paging.ts'
import type { Tx } from '../../../db/tenant.ts'

export interface IdleRow {
  itemId: string
  name: string
  unit: string
  category: string
  shelf: string
  tracking: 'piece' | 'lot' | null
  quantity: Milli
  value: Paise
  /** When it was sold last; where it never was, when it came. */
  idleOn: IsoDate
  soldOn: IsoDate | null
  boughtOn: IsoDate | null
}

export type IdleCursor = readonly [idleOn: string, itemId: string]

/** What is there and was not sold for so many days, what lies longest first. */
export async function listIdle(
  tx: Tx,
  businessId: string,
  {
    branchId,
    days,
    today,
    after,
  }: { branchId: string | undefined; days: number; today: IsoDate; after: IdleCursor | undefined },
): Promise<Page<IdleRow>> {
  const [idleOn, itemId] = after ?? ['-infinity', '00000000-0000-0000-0000-000000000000']
  const values = [businessId, branchId ?? businessId, addDays(today, -days), idleOn, itemId]
  return pageOf(await named<IdleRow>(tx, idleListed, values))
}

const idleListed = {
  name: 'stock.idle.list',
  text: `
    select s.item_id as "itemId", i.name, i.unit, s.category, i.shelf, a.tracking, s.quantity_milli as quantity, s.value_paise as value,
      s.idle_on as "idleOn", s.sold_on as "soldOn", s.bought_on as "boughtOn"
    from (select * from stock_standing s
      where s.business_id = $1 and s.place_id = $2 and s.quantity_milli > 0 and s.idle_on <= $3::date
        and (s.idle_on, s.item_id) > ($4::date, $5::uuid)
      order by s.idle_on, s.item_id limit ${pageSize + 1}) s
    join item i on i.business_id = $1 and i.id = s.item_id
    left join article a on a.business_id = $1 and a.item_id = s.item_id
    order by s.idle_on, s.item_id`,
}

export interface IdleTotal {
  days: number
  items: number
  value: Paise
}

/** How much lies idle for how long, as it was reckoned this day. */
export const listIdleTotals = (tx: Tx, businessId: string, branchId: string | undefined): Promise<IdleTotal[]> =>
  named(tx, idleTotals, [businessId, branchId ?? businessId])

const idleTotals = {
  name: 'stock.idle.totals',
  text: `
    select days, items, value_paise as value from stock_idle
    where business_id = $1 and place_id = $2 and days > 0 order by days`,
}
