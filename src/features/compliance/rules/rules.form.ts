import { type IsoDate, parseDate } from '../../../core/dates.ts'
import { type Paise, parseRupees } from '../../../core/money.ts'
import type { Said } from '../../../words/index.ts'
import type { Parsed } from '../../../words/parsed.ts'

export interface ChangeFields {
  readonly ruleId: string
  readonly amount: Paise
  readonly from: IsoDate
  readonly reason: string
}

/** A dated change of one rule, or what is wrong with the text of it. */
export function parseChange(
  typed: { rule: string; amount: string; from: string; reason: string },
  today: IsoDate,
): Parsed<ChangeFields> {
  const errors: Record<string, Said> = {}
  const amount = parseRupees(typed.amount)
  const from = parseDate(typed.from, today)
  const reason = typed.reason.trim()
  if (typed.rule === '') errors['rule'] = { key: 'fields.choose' }
  if (amount === undefined) errors['amount'] = { key: 'fields.amount' }
  else if (amount <= 0n) errors['amount'] = { key: 'fields.amount.positive' }
  if (from === undefined) errors['from'] = { key: 'fields.date' }
  else if (from < today) errors['from'] = { key: 'compliance.refusal.past' }
  if (reason === '') errors['reason'] = { key: 'compliance.refusal.reason' }
  if (amount === undefined || from === undefined || Object.keys(errors).length > 0) return { ok: false, errors }
  return { ok: true, value: { ruleId: typed.rule, amount, from, reason } }
}
