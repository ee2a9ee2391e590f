import type { IsoDate } from '../../../core/dates.ts'
import { named } from '../../../db/named.ts'
import type { Tx } from '../../../db/tenant.ts'

/**
 * What Tally knows by one name: what a voucher left open of a party under one number. Money on account has no name there.
 */
export interface Ref {
  readonly partyId: string
  /** The voucher that made its items. */
  readonly madeBy: string
  readonly side: 'debit' | 'credit'
  readonly number: string
  readonly isAdvance: boolean
  readonly isOnAccount: boolean
}

/** What an entry adds to what a party owes, above zero, or takes from it. */
export interface RefChange extends Ref {
  /** The voucher, or the allocation that no voucher of its day has. */
  readonly in: string
  readonly amount: bigint
}

export const keyOfRef = ({ partyId, madeBy, side, number, isOnAccount }: Omit<Ref, 'isAdvance'>): string =>
  [partyId, madeBy, side, isOnAccount, number.toLowerCase()].join(' ')

/** How these vouchers change what is open: what each opened, less what it settled on its own day. */
export const listRefChanges = (tx: Tx, businessId: string, voucherIds: readonly string[]): Promise<RefChange[]> =>
  named<RefChange>(tx, changesOfVouchers, [businessId, voucherIds])

export interface LaterSettlement {
  readonly id: string
  readonly onDate: IsoDate
  readonly changes: readonly RefChange[]
}

const inOne = 1000

/** What was settled, or freed again, on another day than that of the voucher which it names: Tally has an entry for each. */
export async function* readLaterSettlements(
  tx: Tx,
  businessId: string,
  { from, to }: { from: string; to: string },
): AsyncGenerator<LaterSettlement[]> {
  let after: readonly [string, string] = [from, '00000000-0000-0000-0000-000000000000']
  for (;;) {
    const rows = await named<RefChange & { onDate: IsoDate }>(tx, laterChanges, [businessId, ...after, to, inOne])
    const found = [...Map.groupBy(rows, (row) => row.in)].map(([id, changes]) => ({
      ...{ id, onDate: changes[0]?.onDate ?? from, changes },
    }))
    const last = found.at(-1)
    if (!last) return
    yield found
    if (found.length < inOne) return
    after = [last.onDate, last.id]
  }
}

/** Those whose number another of the party had before, with how many had. */
export const listRepeated = (tx: Tx, businessId: string): Promise<(Ref & { times: number })[]> =>
  named(tx, repeated, [businessId])

/** Those that were settled in full as they were made and are open since something was taken back, with what did it. */
export const listReopened = (tx: Tx, businessId: string): Promise<(Ref & { in: string })[]> =>
  named(tx, reopened, [businessId])

const onAccount = "(i.kind = 'on-account' or i.number = '')"
const ref = `i.party_id as "partyId", i.voucher_id as "madeBy", i.side, i.number, ${onAccount} as "isOnAccount"`
const refGroup = `i.party_id, i.voucher_id, i.side, i.number, ${onAccount}`
const isAdvance = `bool_or(i.kind = 'advance' or i.is_advance) as "isAdvance"`
const sign = "case i.side when 'debit' then 1 else -1 end"

const changesOfVouchers = {
  name: 'exports.tally.changes',
  text: `
    select x.in_id as in, ${ref}, ${isAdvance}, sum(x.amount * ${sign})::bigint as amount
    from (
      select voucher_id as in_id, id as item_id, amount from open_item
      where business_id = $1 and voucher_id = any($2::uuid[]) and commodity = 'INR'
      union all
      select a.voucher_id, s.item_id, -a.amount
      from allocation a
      join voucher v on v.business_id = $1 and v.id = a.voucher_id and v.on_date = a.on_date
      cross join lateral (values (a.from_item_id), (a.to_item_id)) as s (item_id)
      where a.business_id = $1 and a.voucher_id = any($2::uuid[])
    ) x
    join open_item i on i.business_id = $1 and i.id = x.item_id and i.commodity = 'INR'
    group by x.in_id, ${refGroup} having sum(x.amount * ${sign}) <> 0
    order by x.in_id, i.number, i.voucher_id`,
}

const laterChanges = {
  name: 'exports.tally.later',
  text: `
    with page as (
      select a.id, a.on_date, a.amount, a.from_item_id, a.to_item_id from allocation a
      join voucher v on v.business_id = $1 and v.id = a.voucher_id and v.on_date <> a.on_date
      join open_item f on f.business_id = $1 and f.id = a.from_item_id and f.commodity = 'INR'
      where a.business_id = $1 and (a.on_date, a.id) > ($2::date, $3::uuid) and a.on_date <= $4::date
      order by a.on_date, a.id limit $5)
    select p.id as in, p.on_date as "onDate", ${ref}, (i.kind = 'advance' or i.is_advance) as "isAdvance",
      (-p.amount * ${sign})::bigint as amount
    from page p
    join open_item i on i.business_id = $1 and i.id in (p.from_item_id, p.to_item_id)
    order by p.on_date, p.id, amount desc`,
}

// Numbers are told apart as Tally does, whatever their case.
const repeated = {
  name: 'exports.tally.repeated',
  text: `
    select * from (
      select ${ref}, ${isAdvance},
        row_number() over (partition by i.party_id, lower(i.number) order by min(i.id::text))::int as times
      from open_item i where i.business_id = $1 and i.commodity = 'INR' and not ${onAccount}
      group by ${refGroup}
    ) r where times > 1`,
}

const reopened = {
  name: 'exports.tally.reopened',
  text: `
    with freed as (
      select distinct ${ref} from allocation u
      join open_item i on i.business_id = $1 and i.id in (u.from_item_id, u.to_item_id) and i.commodity = 'INR'
      where u.business_id = $1 and u.reverses_id is not null and not ${onAccount}
    ),
    moved as (
      select f.*, i.amount as made, a.* from freed f
      join open_item i on i.business_id = $1 and i.voucher_id = f."madeBy" and i.party_id = f."partyId" and i.side = f.side
        and i.number = f.number and i.commodity = 'INR' and i.kind <> 'on-account'
      left join lateral (
        select sum(a.amount) filter (where a.voucher_id = i.voucher_id and a.on_date = v.on_date) as own,
          min(array[a.on_date::text, a.at::text, a.id::text, case when a.on_date = v.on_date then a.voucher_id else a.id end::text])
            filter (where a.voucher_id <> i.voucher_id or a.on_date <> v.on_date) as first
        from allocation a join voucher v on v.business_id = $1 and v.id = a.voucher_id
        where a.business_id = $1 and i.id in (a.from_item_id, a.to_item_id)
      ) a on true
    )
    select "partyId", "madeBy", side, number, "isOnAccount", false as "isAdvance", (min(first))[4] as in
    from moved group by "partyId", "madeBy", side, number, "isOnAccount"
    having sum(made) = sum(coalesce(own, 0)) and min(first) is not null`,
}
