import type { Paise } from '../../../core/money.ts'
import { named } from '../../../db/named.ts'
import type { Tx } from '../../../db/tenant.ts'
import { together } from '../../../db/together.ts'
import type { BookTender, CashKind, PersonSums, SessionBook } from '../tills.rules.ts'

/** What the book says of a session. It costs the session's own vouchers. */
export async function readSessionBook(
  tx: Tx,
  businessId: string,
  { tillId, id }: { tillId: string; id: string },
): Promise<SessionBook> {
  const key = [businessId, tillId, id]
  const [cash, tenders, persons] = await together([
    named<{ kind: CashKind; amount: Paise }>(tx, cashByKind, key),
    named<BookTender>(tx, slipTenders, key),
    named<PersonSums>(tx, byPerson, key),
  ])
  return { cash, tenders, persons }
}

const ofSession = 'v.business_id = $1 and v.till_id = $2 and v.till_session_id = $3'

const cashByKind = {
  name: 'tills.book.cash',
  text: `
    select case v.kind when 'sales' then 'sales' when 'receipt' then 'received' when 'payment' then 'paid' when 'purchase' then 'paid'
        when 'contra' then 'bank' else 'other' end as kind, sum(p.amount)::bigint as amount
    from voucher v
    join posting p on p.business_id = $1 and p.voucher_id = v.id and p.commodity = 'INR'
    join account a on a.business_id = $1 and a.id = p.account_id and a.role = 'cash'
    where ${ofSession} group by 1 having sum(p.amount) <> 0`,
}

// A paper that was made and taken back in one session left no slip; which way the money went, its posting says.
const slipTenders = {
  name: 'tills.book.slips',
  text: `
    select d.id as "documentId", d.number, m.mode, m.reference, (m.amount_paise * sum(w.way))::bigint as amount, min(v.by_name) as "byName"
    from voucher v
    join document d on d.business_id = $1 and d.id = v.document_id
    join document_tender m on m.business_id = $1 and m.document_id = d.id and m.mode in ('card', 'upi')
    cross join lateral (
      select sign(sum(p.amount))::int as way from posting p
      where p.business_id = $1 and p.voucher_id = v.id and p.account_id = m.account_id and p.commodity = 'INR') w
    where ${ofSession} and v.document_id is not null
    group by d.id, d.number, m.line, m.mode, m.reference, m.amount_paise
    having sum(w.way) <> 0
    order by min(v.at), d.id, m.line`,
}

// What goes to the bank or is written by the accountant was taken by nobody.
const byPerson = {
  name: 'tills.book.persons',
  text: `
    select v.by_name as name, count(distinct v.id) filter (where v.kind = 'sales')::int as bills,
      coalesce(sum(p.amount) filter (where a.role = 'cash'), 0)::bigint as cash,
      coalesce(sum(p.amount) filter (where a.role = 'upi'), 0)::bigint as upi,
      coalesce(sum(p.amount) filter (where a.role = 'card'), 0)::bigint as card,
      coalesce(sum(p.amount) filter (where a.role is null or a.role not in ('cash', 'upi', 'card')), 0)::bigint as other
    from voucher v
    join posting p on p.business_id = $1 and p.voucher_id = v.id and p.commodity = 'INR'
    join account a on a.business_id = $1 and a.id = p.account_id
      and (a.money in ('bank', 'clearing') or a.role = 'cash'
        or (v.kind in ('sales', 'reversal') and a.role in ('loyalty-points', 'loyalty-cost', 'gift-vouchers')))
    where ${ofSession} and v.kind not in ('contra', 'journal')
    group by v.by_user, v.by_name order by v.by_name`,
}
