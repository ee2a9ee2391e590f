import type { Paise } from '../../../core/money.ts'
import { named } from '../../../db/named.ts'
import { pageSize } from '../../../db/paging.ts'
import type { Tx } from '../../../db/tenant.ts'
import type { CountLineKind } from '../closing/lines.ts'

export interface CountLine {
  line: number
  kind: CountLineKind
  thingId: string | null
  itemId: string | null
  code: string
  words: string
  outcome: string
  place: string
  bookPlace: string
  said: string
  bookMilli: bigint
  countedMilli: bigint
  bookMg: bigint
  countedMg: bigint
  value: Paise
  movedMeanwhile: boolean
  decision: 'post' | 'leave'
  reason: string
  result: '' | 'posted' | 'left' | 'changed'
  resultState: string
}

/** Lines of a closed count, in their order; one more than a page holds. */
export const listLines = (
  tx: Tx,
  businessId: string,
  countId: string,
  { kind, after, limit = pageSize + 1 }: { kind: string; after: number; limit?: number },
): Promise<CountLine[]> => named(tx, lines, [businessId, countId, kind, after, limit])

const lines = {
  name: 'stock_count.lines.list',
  text: `
    select line, kind, thing_id as "thingId", item_id as "itemId", code, words, outcome, place, book_place as "bookPlace", said,
      book_milli as "bookMilli", counted_milli as "countedMilli", book_mg as "bookMg", counted_mg as "countedMg",
      value_paise as value, moved_meanwhile as "movedMeanwhile", decision, reason, result, result_state as "resultState"
    from stock_count_line
    where business_id = $1 and count_id = $2 and ($3 = 'all' or kind = $3) and line > $4 order by line limit $5`,
}

export interface LineSum {
  kind: CountLineKind
  lines: number
  /** To be posted, or posted. */
  due: number
  value: Paise
}

export const sumLines = (tx: Tx, businessId: string, countId: string): Promise<LineSum[]> =>
  named(tx, sums, [businessId, countId])

const sums = {
  name: 'stock_count.lines.sum',
  text: `
    select kind, count(*)::int as lines, count(*) filter (where decision = 'post' and result in ('', 'posted'))::int as due,
      coalesce(sum(value_paise) filter (where decision = 'post' and result in ('', 'posted')), 0)::bigint as value
    from stock_count_line where business_id = $1 and count_id = $2 group by kind order by kind`,
}
