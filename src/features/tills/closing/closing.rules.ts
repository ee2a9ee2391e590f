import { type CashCounts, countCash } from '../../../core/denominations.ts'
import { add, type Paise, subtract, sum } from '../../../core/money.ts'
import {
  type BookTender,
  expectedCash,
  type Match,
  matchSlips,
  type PersonSums,
  type SessionBook,
  type Slip,
  type SlipMode,
  slipModes,
  slipSum,
} from '../tills.rules.ts'

/** A way of payment with slips: what the book has, what the slips say. */
export interface ModeSums {
  readonly mode: SlipMode
  readonly book: Paise
  readonly slips: Paise
}

/** All that a close is decided from and its slip says. */
export interface ClosingFigures {
  readonly opening: Paise
  readonly cash: SessionBook['cash']
  readonly expected: Paise
  readonly counted: Paise
  /** Above zero there is more in the drawer than the book knows of. */
  readonly difference: Paise
  readonly modes: readonly ModeSums[]
  readonly match: Match
  readonly persons: readonly PersonSums[]
}

export function closingFigures(
  { left, added }: { left: Paise; added: Paise },
  book: SessionBook,
  { coins, slips }: { coins: CashCounts; slips: readonly Slip[] },
): ClosingFigures {
  const opening = add(left, added)
  const expected = expectedCash(opening, book)
  const counted = countCash(coins)
  return {
    opening,
    cash: book.cash,
    expected,
    counted,
    difference: subtract(counted, expected),
    modes: slipModes.map((mode) => ({ mode, book: bookSum(book.tenders, mode), slips: slipSum(slips, mode) })),
    match: matchSlips(slips, book.tenders),
    persons: book.persons,
  }
}

const bookSum = (tenders: readonly BookTender[], mode: SlipMode): Paise =>
  sum(tenders.filter((tender) => tender.mode === mode).map(({ amount }) => amount))
