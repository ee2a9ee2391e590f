import { dateOrders } from '../../../core/bank-statement-values.ts'
import { type Paise, parseRupees } from '../../../core/money.ts'
import type { Said } from '../../../words/index.ts'
import type { Parsed } from '../../../words/parsed.ts'
import { amountKinds, type CsvColumns, type FoundColumns } from '../reading/csv-columns.rules.ts'

/** The fields of the form that says what a table's columns are; each column is its number, or empty. */
export const placeNames = [
  'date',
  'valueDate',
  'narration',
  'reference',
  'withdrawal',
  'deposit',
  'amount',
  'side',
  'balance',
] as const
export type PlaceName = (typeof placeNames)[number]
export type TypedColumns = Readonly<Record<PlaceName | 'kind' | 'dateOrder' | 'opening', string>>

export interface ChosenColumns {
  readonly columns: CsvColumns
  readonly opening: Paise | null
}

/** What was typed, or an error at the field: which columns must be there depends on how the money is told. */
export function parseColumns(typed: TypedColumns, count: number): Parsed<ChosenColumns> {
  const errors: Partial<Record<keyof TypedColumns, Said>> = {}
  const place = (name: PlaceName): number | null => {
    const at = /^\d{1,2}$/.test(typed[name]) ? Number(typed[name]) : null
    return at !== null && at < count ? at : null
  }
  const needed = (name: PlaceName): number | null => {
    const at = place(name)
    if (at === null) errors[name] = { key: 'bank.column.needed' }
    return at
  }
  const kind = amountKinds.find((one) => one === typed.kind) ?? 'two'
  const dateOrder = dateOrders.find((one) => one === typed.dateOrder) ?? 'dmy'
  const money = {
    withdrawal: kind === 'two' ? needed('withdrawal') : null,
    deposit: kind === 'two' ? needed('deposit') : null,
    amount: kind === 'two' ? null : needed('amount'),
    side: kind === 'side' ? needed('side') : null,
  }
  const opening = typed.opening.trim() === '' ? null : parseRupees(typed.opening)
  if (opening === undefined) errors.opening = { key: 'fields.amount' }
  const [date, narration] = [needed('date'), needed('narration')]
  refuseTwice(typed, kind, errors)
  if (Object.keys(errors).length > 0 || date === null || narration === null) return { ok: false, errors }
  const rest = { valueDate: place('valueDate'), reference: place('reference'), balance: place('balance') }
  return {
    ok: true,
    value: { columns: { date, narration, ...rest, ...money, kind, dateOrder }, opening: opening ?? null },
  }
}

/** Of the columns that hold money none is two things. */
function refuseTwice(
  typed: TypedColumns,
  kind: CsvColumns['kind'],
  errors: Partial<Record<keyof TypedColumns, Said>>,
): void {
  const money: readonly PlaceName[] = kind === 'two' ? ['withdrawal', 'deposit', 'balance'] : ['amount', 'balance']
  for (const [at, name] of money.entries()) {
    const before = money.slice(0, at).some((other) => typed[other] !== '' && typed[other] === typed[name])
    if (before) errors[name] ??= { key: 'bank.column.twice' }
  }
}

/** What is known of the columns, as the form would hold it. */
export function typedColumns(found: FoundColumns | CsvColumns, opening = ''): TypedColumns {
  const text = (at: number | null) => (at === null ? '' : String(at))
  const { date, valueDate, narration, reference, withdrawal, deposit, amount, side, balance } = found
  return {
    date: text(date),
    valueDate: text(valueDate),
    narration: text(narration),
    reference: text(reference),
    withdrawal: text(withdrawal),
    deposit: text(deposit),
    amount: text(amount),
    side: text(side),
    balance: text(balance),
    kind: found.kind ?? 'two',
    dateOrder: found.dateOrder ?? 'dmy',
    opening,
  }
}
