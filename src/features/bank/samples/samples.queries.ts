import type { IsoDate } from '../../../core/dates.ts'
import { type Paise, zero } from '../../../core/money.ts'
import { named } from '../../../db/named.ts'
import type { Tx } from '../../../db/tenant.ts'
import { together } from '../../../db/together.ts'
import type { SampleFacts } from './samples.rules.ts'

/** What the books have of an account between two days, and what it held before. */
export async function findSampleFacts(
  tx: Tx,
  businessId: string,
  account: { id: string; last4: string },
  { from, to }: { from: IsoDate; to: IsoDate },
): Promise<SampleFacts> {
  const [[before], entries] = await together([
    named<{ opening: Paise }>(tx, balanceBefore, [businessId, account.id, from]),
    named<SampleFacts['entries'][number]>(tx, entriesBetween, [businessId, account.id, from, to]),
  ])
  return { account: `0050100000${account.last4 || '6789'}`, from, to, opening: before?.opening ?? zero, entries }
}

const balanceBefore = {
  name: 'bank.sample.before',
  text: `
    select coalesce(sum(debit_paise - credit_paise), 0)::bigint as opening from account_day
    where business_id = $1 and account_id = $2 and on_date < $3`,
}

const entriesBetween = {
  name: 'bank.sample.entries',
  text: `
    select p.on_date as "onDate", p.amount, concat_ws(' ', y.name, v.number, nullif(v.narration, '')) as words,
      coalesce((select left(regexp_replace(string_agg(t.reference, ''), '[^A-Za-z0-9]', '', 'g'), 16) from document_tender t
        where t.business_id = v.business_id and t.document_id = v.document_id and t.reference <> ''), '') as reference
    from posting p
    join voucher v on v.business_id = p.business_id and v.id = p.voucher_id
    left join party y on y.business_id = v.business_id and y.id = v.party_id
    where p.business_id = $1 and p.account_id = $2 and p.commodity = 'INR' and p.on_date between $3 and $4
    order by p.on_date, p.voucher_id, p.line limit 2000`,
}
