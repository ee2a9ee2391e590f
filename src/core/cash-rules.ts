import type { IsoDate } from './dates.ts'
import { type Paise, paise, subtract, zero } from './money.ts'

/** One row of the dated table of what the law says about cash. The amount is in the smallest unit of its currency. */
export type CashRule = {
  readonly jurisdiction: string
  readonly rule: '269ST' | 'PAN' | 'PMLA' | '40A3' | 'AMLR' | '8300'
  /** The word key that names the section in force in these years. */
  readonly words: string
  readonly currency: string
  readonly amount: Paise
  /** The rule bites at the amount, or only above it. */
  readonly comparator: '>=' | '>'
  /** What is added up: cash taken in, cash paid out, or the bill however it is paid. */
  readonly counts: 'cash-in' | 'cash-out' | 'bill'
  readonly aggregation: CashAggregation
  readonly action: CashAction
  readonly from: IsoDate
  /** The last day it holds; none while it does. */
  readonly to: IsoDate | null
}

export type CashAggregation = 'day' | 'document' | 'event' | '12-months'
/** Block: no override. Identify: PAN, else Form 60. Report: for the compliance role. Warn: a word at the till. */
export type CashAction = 'block' | 'warn' | 'identify' | 'report'

/** Of one person (a PAN, else mobile and name), each with what is being taken or paid now. */
export type CashSums = {
  readonly day: Paise
  /** For this bill, on all days. */
  readonly document: Paise
  /** For this occasion: the bill and what goes with it, such as freight. */
  readonly event: Paise
  readonly billTotal: Paise
  readonly paidOutDay: Paise
  readonly isIdentified: boolean
  readonly last12Months: Paise
  /** False where no cash changes hands now: what came before is then no reason to stop anyone. Else true. */
  readonly isCashNow?: boolean
}

export type CashDecision = {
  readonly rule: CashRule['rule']
  readonly words: string
  readonly action: CashAction
  readonly sum: Paise
  readonly limit: Paise
  readonly aggregation: CashAggregation
  /** How much more is allowed; never below zero. */
  readonly left: Paise
  /** The sale may go on: the limit is near but not reached, or the rule only warns. */
  readonly isWarning: boolean
}

const inIndia = { jurisdiction: 'IN', currency: 'INR', to: null } as const
const until2026 = { to: '2026-03-31' } as const
const since2026 = { from: '2026-04-01' } as const

const section269ST = {
  ...inIndia,
  rule: '269ST',
  words: 'cash.rule.269ST',
  amount: paise(2_00_000_00n),
  comparator: '>=',
  counts: 'cash-in',
  action: 'block',
  from: '2017-04-01',
} as const
const perDayBillAndEvent = ['day', 'document', 'event'] as const

const rule114B = {
  ...inIndia,
  rule: 'PAN',
  words: 'cash.rule.114B',
  amount: paise(2_00_000_00n),
  comparator: '>',
  counts: 'bill',
  aggregation: 'document',
  action: 'identify',
  from: '2016-01-01',
} as const

const pmla = {
  ...inIndia,
  rule: 'PMLA',
  words: 'cash.rule.pmla',
  amount: paise(10_00_000_00n),
  comparator: '>=',
  counts: 'cash-in',
  action: 'report',
  from: '2020-12-28', // dealers in precious metals and stones were notified on that day
} as const

/**
 * The seed: section 269ST of the Income-tax Act, 1961, which is section 186 of the Act of 2025 from 1-4-2026; rule 114B,
 * which is rule 159 of 2026; the PMLA's cash report, single or linked; section 40A(3) on cash paid out.
 */
export const indianRules: readonly CashRule[] = [
  ...perDayBillAndEvent.map((aggregation) => ({ ...section269ST, ...until2026, aggregation })),
  ...perDayBillAndEvent.map((aggregation) => ({
    ...section269ST,
    ...since2026,
    words: 'cash.rule.section186',
    aggregation,
  })),
  { ...rule114B, ...until2026 },
  { ...rule114B, ...since2026, words: 'cash.rule.rule159' },
  { ...pmla, aggregation: 'document' },
  { ...pmla, aggregation: 'event' },
  {
    ...inIndia,
    rule: '40A3',
    words: 'cash.rule.40A3',
    amount: paise(10_000_00n),
    comparator: '>',
    counts: 'cash-out',
    aggregation: 'day',
    action: 'warn',
    from: '2017-04-01',
  },
]

/** What the rules in force say: those that bite, and those that block from four fifths of their limit on. */
export function decideCash(rules: readonly CashRule[], onDate: IsoDate, sums: CashSums): CashDecision[] {
  return rules.filter((rule) => isInForce(rule, onDate)).flatMap((rule) => decide(rule, sums))
}

/** How much more cash may be taken before a rule blocks; null where none does. */
export function cashLeft(rules: readonly CashRule[], onDate: IsoDate, sums: CashSums): Paise | null {
  return rules
    .filter((rule) => rule.action === 'block' && rule.counts === 'cash-in' && isInForce(rule, onDate))
    .map((rule) => leftOf(rule, sumOf(rule, sums)))
    .reduce<Paise | null>((least, left) => (least === null || left < least ? left : least), null)
}

const isInForce = ({ from, to }: CashRule, onDate: IsoDate): boolean => from <= onDate && (to === null || onDate <= to)

function decide(rule: CashRule, sums: CashSums): CashDecision[] {
  if (rule.counts !== 'bill' && sums.isCashNow === false) return []
  if (rule.action === 'identify' && sums.isIdentified) return []
  const sum = sumOf(rule, sums)
  const bites = rule.comparator === '>=' ? sum >= rule.amount : sum > rule.amount
  if (!bites && !(rule.action === 'block' && isNear(sum, rule.amount))) return []
  const { action, aggregation, amount: limit, words } = rule
  const isWarning = !bites || action === 'warn'
  return [{ rule: rule.rule, words, action, sum, limit, aggregation, left: leftOf(rule, sum), isWarning }]
}

const isNear = (sum: Paise, limit: Paise): boolean => sum * 5n >= limit * 4n

function leftOf({ amount, comparator }: CashRule, sum: Paise): Paise {
  const most = comparator === '>' ? amount : subtract(amount, paise(1n))
  return sum > most ? zero : subtract(most, sum)
}

function sumOf({ counts, aggregation }: CashRule, sums: CashSums): Paise {
  switch (counts) {
    case 'bill':
      return sums.billTotal
    case 'cash-out':
      return sums.paidOutDay
    case 'cash-in':
      return cashIn(aggregation, sums)
  }
}

function cashIn(aggregation: CashAggregation, sums: CashSums): Paise {
  switch (aggregation) {
    case 'day':
      return sums.day
    case 'document':
      return sums.document
    case 'event':
      return sums.event
    case '12-months':
      return sums.last12Months
  }
}
