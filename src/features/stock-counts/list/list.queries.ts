import { named } from '../../../db/named.ts'
import { pageSize } from '../../../db/paging.ts'
import type { Tx } from '../../../db/tenant.ts'
import { type CountRow, countColumns, countJoins } from '../counts.queries.ts'
import type { CountList } from './list.rules.ts'

/** The newest first, one more than a page holds; `after` is the beginning and id of the last row that was seen. */
export const listCounts = (
  tx: Tx,
  businessId: string,
  { list, after }: { list: CountList; after: readonly [string, string] | undefined },
): Promise<CountRow[]> => {
  const states = list === 'open' ? ['open', 'review'] : ['approved', 'cancelled']
  const [at, id] = after ?? ['infinity', 'ffffffff-ffff-ffff-ffff-ffffffffffff']
  return named(tx, counts, [businessId, states, at, id, pageSize + 1])
}

const counts = {
  name: 'stock_count.list',
  text: `
    select ${countColumns} from stock_count c ${countJoins}
    where c.business_id = $1 and c.state = any($2::text[]) and (c.began_at, c.document_id) < ($3::timestamptz, $4::uuid)
    order by c.began_at desc, c.document_id desc limit $5`,
}

export interface MyCount extends CountRow {
  mine: number
}

/** Open counts that a person may scan into. */
export const listMine = (tx: Tx, businessId: string, userId: string): Promise<MyCount[]> =>
  named(tx, mine, [businessId, userId, pageSize])

const mine = {
  name: 'stock_count.mine',
  text: `
    select ${countColumns}, (select coalesce(sum(t.counted + t.strange), 0)::int from stock_count_tally t
        where t.business_id = c.business_id and t.count_id = c.document_id and t.user_id = $2) as mine
    from stock_count c ${countJoins}
    where c.business_id = $1 and c.state = 'open'
      and (not exists (select 1 from stock_count_person p where p.business_id = c.business_id and p.count_id = c.document_id)
        or exists (select 1 from stock_count_person p where p.business_id = c.business_id and p.count_id = c.document_id and p.user_id = $2))
    order by c.began_at desc, c.document_id desc limit $3`,
}
