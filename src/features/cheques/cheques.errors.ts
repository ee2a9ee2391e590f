import { Refusal } from '../../core/errors.ts'
import { isWordKey } from '../../words/index.ts'
import type { FieldErrors } from '../../words/parsed.ts'

/** A rule's reason at the field it speaks of; what speaks of none stands at `other`. Throws what is no reason. */
export function errorsOf(error: unknown, other: string): FieldErrors {
  if (!(error instanceof Refusal) || !isWordKey(error.key)) throw error
  return { [fieldOf[error.key] ?? other]: { key: error.key, values: error.values } }
}

export const statusOf = (error: unknown): number => (error instanceof Refusal ? error.status : 422)

const fieldOf: Readonly<Record<string, string>> = {
  'cheques.refusal.number': 'number',
  'cheques.refusal.duplicate': 'number',
  'cheques.refusal.amount': 'amount',
  'cheques.refusal.stale': 'cheque_date',
  'cheques.refusal.bank': 'account',
  'cheques.refusal.reason': 'reason',
  'cheques.refusal.gst': 'gst',
  'cheques.refusal.gstHalves': 'gst',
  'cheques.refusal.noCredit': 'gst',
  'cheques.refusal.early': 'on_date',
  'cheques.refusal.before': 'on_date',
  'payments.refusal.backDate': 'on_date',
  'payments.refusal.cancelDate': 'on_date',
  'fields.date.future': 'on_date',
  'errors.locked': 'on_date',
}
