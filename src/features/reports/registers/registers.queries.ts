import { type IsoDate, isDate } from '../../../core/dates.ts'
import { isId } from '../../../db/ids.ts'
import { named } from '../../../db/named.ts'
import { type Page, pageOf, readCursor } from '../../../db/paging.ts'
import type { Tx } from '../../../db/tenant.ts'
import type { VoucherKind } from '../../books/index.ts'
import type { Between } from '../period.rules.ts'

export interface RegisterRow {
  readonly id: string
  readonly onDate: IsoDate
  readonly number: string
  readonly narration: string
  readonly partyId: string | null
  readonly partyName: string | null
  readonly documentId: string | null
  readonly isReversed: boolean
  /** What it is worth in paise, as `voucher_day` counts it. */
  readonly amount: bigint
  readonly cgst: bigint
  readonly sgst: bigint
  readonly igst: bigint
  readonly cess: bigint
  /** What the customer paid more (above zero) or less than the exact sum. */
  readonly roundOff: bigint
  /** The cash box, bank or clearing account through which it went; empty for none. */
  readonly money: string
}

export interface RegisterAsked extends Between {
  readonly kind: VoucherKind
  readonly after: string | undefined
  readonly limit: number
}

/** Vouchers of one kind in the order of their days: a page costs its rows, by the index on kind and day. */
export async function listRegister(
  tx: Tx,
  businessId: string,
  { kind, from, to, after, limit }: RegisterAsked,
): Promise<Page<RegisterRow>> {
  const [day = '', id = ''] = readCursor(after, 2) ?? []
  const begin = isDate(day) && isId(id) ? [day, id] : [from, '00000000-0000-0000-0000-000000000000']
  return pageOf(await named<RegisterRow>(tx, register, [businessId, kind, ...begin, from, to, limit + 1]), limit)
}

const tax = (head: string): string =>
  `abs(coalesce(sum(l.amount) filter (where a.role in ('output-${head}', 'input-${head}')), 0))::bigint as ${head}`

const register = {
  name: 'reports.register',
  text: `
    select v.id, v.on_date as "onDate", v.number, v.narration, v.party_id as "partyId", p.name as "partyName",
      v.document_id as "documentId", exists (select 1 from voucher u where u.business_id = $1 and u.reverses_id = v.id) as "isReversed",
      (case when coalesce(r.kind, v.kind) in ('sales', 'purchase', 'credit-note', 'debit-note') and f.settled <> 0
        then abs(f.settled) else f.debits end)::bigint as amount,
      f.cgst, f.sgst, f.igst, f.cess, (-f.rounded * sign(f.settled))::bigint as "roundOff", f.money
    from (
      select * from voucher where business_id = $1 and kind = $2 and on_date between $5::date and $6::date
        and (on_date, id) > ($3::date, $4::uuid)
      order by on_date, id limit $7
    ) v
    left join voucher r on r.business_id = v.business_id and r.id = v.reverses_id
    left join party p on p.business_id = v.business_id and p.id = v.party_id
    cross join lateral (
      select coalesce(sum(l.amount) filter (where l.amount > 0), 0) as debits,
        coalesce(sum(l.amount) filter (where a.money is not null or a.role in ('debtors', 'creditors', 'loyalty-points', 'loyalty-cost', 'gift-vouchers')), 0) as settled,
        ${['cgst', 'sgst', 'igst', 'cess'].map(tax).join(', ')},
        coalesce(sum(l.amount) filter (where a.role = 'round-off'), 0) as rounded,
        coalesce(string_agg(distinct a.name, ', ') filter (where a.money is not null), '') as money
      from posting l join account a on a.business_id = l.business_id and a.id = l.account_id
      where l.business_id = $1 and l.voucher_id = v.id and l.commodity = 'INR'
    ) f
    order by v.on_date, v.id`,
}

export interface RegisterMonth {
  readonly month: IsoDate
  readonly vouchers: number
  readonly amount: bigint
  /** Of this kind, taken back in this month, whenever they were made. */
  readonly reversed: number
  readonly reversedAmount: bigint
}

/** The months of the period that have any, from what is kept of each day. */
export const listRegisterMonths = (
  tx: Tx,
  businessId: string,
  { kind, from, to }: Between & { readonly kind: VoucherKind },
): Promise<RegisterMonth[]> => named(tx, months, [businessId, kind, from, to])

const months = {
  name: 'reports.register.months',
  text: `
    select date_trunc('month', on_date)::date as month, sum(vouchers)::int as vouchers, sum(amount)::bigint as amount,
      sum(reversed)::int as reversed, sum(reversed_amount)::bigint as "reversedAmount"
    from voucher_day where business_id = $1 and kind = $2 and on_date between $3::date and $4::date
    group by 1 order by 1`,
}
