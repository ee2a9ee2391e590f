import { caratWeight, mct, mg } from '../../../core/weight.ts'
import type { NewPiece } from './making.commands.ts'

/** The carats of all stones, what they weigh together, and what is left as metal. */
export function weightsOf({ gross, otherWeight, stones }: Pick<NewPiece, 'gross' | 'otherWeight' | 'stones'>) {
  const carat = mct(stones.reduce((all, stone) => all + stone.carat, 0n))
  const stoneWeight = caratWeight(carat)
  return { carat, stoneWeight, net: mg(gross - stoneWeight - otherWeight) }
}
