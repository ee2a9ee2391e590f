import { addDays, type IsoDate } from '../../../core/dates.ts'
import type { Paise } from '../../../core/money.ts'
import { named } from '../../../db/named.ts'
import { pageSize } from '../../../db/paging.ts'
import type { Tx } from '../../../db/tenant.ts'
import type { ListOf } from './list.form.ts'

export interface ChallanRow {
  id: string
  number: string
  onDate: IsoDate
  dueOn: IsoDate
  partyName: string
  pieces: number
  /** Not yet back, billed, returned or bought. */
  left: number
  value: Paise
}

/** Where the page before ended: its last row's day and id. */
export interface ListAfter {
  readonly day: IsoDate
  readonly id: string
}

/**
 * One row more than a page holds. What is out stands by the day it is due, found by the pieces and lots that are out; what is closed
 * and what came in from suppliers by its own day, the newest first.
 */
export function listChallans(
  tx: Tx,
  businessId: string,
  { list, today, after }: { list: ListOf; today: IsoDate; after: ListAfter | undefined },
): Promise<ChallanRow[]> {
  const first = { day: '-infinity', id: '00000000-0000-0000-0000-000000000000' }
  const last = { day: 'infinity', id: 'ffffffff-ffff-ffff-ffff-ffffffffffff' }
  switch (list) {
    case 'out':
    case 'overdue': {
      const until = list === 'overdue' ? addDays(today, -1) : 'infinity'
      const { day, id } = after ?? first
      return named(tx, out, [businessId, until, day, id, pageSize + 1])
    }
    case 'closed':
    case 'in': {
      const { day, id } = after ?? last
      return named(tx, list === 'closed' ? closed : incoming, [businessId, day, id, pageSize + 1])
    }
  }
}

const columns = `d.id, d.number, d.on_date as "onDate", c.due_on as "dueOn", coalesce(d.party_snapshot ->> 'name', '') as "partyName",
      (select count(*)::int from document_line l where l.business_id = d.business_id and l.document_id = d.id) as pieces,
      d.total_paise as value`

const out = {
  name: 'challans.out',
  text: `
    select ${columns}, o.count as "left"
    from (select document_id, sum(count)::int as count from (
        select document_id, count(*) as count from piece where business_id = $1 and state = 'on-approval' group by 1
        union all select challan_id, count(*) from challan_lot where business_id = $1 and is_out group by 1) x group by 1) o
    join challan c on c.business_id = $1 and c.document_id = o.document_id
    join document d on d.business_id = $1 and d.id = c.document_id
    where c.due_on <= $2::date and (c.due_on, c.document_id) > ($3::date, $4::uuid)
    order by c.due_on, c.document_id limit $5`,
}

const closed = {
  name: 'challans.closed',
  text: `
    select ${columns}, 0 as "left"
    from document d join challan c on c.business_id = d.business_id and c.document_id = d.id
    where d.business_id = $1 and d.kind = 'challan' and (d.on_date, d.id) < ($2::date, $3::uuid)
      and not exists (select 1 from piece p where p.business_id = d.business_id and p.document_id = d.id and p.state = 'on-approval')
      and not exists (select 1 from challan_lot c where c.business_id = d.business_id and c.challan_id = d.id and c.is_out)
    order by d.on_date desc, d.id desc limit $4`,
}

const incoming = {
  name: 'challans.incoming',
  text: `
    select a.id, a.number, a.on_date as "onDate", a.due_on as "dueOn", p.name as "partyName", l.pieces, l.held as "left",
      0::bigint as value
    from approval_in a join party p on p.business_id = a.business_id and p.id = a.party_id
    cross join lateral (select coalesce(sum(x.pieces), 0)::int as pieces, coalesce(sum(x.pieces) filter (where x.outcome = 'held'), 0)::int as held
      from approval_in_line x where x.business_id = a.business_id and x.approval_id = a.id) l
    where a.business_id = $1 and (a.on_date, a.id) < ($2::date, $3::uuid)
    order by a.on_date desc, a.id desc limit $4`,
}
