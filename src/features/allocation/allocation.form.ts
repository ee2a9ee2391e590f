import { PairRefused, type Share } from '../../core/allocation.ts'
import { type IsoDate, parseDate } from '../../core/dates.ts'
import { Refusal } from '../../core/errors.ts'
import { type Paise, rupees } from '../../core/money.ts'
import { isWordKey, type Said } from '../../words/index.ts'
import type { FieldErrors, Parsed } from '../../words/parsed.ts'
import { readShares } from '../payments/index.ts'
import type { SettleRequest } from './allocation.commands.ts'

/** What was typed, by the name of its field; the amounts' names end with the id of what they settle. */
export type Typed = Readonly<Record<string, string | undefined>>

export const shareOf = (itemId: string): string => `bills.${itemId}`

/** What one item is to settle. It reads only what was sent, so that the same press means the same. */
export function parseSettle(
  typed: Typed,
  { partyId, today, mayBackdate }: { partyId: string; today: IsoDate; mayBackdate: boolean },
): Parsed<SettleRequest> {
  const errors: Record<string, Said> = {}
  const shares = readShares(typed, errors)
  const onDate = readDay(typed['on_date'], { today, mayBackdate }, errors)
  if (shares.length === 0 && Object.keys(errors).length === 0) errors['bills'] = { key: 'allocation.refusal.nothing' }
  if (Object.keys(errors).length > 0) return { ok: false, errors }
  const from = typed['from'] ?? ''
  const pairs = shares.map(({ itemId, amount }) => ({ fromItemId: from, toItemId: itemId, amount }))
  return { ok: true, value: { id: typed['id'] ?? '', partyId, onDate, shares: pairs } }
}

/** Blank is today, and so is every other day for whom may write no other. */
export function readDay(
  text: string | undefined,
  { today, mayBackdate }: { today: IsoDate; mayBackdate: boolean },
  errors: Record<string, Said>,
): IsoDate {
  const onDate = text?.trim() ? parseDate(text, today) : today
  if (onDate === undefined) errors['on_date'] = { key: 'fields.date' }
  else if (onDate > today) errors['on_date'] = { key: 'fields.date.future' }
  else if (onDate < today && !mayBackdate) errors['on_date'] = { key: 'allocation.refusal.backDate' }
  return onDate ?? today
}

/** The amounts that a proposal fills in. */
export const withShares = (typed: Typed, ids: readonly string[], shares: readonly Share[]): Typed => {
  const amounts = new Map<string, Paise>(shares.map(({ itemId, amount }) => [itemId, amount]))
  const filled = ids.map((id) => [shareOf(id), textOf(amounts.get(id))])
  return { ...typed, ...Object.fromEntries(filled) }
}

/** A rule's reason at the field it speaks of. Throws what is no reason. */
export function errorsOf(error: unknown, placeOf: (field: string) => string): FieldErrors {
  if (!(error instanceof Refusal) || !isWordKey(error.key)) throw error
  const said: Said = { key: error.key, values: error.values }
  if (error instanceof PairRefused) return { [placeOf(shareOf(error.itemId))]: said }
  return { [dateKeys.has(error.key) ? 'on_date' : 'bills']: said }
}

const dateKeys: ReadonlySet<string> = new Set([
  'errors.locked',
  'fields.date.future',
  'allocation.refusal.beforeItem',
  'allocation.refusal.undoDate',
])

const textOf = (amount: Paise | undefined): string => (amount === undefined ? '' : rupees(amount))
