import type { IsoDate } from '../../../core/dates.ts'
import type { Paise } from '../../../core/money.ts'
import { named } from '../../../db/named.ts'
import type { Tx } from '../../../db/tenant.ts'
import { together } from '../../../db/together.ts'
import { itemsThenSql } from '../../books/index.ts'
import type { BillRow, PaymentRow, SumsRow } from './dues.queries.ts'
import { mostBills, ofLink } from './dues.sql.ts'

export interface DuesThen {
  balance: Paise
  sums: SumsRow
  bills: BillRow[]
  payments: PaymentRow[]
}

/** The khata of a link as it stood at the end of a day: its own items only, whatever the shop has. */
export async function findDuesThen(
  tx: Tx,
  { businessId, linkId, day }: { businessId: string; linkId: string; day: IsoDate },
): Promise<DuesThen> {
  const asked = [businessId, linkId, day]
  const [[row], bills, payments] = await together([
    named<SumsRow & { balance: Paise }>(tx, sumsThen, asked),
    named<BillRow>(tx, billsThen, asked),
    named<PaymentRow>(tx, paymentsThen, asked),
  ])
  if (!row) throw new Error('a sum always comes')
  const { balance, ...sums } = row
  return { balance, sums, bills, payments }
}

const items = itemsThenSql({ of: `i.party_id = ${ofLink}`, day: '$3::date' })

const sumsThen = {
  name: 'portal.then.sums',
  text: `
    select coalesce(sum(case i.side when 'debit' then i.open_then else -i.open_then end), 0)::bigint as balance,
      coalesce(sum(i.open_then) filter (where i.side = 'debit' and i.due_on < $3::date), 0)::bigint as late,
      min(i.due_on) filter (where i.side = 'debit' and i.due_on < $3::date) as "lateSince",
      min(i.due_on) filter (where i.side = 'debit' and i.due_on >= $3::date) as "nextDue",
      count(*) filter (where i.side = 'debit')::int as bills,
      coalesce(sum(i.open_then) filter (where i.side = 'credit'), 0)::bigint as credit
    from ${items} i`,
}

const billsThen = {
  name: 'portal.then.bills',
  text: `
    select i.kind, i.number, coalesce(i.billed_on, i.on_date) as "onDate", i.due_on as "dueOn", i.open_then as open, i.document_id as "documentId",
      l.first, coalesce(l.lines, 0)::int as lines
    from (select * from ${items} i where i.side = 'debit' order by i.due_on, i.on_date, i.id limit ${mostBills}) i
    left join lateral (
      select min(description) filter (where line = 1) as first, count(*) as lines from document_line
      where business_id = $1 and document_id = i.document_id) l on true
    order by i.due_on, i.on_date, i.id`,
}

const paymentsThen = {
  name: 'portal.then.payments',
  text: `
    select v.number, p.on_date as "onDate", (-p.amount)::bigint as amount
    from (
      select voucher_id, amount, on_date, line from posting
      where business_id = $1 and party_id = ${ofLink} and commodity = 'INR' and on_date <= $3::date
      order by on_date desc, voucher_id desc, line desc limit 50) p
    join voucher v on v.business_id = $1 and v.id = p.voucher_id and v.kind in ('receipt', 'sales')
    where p.amount < 0
      and not exists (select 1 from voucher r where r.business_id = $1 and r.reverses_id = v.id and r.on_date <= $3::date)
    order by p.on_date desc, p.voucher_id desc, p.line desc limit 5`,
}
