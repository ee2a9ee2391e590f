import type { Actor } from '../../src/core/actor.ts'
import { addDays, type IsoDate } from '../../src/core/dates.ts'
import { derivedRate, type Metal } from '../../src/core/metal.ts'
import { divRound, type Paise, paise } from '../../src/core/money.ts'
import { newId } from '../../src/db/ids.ts'
import type { Tx } from '../../src/db/tenant.ts'
import { currentRates, type NewRate, setRates } from '../../src/features/board/index.ts'
import { instant } from './moments.ts'
import { seededRandom } from './random.ts'

/** So many months are told; every third day, and each of the last fortnight. */
const [length, fortnight, pace] = [168, 14, 3]
/** Five past ten, when the association's rates are out. */
const opening = 605

/** Rupees a gram of what is as good as pure, today. */
const today: Readonly<Record<Metal, number>> = { gold: 13_537, silver: 185, platinum: 4890 }
/** By how much, in ten thousandths, a rate moves in a day at the most, and what of that is the year's way up. */
const moves: Readonly<Record<Metal, { most: number; up: number }>> = {
  gold: { most: 55, up: 6 },
  silver: { most: 90, up: 8 },
  platinum: { most: 50, up: 2 },
}
/** What the shop pays is so many in a hundred below what it asks. */
const buyBelow = 3n

/**
 * The board of a jeweller over the past months, by the command of the screen, and the rates of today as the shop opened:
 * a demo begun at night has them from the moment it is begun. The same at every run.
 */
export async function writeRates(
  tx: Tx,
  businessId: string,
  { seed, today: lastDay, now }: { seed: number; today: IsoDate; now: Date },
  owner: Actor,
): Promise<void> {
  const board = await currentRates(tx, businessId, now)
  const pure = walksBack(seed)
  for (const ago of daysAgo()) {
    const day = addDays(lastDay, -ago)
    const opened = instant(day, opening)
    const at = opened > now ? now : opened
    const rates = board.flatMap((purity): NewRate[] => {
      const exact = derivedRate(pure[purity.metal][ago] ?? paise(0n), 10_000, purity.fineness)
      const sell = inRupees(exact)
      const buy = inRupees(paise(divRound(sell * (100n - buyBelow), 100n, 'half-up')))
      return [
        { purityId: purity.purityId, side: 'sell', rate: sell },
        { purityId: purity.purityId, side: 'buy', rate: buy },
      ]
    })
    await setRates(tx, businessId, { id: newId(), rates, seenAt: at, sure: '' }, { ...owner, at })
  }
}

/** From the oldest to today. */
function daysAgo(): number[] {
  const days = Array.from({ length: length + 1 }, (_, ago) => ago)
  return days.filter((ago) => ago <= fortnight || ago % pace === 0).toReversed()
}

/** What each metal was at so many days ago: walked backwards, so that it ends where it is today. */
function walksBack(seed: number): Readonly<Record<Metal, readonly Paise[]>> {
  const random = seededRandom(seed)
  const walk = (metal: Metal): Paise[] => {
    const { most, up } = moves[metal]
    const way = [paise(BigInt(today[metal]) * 100n)]
    for (let ago = 1; ago <= length; ago += 1) {
      const after = way[ago - 1] ?? paise(0n)
      way.push(paise(divRound(after * BigInt(10_000 - up - random.between(-most, most)), 10_000n, 'half-up')))
    }
    return way
  }
  return { gold: walk('gold'), silver: walk('silver'), platinum: walk('platinum') }
}

/** Whole rupees; of what is cheap, ten paise. */
function inRupees(rate: Paise): Paise {
  const step = rate >= 1000_00n ? 100n : 10n
  return paise(divRound(rate, step, 'half-up') * step)
}
