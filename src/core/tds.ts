import type { IsoDate } from './dates.ts'
import { divRound, type Paise, paise, zero } from './money.ts'

/**
 * What a buyer keeps back from a supplier of goods and pays to the government: Income-tax Act 1961, section 194Q, on what is
 * bought of one supplier in a year above the threshold, and section 206AA where he gives no PAN. From 1 April 2026 the same
 * stands in section 393 of the Income-tax Act 2025.
 */
export type TdsRule = {
  readonly from: IsoDate
  /** Until and with this day; open without. */
  readonly to?: IsoDate
  readonly section: string
  /** Of one supplier in one year, without GST: Circular 13/2021, paragraph 4.4. */
  readonly threshold: Paise
  /** 10 is 0.1 %. */
  readonly rateBp: number
  readonly withoutPanBp: number
}

const fiftyLakh = paise(50_00_000_00n)

const tdsRules: readonly TdsRule[] = [
  { from: '2021-07-01', to: '2026-03-31', section: '194Q', threshold: fiftyLakh, rateBp: 10, withoutPanBp: 500 },
  { from: '2026-04-01', section: '393(1)', threshold: fiftyLakh, rateBp: 10, withoutPanBp: 500 },
]

export type TdsFacts = {
  /** Whether the business's turnover of the year before was above ten crore: a setting. */
  readonly keepsBack: boolean
  readonly hasPan: boolean
  readonly onDate: IsoDate
  /** Bought of this supplier in the financial year before this bill, without GST. */
  readonly before: Paise
  /** What this bill adds, without GST. */
  readonly goods: Paise
}

export type Tds = {
  readonly amount: Paise
  /** The part of the bill that is above the threshold. */
  readonly base: Paise
  readonly rateBp: number
  readonly section: string
}

const noTds: Tds = { amount: zero, base: zero, rateBp: 0, section: '' }

/** What is kept back of a bill, half-up to the rupee as challans and the TDS return have it. */
export function tdsOn({ keepsBack, hasPan, onDate, before, goods }: TdsFacts): Tds {
  const rule = tdsRules.find(({ from, to }) => onDate >= from && (to === undefined || onDate <= to))
  if (!keepsBack || !rule || goods <= 0n) return noTds
  const over = before + goods - rule.threshold
  const base = paise(over <= 0n ? 0n : over < goods ? over : goods)
  if (base === 0n) return noTds
  const rateBp = hasPan ? rule.rateBp : rule.withoutPanBp
  const amount = paise(divRound(base * BigInt(rateBp), 10_000n * 100n, 'half-up') * 100n)
  return { amount, base, rateBp, section: rule.section }
}
