import { named } from '../../../db/named.ts'
import type { Tx } from '../../../db/tenant.ts'
import type { Between } from '../period.rules.ts'
import type { TaxHead, TaxMonth } from './tax-ledgers.rules.ts'

// It costs the months of the ledgers, eight of them, from the first bill on; and the days of the period for what was paid.

/** What was owed of each head before the first day, in paise; above zero owed, below a credit in hand. */
export async function listTaxOpenings(tx: Tx, businessId: string, { from }: Between): Promise<Map<TaxHead, bigint>> {
  const rows = await named<{ head: TaxHead; owed: bigint }>(tx, openings, [businessId, from])
  return new Map(rows.map(({ head, owed }) => [head, owed]))
}

const headSql = `split_part(a.role, '-', 2)`
const isTax = `a.business_id = $1 and a.role ~ '^(output|input)-(cgst|sgst|igst|cess)$'`

const openings = {
  name: 'reports.tax.openings',
  text: `
    select ${headSql} as head, sum(m.credit - m.debit)::bigint as owed
    from account a join account_month m on m.business_id = $1 and m.account_id = a.id and m.commodity = 'INR' and m.month < $2::date
    where ${isTax} group by 1`,
}

/** Each head's months that something was posted in, of a period of whole months. */
export const listTaxMonths = (tx: Tx, businessId: string, { from, to }: Between): Promise<TaxMonth[]> =>
  named(tx, months, [businessId, from, to])

const sumOf = (column: string, side: string): string =>
  `coalesce(sum(m.${column}) filter (where a.role like '${side}-%'), 0)::bigint`

const months = {
  name: 'reports.tax.months',
  text: `
    select ${headSql} as head, m.month, ${sumOf('credit', 'output')} as "outputCredit", ${sumOf('debit', 'output')} as "outputDebit",
      ${sumOf('debit', 'input')} as "inputDebit", ${sumOf('credit', 'input')} as "inputCredit",
      coalesce(sum((select sum(f.outflow - f.inflow) from money_flow_day f
        where f.business_id = $1 and f.account_id = a.id and f.on_date >= m.month and f.on_date < (m.month + interval '1 month')::date))
        filter (where a.role like 'output-%'), 0)::bigint as paid
    from account a join account_month m on m.business_id = $1 and m.account_id = a.id and m.commodity = 'INR'
      and m.month between $2::date and $3::date
    where ${isTax} group by 1, 2 order by 1, 2`,
}

export interface TaxLedger {
  readonly id: string
  readonly side: 'output' | 'input'
  readonly head: TaxHead
}

/** The ledgers themselves, to lead to. */
export const listTaxLedgers = (tx: Tx, businessId: string): Promise<TaxLedger[]> => named(tx, ledgers, [businessId])

const ledgers = {
  name: 'reports.tax.ledgers',
  text: `select a.id, split_part(a.role, '-', 1) as side, ${headSql} as head from account a where ${isTax}`,
}
