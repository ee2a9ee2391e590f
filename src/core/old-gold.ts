import { divRound, type Paise, paise } from './money.ts'
import { fineWeight, type Mg, mg } from './weight.ts'

/**
 * Old gold as weighed at the counter. `touch` is parts per 10,000, as measured. `rate` is the buy rate, in paise per
 * gram of FINE metal: a board that buys by purity derives it first (derivedRate to 10,000).
 */
export type OldGold = {
  readonly gross: Mg
  readonly dust: Mg
  readonly stones: Mg
  readonly touch: number
  readonly rate: Paise
} & Loss

/** What melting takes: basis points of the fine metal, or parts per 10,000 off the touch itself. */
export type Loss = { readonly meltingBp: number } | { readonly purityDifference: number }

/** `fine` is before and `melted` after the loss; the shop pays for what is melted. */
export type OldGoldPrice = { readonly net: Mg; readonly fine: Mg; readonly melted: Mg; readonly value: Paise }

export type OldGoldProblem = {
  readonly field: 'gross' | 'dust' | 'stones' | 'touch' | 'rate' | 'meltingBp' | 'purityDifference'
  readonly problem: 'missing' | 'below-zero' | 'not-whole' | 'too-large' | 'over-hundred' | 'over-gross' | 'over-touch'
}

/**
 * What old gold is worth: net weight, its fine part, what is left of that after melting, and that at the buy rate.
 * Each weight is half-up to the milligram and the next is taken from it, as the voucher prints them; the value half-up
 * to the paisa. Throws RangeError for a touch or loss that is not whole.
 */
export function priceOldGold(old: OldGold): OldGoldPrice {
  const net = mg(old.gross - old.dust - old.stones)
  const fine = fineWeight(net, old.touch)
  const melted = afterLoss(old, net, fine)
  return { net, fine, melted, value: paise(divRound(melted * old.rate, 1000n, 'half-up')) }
}

function afterLoss(old: OldGold, net: Mg, fine: Mg): Mg {
  if ('meltingBp' in old) return fineWeight(fine, 10_000 - old.meltingBp)
  return fineWeight(net, old.touch - old.purityDifference)
}

const heaviest = mg(100_000_000n) // a hundred kilograms: a slip of the keyboard

/** What cannot be, named by its field: nothing that stands here may be bought. */
export function oldGoldProblems(old: OldGold): OldGoldProblem[] {
  return [
    ...said('gross', grossProblem(old.gross)),
    ...said('dust', partProblem(old.dust, old.gross)),
    ...said('stones', partProblem(old.stones, mg(old.gross - old.dust))),
    ...said('touch', touchProblem(old.touch)),
    ...lossProblems(old),
    ...said('rate', rateProblem(old.rate)),
  ]
}

function said(field: OldGoldProblem['field'], problem: OldGoldProblem['problem'] | undefined): OldGoldProblem[] {
  return problem ? [{ field, problem }] : []
}

function grossProblem(gross: Mg): OldGoldProblem['problem'] | undefined {
  if (gross < 0n) return 'below-zero'
  if (gross > heaviest) return 'too-large'
  return gross === 0n ? 'missing' : undefined
}

/** Something must be left to pay for. */
function partProblem(part: Mg, of: Mg): OldGoldProblem['problem'] | undefined {
  if (part < 0n) return 'below-zero'
  return part > 0n && part >= of ? 'over-gross' : undefined
}

function touchProblem(touch: number): OldGoldProblem['problem'] | undefined {
  if (!Number.isSafeInteger(touch)) return 'not-whole'
  if (touch <= 0) return touch === 0 ? 'missing' : 'below-zero'
  return touch > 10_000 ? 'over-hundred' : undefined
}

function lossProblems(old: OldGold): OldGoldProblem[] {
  if ('meltingBp' in old) return said('meltingBp', lossProblem(old.meltingBp, 10_000, 'over-hundred'))
  return said('purityDifference', lossProblem(old.purityDifference, old.touch, 'over-touch'))
}

function lossProblem(
  loss: number,
  most: number,
  over: 'over-hundred' | 'over-touch',
): OldGoldProblem['problem'] | undefined {
  if (!Number.isSafeInteger(loss)) return 'not-whole'
  if (loss < 0) return 'below-zero'
  return loss >= most ? over : undefined
}

function rateProblem(rate: Paise): OldGoldProblem['problem'] | undefined {
  if (rate < 0n) return 'below-zero'
  return rate === 0n ? 'missing' : undefined
}
