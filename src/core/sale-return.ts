import type { DecidedMove } from './invoice.ts'
import { mergeLines, type PostingLine } from './ledger.ts'
import { add, divRound, negate, type Paise, paise, subtract, sum, zero } from './money.ts'
import type { StockWeights } from './piece-sale.ts'
import { milli } from './quantity.ts'
import { checkReturn } from './sale-return-checks.ts'
import {
  type AskedBack,
  type Deduction,
  lastDayOfTax,
  type ReturnableLine,
  type ReturnDecision,
  type ReturnedLine,
  type ReturnFacts,
  type ReturnRequest,
  type ReturnSays,
  wearOf,
} from './sale-return-facts.ts'
import { loyaltyBack, loyaltyBackLines } from './sale-return-loyalty.ts'
import { emptyLevel, receive } from './stock.ts'
import { type Heads, noHeads, sumHeads, taxTotal } from './tax.ts'
import { accountOf, costCorrectionLines } from './vouchers.ts'
import { mct, mg } from './weight.ts'

/**
 * Decides a return whole, or says every reason why not. Every figure of a line comes back up to what is back, less what was
 * back before: however a bill is taken back, all its returns together are the bill to the paisa.
 */
export function decideReturn(
  facts: ReturnFacts,
  request: ReturnRequest,
): { readonly ok: ReturnDecision } | { readonly refused: readonly ReturnSays[] } {
  const isTaxUndone = facts.today <= lastDayOfTax(facts.bill.onDate)
  const lines = returnedLines(facts, request, isTaxUndone)
  const total = totalOf(facts, lines)
  const loyalty = loyaltyBack(facts.loyalty, { total, of: facts.bill.total })
  const credit = subtract(total, loyalty.owed)
  const { settled, refund } = settle(facts, request, credit)
  const { refused, warnings } = checkReturn(facts, request, { lines, refund, isTaxUndone })
  if (refused.length > 0) return { refused }
  const sums = sumsOf(lines)
  const roundOff = subtract(total, sum(lines.map((line) => line.total)))
  const { moves, correction } = takeBack(facts, lines)
  const refundAccountId = accountOf(facts.roles, request.refundMode === 'cash' ? 'cash' : 'bank')
  const money = { ...sums, roundOff, total }
  const postings = mergeLines([
    ...noteLines(facts, { ...money, credit }, refundAccountId),
    ...loyaltyBackLines(loyalty, facts.roles),
    ...costLines(facts, lines),
    ...costCorrectionLines({ correction, roles: facts.roles }),
  ])
  // What is worth nothing has no entry, and so no note.
  if (postings.length === 0) return { refused: [{ key: 'returns.refusal.worthless', field: 'reason' }] }
  return {
    ok: { ...money, lines, isTaxUndone, loyalty, credit, settled, refund, refundAccountId, postings, moves, warnings },
  }
}

function returnedLines({ lines }: ReturnFacts, request: ReturnRequest, isTaxUndone: boolean): ReturnedLine[] {
  return request.lines.flatMap((asked) => {
    const of = lines.find(({ line }) => line === asked.line)
    return of && asked.part > 0n ? [returnedLine(of, asked, isTaxUndone)] : []
  })
}

function returnedLine(of: ReturnableLine, asked: AskedBack, isTaxUndone: boolean): ReturnedLine {
  const share = (whole: bigint) => shareOf(of, asked.part, whole)
  const full = {
    taxable: paise(share(of.taxable)),
    heads: headsOf(of.heads, (amount) => paise(share(amount))),
  }
  const deduction = deductionOf(asked.deduction, full.taxable, paise(share(of.making)))
  const left = subtract(full.taxable, deduction)
  const scaled = (amount: Paise) => paise(divRound(amount * left, full.taxable, 'half-up'))
  const heads = deduction === 0n ? full.heads : headsOf(full.heads, scaled)
  const total = add(left, taxTotal(heads))
  return {
    of,
    asked,
    quantity: milli(share(of.quantity)),
    gross: paise(share(of.gross)),
    discount: add(paise(share(of.discount)), deduction),
    taxable: isTaxUndone ? left : total,
    heads: isTaxUndone ? heads : noHeads,
    total,
    cost: paise(share(of.cost)),
    commission: paise(share(of.commission)),
    deduction,
    goes: of.goes && weightsOf(of.goes, share),
  }
}

/** Up to what is back with this part, less what was back before. */
const shareOf = ({ sold, back }: ReturnableLine, part: bigint, whole: bigint): bigint =>
  upTo(whole, back + part, sold) - upTo(whole, back, sold)
const upTo = (whole: bigint, part: bigint, all: bigint): bigint => divRound(whole * part, all, 'half-up')

const headsOf = ({ cgst, sgst, igst, cess }: Heads, of: (amount: Paise) => Paise): Heads => ({
  cgst: of(cgst),
  sgst: of(sgst),
  igst: of(igst),
  cess: of(cess),
})

const weightsOf = ({ pieces, gross, net, fine, carat, value }: StockWeights, of: (whole: bigint) => bigint) => ({
  pieces: Number(of(BigInt(pieces))),
  gross: mg(of(gross)),
  net: mg(of(net)),
  fine: mg(of(fine)),
  carat: mct(of(carat)),
  value: paise(of(value)),
})

/** Never more than there is; what is asked beyond it is told by the checks. */
function deductionOf({ keepsMaking, wear }: Deduction, taxable: Paise, making: Paise): Paise {
  const asked = add(keepsMaking ? making : zero, wearOf(wear, taxable))
  return smaller(asked, taxable)
}

/**
 * A bill in whole rupees is given back in whole rupees: up to the rupees of all that is back, less those of before, so that
 * the last return takes what is left of the bill. With something kept back it is never more than that.
 */
function totalOf({ bill, lines }: ReturnFacts, returned: readonly ReturnedLine[]): Paise {
  const before = sum(lines.map((line) => backBefore(line)))
  const now = sum(returned.map(({ of, asked }) => backNow(of, asked.part)))
  const isAll = lines.every(({ line, sold, back }) => sold === back + partOf(returned, line))
  const upToNow = isAll ? bill.total : rupeesUpTo(add(before, now), bill.total)
  const whole = subtract(upToNow, rupeesUpTo(before, bill.total))
  if (returned.every(({ deduction }) => deduction === 0n)) return whole
  const less = rounded(sum(returned.map(({ total }) => total)), bill.total)
  return smaller(less, whole)
}

const partOf = (returned: readonly ReturnedLine[], line: number): bigint =>
  returned.find(({ of }) => of.line === line)?.asked.part ?? 0n

const amountsOf = ({ taxable, heads: { cgst, sgst, igst, cess } }: ReturnableLine) => [taxable, cgst, sgst, igst, cess]
const backBefore = (line: ReturnableLine): Paise =>
  sum(amountsOf(line).map((whole) => paise(upTo(whole, line.back, line.sold))))
const backNow = (line: ReturnableLine, part: bigint): Paise =>
  sum(amountsOf(line).map((whole) => paise(shareOf(line, part, whole))))

const rounded = (amount: Paise, total: Paise): Paise =>
  total % 100n === 0n ? paise(divRound(amount, 100n, 'half-up') * 100n) : amount
const rupeesUpTo = (amount: Paise, total: Paise): Paise => {
  return smaller(rounded(amount, total), total)
}

/** First the bill's own dues; what is left is paid out where that was asked, or there is no khata to keep it on. */
function settle({ partyId, bill }: ReturnFacts, { settle }: ReturnRequest, credit: Paise) {
  if (partyId === null) return { settled: zero, refund: credit }
  const settled = smaller(credit, bill.open)
  return { settled, refund: settle === 'refund' ? subtract(credit, settled) : zero }
}

const sumsOf = (lines: readonly ReturnedLine[]) => ({
  gross: sum(lines.map(({ gross }) => gross)),
  discount: sum(lines.map(({ discount }) => discount)),
  taxable: sum(lines.map(({ taxable }) => taxable)),
  heads: sumHeads(lines.map(({ heads }) => heads)),
  cost: sum(lines.map(({ cost }) => cost)),
  deduction: sum(lines.map(({ deduction }) => deduction)),
})

/** A party's note comes to the khata whole, and is paid out by a payment of its own; a walk-in's money goes back here. */
function noteLines(
  { partyId, roles }: ReturnFacts,
  { taxable, heads, roundOff, credit }: { taxable: Paise; heads: Heads; roundOff: Paise; credit: Paise },
  refundAccountId: string,
): PostingLine[] {
  const debits = [
    ['sales-return', taxable],
    ['output-cgst', heads.cgst],
    ['output-sgst', heads.sgst],
    ['output-igst', heads.igst],
    ['output-cess', heads.cess],
    ['round-off', roundOff],
  ] as const
  const given = line(partyId === null ? refundAccountId : accountOf(roles, 'debtors'), negate(credit))
  return [...debits.map(([role, amount]) => line(accountOf(roles, role), amount)), { ...given, partyId }]
}

/** What is for sale again or melted is stock at what it cost; scrap is a loss, and its sale cost nothing any more. */
function costLines({ roles }: ReturnFacts, lines: readonly ReturnedLine[]): PostingLine[] {
  return lines.flatMap(({ asked, cost }) => [
    line(accountOf(roles, asked.condition === 'scrap' ? 'stock-adjustment' : 'stock'), cost),
    line(accountOf(roles, 'cost-of-goods'), negate(cost)),
  ])
}

function takeBack(
  { levels }: ReturnFacts,
  lines: readonly ReturnedLine[],
): { moves: DecidedMove[]; correction: Paise } {
  const now = new Map(levels)
  let correction = zero
  const moves = lines.flatMap(({ of, asked, cost, goes }): DecidedMove[] => {
    if (of.kind === 'service' || asked.condition === 'scrap') return []
    if (goes) return jewelMoves(of, asked, goes)
    const received = receive(now.get(of.itemId) ?? emptyLevel, milli(asked.part), cost)
    now.set(of.itemId, received.level)
    correction = add(correction, received.correction)
    const { moved: value, correction: error } = received
    return [{ itemId: of.itemId, quantity: milli(asked.part), value, ...(error === 0n ? {} : { correction: error }) }]
  })
  return { moves, correction }
}

/** A piece is one, at its own cost; a lot counts its grams; old metal is a lot of its own. */
function jewelMoves(of: ReturnableLine, { condition }: AskedBack, goes: StockWeights): DecidedMove[] {
  const { oldMetal, ofId } = of
  const value = goes.value
  if (condition === 'old-metal')
    return oldMetal
      ? [{ itemId: oldMetal.itemId, quantity: milli(goes.net), value, of: { kind: 'lot', id: oldMetal.lotId, goes } }]
      : []
  // Stones have no net weight, and count what they weigh.
  const quantity = of.kind === 'piece' ? milli(1000n) : milli(goes.net > 0n ? goes.net : goes.gross)
  return ofId === null
    ? []
    : [{ itemId: of.itemId, quantity, value, of: { kind: of.kind === 'piece' ? 'piece' : 'lot', id: ofId, goes } }]
}

const line = (accountId: string, amount: Paise): PostingLine => ({ accountId, partyId: null, commodity: 'INR', amount })
const smaller = (a: Paise, b: Paise): Paise => (a < b ? a : b)
