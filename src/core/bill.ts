import { add, divRound, type Paise, paise, split, subtract, sum, zero } from './money.ts'
import { type Milli, times } from './quantity.ts'
import { type Heads, noHeads, type Supply, sumHeads, taxableInside, taxOn, taxTotal } from './tax.ts'

export type Discount = { kind: 'none' } | { kind: 'percent'; bp: number } | { kind: 'amount'; amount: Paise }

export type BillLine = {
  quantity: Milli
  price: Paise
  priceIncludesTax: boolean
  discount: Discount
  rateBp: number
}

/** To the nearest rupee, or always down or up to one; or not at all. */
export const billRoundings = ['rupee', 'rupee-down', 'rupee-up', 'none'] as const
export type BillRounding = (typeof billRoundings)[number]

/** `taxed` is false for a bill of supply: a composition or unregistered seller charges no tax, whatever the rate. */
export type BillOptions = { supply: Supply; taxed: boolean; billDiscount: Discount; rounding: BillRounding }

/** `gross` and `discount` are in the terms of the price: with its tax inside where the price includes tax. */
export type PricedLine = { gross: Paise; discount: Paise; taxable: Paise; heads: Heads; total: Paise }

export type BillTotals = {
  gross: Paise
  discount: Paise
  taxable: Paise
  heads: Heads
  beforeRounding: Paise
  roundOff: Paise
  payable: Paise
}

export type BillProblem = {
  /** The line, counted from 0; none when it is the bill's own. */
  line?: number
  problem: 'quantity-not-positive' | 'price-below-zero' | 'too-large' | DiscountProblem | 'discount-over-bill'
}

type DiscountProblem = 'discount-below-zero' | 'discount-over-price'

export type PricedBill = { lines: PricedLine[]; totals: BillTotals; problems: BillProblem[] }

/**
 * Prices a bill: discounts come off before tax, the bill's own is shared over the lines by their value, tax is rounded a
 * line and a head, the bill to the rupee outside the taxable value. What cannot be is named in `problems` and counts as
 * nothing (a discount counts up to the price): no amount is ever negative. A bill with problems must not be issued.
 */
export function priceBill(lines: readonly BillLine[], options: BillOptions): PricedBill {
  const discounted = lines.map(discountLine)
  const ofBill = discountOn(sum(discounted.map((line) => line.net)), options.billDiscount)
  const shares = sharesOf(ofBill.amount, discounted)
  const priced = discounted.map((line, i) => taxLine(line, shares[i] ?? zero, options))
  return {
    lines: priced,
    totals: totalsOf(priced, options.rounding),
    problems: [...discounted.flatMap(problemsOfLine), ...problemsOfBill(ofBill.problem)],
  }
}

type DiscountedLine = {
  line: BillLine
  gross: Paise
  discount: Paise
  net: Paise
  problem: BillProblem['problem'] | undefined
}

function discountLine(line: BillLine): DiscountedLine {
  const problem = problemOfPrice(line)
  const gross = problem ? zero : times(line.price, line.quantity)
  const discount = discountOn(gross, line.discount)
  return {
    line,
    gross,
    discount: discount.amount,
    net: subtract(gross, discount.amount),
    problem: problem ?? discount.problem,
  }
}

const largest = 10n ** 15n // ten lakh crore rupees: a thousand such lines still fit a Postgres bigint

function problemOfPrice({ price, quantity }: BillLine): BillProblem['problem'] | undefined {
  if (quantity <= 0n) return 'quantity-not-positive'
  if (price < 0n) return 'price-below-zero'
  return times(price, quantity) >= largest ? 'too-large' : undefined
}

function discountOn(value: Paise, discount: Discount): { amount: Paise; problem?: DiscountProblem } {
  const asked = discountAsked(value, discount)
  if (asked < 0n || (discount.kind === 'percent' && discount.bp < 0))
    return { amount: zero, problem: 'discount-below-zero' }
  if (asked > value || (discount.kind === 'percent' && discount.bp > 10_000))
    return { amount: value, problem: 'discount-over-price' }
  return { amount: asked }
}

function discountAsked(value: Paise, discount: Discount): Paise {
  switch (discount.kind) {
    case 'none':
      return zero
    case 'percent':
      return paise(divRound(value * BigInt(discount.bp), 10_000n, 'half-up'))
    case 'amount':
      return discount.amount
  }
}

function sharesOf(amount: Paise, lines: readonly DiscountedLine[]): Paise[] {
  if (amount === 0n) return []
  return split(
    amount,
    lines.map((line) => line.net),
  )
}

function taxLine({ line, gross, discount, net }: DiscountedLine, share: Paise, options: BillOptions): PricedLine {
  const asked = subtract(net, share)
  const taxable = options.taxed && line.priceIncludesTax ? taxableInside(asked, line.rateBp, options.supply) : asked
  const heads = options.taxed ? taxOn(taxable, line.rateBp, options.supply) : noHeads
  return { gross, discount: add(discount, share), taxable, heads, total: add(taxable, taxTotal(heads)) }
}

function totalsOf(lines: readonly PricedLine[], rounding: BillOptions['rounding']): BillTotals {
  const beforeRounding = sum(lines.map((line) => line.total))
  const payable = rounded(beforeRounding, rounding)
  return {
    gross: sum(lines.map((line) => line.gross)),
    discount: sum(lines.map((line) => line.discount)),
    taxable: sum(lines.map((line) => line.taxable)),
    heads: sumHeads(lines.map((line) => line.heads)),
    beforeRounding,
    roundOff: subtract(payable, beforeRounding),
    payable,
  }
}

function rounded(amount: Paise, rounding: BillRounding): Paise {
  switch (rounding) {
    case 'none':
      return amount
    case 'rupee':
      return paise(divRound(amount, 100n, 'half-up') * 100n)
    case 'rupee-down':
      return paise(divRound(amount, 100n, 'floor') * 100n)
    case 'rupee-up':
      return paise(divRound(amount, 100n, 'ceil') * 100n)
  }
}

function problemsOfLine({ problem }: DiscountedLine, line: number): BillProblem[] {
  return problem ? [{ line, problem }] : []
}

function problemsOfBill(problem: DiscountProblem | undefined): BillProblem[] {
  if (!problem) return []
  return [{ problem: problem === 'discount-over-price' ? 'discount-over-bill' : problem }]
}
