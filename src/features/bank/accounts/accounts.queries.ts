import type { IsoDate } from '../../../core/dates.ts'
import type { Paise } from '../../../core/money.ts'
import { named } from '../../../db/named.ts'
import { pageSize } from '../../../db/paging.ts'
import type { Tx } from '../../../db/tenant.ts'
import { mostCounted } from '../bank.rules.ts'

export interface ListedBank {
  id: string
  code: string
  name: string
  bankName: string
  last4: string
  book: Paise
  /** Of the last statement; null without one, and where that one tells none. */
  closing: Paise | null
  closingOn: IsoDate | null
  /** Lines of the bank that nothing is set against; of at most one more than `mostCounted`. */
  openLines: number
}

/** Every account that a bank keeps, by its code, one more than a page holds. */
export const listBanks = (tx: Tx, businessId: string, after = ''): Promise<ListedBank[]> =>
  named<ListedBank>(tx, banks, [businessId, after, pageSize + 1, mostCounted + 1])

const banks = {
  name: 'bank.accounts',
  text: `
    select a.id, a.code, a.name, coalesce(b.bank_name, '') as "bankName", coalesce(b.number_last4, '') as last4,
      coalesce((select sum(m.debit - m.credit) from account_month m
        where m.business_id = a.business_id and m.account_id = a.id and m.commodity = 'INR'), 0)::bigint as book,
      s.closing, s.to_date as "closingOn",
      (select count(*)::int from (select 1 from bank_line l where l.business_id = a.business_id and l.account_id = a.id
        and l.open_amount <> 0 limit $4) l) as "openLines"
    from account a
    left join bank_account b on b.business_id = a.business_id and b.account_id = a.id
    left join lateral (select s.closing, s.to_date from bank_statement s
      where s.business_id = a.business_id and s.account_id = a.id order by s.to_date desc, s.at desc, s.id desc limit 1) s on true
    where a.business_id = $1 and a.money = 'bank' and a.code > $2 and a.archived_at is null
    order by a.code limit $3`,
}
