import type { CashRule } from '../../../core/cash-rules.ts'
import { named } from '../../../db/named.ts'
import type { Tx } from '../../../db/tenant.ts'

/** A row of the table; of two that begin on one day the later written holds. */
export interface RuleRow extends CashRule {
  id: string
  reason: string
  byName: string
  at: Date
}

/** All rows, the first to hold first. They are few: some a year, when a law changes. */
export const listRules = (tx: Tx, businessId: string): Promise<RuleRow[]> => named(tx, allRules, [businessId])

const allRules = {
  name: 'compliance.rules',
  text: `
    select id, jurisdiction, rule, words, currency, amount_paise as amount, comparator, counts, aggregation, action,
      from_date as "from", to_date as "to", reason, by_name as "byName", at
    from cash_rule where business_id = $1 order by rule, aggregation, from_date, at, id`,
}
