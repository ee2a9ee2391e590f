import { divRound, type Paise, paise } from './money.ts'
import type { PieceState, StockWeights } from './piece-sale.ts'
import { type Milli, milli } from './quantity.ts'
import { fineWeight, type Mg, mct, mg } from './weight.ts'

export const countKinds = ['pieces', 'items', 'lots'] as const
/** Pieces by their tags, items by how many, lots by what they weigh. */
export type CountKind = (typeof countKinds)[number]
export const countScopes = ['all', 'counter', 'category', 'article', 'purity', 'chosen'] as const
export type CountScope = (typeof countScopes)[number]
export type CountState = 'open' | 'review' | 'approved' | 'cancelled'

/** What a scan of a piece says. The first three are counted; the others are put aside, or noted. */
export type ScanOutcome =
  | 'expected'
  | 'came'
  | 'moved'
  | 'extra'
  | 'other-branch'
  | 'unknown'
  | Exclude<PieceState, 'in-stock' | 'reserved'>

export type Scope = { readonly scope: CountScope; readonly text: string; readonly id: string | null }

/** A piece as the book has it at the moment of its scan. */
export type ScannedPiece = {
  readonly state: PieceState
  readonly branchId: string
  readonly counter: string
  readonly itemId: string
  readonly purityId: string
  readonly category: string
  /** Whether it stands in the list that was made when the count began. */
  readonly isExpected: boolean
}

/**
 * The book at the moment of the scan decides, not the list: what was sold or sent away since is no find, and what came in
 * since is counted like the rest. `place` is the counter at which the person stands; empty where that was not said.
 */
export function outcomeOf(
  piece: ScannedPiece | undefined,
  { branchId, place, ...scope }: Scope & { readonly branchId: string; readonly place: string },
): ScanOutcome {
  if (!piece) return 'unknown'
  if (piece.state !== 'in-stock' && piece.state !== 'reserved') return piece.state
  if (piece.branchId !== branchId) return 'other-branch'
  if (scope.scope === 'counter' && piece.counter !== scope.text) return 'moved'
  if (!piece.isExpected && !isInScope(piece, scope)) return 'extra'
  if (place !== '' && piece.counter !== place) return 'moved'
  return piece.isExpected ? 'expected' : 'came'
}

function isInScope(piece: ScannedPiece, { scope, text, id }: Scope): boolean {
  switch (scope) {
    case 'all':
      return true
    case 'counter':
      return piece.counter === text
    case 'category':
      return piece.category === text
    case 'article':
      return piece.itemId === id
    case 'purity':
      return piece.purityId === id
    case 'chosen':
      return false
  }
}

/** Lies where the book has it, or came there since. */
export const isCounted = (outcome: string): boolean =>
  outcome === 'expected' || outcome === 'came' || outcome === 'moved'

/** Grams, or a share of what the book says, whichever is more; a scale and a hand are never exact. */
export type Tolerance = { readonly mg: bigint; readonly bp: number }

/** `book` and `difference` in thousandths of the same unit; a difference of exactly the tolerance is within it. */
export function isWithin(difference: bigint, book: bigint, { mg: grams, bp }: Tolerance): boolean {
  const share = divRound((book < 0n ? -book : book) * BigInt(bp), 10_000n, 'half-up')
  const most = share > grams ? share : grams
  return difference <= most && -difference <= most
}

export type ItemEntry = { readonly quantity: Milli; readonly book: Milli }

/**
 * Entries of one item, as they came: they add up over shelves and people, and are compared with the book as it stood at the
 * last of them. Where the book changed between the first and the last, nobody can say from which shelf it was taken:
 * `movedMeanwhile` asks for another look.
 */
export function itemDifference(entries: readonly ItemEntry[]): {
  counted: Milli
  book: Milli
  difference: Milli
  movedMeanwhile: boolean
} {
  const counted = milli(entries.reduce((sum, { quantity }) => sum + quantity, 0n))
  const book = entries.at(-1)?.book ?? milli(0n)
  const movedMeanwhile = entries.some((entry) => entry.book !== book)
  return { counted, book, difference: milli(counted - book), movedMeanwhile }
}

/**
 * What a lot gains (`sign` 1) or loses (-1) when its gross weight differs by so much: net, fine metal, carats and cost go by
 * weight, and nothing of them stays behind where all of it is gone. Undefined where nothing differs, or more is missing than
 * the lot has left.
 */
export function lotChange(
  left: StockWeights,
  difference: Mg,
  fineness: number,
): { sign: 1n | -1n; goes: StockWeights } | undefined {
  const size = difference < 0n ? -difference : difference
  if (size === 0n || (difference < 0n && size > left.gross)) return undefined
  const sign = difference < 0n ? -1n : 1n
  if (sign === -1n && size === left.gross) return { sign, goes: left }
  const part = (figure: bigint): bigint => (left.gross > 0n ? divRound(figure * size, left.gross, 'half-up') : 0n)
  const net = left.gross > 0n ? part(left.net) : size
  const fine = left.net > 0n || left.gross === 0n ? fineWeight(mg(net), fineness) : 0n
  const most = (figure: bigint, whole: bigint): bigint => (sign === -1n && figure > whole ? whole : figure)
  return {
    sign,
    goes: {
      pieces: 0,
      gross: mg(size),
      net: mg(net),
      fine: mg(most(fine, left.fine)),
      carat: mct(part(left.carat)),
      value: paise(part(left.value)),
    },
  }
}

/** What goods of a lot or an item would be worth by the book, with the sign of the difference; half-up. */
export function worthOf(difference: bigint, whole: { readonly size: bigint; readonly value: Paise }): Paise {
  return whole.size > 0n ? paise(divRound(whole.value * difference, whole.size, 'half-up')) : paise(0n)
}

/** Basis points of what was expected that lay where the book said; a count of nothing is right. */
export function accuracyBp({ expected, gone, wrong }: { expected: number; gone: number; wrong: number }): number {
  const due = expected - gone
  if (due <= 0) return wrong === 0 ? 10_000 : 0
  return Math.max(0, Math.floor(((due - wrong) * 10_000) / due))
}

export type LineKind = 'missing' | 'found' | 'elsewhere' | 'moved'

/** Whether a line on a piece can still be posted as the piece stands now: it may have been sold since it was counted. */
export function canPost(
  kind: LineKind,
  piece: { readonly state: PieceState; readonly branchId: string; readonly counter: string },
  { branchId, bookPlace }: { readonly branchId: string; readonly bookPlace: string },
): boolean {
  switch (kind) {
    case 'missing':
      return piece.state === 'in-stock' && piece.branchId === branchId
    case 'found':
      return piece.state === 'missing'
    case 'elsewhere':
      return piece.state === 'in-stock' && piece.branchId !== branchId
    case 'moved':
      return piece.state === 'in-stock' && piece.branchId === branchId && piece.counter === bookPlace
  }
}
