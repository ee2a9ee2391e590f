import { Refusal } from '../../core/errors.ts'
import { isWordKey } from '../../words/index.ts'
import type { FieldErrors } from '../../words/parsed.ts'

const fieldOf: Readonly<Record<string, string>> = {
  'items.refusal.barcodeTaken': 'barcode',
  'items.refusal.hasStock': 'kind',
  'articles.refusal.hasStock': 'tracking',
  'articles.refusal.hasPieces': 'tracking',
}

/** A refusal stands at the field it speaks of, else at the one given; anything else is thrown on. */
export function errorsOf(error: unknown, field: string): FieldErrors {
  if (!(error instanceof Refusal) || !isWordKey(error.key)) throw error
  return { [fieldOf[error.key] ?? field]: { key: error.key, values: error.values } }
}
