import type { Actor } from '../../../core/actor.ts'
import { indianRules } from '../../../core/cash-rules.ts'
import type { IsoDate } from '../../../core/dates.ts'
import { NotFound, Refusal } from '../../../core/errors.ts'
import type { Paise } from '../../../core/money.ts'
import { newId } from '../../../db/ids.ts'
import { named } from '../../../db/named.ts'
import type { Tx } from '../../../db/tenant.ts'
import { audit } from '../../audit/index.ts'
import { listRules } from './rules.queries.ts'
import { rulesOn, seatOf } from './rules.rules.ts'

/** What every business begins with. */
export async function createCashRules(tx: Tx, businessId: string, at: Date): Promise<void> {
  await tx('cash_rule').insert(
    indianRules.map(({ amount, from, to, ...rule }) => ({
      ...{ business_id: businessId, id: newId(), ...rule },
      ...{ amount_paise: amount, from_date: from, to_date: to, at },
    })),
  )
}

export interface RuleChange {
  id: string
  /** The row that holds now. */
  ruleId: string
  amount: Paise
  /** From this day on; not before today, for what was decided stays decided. */
  from: IsoDate
  reason: string
}

/**
 * Writes a row that takes the place of another from a day on; none is ever edited. The same form sent twice is one. Throws
 * NotFound, Refusal 'compliance.refusal.past' and 'compliance.refusal.otherChange' (409).
 */
export async function changeRule(
  tx: Tx,
  businessId: string,
  { id, ruleId, amount, from, reason }: RuleChange,
  { today }: { today: IsoDate },
  actor: Actor,
): Promise<void> {
  const rows = await listRules(tx, businessId)
  const before = rows.find((row) => row.id === ruleId)
  if (!before) throw new NotFound(`no rule ${ruleId}`)
  const made = rows.find((row) => row.id === id)
  if (made) {
    if (made.amount === amount && made.from === from && made.reason === reason) return
    throw new Refusal('compliance.refusal.otherChange', {}, 409)
  }
  if (from < today) throw new Refusal('compliance.refusal.past')
  const values = [businessId, id, ruleId, amount, from, reason, actor.userId, actor.name, actor.at]
  await named(tx, insertChange, values)
  const held = rulesOn(rows, from).find((row) => seatOf(row) === seatOf(before)) ?? before
  const of = { rule: before.rule, aggregation: before.aggregation }
  await audit(tx, businessId, actor, {
    ...{ action: 'cashRule.changed', entity: 'cash-rule', entityId: id },
    before: { ...of, amount_paise: held.amount },
    after: { ...of, amount_paise: amount, from_date: from, reason },
  })
}

const insertChange = {
  name: 'compliance.rules.change',
  text: `
    insert into cash_rule (business_id, id, jurisdiction, rule, words, currency, amount_paise, comparator, counts, aggregation, action,
      from_date, reason, by_user, by_name, at)
    select business_id, $2, jurisdiction, rule, words, currency, $4, comparator, counts, aggregation, action, $5, $6, $7, $8, $9
    from cash_rule where business_id = $1 and id = $3`,
}
