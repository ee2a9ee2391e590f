import { mergeLines, type PostingLine } from './ledger.ts'
import { add, negate, type Paise, subtract, sum } from './money.ts'
import type {
  DecidedSentLine,
  PurchaseReturnDecision,
  PurchaseReturnFacts,
  PurchaseReturnRequest,
} from './purchase-return-facts.ts'
import { commodityOf } from './supplier-bill.ts'
import { type Heads, noHeads, sumHeads, taxTotal } from './tax.ts'
import type { DayTax } from './tax-days.ts'
import { accountOf } from './vouchers.ts'

export const lessHeads = (a: Heads, b: Heads): Heads => ({
  cgst: subtract(a.cgst, b.cgst),
  sgst: subtract(a.sgst, b.sgst),
  igst: subtract(a.igst, b.igst),
  cess: subtract(a.cess, b.cess),
})

/** Tax that was a credit is given back; what had none makes the purchases without credit fewer. */
export function taxesOf(
  { onDate }: PurchaseReturnRequest,
  isReverseCharge: boolean,
  lines: readonly DecidedSentLine[],
): DayTax[] {
  return lines
    .filter(({ isRejected }) => !isRejected)
    .flatMap(({ hasCredit, rateBp, taxable, heads }): DayTax[] => {
      const row = { onDate, rateBp, taxable, ...heads }
      const less = { onDate, rateBp, taxable: -taxable, ...lessHeads(noHeads, heads) }
      const own: DayTax = hasCredit ? { ...row, side: 'debit-note' } : { ...less, side: 'no-credit' }
      return isReverseCharge ? [own, { ...less, side: 'reverse-charge' }] : [own]
    })
}

/** What a debit note says to the books; with the grams of a bill of metal, where it was one. */
export function postingsOf(
  { roles, partyId, source }: PurchaseReturnFacts,
  of: Omit<PurchaseReturnDecision, 'postings'>,
): PostingLine[] {
  const at = (role: Parameters<typeof accountOf>[1], amount: Paise): PostingLine => ({
    ...{ accountId: accountOf(roles, role), partyId: null, commodity: 'INR', amount },
  })
  const creditor = { accountId: accountOf(roles, 'creditors'), partyId }
  const credited = sumHeads(of.lines.filter(({ hasCredit }) => hasCredit).map(({ heads }) => heads))
  const cleared = sum(of.lines.map((line) => line.cleared))
  const blocked = subtract(taxTotal(of.heads), taxTotal(credited))
  // What the goods stood at, less what is credited for them: with the tax that had become a part of their cost.
  const lost = subtract(of.cost, add(of.taxable, blocked))
  const rupees = mergeLines([
    { ...creditor, commodity: 'INR', amount: of.credit },
    at('goods-received', cleared),
    at('metal-unfixed', of.metal),
    at('purchase-return', lost),
    at('stock', negate(of.cost)),
    ...heads(negateHeads(credited)).map(([head, amount]) => at(`input-${head}`, amount)),
    ...(source.isReverseCharge ? heads(of.heads).map(([head, amount]) => at(`output-${head}`, amount)) : []),
  ])
  if (source.metal === '' || of.fine === 0n) return rupees
  const commodity = commodityOf(source.metal)
  return [
    ...rupees,
    { ...creditor, commodity, amount: of.fine },
    { accountId: accountOf(roles, 'metal-received'), partyId: null, commodity, amount: -of.fine },
  ]
}

const negateHeads = (of: Heads): Heads => lessHeads(noHeads, of)

const heads = (of: Heads) => (['cgst', 'sgst', 'igst', 'cess'] as const).map((head) => [head, of[head]] as const)
