import { type Paise, paise, sum } from '../../core/money.ts'

/** Ways of payment that leave a slip of paper, or a line on a telephone, beside the book. */
export const slipModes = ['card', 'upi'] as const
export type SlipMode = (typeof slipModes)[number]

/** What a machine or a telephone says was paid; below zero for what was given back. */
export interface Slip {
  readonly mode: SlipMode
  readonly reference: string
  readonly amount: Paise
}

/** What the book says was paid in such a way. */
export interface BookTender extends Slip {
  readonly documentId: string
  readonly number: string
  readonly byName: string
}

export interface Match {
  readonly matched: readonly { readonly slip: Slip; readonly tender: BookTender }[]
  /** Slips that no bill of the session speaks of. */
  readonly loose: readonly Slip[]
  /** What the book has and no slip says. */
  readonly missing: readonly BookTender[]
}

/**
 * Each slip with one payment of the same way and amount: first by the whole reference, then where one ends with the other
 * (people copy the last digits), then where one of the two has none.
 */
export function matchSlips(slips: readonly Slip[], tenders: readonly BookTender[]): Match {
  const matched: { slip: Slip; tender: BookTender }[] = []
  let [loose, missing] = [[...slips], [...tenders]]
  for (const agree of [isSame, isEnd, isBlank]) {
    const left: Slip[] = []
    for (const slip of loose) {
      const tender = missing.find(
        ({ mode, amount, reference }) =>
          mode === slip.mode && amount === slip.amount && agree(plain(slip.reference), plain(reference)),
      )
      if (!tender) left.push(slip)
      else {
        matched.push({ slip, tender })
        missing = missing.filter((one) => one !== tender)
      }
    }
    loose = left
  }
  return { matched, loose, missing }
}

const plain = (reference: string): string => reference.toUpperCase().replaceAll(/[^A-Z0-9]/g, '')
const isSame = (a: string, b: string): boolean => a !== '' && a === b
const isEnd = (a: string, b: string): boolean =>
  a.length >= shortestEnd && b.length >= shortestEnd && (a.endsWith(b) || b.endsWith(a))
const isBlank = (a: string, b: string): boolean => a === '' || b === ''
const shortestEnd = 4

export const slipSum = (slips: readonly Slip[], mode: SlipMode): Paise =>
  sum(slips.filter((slip) => slip.mode === mode).map(({ amount }) => amount))

/** Of what the drawer's cash is made up, in the order in which it is read. */
export const cashKinds = ['sales', 'received', 'paid', 'bank', 'other'] as const
export type CashKind = (typeof cashKinds)[number]

/** What the book says of one session of a till. */
export interface SessionBook {
  /** What moved on the cash account, above zero into the drawer. */
  readonly cash: readonly { readonly kind: CashKind; readonly amount: Paise }[]
  readonly tenders: readonly BookTender[]
  readonly persons: readonly PersonSums[]
}

/** What one person took less what was given out, by the way of payment. */
export interface PersonSums {
  readonly name: string
  readonly bills: number
  readonly cash: Paise
  readonly upi: Paise
  readonly card: Paise
  readonly other: Paise
}

/** What should lie in the drawer. */
export const expectedCash = (opening: Paise, { cash }: Pick<SessionBook, 'cash'>): Paise =>
  paise(opening + sum(cash.map(({ amount }) => amount)))
