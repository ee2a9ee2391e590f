import { plainReference } from './bank-statement.ts'
import { daysBetween, type IsoDate } from './dates.ts'
import { add, type Paise, subtract, sum } from './money.ts'

/** A line of the bank's that no entry is set against. */
export interface OpenLine {
  readonly id: string
  readonly onDate: IsoDate
  readonly amount: Paise
  readonly reference: string
  readonly narration: string
}

/** An entry of the books on the bank's account that no line is set against: a debit is above zero. */
export interface OpenEntry {
  readonly id: string
  readonly onDate: IsoDate
  readonly amount: Paise
  readonly number: string
  /** UTR or cheque number as it was typed with the money. */
  readonly reference: string
  readonly narration: string
  readonly party: string
}

/** Why entries are thought to be the line: what a person is told. */
export type Reason =
  | { readonly kind: 'amount' | 'same-day' | 'party' }
  | { readonly kind: 'days' | 'day-together' | 'alike' | 'before'; readonly count: number }
  | { readonly kind: 'reference'; readonly text: string }

export interface Suggestion {
  readonly lineId: string
  readonly entryIds: readonly string[]
  readonly score: number
  readonly reasons: readonly Reason[]
  /** Amount and reference agree and nothing else fits as well: it needs no second look. */
  readonly isCertain: boolean
}

const furthest = 45
const mostFitting = 20
/** A cheque may be presented for three months (RBI, since 1 April 2012). */
const furthestByReference = 92

/**
 * For each line the entries that it most likely is, best first, no entry for two lines. One entry must have the very amount
 * of the line; where none has, all entries of one day together may. Nearness of the dates, a reference that stands in both
 * and the party's name in the narration decide between them.
 */
export function suggest(lines: readonly OpenLine[], entries: readonly OpenEntry[]): Suggestion[] {
  const byAmount = Map.groupBy(entries, ({ amount }) => amount)
  const facts = new Map(entries.map((entry) => [entry.id, wordsOf(entry)]))
  const candidates = lines.flatMap((line) => {
    const told = tokensOf(`${line.reference} ${line.narration}`, line.amount)
    const fitting = (byAmount.get(line.amount) ?? []).flatMap((entry) => scored(line, told, entry, facts.get(entry.id)))
    // Where hundreds have the same amount, the best few are enough to choose among.
    return fitting.length > mostFitting ? fitting.sort((a, b) => b.score - a.score).slice(0, mostFitting) : fitting
  })
  const single = withoutTaking(candidates)
  const taken = new Set(single.flatMap(({ entryIds }) => entryIds))
  const matched = new Set(single.map(({ lineId }) => lineId))
  const left = entries.filter(({ id }) => !taken.has(id))
  const together = dayTogether(
    lines.filter(({ id }) => !matched.has(id)),
    left,
  )
  return [...single, ...together]
}

interface Words {
  /** As it is compared, and as it was written. */
  readonly tokens: ReadonlyMap<string, string>
  /** As it is written. */
  readonly number: string
  readonly names: readonly string[]
}

const wordsOf = ({ reference, narration, number, party, amount }: OpenEntry): Words => ({
  tokens: tokensOf(`${reference} ${narration}`, amount),
  number,
  names: party
    .toUpperCase()
    .split(/[^\p{L}\p{M}\p{N}]+/u)
    .filter((word) => word.length >= 3),
})

/** The words that name a payment: five or more letters and digits with a digit among them, other than the amount itself. */
function tokensOf(text: string, amount: Paise): Map<string, string> {
  const whole = String((amount < 0n ? -amount : amount) / 100n)
  const words = text.toUpperCase().split(/[^A-Z0-9]+/)
  const long = words.filter((word) => word.length >= 5 && /\d/.test(word) && word !== whole)
  return new Map(long.map((word) => [word.replace(/^0+(?=.)/, ''), word]))
}

function scored(
  line: OpenLine,
  told: ReadonlyMap<string, string>,
  entry: OpenEntry,
  words: Words | undefined,
): Suggestion[] {
  const days = Math.abs(daysBetween(line.onDate, entry.onDate))
  const reference = sharedReference(line, told, words)
  if (days > (reference === undefined ? furthest : furthestByReference)) return []
  const isNamed = namesParty(line.narration, words?.names ?? [])
  const reasons: Reason[] = [{ kind: 'amount' }, days === 0 ? { kind: 'same-day' } : { kind: 'days', count: days }]
  if (reference !== undefined) reasons.push({ kind: 'reference', text: reference })
  if (isNamed) reasons.push({ kind: 'party' })
  const score = 20 + Math.max(0, 30 - days) + (reference === undefined ? 0 : 50) + (isNamed ? 20 : 0)
  return [{ lineId: line.id, entryIds: [entry.id], score, reasons, isCertain: reference !== undefined }]
}

function sharedReference(
  line: OpenLine,
  told: ReadonlyMap<string, string>,
  words: Words | undefined,
): string | undefined {
  if (!words) return undefined
  for (const [token, written] of words.tokens) if (told.has(token)) return written
  const number = plainReference(words.number)
  const isNumbered = number.length >= 6 && plainReference(`${line.reference}${line.narration}`).includes(number)
  return isNumbered ? words.number : undefined
}

function namesParty(narration: string, names: readonly string[]): boolean {
  const words = new Set(narration.toUpperCase().split(/[^\p{L}\p{M}\p{N}]+/u))
  return names.length > 0 && names.every((name) => words.has(name))
}

/** The best first; an equally good one that is left over makes both uncertain. */
function withoutTaking(candidates: readonly Suggestion[]): Suggestion[] {
  const sorted = [...candidates].sort((a, b) => b.score - a.score)
  const byLine = Map.groupBy(sorted, ({ lineId }) => lineId)
  const byEntry = Map.groupBy(sorted, ({ entryIds }) => entryIds[0])
  const taken = new Set<string>()
  const chosen: Suggestion[] = []
  for (const one of sorted) {
    const [entryId = ''] = one.entryIds
    if (taken.has(one.lineId) || taken.has(entryId)) continue
    taken.add(one.lineId).add(entryId)
    const rivals = [...(byLine.get(one.lineId) ?? []), ...(byEntry.get(entryId) ?? [])].filter(
      (rival) => rival !== one && (rival.score === one.score || (one.isCertain && rival.isCertain)),
    )
    const reasons: Reason[] =
      rivals.length > 0 ? [...one.reasons, { kind: 'alike', count: rivals.length + 1 }] : [...one.reasons]
    chosen.push({ ...one, reasons, isCertain: one.isCertain && rivals.length === 0 })
  }
  return chosen
}

/** Cheques paid in together, a day's card money: all that came (or went) on one day up to a week before. */
function dayTogether(lines: readonly OpenLine[], entries: readonly OpenEntry[]): Suggestion[] {
  const days = Map.groupBy(entries, ({ onDate, amount }) => `${onDate}${amount > 0n ? '+' : '-'}`)
  const sums = [...days.values()].flatMap((of) =>
    of.length > 1 && of.length <= 50
      ? [{ of, onDate: of[0]?.onDate ?? '', amount: sum(of.map((one) => one.amount)) }]
      : [],
  )
  const taken = new Set<string>()
  return lines.flatMap((line) => {
    const day = sums.find(({ onDate, amount }) => {
      const days = daysBetween(onDate, line.onDate)
      return amount === line.amount && days >= 0 && days <= 7 && !taken.has(`${onDate}${amount > 0n}`)
    })
    if (!day) return []
    taken.add(`${day.onDate}${day.amount > 0n}`)
    const reasons: Reason[] = [
      { kind: 'day-together', count: day.of.length },
      { kind: 'days', count: daysBetween(day.onDate, line.onDate) },
    ]
    return [{ lineId: line.id, entryIds: day.of.map(({ id }) => id), score: 30, reasons, isCertain: false }]
  })
}

/** The balance of before the first statement: everything entered before, where it comes to the same. */
export function suggestOpening(line: OpenLine, before: readonly OpenEntry[]): Suggestion | undefined {
  if (before.length === 0 || sum(before.map(({ amount }) => amount)) !== line.amount) return undefined
  const reasons: Reason[] = [{ kind: 'before', count: before.length }]
  return { lineId: line.id, entryIds: before.map(({ id }) => id), score: 40, reasons, isCertain: true }
}

/** How the books come to the bank's balance at the end of a day. Amounts are sums, those that went out below zero. */
export interface Position {
  readonly book: Paise
  /** Entered, and not in the bank by that day: paid in, given out. */
  readonly entriesIn: Paise
  readonly entriesOut: Paise
  /** In the bank, and not entered by that day. */
  readonly linesIn: Paise
  readonly linesOut: Paise
  /** What the bank says; null where no statement told it. */
  readonly closing: Paise | null
}

/** `computed` is what the bank should say; `difference` what it says more, null where it says nothing. */
export function reconciled(position: Position): { computed: Paise; difference: Paise | null } {
  const { book, entriesIn, entriesOut, linesIn, linesOut, closing } = position
  const inBank = subtract(book, add(entriesIn, entriesOut))
  const computed = add(inBank, add(linesIn, linesOut))
  return { computed, difference: closing === null ? null : subtract(closing, computed) }
}
