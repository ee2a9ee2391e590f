import { type Goods, noGoods, partOf, subtractGoods } from './goods.ts'
import { clearedBy, leftToBill, leftToReturn, type ReceiptLineState } from './goods-receipt.ts'
import { add, divRound, type Paise, paise, subtract, sum, zero } from './money.ts'
import type {
  BilledPart,
  DecidedSentLine,
  PurchaseReturnFacts,
  PurchaseReturnOutcome,
  PurchaseReturnRequest,
  PurchaseReturnSays,
  ReturnableLine,
  SentLine,
  SentPiece,
} from './purchase-return-facts.ts'
import { lessHeads, postingsOf, taxesOf } from './purchase-return-postings.ts'
import { type Milli, milli, quantity as shown } from './quantity.ts'
import { emptyLevel, issue, type StockLevel } from './stock.ts'
import { type Heads, noHeads, sumHeads, taxTotal } from './tax.ts'
import { mg } from './weight.ts'

/**
 * Goods that go back to their supplier. They leave the stock at what they stand at there, by the shop's own method. The
 * supplier credits what he billed, and its tax is no credit any more; what no bill asks for yet leaves 'goods-received'.
 * What the two differ by (another average, freight that nobody gives back) is the gain or loss of returns, on the account
 * 'purchase-return': the stock of goods that stay keeps its cost, as AS 2 wants it. Reads nothing and changes nothing.
 */
export function decidePurchaseReturn(
  facts: PurchaseReturnFacts,
  request: PurchaseReturnRequest,
): PurchaseReturnOutcome {
  const refused = [...checkHead(facts, request), ...checkLines(facts, request)]
  if (refused.length > 0) return { refused }
  const taken = takeAll(facts, request)
  if ('refused' in taken) return taken
  const { lines } = taken
  const { isReverseCharge } = facts.source
  const taxable = sum(lines.map((line) => line.taxable))
  const heads = sumHeads(lines.map((line) => line.heads))
  const metal = sum(lines.map((line) => line.metal))
  const isBilled = request.source.kind === 'bill'
  const total = isBilled && !isReverseCharge ? add(taxable, taxTotal(heads)) : taxable
  const decided = {
    ...{ lines, taxable, heads, total, metal },
    credit: isBilled ? subtract(total, metal) : zero,
    fine: mg(lines.reduce((all, line) => all + line.fine, 0n)),
    cost: sum(lines.map((line) => line.goods.value)),
    hasTax: isBilled && lines.some(({ isRejected }) => !isRejected),
    taxes: isBilled ? taxesOf(request, isReverseCharge, lines) : [],
  }
  return { ok: { ...decided, postings: postingsOf(facts, decided) } }
}

function checkHead(
  { today, lockDate, mayBackdate, source }: PurchaseReturnFacts,
  { onDate, lines }: PurchaseReturnRequest,
): PurchaseReturnSays[] {
  const says: PurchaseReturnSays[] = []
  const field = 'on_date'
  if (source.isCancelled) says.push({ key: 'purchaseReturns.refusal.cancelled', field: 'lines', status: 409 })
  if (onDate > today) says.push({ key: 'fields.date.future', field })
  else if (onDate < source.onDate) says.push({ key: 'purchaseReturns.refusal.before', field })
  else if (lockDate !== null && onDate <= lockDate) says.push({ key: 'errors.locked', field })
  else if (onDate < today && !mayBackdate) says.push({ key: 'purchaseReturns.refusal.backDate', field })
  if (lines.length === 0) says.push({ key: 'purchaseReturns.refusal.noLines', field: 'lines' })
  return says
}

const checkLines = (facts: PurchaseReturnFacts, { source, lines }: PurchaseReturnRequest): PurchaseReturnSays[] =>
  lines.flatMap((asked) => checkLine(facts, asked, source.kind === 'bill', lines))

function checkLine(
  facts: PurchaseReturnFacts,
  asked: SentLine,
  isBilled: boolean,
  all: readonly SentLine[],
): PurchaseReturnSays[] {
  const of = facts.lines.find(({ line }) => line === asked.line)
  const field = asked.isRejected ? `x.${asked.line}` : `q.${asked.line}`
  if (!of) return [{ key: 'purchaseReturns.refusal.lineGone', field: 'lines', status: 409 }]
  const values = { item: of.words }
  if (of.branchId !== facts.branchId)
    return [{ key: 'purchaseReturns.refusal.otherBranch', values, field, status: 409 }]
  if (asked.isRejected)
    return asked.quantity > 0n && asked.quantity <= of.rejected
      ? []
      : [{ key: 'purchaseReturns.refusal.rejectedOver', values: { ...values, left: shown(of.rejected) }, field }]
  if (of.tracking === 'piece') {
    const wrong = wrongPiece(of, asked.pieceIds)
    if (wrong) return [{ ...wrong, field: `p.${asked.line}` }]
  } else if (asked.quantity <= 0n) return [{ key: 'fields.quantity.positive', field }]
  const ofReceipt = all
    .filter((one) => !one.isRejected && isOfSame(facts, one, of))
    .reduce((total, one) => total + quantityOf(of, one), 0n)
  const left = leftOf(of, isBilled)
  if (quantityOf(of, asked) > left || ofReceipt > leftToReturn(of.state))
    return [{ key: 'purchaseReturns.refusal.over', values: { ...values, left: shown(left) }, field, status: 409 }]
  if (of.batch && asked.quantity > of.batch.left) {
    const { number, left: there } = of.batch
    return [
      {
        key: 'purchaseReturns.refusal.batchShort',
        values: { ...values, batch: number, left: shown(there) },
        field,
        status: 409,
      },
    ]
  }
  return []
}

const isOfSame = ({ lines }: PurchaseReturnFacts, { line }: SentLine, of: ReturnableLine): boolean =>
  lines.some((one) => one.line === line && one.receiptId === of.receiptId && one.receiptLine === of.receiptLine)

const quantityOf = ({ tracking }: ReturnableLine, { quantity, pieceIds }: SentLine): Milli =>
  tracking === 'piece' ? milli(BigInt(pieceIds.length) * 1000n) : quantity

/** How much of a line may still go back: never more than came, nor than its bill asked for. */
export function leftOf({ state, billed }: ReturnableLine, isBilled: boolean): Milli {
  const [here, asked] = [leftToReturn(state), isBilled ? (billed?.quantity ?? milli(0n)) : leftToBill(state)]
  const left = isBelow(here, asked) ? here : asked
  return left > 0n ? left : milli(0n)
}

const isBelow = (a: Milli, b: Milli): boolean => a < b

function wrongPiece(of: ReturnableLine, ids: readonly string[]): Omit<PurchaseReturnSays, 'field'> | undefined {
  if (ids.length === 0) return { key: 'purchaseReturns.refusal.noPieces', values: { item: of.words } }
  if (new Set(ids).size < ids.length) return { key: 'purchaseReturns.refusal.twice', values: { item: of.words } }
  for (const id of ids) {
    const piece = of.pieces.find((one) => one.id === id)
    if (!piece) return { key: 'purchaseReturns.refusal.otherPiece', values: { item: of.words }, status: 409 }
    if (!piece.isHere || piece.wasReturned)
      return { key: 'purchaseReturns.refusal.pieceGone', values: { tag: piece.tag }, status: 409 }
  }
  return undefined
}

/** What is left while lines are taken one after the other: two lines may be of one item, or of one bill's line. */
type Left = {
  levels: Map<string, StockLevel>
  lots: Map<string, Goods>
  billed: Map<number, BilledPart>
  states: Map<string, ReceiptLineState>
}

function takeAll(
  { lines, levels }: PurchaseReturnFacts,
  { lines: asked, source }: PurchaseReturnRequest,
): { lines: DecidedSentLine[] } | { refused: PurchaseReturnSays[] } {
  const left: Left = { levels: new Map(levels), lots: new Map(), billed: new Map(), states: new Map() }
  const refused: PurchaseReturnSays[] = []
  const taken = asked.flatMap((one): DecidedSentLine[] => {
    const of = lines.find(({ line }) => line === one.line)
    if (!of) return []
    if (one.isRejected) return [rejectedLine(of, one.quantity)]
    if (of.tracking === 'piece') return piecesOf(of, one, source.kind === 'bill', left)
    const goods = goodsOf(of, one.quantity, left)
    if (!goods) {
      const there = of.lot ? (left.lots.get(of.lot.id) ?? of.lot.left) : (left.levels.get(of.itemId) ?? emptyLevel)
      const values = { item: of.words, left: shown(there.quantity > 0n ? there.quantity : milli(0n)) }
      refused.push({ key: 'purchaseReturns.refusal.notHere', values, field: `q.${one.line}`, status: 409 })
      return []
    }
    return [lineOf(of, { goods, pieceId: null, words: of.words }, creditOf(of, one.quantity, source.kind, left))]
  })
  return refused.length > 0 ? { refused } : { lines: taken }
}

const nothing = { taxable: zero, metal: zero, fine: mg(0n), heads: noHeads, cleared: zero, rateBp: 0, hasCredit: true }

const rejectedLine = (of: ReturnableLine, quantity: Milli): DecidedSentLine => ({
  ...{ of, pieceId: null, isRejected: true, quantity, goods: { ...noGoods, quantity }, words: of.words, price: zero },
  ...nothing,
})

/** Each piece is a line of its own, and is credited by what it was taken in for. */
function piecesOf(of: ReturnableLine, asked: SentLine, isBilled: boolean, left: Left): DecidedSentLine[] {
  const here = of.pieces.filter(({ wasReturned }) => !wasReturned)
  const chosen = asked.pieceIds.flatMap((id) => here.find((piece) => piece.id === id) ?? [])
  // Where a bill asked for only some of the pieces, nobody knows which: each is worth the same then.
  const isByWorth = BigInt(here.length) * 1000n === leftOf(of, isBilled) && here.every(({ worth }) => worth > 0n)
  let rest = here.reduce((all, piece) => all + worthOf(piece, isByWorth), 0n)
  if (!isByWorth) rest = leftOf(of, isBilled) / 1000n
  return chosen.map((piece) => {
    const weight = worthOf(piece, isByWorth)
    const credit = creditOf(of, milli(1000n), isBilled ? 'bill' : 'receipt', left, [weight, rest])
    rest -= weight
    return lineOf(of, { goods: piece.goods, pieceId: piece.id, words: `${of.words} · ${piece.tag}` }, credit)
  })
}

const worthOf = ({ worth }: SentPiece, isByWorth: boolean): bigint => (isByWorth ? worth : 1n)

type Credit = Omit<DecidedSentLine, 'of' | 'pieceId' | 'isRejected' | 'quantity' | 'goods' | 'words' | 'price'>

function lineOf(
  of: ReturnableLine,
  { goods, pieceId, words }: { goods: Goods; pieceId: string | null; words: string },
  credit: Credit,
): DecidedSentLine {
  const { quantity } = goods
  const price = quantity > 0n ? paise(divRound(credit.taxable * 1000n, quantity, 'half-up')) : zero
  return { of, pieceId, isRejected: false, quantity, goods, words, price, ...credit }
}

/** By the method of the shop, or the lot's own cost by weight; none where there is not so much. */
function goodsOf(of: ReturnableLine, quantity: Milli, left: Left): Goods | undefined {
  if (of.lot) {
    const there = left.lots.get(of.lot.id) ?? of.lot.left
    if (quantity > there.quantity) return undefined
    const goods = partOf(there, quantity)
    left.lots.set(of.lot.id, subtractGoods(there, goods))
    return goods
  }
  const before = left.levels.get(of.itemId) ?? emptyLevel
  if (quantity > before.quantity) return undefined
  const { level, cost } = issue(before, quantity, { negative: 'refuse', lastCost: zero })
  left.levels.set(of.itemId, level)
  return { ...noGoods, quantity, value: cost }
}

/**
 * Its share of what is left of the bill's line, or of what waits for a bill, half-up; who takes the last takes all that is
 * left, so that all of it sent back, at once or in parts, is credited to the paisa.
 */
function creditOf(
  of: ReturnableLine,
  quantity: Milli,
  kind: 'receipt' | 'bill',
  left: Left,
  share?: readonly [taken: bigint, left: bigint],
): Credit {
  if (kind === 'receipt') {
    const place = `${of.receiptId} ${of.receiptLine}`
    const state = left.states.get(place) ?? of.state
    const cost = subtract(state.cost, state.cleared)
    const cleared = share ? part(cost, ...share) : clearedBy(state, quantity)
    const unbilled = milli(state.unbilled + quantity)
    left.states.set(place, { ...state, unbilled, cleared: add(state.cleared, cleared) })
    return { ...nothing, taxable: cleared, cleared }
  }
  const billed = left.billed.get(of.line) ?? of.billed
  if (!billed) return nothing
  const [taken, all] = share ?? [quantity, billed.quantity]
  const heads: Heads = {
    cgst: part(billed.heads.cgst, taken, all),
    sgst: part(billed.heads.sgst, taken, all),
    igst: part(billed.heads.igst, taken, all),
    cess: part(billed.heads.cess, taken, all),
  }
  const metal = part(billed.metal, taken, all)
  const fine = mg(taken >= all ? billed.fine : divRound(billed.fine * taken, all, 'half-up'))
  const taxable = part(billed.taxable, taken, all)
  left.billed.set(of.line, {
    ...billed,
    quantity: milli(billed.quantity - quantity),
    taxable: subtract(billed.taxable, taxable),
    metal: subtract(billed.metal, metal),
    fine: mg(billed.fine - fine),
    heads: lessHeads(billed.heads, heads),
  })
  return { taxable, metal, fine, heads, rateBp: billed.rateBp, hasCredit: billed.hasCredit, cleared: zero }
}

const part = (amount: Paise, taken: bigint, left: bigint): Paise =>
  taken >= left ? amount : paise(divRound(amount * taken, left, 'half-up'))
