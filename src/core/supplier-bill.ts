import { addDays, type IsoDate } from './dates.ts'
import type { Commodity, PostingLine } from './ledger.ts'
import { mergeLines } from './ledger.ts'
import { absolute, add, divRound, negate, type Paise, paise, split, subtract, sum, zero } from './money.ts'
import { type Milli, times } from './quantity.ts'
import { metalWorth } from './rate-cut.ts'
import { checkSupplierBill, findReceiptLine } from './supplier-bill-checks.ts'
import type {
  BilledMetal,
  DecidedBillLine,
  ReceiptLineFacts,
  SupplierBillDecision,
  SupplierBillFacts,
  SupplierBillLine,
  SupplierBillOutcome,
  SupplierBillRequest,
} from './supplier-bill-facts.ts'
import { isWorthALook, type MatchDifference, matchBilled } from './supplier-bill-match.ts'
import { type Heads, noHeads, type Supply, sumHeads, supplyOf, taxOn, taxTotal } from './tax.ts'
import type { DayTax } from './tax-days.ts'
import { tdsOn } from './tds.ts'
import { accountOf } from './vouchers.ts'

/**
 * A supplier's bill. Goods: Dr goods received, for their receipt put them into stock; what they cost more or less than there
 * is moved to stock apart. All else: Dr its account. Input tax by its heads, or in the cost where it is no credit. Cr the
 * supplier; under reverse charge without the tax, which is credited to the output ledgers. Metal by weight: the supplier is
 * owed fine grams, and its value of the day waits until the rate is fixed. Reads nothing and changes nothing.
 */
export function decideSupplierBill(facts: SupplierBillFacts, request: SupplierBillRequest): SupplierBillOutcome {
  const refused = checkSupplierBill(facts, request)
  if (refused.some(({ key }) => unpriceable.has(key))) return { refused, shown: null }
  const decision = priced(facts, request)
  if (decision.owed < 0n) refused.push({ key: 'fields.amount.positive', field: 'discount' })
  if (decision.total <= 0n) refused.push({ key: 'fields.amount.positive', field: 'lines' })
  return refused.length > 0 ? { refused, shown: decision } : { ok: decision }
}

/** With these there is nothing to add up. */
const unpriceable = new Set([
  'supplierBills.refusal.noLines',
  'supplierBills.refusal.discount',
  'fields.quantity.positive',
])

function priced(facts: SupplierBillFacts, request: SupplierBillRequest): SupplierBillDecision {
  const supply = supplyOf(request.supplierState, request.placeOfSupply)
  const lines = withFreight(valued(facts, request).map((line) => taxed(facts, request, supply, line)))
  const metal = sum(lines.map((line) => line.metal))
  const heads = sumHeads(lines.map((line) => line.heads))
  const taxable = sum(lines.map((line) => line.taxable))
  const before = request.isReverseCharge ? taxable : add(taxable, taxTotal(heads))
  const roundOff = roundOffOf(request, subtract(before, metal))
  const total = add(before, roundOff)
  const owed = subtract(total, metal)
  const goods = sum(lines.filter(isOfGoods).map((line) => line.taxable))
  const { keepsBackTds, goodsBefore, party } = facts
  const kept = tdsOn({
    keepsBack: keepsBackTds,
    hasPan: party.hasPan,
    onDate: request.onDate,
    before: goodsBefore,
    goods,
  })
  // Nothing is kept back of what is owed in grams.
  const tds = { ...kept, amount: kept.amount > owed ? paise(owed > 0n ? owed : 0n) : kept.amount }
  const difference = request.said === null ? null : subtract(request.said, owed)
  const decided = {
    ...{ lines, supply, taxable, heads, roundOff, total, owed, metal, goods, tds, difference },
    gross: sum(lines.map((line) => line.gross)),
    discount: sum(lines.map((line) => line.discount)),
    payable: subtract(owed, tds.amount),
    dueOn: request.dueOn ?? addDays(request.theirDate, party.termsDays),
    hasDifference: (difference ?? zero) !== zero || lines.some((line) => differs(facts, line)),
    taxes: taxesOf(request.onDate, request.isReverseCharge, lines),
  }
  return { ...decided, postings: postingsOf(facts, request, decided) }
}

const isOfGoods = ({ of }: Pick<DecidedBillLine, 'of'>): boolean => of.kind === 'receipt' || of.kind === 'goods'

type Valued = Omit<DecidedBillLine, 'heads' | 'hasCredit' | 'landed' | 'cost'>

/** Each line by itself: price, its own discount, its share of the bill's discount and of the metal. */
function valued(facts: SupplierBillFacts, request: SupplierBillRequest): Valued[] {
  const { lines, basis } = request
  const nets = lines.map((line) => subtract(times(line.price, line.quantity), line.discount))
  const shares = shareOf(request.discount, nets)
  const worth = basis.kind === 'weight' ? metalWorth(basis.fine, basis.rate) : zero
  const weights = lines.map((line) => metalWeightOf(facts, line))
  const metals = shareOf(worth, weights)
  return lines.map((line, i) => {
    const gross = times(line.price, line.quantity)
    const discount = add(line.discount, shares[i] ?? zero)
    const metal = metals[i] ?? zero
    const { of, field, quantity, price, rateBp } = line
    const named = nameOf(facts, line)
    const receiptCost = of.kind === 'receipt' ? receiptCostOf(findReceiptLine(facts.receiptLines, of), quantity) : null
    const taxable = add(subtract(gross, discount), metal)
    return { of, field, quantity, price, rateBp, ...named, gross, discount, metal, taxable, receiptCost }
  })
}

/** An amount over lines by their weights; nothing where no line has any. */
function shareOf(amount: Paise, weights: readonly bigint[]): Paise[] {
  const usable = weights.map((weight) => (weight > 0n ? weight : 0n))
  if (amount === 0n || usable.every((weight) => weight === 0n)) return weights.map(() => zero)
  return split(amount, usable)
}

/** By fine weight where the receipt knows it, else by quantity; what is no goods is no metal. */
function metalWeightOf({ receiptLines }: SupplierBillFacts, { of, quantity }: SupplierBillLine): bigint {
  if (of.kind === 'goods') return quantity
  if (of.kind !== 'receipt') return 0n
  const found = findReceiptLine(receiptLines, of)
  if (!found || found.fine === 0n || found.received === 0n) return quantity
  return divRound(found.fine * quantity, found.received, 'half-up')
}

/** What the billed part was taken in for; the last of it takes the rest, so that no paisa stays behind. */
function receiptCostOf(found: ReceiptLineFacts | undefined, quantity: Milli): Paise {
  if (!found || found.left <= 0n) return zero
  if (quantity >= found.left) return found.costLeft
  return paise(divRound(found.costLeft * quantity, found.left, 'half-up'))
}

function nameOf(facts: SupplierBillFacts, { of, words, hsn }: SupplierBillLine) {
  const goods = accountOf(facts.roles, 'goods-received')
  switch (of.kind) {
    case 'receipt': {
      const found = findReceiptLine(facts.receiptLines, of)
      const own = { words: words || (found?.words ?? ''), hsn: hsn || (found?.hsn ?? ''), unit: found?.unit ?? 'NOS' }
      return { itemId: found?.itemId ?? null, accountId: goods, ...own }
    }
    case 'goods': {
      const item = facts.items.get(of.itemId)
      const own = { words: words || (item?.words ?? ''), hsn: hsn || (item?.hsn ?? ''), unit: item?.unit ?? 'NOS' }
      return { itemId: of.itemId, accountId: goods, ...own }
    }
    case 'account':
      return {
        itemId: null,
        accountId: of.accountId,
        words: words || (facts.accounts.get(of.accountId)?.name ?? ''),
        hsn,
        unit: 'NOS',
      }
    case 'freight': {
      const accountId = of.isSpread ? goods : accountOf(facts.roles, 'landed-cost')
      return { itemId: null, accountId, words, hsn, unit: 'NOS' }
    }
  }
}

function taxed(
  { isRegular }: SupplierBillFacts,
  { lines }: SupplierBillRequest,
  supply: Supply,
  line: Valued,
): DecidedBillLine {
  const gst = line.taxable > 0n ? taxOn(line.taxable, line.rateBp, supply) : noHeads
  const asked = lines.find(({ field }) => field === line.field)
  const hasCredit = isRegular && asked?.hasCredit === true
  const heads = { ...gst, cess: asked?.cess ?? zero }
  const cost = hasCredit ? line.taxable : add(line.taxable, taxTotal(heads))
  return { ...line, heads, hasCredit, cost, landed: zero }
}

/** Freight of this bill that its goods bear, by their value. */
function withFreight(lines: readonly DecidedBillLine[]): DecidedBillLine[] {
  const freight = sum(lines.flatMap(({ of, cost }) => (of.kind === 'freight' && of.isSpread ? [cost] : [])))
  const shares = shareOf(
    freight,
    lines.map((line) => (isOfGoods(line) ? line.taxable : 0n)),
  )
  return lines.map((line, i) => {
    const landed = shares[i] ?? zero
    return landed === 0n ? line : { ...line, landed }
  })
}

/** Typed, or what is missing to the total of the paper: suppliers round to the rupee. */
function roundOffOf({ roundOff, said }: SupplierBillRequest, owed: Paise): Paise {
  if (roundOff !== null) return roundOff
  const missing = said === null ? zero : subtract(said, owed)
  return absolute(missing) < 100n ? missing : zero
}

const differs = (facts: SupplierBillFacts, line: DecidedBillLine): boolean =>
  differencesOf(facts, line).some(isWorthALook)

/** Where the order, the receipt and this line of the bill disagree. */
export function differencesOf(
  { receiptLines, tolerance }: Pick<SupplierBillFacts, 'receiptLines' | 'tolerance'>,
  line: DecidedBillLine,
): MatchDifference[] {
  const found = line.of.kind === 'receipt' ? findReceiptLine(receiptLines, line.of) : undefined
  if (!found || line.receiptCost === null) return []
  const { orderDifference, orderPrice, received } = found
  const { quantity: billed, taxable, metal, receiptCost } = line
  return matchBilled({ orderDifference, orderPrice, received, billed, taxable, metal, receiptCost, tolerance })
}

function taxesOf(onDate: IsoDate, isReverseCharge: boolean, lines: readonly DecidedBillLine[]): DayTax[] {
  return lines.flatMap(({ hasCredit, rateBp, taxable, heads }): DayTax[] => {
    const row = { onDate, rateBp, taxable, ...heads }
    const own: DayTax = { ...row, side: hasCredit ? 'input' : 'no-credit' }
    return isReverseCharge ? [own, { ...row, side: 'reverse-charge' }] : [own]
  })
}

type Sums = Omit<SupplierBillDecision, 'postings'>

function postingsOf(facts: SupplierBillFacts, request: SupplierBillRequest, bill: Sums): PostingLine[] {
  const { roles, party } = facts
  const at = (role: Parameters<typeof accountOf>[1], amount: Paise): PostingLine =>
    debit(accountOf(roles, role), amount)
  const credited = sumHeads(bill.lines.filter(({ hasCredit }) => hasCredit).map(({ heads }) => heads))
  const creditor = { accountId: accountOf(roles, 'creditors'), partyId: party.id }
  const metalLines =
    request.basis.kind === 'weight' ? fineLines(creditor, accountOf(roles, 'metal-received'), request.basis) : []
  const bought = mergeLines([
    ...bill.lines.map(({ accountId, cost }) => debit(accountId, cost)),
    ...byHead('input', credited, at),
    ...(request.isReverseCharge ? byHead('output', bill.heads, (role, amount) => at(role, negate(amount))) : []),
    at('round-off', bill.roundOff),
    at('metal-unfixed', negate(bill.metal)),
    { ...creditor, commodity: 'INR', amount: negate(bill.owed) },
  ])
  // Apart from what is owed, so that the khata shows both.
  const kept = [
    { ...creditor, commodity: 'INR' as const, amount: bill.tds.amount },
    at('tds-payable', negate(bill.tds.amount)),
  ].filter(({ amount }) => amount !== 0n)
  return [...bought, ...kept, ...metalLines]
}

const debit = (accountId: string, amount: Paise): PostingLine => ({
  accountId,
  partyId: null,
  commodity: 'INR',
  amount,
})

export const commodityOf = (metal: BilledMetal): Commodity => (metal === 'gold' ? 'XAU' : 'XAG')

const fineLines = (
  creditor: Pick<PostingLine, 'accountId' | 'partyId'>,
  metalAccountId: string,
  { metal, fine }: { metal: BilledMetal; fine: bigint },
): PostingLine[] => [
  { accountId: metalAccountId, partyId: null, commodity: commodityOf(metal), amount: fine },
  { ...creditor, commodity: commodityOf(metal), amount: -fine },
]

function byHead(
  side: 'input' | 'output',
  heads: Heads,
  line: (role: `${'input' | 'output'}-${keyof Heads}`, amount: Paise) => PostingLine,
): PostingLine[] {
  const names = ['cgst', 'sgst', 'igst', 'cess'] as const
  return names.map((head) => line(`${side}-${head}`, heads[head]))
}
