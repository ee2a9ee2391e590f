import { derivedRate, type Metal } from '../../core/metal.ts'
import type { OldGoldFacts } from '../../core/old-gold-purchase.ts'
import type { BoardRate } from '../../core/piece-sale.ts'
import type { CurrentRate } from '../board/index.ts'

/** From here on a purity counts as fine metal, as the trade does. */
const fineFrom = 9900

/**
 * Purities, and what the board pays for a gram of fine metal: by the finest purity that it buys; one below 990 is reckoned up
 * to 1000.
 */
export function oldGoldFacts(rates: readonly CurrentRate[]): OldGoldFacts {
  const buying = new Map<Metal, BoardRate>()
  for (const { metal, fineness, buy, isBuyStale } of rates.toSorted((a, b) => a.fineness - b.fineness)) {
    if (buy === null) continue
    buying.set(metal, {
      rate: fineness >= fineFrom ? buy : derivedRate(buy, fineness, 10_000),
      isStale: isBuyStale,
    })
  }
  return { purities: new Map(rates.map(({ purityId, metal, name }) => [purityId, { metal, name }])), buying }
}
