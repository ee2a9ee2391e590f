import { type IsoDate, parseDate } from '../../../core/dates.ts'
import type { Said } from '../../../words/index.ts'

/** What can be asked for: kinds as they are posted, and expenses as they were entered. */
export const listedKinds = [
  'payment',
  'receipt',
  'contra',
  'journal',
  'expense',
  'credit-note',
  'debit-note',
  'sales',
  'purchase',
  'stock-journal',
  'opening',
  'closing',
  'reversal',
] as const
export type ListedKind = (typeof listedKinds)[number]

export interface VoucherFilter {
  readonly kind: ListedKind | undefined
  /** A number or its last digits, or the beginning of a narration. */
  readonly search: string
  readonly from: IsoDate | undefined
  readonly to: IsoDate | undefined
}

export type TypedFilter = Readonly<Record<'q' | 'kind' | 'from' | 'to', string>>
export interface ParsedFilter {
  filter: VoucherFilter
  errors: Partial<Record<keyof TypedFilter, Said>>
}

/** A field that cannot be read filters nothing, and is named. */
export function parseFilter(typed: TypedFilter, today: IsoDate): ParsedFilter {
  const errors: ParsedFilter['errors'] = {}
  const date = (name: 'from' | 'to') => {
    const value = typed[name].trim() === '' ? undefined : parseDate(typed[name], today)
    if (value === undefined && typed[name].trim() !== '') errors[name] = { key: 'fields.date' }
    return value
  }
  const [from, to] = [date('from'), date('to')]
  if (from !== undefined && to !== undefined && to < from) errors.to = { key: 'fields.date.order' }
  const kind = listedKinds.find((one) => one === typed.kind)
  return { filter: { kind, search: typed.q.trim(), from, to }, errors }
}

export const isPlain = ({ kind, search, from, to }: VoucherFilter): boolean =>
  kind === undefined && search === '' && from === undefined && to === undefined
