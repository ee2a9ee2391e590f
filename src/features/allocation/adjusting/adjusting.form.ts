import type { Adjustment } from '../../../core/adjustment.ts'
import type { IsoDate } from '../../../core/dates.ts'
import { Refusal } from '../../../core/errors.ts'
import { parseRupees } from '../../../core/money.ts'
import { isWordKey, type Said } from '../../../words/index.ts'
import type { FieldErrors, Parsed } from '../../../words/parsed.ts'
import { readDay } from '../allocation.form.ts'
import type { Adjusting } from './adjusting.commands.ts'

export const adjustments = ['write-off', 'discount'] as const satisfies readonly Adjustment[]

export interface AdjustingFields {
  id: string
  item: string
  what: string
  amount: string
  on_date: string
  reason: string
}

export function parseAdjusting(
  fields: AdjustingFields,
  { partyId, today, mayBackdate }: { partyId: string; today: IsoDate; mayBackdate: boolean },
): Parsed<Adjusting & { what: Adjustment }> {
  const errors: Record<string, Said> = {}
  const what = adjustments.find((one) => one === fields.what)
  const amount = parseRupees(fields.amount)
  const onDate = readDay(fields.on_date, { today, mayBackdate }, errors)
  if (what === undefined) errors['what'] = { key: 'fields.choose' }
  if (fields.item === '') errors['item'] = { key: 'fields.choose' }
  if (amount === undefined) errors['amount'] = { key: 'fields.amount' }
  else if (amount <= 0n) errors['amount'] = { key: 'fields.amount.positive' }
  if (fields.reason.trim() === '') errors['reason'] = { key: 'allocation.refusal.reason' }
  if (what === undefined || amount === undefined || Object.keys(errors).length > 0) return { ok: false, errors }
  const { id, item: itemId, reason } = fields
  return { ok: true, value: { id, partyId, itemId, amount, onDate, reason, what } }
}

/** A rule's reason at the field it speaks of. Throws what is no reason. */
export function adjustingErrors(error: unknown): FieldErrors {
  if (!(error instanceof Refusal) || !isWordKey(error.key)) throw error
  return { [fieldOf[error.key] ?? 'item']: { key: error.key, values: error.values } }
}

const fieldOf: Readonly<Record<string, string>> = {
  'errors.locked': 'on_date',
  'fields.date.future': 'on_date',
  'allocation.refusal.beforeItem': 'on_date',
  'allocation.refusal.overItem': 'amount',
  'allocation.refusal.notPositive': 'amount',
  'allocation.refusal.reason': 'reason',
}
