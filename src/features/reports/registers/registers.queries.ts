import { type IsoDate, isDate } from '../../../core/dates.ts'
import { isId } from '../../../db/ids.ts'
import { named } from '../../../db/named.ts'
import { type Page, pageOf, readCursor } from '../../../db/paging.ts'
import type { Tx } from '../../../db/tenant.ts'
import type { VoucherKind } from '../../books/index.ts'
import { summedSql, voucherPageSql } from '../page-postings.sql.ts'
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
    with page as materialized (${voucherPageSql('kind = $2 and on_date between $5::date and $6::date and (on_date, id) > ($3::date, $4::uuid)', '$7')}),
    summed as (${summedSql(`
        coalesce(sum(l.amount) filter (where l.amount > 0), 0) as debits,
        coalesce(sum(l.amount) filter (where a.money is not null or a.role in ('debtors', 'creditors', 'loyalty-points', 'loyalty-cost', 'gift-vouchers')), 0) as settled,
        ${['cgst', 'sgst', 'igst', 'cess'].map(tax).join(', ')},
        coalesce(sum(l.amount) filter (where a.role = 'round-off'), 0) as rounded,
        coalesce(string_agg(distinct a.name, ', ') filter (where a.money is not null), '') as money`)})
    select v.id, v.on_date as "onDate", v.number, v.narration, v.party_id as "partyId", p.name as "partyName",
      v.document_id as "documentId", undone.id is not null as "isReversed",
      (case when coalesce(r.kind, v.kind) in ('sales', 'purchase', 'credit-note', 'debit-note') and v.settled <> 0
        then abs(v.settled) else v.debits end)::bigint as amount,
      v.cgst, v.sgst, v.igst, v.cess, (-v.rounded * sign(v.settled))::bigint as "roundOff", v.money
    from summed v
    left join lateral (select r.kind from voucher r where r.business_id = $1 and r.id = v.reverses_id limit 1) r on true
    left join lateral (select u.id from voucher u where u.business_id = $1 and u.reverses_id = v.id limit 1) undone on true
    left join lateral (select c.name from party c where c.business_id = $1 and c.id = v.party_id limit 1) p on true
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
