import { absolute, type Paise, rupees, subtract, sum } from '../../../core/money.ts'
import { isWorthALook, type MatchDifference, matchBilled } from '../../../core/supplier-bill-match.ts'
import type { Translate } from '../../../words/index.ts'
import type { BillHead, BillLine } from './showing.queries.ts'

/** Where the order, the receipt and this line disagree, as it was looked at when the bill was entered. */
export function differencesShown(bill: BillHead, line: BillLine): MatchDifference[] {
  if (line.received === null) return []
  const { orderDifference, orderPrice, received, quantity: billed, taxable, receiptCost } = line
  const tolerance = { bp: bill.toleranceBp, amount: bill.tolerance }
  const metal = metalOf(line)
  return matchBilled({ orderDifference, orderPrice, received, billed, taxable, metal, receiptCost, tolerance })
}

/** How many lines are worth a look, and what their goods cost more or less than they came in for; empty where none is. */
export function differsSaid(t: Translate, bill: BillHead, lines: readonly BillLine[]): string {
  const differing = lines.filter((line) => differencesShown(bill, line).some(isWorthALook))
  if (differing.length === 0) return ''
  const by = sum(differing.map((line) => subtract(subtract(line.taxable, metalOf(line)), line.receiptCost)))
  const count = differing.length
  if (by === 0n) return t('supplierBills.differs.same', { count })
  return t(`supplierBills.differs.${by > 0n ? 'more' : 'less'}`, { count, amount: rupees(absolute(by)) })
}

/** What of a line is metal owed by weight. */
const metalOf = ({ taxable, gross, discount }: BillLine): Paise => subtract(taxable, subtract(gross, discount))
