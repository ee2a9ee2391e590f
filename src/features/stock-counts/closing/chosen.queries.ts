import { named } from '../../../db/named.ts'
import type { Tx } from '../../../db/tenant.ts'
import type { CountLineKind } from './lines.ts'

/** A line that is to be posted. */
export interface ChosenLine {
  line: number
  kind: CountLineKind
  thingId: string
  itemId: string
  place: string
  bookPlace: string
  bookMilli: bigint
  countedMilli: bigint
  bookMg: bigint
  countedMg: bigint
  reason: string
}

export const listChosen = (tx: Tx, businessId: string, countId: string): Promise<ChosenLine[]> =>
  named(tx, chosen, [businessId, countId])

const chosen = {
  name: 'stock_count.lines.chosen',
  text: `
    select line, kind, thing_id as "thingId", item_id as "itemId", place, book_place as "bookPlace", book_milli as "bookMilli",
      counted_milli as "countedMilli", book_mg as "bookMg", counted_mg as "countedMg", reason
    from stock_count_line
    where business_id = $1 and count_id = $2 and decision = 'post' and kind <> 'note' and thing_id is not null
    order by thing_id`,
}
