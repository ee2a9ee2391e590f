import { checkStatement, fault } from './check.findings.ts'

const onRole = (role: string): string => `
  (select coalesce(sum(m.credit - m.debit), 0) as amount
    from account a join account_month m on m.business_id = a.business_id and m.account_id = a.id
    where a.business_id = $1 and a.role = '${role}' and m.commodity = 'INR')`

/** 3: what is left on gift vouchers is their moves, one by one, and all of it is what is owed on their account. */
export const giftsAreTheirAccount = checkStatement(
  'gift_vouchers',
  `gifts as (select id, code, left_paise as "left" from gift_voucher where business_id = $1),
  moved as (
    select gift_voucher_id as id, sum(amount_paise) as amount from gift_voucher_move where business_id = $1 group by gift_voucher_id
  ),
  owed as ${onRole('gift-vouchers')},
  found as (
    select ${fault('giftMoves', { of: 'g.code', amounts: { left: 'g."left"', moves: 'coalesce(m.amount, 0)' } })}
    from gifts g left join moved m on m.id = g.id where g."left" <> coalesce(m.amount, 0)
    union all
    select ${fault('gifts', { amounts: { left: 't.amount', account: 'o.amount' } })}
    from (select coalesce(sum("left"), 0) as amount from gifts) t cross join owed o where t.amount <> o.amount
  ),
  counted as (select count(*) as checked from gifts)`,
)

/** 3: what each party has in points is their moves, and all of it, at the value at earning, is what is owed on their account. */
export const pointsAreTheirAccount = checkStatement(
  'points',
  `kept as (select party_id, points, value_paise as value from point_balance where business_id = $1),
  moved as (
    select party_id, sum(points) as points, sum(value_paise) as value from point_move where business_id = $1 group by party_id
  ),
  owed as ${onRole('loyalty-points')},
  found as (
    select ${fault('pointMoves', {
      of: 'p.name',
      place: 'party',
      id: 'p.id',
      texts: { kept: 'coalesce(k.points, 0)', moves: 'coalesce(m.points, 0)' },
    })}
    from kept k full join moved m using (party_id) join party p on p.business_id = $1 and p.id = party_id
    where (coalesce(k.points, 0), coalesce(k.value, 0)) <> (coalesce(m.points, 0), coalesce(m.value, 0))
    union all
    select ${fault('points', { amounts: { value: 't.amount', account: 'o.amount' } })}
    from (select coalesce(sum(value), 0) as amount from kept) t cross join owed o where t.amount <> o.amount
  ),
  counted as (select count(*) as checked from kept)`,
)
