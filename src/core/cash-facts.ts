import { type CashDecision, type CashRule, type CashSums, decideCash } from './cash-rules.ts'
import type { IsoDate } from './dates.ts'
import { add, divRound, type Paise, paise, rupees, subtract, sum, wholeRupees, zero } from './money.ts'

/** What is known of one person's cash before the paper that is decided: read by index, behind the person's lock. */
export type CashFacts = {
  readonly rules: readonly CashRule[]
  /** Taken from, and paid to, the person on the paper's day by other papers. */
  readonly dayIn: Paise
  readonly dayOut: Paise
  /** Taken in the calendar month: what the PMLA calls linked. */
  readonly monthIn: Paise
  readonly last12Months: Paise
  /** The papers of that day, the first first. */
  readonly papers: readonly CashPaper[]
  /** Cash taken so far for bills of the days in question, on whatever day it came. */
  readonly bills: readonly BillCash[]
  /** A PAN is on file, or stands within the GSTIN. */
  readonly isIdentified: boolean
}
/** `at` is the time in the shop, such as "11:05". */
export type CashPaper = { readonly number: string; readonly at: string; readonly amount: Paise }
export type BillCash = { readonly documentId: string; readonly onDate: IsoDate; readonly cash: Paise }

/** What one paper does. */
export type CashAsked = {
  readonly onDate: IsoDate
  readonly direction: 'in' | 'out'
  /** Cash that changes hands now. */
  readonly now: Paise
  /** Cash for the bill on all days, and for its occasion, each with `now`. */
  readonly document: Paise
  readonly event: Paise
  /** Of a bill; zero for a receipt. */
  readonly billTotal: Paise
  /** The person gives a PAN or Form 60 with it. */
  readonly isIdentifying: boolean
}

/** One rule's say on one paper; `said` is for people: its key is 'cash.refusal.*' or 'cash.warning.*'. */
export type CashOutcome = {
  readonly decision: CashDecision
  readonly outcome: 'blocked' | 'warned' | 'identified' | 'unidentified' | 'reported'
}
export type CashSaid = { readonly key: string; readonly values: Readonly<Record<string, string>> }
export type CashVerdict = {
  readonly outcomes: readonly CashOutcome[]
  readonly refused: readonly CashSaid[]
  readonly warnings: readonly CashSaid[]
  readonly now: Paise
  readonly billTotal: Paise
  readonly direction: 'in' | 'out'
}

export const noVerdict: CashVerdict = {
  outcomes: [],
  refused: [],
  warnings: [],
  now: zero,
  billTotal: zero,
  direction: 'in',
}

/** What the rules in force make of a paper. What is refused has no override. */
export function judgeCash(facts: CashFacts, asked: CashAsked): CashVerdict {
  const sums = sumsOf(facts, asked)
  // What came in before is no reason to speak of cash that goes out.
  const other = asked.direction === 'in' ? 'cash-out' : 'cash-in'
  const rules = facts.rules.filter(({ counts }) => counts !== other)
  const decisions = [
    ...decideCash(ofOccasion(rules), asked.onDate, sums),
    // The PMLA links what comes in within a month, whatever it is for.
    ...decideCash(ofMonth(rules), asked.onDate, { ...sums, event: add(facts.monthIn, now(asked, 'in')) }),
  ]
  const outcomes = oneEach(decisions).map((decision) => ({ decision, outcome: outcomeOf(decision, asked) }))
  const of = (outcome: CashOutcome['outcome']) => outcomes.filter((one) => one.outcome === outcome)
  const refused = [...of('blocked').slice(0, 1), ...of('unidentified')].map(({ decision }) =>
    say(facts, asked, decision),
  )
  return {
    ...{ outcomes, refused, now: asked.now, billTotal: asked.billTotal, direction: asked.direction },
    warnings: of('blocked').length > 0 ? [] : of('warned').map(({ decision }) => say(facts, asked, decision)),
  }
}

/** What the bill is worth from which its buyer must be known; null where no rule asks. Above it, or at it. */
export function mustIdentify(rules: readonly CashRule[], onDate: IsoDate, billTotal: Paise): boolean {
  const sums = { ...nothing, billTotal, isCashNow: false }
  return decideCash(rules, onDate, sums).some(({ action }) => action === 'identify')
}

const nothing: CashSums = {
  ...{ day: zero, document: zero, event: zero, billTotal: zero, paidOutDay: zero, last12Months: zero },
  isIdentified: false,
}

const isOfMonth = ({ rule, aggregation }: CashRule): boolean => rule === 'PMLA' && aggregation === 'event'
const ofMonth = (rules: readonly CashRule[]): CashRule[] => rules.filter(isOfMonth)
const ofOccasion = (rules: readonly CashRule[]): CashRule[] => rules.filter((rule) => !isOfMonth(rule))

const now = ({ now: amount, direction }: CashAsked, way: 'in' | 'out'): Paise => (direction === way ? amount : zero)

/** Who gives a PAN or Form 60 with the paper is asked for it all the same, so that it is logged. */
const sumsOf = (facts: CashFacts, asked: CashAsked): CashSums => ({
  day: add(facts.dayIn, now(asked, 'in')),
  document: asked.direction === 'in' ? asked.document : zero,
  event: asked.direction === 'in' ? asked.event : zero,
  billTotal: asked.billTotal,
  paidOutDay: add(facts.dayOut, now(asked, 'out')),
  isIdentified: facts.isIdentified && !asked.isIdentifying,
  last12Months: add(facts.last12Months, now(asked, 'in')),
  isCashNow: asked.now > 0n,
})

/** Of the sums that one rule counts by, the one that leaves least; a sum over the limit before one that is near it. */
function oneEach(decisions: readonly CashDecision[]): CashDecision[] {
  const found = new Map<string, CashDecision>()
  for (const one of decisions) {
    const before = found.get(one.rule)
    if (!before || worse(one, before)) found.set(one.rule, one)
  }
  return [...found.values()]
}

const worse = (a: CashDecision, b: CashDecision): boolean => (a.isWarning === b.isWarning ? a.sum > b.sum : b.isWarning)

function outcomeOf({ action, isWarning }: CashDecision, { isIdentifying }: CashAsked): CashOutcome['outcome'] {
  switch (action) {
    case 'block':
      return isWarning ? 'warned' : 'blocked'
    case 'warn':
      return 'warned'
    case 'identify':
      return isIdentifying ? 'identified' : 'unidentified'
    case 'report':
      return 'reported'
  }
}

function say(facts: CashFacts, asked: CashAsked, decision: CashDecision): CashSaid {
  const { aggregation, sum: total, limit, left, action, isWarning } = decision
  const before = subtract(total, asked.now)
  const most = subtract(limit, add(before, paise(1n)))
  const values = {
    now: wholeRupees(asked.now),
    sum: wholeRupees(total),
    before: wholeRupees(before),
    limit: wholeRupees(limit),
    left: rupeesDown(left),
    most: rupeesDown(most > 0n ? most : zero),
    papers: facts.papers.map(({ number, at, amount }) => `₹${wholeRupees(amount)} (${at} ${number})`).join(' + '),
  }
  const by = aggregation === '12-months' ? 'year' : aggregation
  if (action === 'identify')
    return { key: 'cash.refusal.identify', values: { ...values, bill: rupees(asked.billTotal) } }
  if (asked.direction === 'out') return { key: 'cash.warning.paidOut', values }
  if (isWarning) return { key: `cash.warning.${by}`, values }
  const isExplained = by === 'day' && facts.papers.length > 0
  return { key: isExplained ? 'cash.refusal.dayPapers' : `cash.refusal.${by}`, values }
}

/** Nobody is told of paise that he may still pay: 36,906.99 are 36,906. */
const rupeesDown = (amount: Paise): string => wholeRupees(paise(divRound(amount, 100n, 'floor') * 100n))

/** Of the bills that a receipt settles, the one with most cash, and the day of bills with most: each with this receipt. */
export function cashOfReceipt(
  bills: readonly BillCash[],
  shares: readonly { readonly documentId: string; readonly amount: Paise }[],
  cash: Paise,
): { document: Paise; event: Paise } {
  const least = (amount: Paise): Paise => (amount < cash ? amount : cash)
  const of = (documentId: string) => bills.find((bill) => bill.documentId === documentId)
  const documents = shares.map(({ documentId, amount }) => add(of(documentId)?.cash ?? zero, least(amount)))
  const days = [...new Set(shares.flatMap(({ documentId }) => of(documentId)?.onDate ?? []))]
  const events = days.map((day) => {
    const settled = shares.filter(({ documentId }) => of(documentId)?.onDate === day)
    const before = sum(bills.filter(({ onDate }) => onDate === day).map((bill) => bill.cash))
    return add(before, least(sum(settled.map(({ amount }) => amount))))
  })
  return { document: largest([cash, ...documents]), event: largest([cash, ...documents, ...events]) }
}

function largest(amounts: readonly Paise[]): Paise {
  const [most = zero] = amounts.toSorted((a, b) => (a < b ? 1 : -1))
  return most
}
