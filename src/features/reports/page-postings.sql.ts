const voucher = 'id, on_date, kind, number, narration, party_id, document_id, reverses_id'

/** A page of vouchers in the order of their days, by the columns that `summedSql` carries on. */
export const voucherPageSql = (where: string, limit: string): string =>
  `select ${voucher} from voucher where business_id = $1 and ${where} order by on_date, id limit ${limit}`

/**
 * The vouchers of `page`, each with `sums` of its postings in rupees `l` and their accounts `a`: voucher by voucher off the
 * index, and the accounts, which are few, read once. `offset 0` keeps the planner, which cannot know how long a page is, from
 * doing it otherwise.
 */
export const summedSql = (sums: string): string => {
  const of = voucher.replaceAll(/\w+/g, 'l.$&')
  return `
      select ${of}, ${sums}
      from (
        select v.*, p.line, p.account_id, p.amount from page v
        left join lateral (
          select p.line, p.account_id, p.amount from posting p
          where p.business_id = $1 and p.voucher_id = v.id and p.commodity = 'INR' offset 0
        ) p on true
        offset 0
      ) l
      left join account a on a.business_id = $1 and a.id = l.account_id
      group by ${of}`
}
