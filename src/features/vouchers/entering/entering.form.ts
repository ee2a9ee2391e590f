import { hasCardNumber } from '../../../core/card-number.ts'
import { addDays, type IsoDate, parseDate } from '../../../core/dates.ts'
import { negate, type Paise, parseRupees, zero } from '../../../core/money.ts'
import {
  type EntryKind,
  type EntryLine,
  type EntrySays,
  type ExpenseRequest,
  entryKinds,
  isLinesKind,
  isNoteKind,
  type LinesKind,
  type NoteKind,
  type NoteRequest,
  noteReasons,
  type VoucherRequest,
} from '../../../core/voucher-facts.ts'
import { isWordKey, type Said } from '../../../words/index.ts'
import type { FieldErrors, Parsed } from '../../../words/parsed.ts'
import type { Place } from './entering.queries.ts'
import {
  creditOf,
  debitOf,
  dueOf,
  isBlankRow,
  isItemChoice,
  itemAsOf,
  lineOf,
  nameOf,
  partyField,
  readRef,
  refOf,
  rowsIn,
  type Typed,
} from './entering.typed.ts'

type Errors = Record<string, Said>

export const kindOf = (text: string | undefined): EntryKind => entryKinds.find((one) => one === text) ?? 'journal'

/** The voucher that a form asks for, its names found before; every field that cannot be read is named. */
export function parseEntry(typed: Typed, today: IsoDate, place: Place): Parsed<VoucherRequest> {
  const errors: Errors = {}
  const kind = kindOf(typed['kind'])
  const onDate = readDate(typed, 'on_date', today, errors) ?? today
  const narration = textOf(typed, 'narration')
  if (hasCardNumber(narration)) errors['narration'] = { key: 'fields.cardNumber' }
  const head = { id: typed['id'] ?? '', onDate, narration }
  const value = isLinesKind(kind)
    ? { ...head, kind, lines: readLines(typed, kind, today, errors) }
    : { ...head, ...readTaxed(typed, kind, { today, onDate, place }, errors) }
  return Object.keys(errors).length > 0 ? { ok: false, errors } : { ok: true, value }
}

/** The lines as far as they can be read: for the sums beneath them. */
export const readLoosely = (typed: Typed, today: IsoDate): EntryLine[] => readLines(typed, 'journal', today, {})

/** A rule's reasons at the fields they speak of. */
export function errorsOf(reasons: readonly EntrySays[]): FieldErrors {
  const said = reasons.map(({ key, values, field }) => {
    const what: Said = isWordKey(key) ? { key, ...(values && { values }) } : { key: 'errors.422.help' }
    return [field === 'party' ? nameOf(partyField) : field, what] as const
  })
  return Object.fromEntries(said.toReversed())
}

function readLines(typed: Typed, kind: LinesKind, today: IsoDate, errors: Errors): EntryLine[] {
  return rowsIn(typed)
    .filter((row) => !isBlankRow(typed, row))
    .map((row) => {
      const debit = readAmount(typed, debitOf(row), errors)
      const credit = readAmount(typed, creditOf(row), errors)
      if (debit !== zero && credit !== zero) errors[debitOf(row)] = { key: 'vouchers.refusal.bothSides' }
      const { accountId, partyId } = readRef(typed[refOf(lineOf(row))])
      const amount = debit === zero ? negate(credit) : debit
      if (!partyId) return { accountId: accountId ?? null, amount, row }
      const itemAs = isItemChoice(typed[itemAsOf(row)]) ?? 'on-account'
      const isNew = itemAs === 'new-ref' && kind === 'journal'
      const dueOn = isNew ? (readDate(typed, dueOf(row), today, errors) ?? null) : null
      return { partyId, amount, row, itemAs: itemAs === 'new-ref' && !isNew ? 'on-account' : itemAs, dueOn }
    })
}

interface Around {
  today: IsoDate
  onDate: IsoDate
  place: Place
}
type OfTaxed<R> = Omit<R, 'id' | 'onDate' | 'narration'>

function readTaxed(
  typed: Typed,
  kind: NoteKind | 'expense',
  around: Around,
  errors: Errors,
): OfTaxed<ExpenseRequest> | OfTaxed<NoteRequest> {
  return isNoteKind(kind) ? readNote(typed, kind, around, errors) : readExpense(typed, around, errors)
}

function readExpense(typed: Typed, { today, onDate, place }: Around, errors: Errors): OfTaxed<ExpenseRequest> {
  const billDate = readDate(typed, 'bill_date', today, errors) ?? null
  const due = readDate(typed, 'due', today, errors)
  const paidFrom = textOf(typed, 'paid_from')
  return {
    kind: 'expense',
    ...readTax(typed, place.ownState, errors),
    accountId: textOf(typed, 'account'),
    partyId: readRef(typed[refOf(partyField)]).partyId ?? null,
    paidFrom: paidFrom === '' ? null : paidFrom,
    billNumber: textOf(typed, 'bill_number'),
    billDate,
    dueOn: due ?? addDays(billDate ?? onDate, place.termsDays),
    supplierState: textOf(typed, 'supplier_state') || place.partyState,
    isInputCredit: typed['credit'] === 'yes',
    roundOff: readAmount(typed, 'round_off', errors, { isSigned: true }),
    cess: readAmount(typed, 'cess', errors),
    isReverseCharge: typed['reverse_charge'] === 'yes',
  }
}

function readNote(typed: Typed, kind: NoteKind, { today, place }: Around, errors: Errors): OfTaxed<NoteRequest> {
  const reason = noteReasons.find((one) => one === typed['reason'])
  if (!reason) errors['reason'] = { key: 'fields.choose' }
  const partyId = readRef(typed[refOf(partyField)]).partyId
  if (!partyId) errors[nameOf(partyField)] ??= { key: 'vouchers.refusal.noParty' }
  const usualPlace = kind === 'credit-note' ? place.partyState : place.ownState
  return {
    kind,
    ...readTax(typed, usualPlace, errors),
    partyId: partyId ?? '',
    against: textOf(typed, 'against') || null,
    originalNumber: textOf(typed, 'original_number'),
    originalDate: readDate(typed, 'original_date', today, errors) ?? null,
    reason: reason ?? 'other',
    supplierState: textOf(typed, 'supplier_state') || place.partyState,
    isInputCredit: typed['credit'] === 'yes',
  }
}

function readTax(typed: Typed, usualPlace: string, errors: Errors) {
  const rate = textOf(typed, 'rate')
  if (!/^\d{1,5}$/.test(rate)) errors['rate'] = { key: 'fields.choose' }
  return {
    taxable: readAmount(typed, 'taxable', errors),
    rateBp: Number.parseInt(rate, 10) || 0,
    placeOfSupply: textOf(typed, 'place') || usualPlace,
    hsn: textOf(typed, 'hsn').replaceAll(' ', ''),
  }
}

const textOf = (typed: Typed, name: string): string => (typed[name] ?? '').trim()

function readDate(typed: Typed, name: string, today: IsoDate, errors: Errors): IsoDate | undefined {
  const text = textOf(typed, name)
  if (text === '') return undefined
  const date = parseDate(text, today)
  if (date === undefined) errors[name] = { key: 'fields.date' }
  return date
}

function readAmount(typed: Typed, name: string, errors: Errors, { isSigned = false } = {}): Paise {
  const text = textOf(typed, name)
  if (text === '') return zero
  const amount = parseRupees(text)
  if (amount === undefined) errors[name] = { key: 'fields.amount' }
  else if (amount < 0n && !isSigned) errors[name] = { key: 'fields.amount.notNegative' }
  else return amount
  return zero
}
