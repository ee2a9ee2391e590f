import { divRound, type Paise, paise, subtract } from './money.ts'
import { fineWeight, type Mg, mg } from './weight.ts'

export type MeltingAsk = {
  /** What goes into the pot: metal without stones, its fine part, and what it cost. */
  readonly net: Mg
  readonly fine: Mg
  readonly value: Paise
  /** What comes out, and its fineness in parts per 10,000. */
  readonly out: Mg
  readonly fineness: number
  /** The loss that is usual, in basis points of what went in. */
  readonly allowanceBp: number
}

export type Melting = {
  readonly fine: Mg
  /** Below zero where more came out than went in. */
  readonly lossNet: Mg
  readonly lossFine: Mg
  readonly lossBp: number
  readonly allowed: Mg
  readonly isOver: boolean
  /** What the lost fine metal cost; the rest stays with the lot. */
  readonly lossValue: Paise
  readonly value: Paise
}

/** Metal is worth its fine weight, so what was lost of that is the loss; dross of the alloy costs nothing. */
export function melt({ net, fine, value, out, fineness, allowanceBp }: MeltingAsk): Melting {
  const fineOut = fineWeight(out, fineness)
  const lossNet = mg(net - out)
  const lossFine = mg(fine - fineOut)
  const allowed = mg(divRound(net * BigInt(allowanceBp), 10_000n, 'half-up'))
  const lossValue = lossFine <= 0n || fine === 0n ? paise(0n) : paise(divRound(value * lossFine, fine, 'half-up'))
  return {
    fine: fineOut,
    lossNet,
    lossFine,
    lossBp: net === 0n ? 0 : Number(divRound(lossNet * 10_000n, net, 'half-up')),
    allowed,
    isOver: lossNet > allowed,
    lossValue,
    value: subtract(value, lossValue),
  }
}
