import type { IsoDate } from './dates.ts'
import { type Paise, paise, split } from './money.ts'

/** What an assaying centre asks for an article, and at least for a consignment; before tax. */
export type HallmarkRate = {
  readonly metal: 'gold' | 'silver'
  readonly fromOn: IsoDate
  readonly article: Paise
  readonly least: Paise
}

/** BIS, hallmarking charges from 4 March 2022; a shop writes its own beside them when they change. */
export const standardRates: readonly HallmarkRate[] = [
  { metal: 'gold', fromOn: '2022-03-04', article: paise(45_00n), least: paise(200_00n) },
  { metal: 'silver', fromOn: '2022-03-04', article: paise(35_00n), least: paise(150_00n) },
]

/** 998346: technical testing and analysis. The service bears 18 %. */
export const hallmarkSac = '998346'
export const hallmarkRateBp = 1800

/** What a centre asks for these articles of one consignment on a day: by metal, each at least its minimum. */
export function hallmarkCharge(
  articles: readonly { metal: string }[],
  rates: readonly HallmarkRate[],
  onDate: IsoDate,
): Paise {
  const metals = [...new Set(articles.map(({ metal }) => metal))]
  const of = (metal: string): bigint => {
    const rate = rateOn([...standardRates, ...rates], metal, onDate)
    if (!rate) return 0n
    const all = rate.article * BigInt(articles.filter((one) => one.metal === metal).length)
    return all > rate.least ? all : rate.least
  }
  return paise(metals.reduce((total, metal) => total + of(metal), 0n))
}

/**
 * What of a charge each article bears, in the order of the articles: by what the centre asks for one of its metal, alike where
 * it asks nothing. Together they are the charge.
 */
export function chargeOfEach(
  charge: Paise,
  articles: readonly { metal: string }[],
  rates: readonly HallmarkRate[],
  onDate: IsoDate,
): Paise[] {
  const asked = articles.map(({ metal }) => rateOn([...standardRates, ...rates], metal, onDate)?.article ?? 0n)
  return split(charge, asked.some((one) => one > 0n) ? asked : articles.map(() => 1n))
}

/** Of two of one day the later in the list, so that a shop's own goes before the standard. */
function rateOn(rates: readonly HallmarkRate[], metal: string, onDate: IsoDate): HallmarkRate | undefined {
  const open = rates.filter((rate) => rate.metal === metal && rate.fromOn <= onDate)
  return open.reduce<HallmarkRate | undefined>(
    (best, rate) => (!best || rate.fromOn >= best.fromOn ? rate : best),
    undefined,
  )
}

export const isHuid = (text: string): boolean => /^[A-Z0-9]{6}$/.test(text)
