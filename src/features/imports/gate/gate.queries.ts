import type { Nature } from '../../../core/chart.ts'
import type { Paise } from '../../../core/money.ts'
import { named } from '../../../db/named.ts'
import type { Tx } from '../../../db/tenant.ts'

/** Where the taking over of the old books stands; undefined before anything was typed. */
export interface Takeover {
  finishedAt: Date | null
  finishedByName: string
}

export const findTakeover = (tx: Tx, businessId: string): Promise<Takeover | undefined> =>
  takeoverBy(tx, businessId, takeoverOf)

/** Like `findTakeover`; nobody else changes it until the transaction ends. */
export const lockTakeover = (tx: Tx, businessId: string): Promise<Takeover | undefined> =>
  takeoverBy(tx, businessId, takeoverLocked)

async function takeoverBy(tx: Tx, businessId: string, statement: typeof takeoverOf): Promise<Takeover | undefined> {
  const [row] = await named<Takeover>(tx, statement, [businessId])
  return row
}

const takeoverSql = `
  select finished_at as "finishedAt", finished_by_name as "finishedByName" from takeover where business_id = $1`
const takeoverOf = { name: 'imports.takeover', text: takeoverSql }
const takeoverLocked = { name: 'imports.takeover.lock', text: `${takeoverSql} for update` }

/** An account in both books: above zero a debit. */
export interface Compared {
  id: string
  code: string
  name: string
  nature: Nature
  role: string | null
  /** What the old books say. */
  theirs: Paise
  /** What was opened here, and not taken back. */
  ours: Paise
}

/** Every account that may have an opening, in the order of the chart; the opening difference is none of the old books'. */
export const listCompared = (tx: Tx, businessId: string): Promise<Compared[]> =>
  named<Compared>(tx, compared, [businessId])

// Voucher by voucher, whatever Postgres believes of the size of a table that grew a minute ago.
const compared = {
  name: 'imports.takeover.compare',
  text: `
    with opening as materialized (
      select v.id from voucher v where v.business_id = $1 and v.kind = 'opening'
      union all
      select r.id from voucher v join voucher r on r.business_id = $1 and r.reverses_id = v.id
      where v.business_id = $1 and v.kind = 'opening'
    ), ours as (
      select p.account_id, sum(p.amount)::bigint as amount from opening o
      cross join lateral (select l.account_id, l.amount from posting l
        where l.business_id = $1 and l.voucher_id = o.id and l.commodity = 'INR' offset 0) p
      group by p.account_id
    )
    select a.id, a.code, a.name, a.nature, a.role, coalesce(l.amount, 0)::bigint as theirs, coalesce(o.amount, 0)::bigint as ours
    from account a
    left join ours o on o.account_id = a.id
    left join takeover_line l on l.business_id = a.business_id and l.account_id = a.id
    where a.business_id = $1 and not a.is_group and a.role is distinct from 'opening-difference'
      and (a.archived_at is null or o.amount <> 0 or l.amount <> 0)
    order by a.code, a.name, a.id`,
}
