import { divRound, type Paise, paise } from './money.ts'
import { parsePercent, percent } from './percent.ts'
import { type Mg, mg } from './weight.ts'

export const metals = ['gold', 'silver', 'platinum'] as const
export type Metal = (typeof metals)[number]

/** `fineness` is parts per 10,000. `isHallmarked`: the Bureau of Indian Standards has a hallmark for it. */
export type Purity = {
  readonly name: string
  readonly metal: Metal
  readonly fineness: number
  readonly isHallmarked: boolean
}

const gold = (name: string, fineness: number): Purity => ({ name, metal: 'gold', fineness, isHallmarked: true })
const silver = (fineness: number): Purity => ({
  name: `${fineness / 10}`,
  metal: 'silver',
  fineness,
  isHallmarked: true,
})

/** What shops sell in, finest first within its metal. Platinum has no hallmark of the Bureau. */
export const standardPurities: readonly Purity[] = [
  gold('24K 999', 9990),
  gold('24K 995', 9950),
  gold('23K 958', 9580),
  gold('22K 916', 9160),
  gold('20K 833', 8330),
  gold('18K 750', 7500),
  gold('14K 585', 5850),
  gold('9K 375', 3750),
  ...[9990, 9900, 9700, 9250, 9000, 8350, 8000].map(silver),
  { name: '950', metal: 'platinum', fineness: 9500, isHallmarked: false },
]

/**
 * The rate a gram of one purity from that of another, half-up to the paisa: 22K = 24K x 916 / 1000, where 24K is named
 * as 10,000. Throws RangeError when `ofFineness` is zero.
 */
export const derivedRate = (rate: Paise, ofFineness: number, toFineness: number): Paise =>
  paise(divRound(rate * BigInt(toFineness), BigInt(ofFineness), 'half-up'))

/** "91.6" or "91.6 %" → 9160; undefined when it is no percentage above 0 and up to 100 of at most two decimals. */
export function parseTouch(text: string): number | undefined {
  const touch = parsePercent(text)
  return touch === 0 ? undefined : touch
}

/** 9160 → "91.6", 9100 → "91" */
export const touchText = (touch: number): string => percent(touch)

/** "ab 12-c3" → "AB12C3" */
export const normaliseHuid = (text: string): string => text.replace(/[\s-]/g, '').toUpperCase()

/** True for the hallmark's unique id of a piece as it is engraved: six capitals or digits. */
export const isHuid = (text: string): boolean => /^[A-Z0-9]{6}$/.test(text)

export type MetalKind = 'jewellery' | 'coin' | 'bullion'

const hallmarkedFrom = mg(2_000n)

/**
 * Whether a piece may be sold only with a HUID: gold since 1-4-2023, but for articles under two grams, coins and bullion
 * (Hallmarking of Gold Jewellery and Gold Artefacts Order, 2020).
 */
export function needsHuid({ metal, net, kind }: { metal: Metal; net: Mg; kind: MetalKind }): boolean {
  return metal === 'gold' && kind === 'jewellery' && net >= hallmarkedFrom
}
