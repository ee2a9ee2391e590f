import type { Rest, Share } from '../../core/allocation.ts'
import { hasCardNumber } from '../../core/card-number.ts'
import { type IsoDate, parseDate } from '../../core/dates.ts'
import { type TenderMode, tenderModes } from '../../core/invoice-facts.ts'
import { type Paise, parseRupees, rupees, sum, zero } from '../../core/money.ts'
import { isId } from '../../db/ids.ts'
import { isWordKey, type Said } from '../../words/index.ts'
import type { FieldErrors, Parsed } from '../../words/parsed.ts'
import type { MoneyRequest, MoneySays, MoneyTender } from './payments.rules.ts'

/** "2026-11-21" as people write it: "21/11/2026". */
export const asTyped = (date: IsoDate): string => date.split('-').toReversed().join('/')

/** What was typed, by the name of its field; the bills' names end with the id of their open item. */
export type Typed = Readonly<Record<string, string | undefined>>

/** The form's two ways of payment. */
const tenderRows = [0, 1] as const
export const amountOf = (row: number) => `tenders.${row}.amount`
export const modeOf = (row: number) => `tenders.${row}.mode`
export const referenceOf = (row: number) => `tenders.${row}.reference`
/** Which cash box or bank account, where there are several; blank for the usual one. */
export const accountOf = (row: number) => `tenders.${row}.account`
/** What of the money is for an open item, and what the form had proposed for it. */
export const billOf = (itemId: string) => `bills.${itemId}`
export const wasOf = (itemId: string) => `was.${itemId}`

/**
 * What the form asks for. It reads only what was sent, so that the same press means the same whatever happened meanwhile.
 * Bills left as they were proposed for another amount (or with no script never proposed) are set oldest first.
 */
export function parseMoney(typed: Typed, today: IsoDate): Parsed<MoneyRequest> {
  const errors: Record<string, Said> = {}
  const tenders = readTenders(typed, errors)
  const onDate = typed['on_date']?.trim() ? parseDate(typed['on_date'], today) : today
  if (onDate === undefined) errors['on_date'] = { key: 'fields.date' }
  const shares = readShares(typed, errors)
  const note = (typed['note'] ?? '').trim()
  if (hasCardNumber(note)) errors['note'] = { key: 'fields.cardNumber' }
  if (Object.keys(errors).length > 0 || onDate === undefined) return { ok: false, errors }
  return {
    ok: true,
    value: {
      id: typed['id'] ?? '',
      partyId: typed['party_id'] ?? '',
      onDate,
      tenders,
      against: isProposalStale(typed, totalOf(typed)) ? 'oldest' : shares,
      first: typed['document'] || undefined,
      restAs: restOf(typed),
      note,
    },
  }
}

/** As far as it can be read: for the sums that are shown while one types. */
export function readLoosely(typed: Typed, today: IsoDate): MoneyRequest {
  const tenders = readTenders(typed, {})
  const onDate = parseDate(typed['on_date'] ?? '', today) ?? today
  const [id, partyId] = [typed['id'] ?? '', typed['party_id'] ?? '']
  return { id, partyId, onDate, tenders, against: readShares(typed, {}), restAs: restOf(typed), note: '' }
}

/** Nobody changed what was proposed, and it was proposed for another amount. */
export function isProposalStale(typed: Typed, total: Paise): boolean {
  const proposedFor = parseRupees(typed['proposed_for'] ?? '') ?? zero
  return (
    proposedFor !== total && billIds(typed).every((id) => amountIn(typed, billOf(id)) === amountIn(typed, wasOf(id)))
  )
}

/** What all ways of payment come to, as far as they can be read. */
export const totalOf = (typed: Typed): Paise => sum(readTenders(typed, {}).map(({ amount }) => amount))

/** The shares that were written, without those that are blank or zero. */
export function readShares(typed: Typed, errors: Record<string, Said> = {}): Share[] {
  return billIds(typed).flatMap((itemId) => {
    const amount = readAmount(typed, billOf(itemId), errors)
    return amount === zero ? [] : [{ itemId, amount }]
  })
}

/** What was typed, with other amounts for the bills, which count as proposed for `total`. */
export function withProposal(typed: Typed, ids: readonly string[], shares: readonly Share[], total: Paise): Typed {
  const amounts = new Map(shares.map(({ itemId, amount }) => [itemId, rupees(amount)]))
  const own = ids.flatMap((id) => [billOf(id), wasOf(id)].map((name) => [name, amounts.get(id) ?? '']))
  return { ...typed, ...Object.fromEntries(own), proposed_for: total > 0n ? rupees(total) : '' }
}

/** A rule's reasons at the fields they speak of. */
export function errorsOf(reasons: readonly MoneySays[]): FieldErrors {
  const said = reasons.flatMap(({ key, values, field }) => {
    const what: Said = isWordKey(key) ? { key, ...(values && { values }) } : { key: 'errors.422.help' }
    return [[fieldOf(field), what] as const]
  })
  return Object.fromEntries(said.toReversed())
}

function fieldOf(field: string): string {
  if (field === 'amount') return amountOf(0)
  return isId(field) ? billOf(field) : field
}

const billIds = (typed: Typed): string[] =>
  Object.keys(typed)
    .filter((name) => name.startsWith('bills.'))
    .map((name) => name.slice('bills.'.length))

const amountIn = (typed: Typed, name: string): Paise => parseRupees(typed[name] ?? '') ?? zero

/** Zero for a blank; for text that is no amount too, and the error says so. */
function readAmount(typed: Typed, name: string, errors: Record<string, Said>): Paise {
  const text = typed[name] ?? ''
  if (text.trim() === '') return zero
  const amount = parseRupees(text)
  if (amount === undefined) errors[name] = { key: 'fields.amount' }
  else if (amount < 0n) errors[name] = { key: 'fields.amount.notNegative' }
  return amount === undefined || amount < 0n ? zero : amount
}

function readTenders(typed: Typed, errors: Record<string, Said>): MoneyTender[] {
  return tenderRows.flatMap((row) => {
    const amount = readAmount(typed, amountOf(row), errors)
    const reference = (typed[referenceOf(row)] ?? '').trim()
    if (hasCardNumber(reference)) errors[referenceOf(row)] = { key: 'fields.cardNumber' }
    // The first is always there, so that a missing amount is told at its field.
    if (row > 0 && amount === zero) return []
    const accountId = (typed[accountOf(row)] ?? '').trim()
    return [{ mode: readMode(typed, row, errors), amount, reference, ...(accountId && { accountId }) }]
  })
}

function readMode(typed: Typed, row: number, errors: Record<string, Said>): TenderMode {
  const mode = tenderModes.find((one) => one === typed[modeOf(row)])
  if (mode === undefined) errors[modeOf(row)] = { key: 'fields.choose' }
  return mode ?? 'cash'
}

const restOf = (typed: Typed): Rest => (typed['rest_as'] === 'advance' ? 'advance' : 'on-account')
