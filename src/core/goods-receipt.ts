import type { IsoDate } from './dates.ts'
import type {
  AskedPiece,
  DecidedReceiptLine,
  ReceiptDecision,
  ReceiptFacts,
  ReceiptItem,
  ReceiptRequest,
  ReceiptRequestLine,
  ReceiptSays,
} from './goods-receipt-facts.ts'
import { type LandedBasis, spreadLanded } from './landed-cost.ts'
import type { PostingLine } from './ledger.ts'
import { add, divRound, negate, type Paise, paise, subtract, sum, zero } from './money.ts'
import { type Milli, milli, quantity as shown, times } from './quantity.ts'
import { receive, type StockLevel } from './stock.ts'
import { type AccountsByRole, accountOf } from './vouchers.ts'
import { mct, mg } from './weight.ts'

/** Everything to be written but for the number, or every reason why not. Reads nothing and changes nothing. */
export function decideReceipt(
  facts: ReceiptFacts,
  request: ReceiptRequest,
): { readonly ok: ReceiptDecision } | { readonly refused: readonly ReceiptSays[] } {
  const refused = [
    ...checkDay(facts, request),
    ...request.lines.flatMap((line, i) => checkLine(facts, request, line, `lines.${i}`)),
    ...checkExcess(facts, request),
    ...(request.lines.length === 0 ? [{ key: 'goodsReceipts.refusal.noLines', field: 'scan' }] : []),
  ]
  if (refused.length > 0) return { refused }
  const plain = request.lines.map((line) => costed(facts, line))
  const taken = plain.filter(({ accepted }) => accepted > 0n)
  if (request.landed > 0n && taken.length === 0)
    return { refused: [{ key: 'goodsReceipts.refusal.landedOnNothing', field: 'landed' }] }
  const shares = spreadLanded(
    request.landed,
    taken.map(({ cost, accepted, gross }) => ({ value: cost, quantity: accepted, weight: gross })),
    request.landedBy,
  )
  const lines = valued(plain, new Map(taken.map((line, i) => [line, shares[i] ?? zero])), request.landedBy)
  const cost = sum(lines.map((line) => line.cost))
  return {
    ok: {
      lines,
      cost,
      landed: request.landed,
      postings: postingsOf(lines, { cost, landed: request.landed }, facts.roles),
      differs: lines.some(isDifferent),
    },
  }
}

const isDifferent = ({ asked, ordered }: DecidedReceiptLine): boolean =>
  asked.rejected > 0n || (ordered !== null && ordered !== asked.received)

function checkDay(
  { today, lockDate, mayBackdate }: ReceiptFacts,
  { onDate, theirDate }: ReceiptRequest,
): ReceiptSays[] {
  const field = 'on_date'
  const theirs: ReceiptSays[] =
    theirDate !== null && theirDate > today ? [{ key: 'fields.date.future', field: 'their_date' }] : []
  if (onDate > today) return [{ key: 'fields.date.future', field }, ...theirs]
  if (lockDate !== null && onDate <= lockDate) return [{ key: 'errors.locked', field }, ...theirs]
  if (onDate < today && !mayBackdate) return [{ key: 'goodsReceipts.refusal.backDate', field }, ...theirs]
  return theirs
}

function checkLine(
  { items, orders }: ReceiptFacts,
  { onDate, partyId, takesExpired }: ReceiptRequest,
  line: ReceiptRequestLine,
  at: string,
): ReceiptSays[] {
  const item = items.get(line.itemId)
  if (!item) return [{ key: 'goodsReceipts.refusal.noItem', field: `${at}.received` }]
  const values = { item: item.name }
  const says: ReceiptSays[] = []
  if (item.kind === 'service') says.push({ key: 'goodsReceipts.refusal.service', values, field: `${at}.received` })
  if (line.order) {
    const order = orders.get(line.order.id)
    const of = order?.lines.get(line.order.line)
    if (!order || of?.itemId !== line.itemId || order.partyId !== partyId)
      says.push({ key: 'goodsReceipts.refusal.otherOrder', values, field: `${at}.received`, status: 409 })
    else if (!order.isOpen)
      says.push({
        key: 'goodsReceipts.refusal.orderClosed',
        values: { number: order.number },
        field: `${at}.received`,
        status: 409,
      })
  }
  if (line.received <= 0n) says.push({ key: 'goodsReceipts.refusal.quantity', field: `${at}.received` })
  if (line.rejected < 0n || line.rejected > line.received)
    says.push({ key: 'goodsReceipts.refusal.rejectedOver', field: `${at}.rejected` })
  if (line.rejected > 0n && line.rejectReason.trim() === '')
    says.push({ key: 'goodsReceipts.refusal.rejectReason', field: `${at}.reject_reason` })
  if (line.price !== null && line.price < 0n) says.push({ key: 'fields.amount.notNegative', field: `${at}.price` })
  if (item.tracking === 'piece' && milli(BigInt(line.pieces.length) * 1000n) !== line.received - line.rejected)
    says.push({
      key: 'goodsReceipts.refusal.piecesMissing',
      values: { ...values, tagged: line.pieces.length },
      field: `${at}.received`,
    })
  if (item.tracking === 'lot' && !line.lot) says.push({ key: 'goodsReceipts.refusal.lot', values, field: `${at}.lot` })
  return [...says, ...checkBatch(item, line, { onDate, takesExpired, at })]
}

function checkBatch(
  item: ReceiptItem,
  { batch, received, rejected }: ReceiptRequestLine,
  { onDate, takesExpired, at }: { onDate: IsoDate; takesExpired: boolean; at: string },
): ReceiptSays[] {
  if (!item.tracksBatches || received <= rejected) return []
  if (!batch || batch.number.trim() === '')
    return [{ key: 'goodsReceipts.refusal.batch', values: { item: item.name }, field: `${at}.batch` }]
  const { madeOn, expiresOn } = batch
  if (madeOn !== null && expiresOn !== null && expiresOn < madeOn)
    return [{ key: 'goodsReceipts.refusal.expiryOrder', field: `${at}.expires_on` }]
  if (madeOn !== null && madeOn > onDate) return [{ key: 'goodsReceipts.refusal.madeLater', field: `${at}.made_on` }]
  if (expiresOn === null || expiresOn >= onDate || takesExpired) return []
  return [
    { key: 'goodsReceipts.refusal.expired', values: { item: item.name, batch: batch.number }, field: 'takes_expired' },
  ]
}

/** More than was ordered, over all lines that name the same line of an order, is told until somebody says that it is meant. */
function checkExcess({ orders, items }: ReceiptFacts, { lines, takesExcess }: ReceiptRequest): ReceiptSays[] {
  if (takesExcess) return []
  const came = new Map<string, { received: bigint; left: Milli; itemId: string }>()
  for (const { order, received, itemId } of lines) {
    const left = order && orders.get(order.id)?.lines.get(order.line)?.left
    if (!order || left === undefined || left === null) continue
    const place = `${order.id} ${order.line}`
    came.set(place, { received: (came.get(place)?.received ?? 0n) + received, left, itemId })
  }
  return [...came.values()].flatMap(({ received, left, itemId }) =>
    received <= left
      ? []
      : [
          {
            key: 'goodsReceipts.refusal.excess',
            values: { item: items.get(itemId)?.name ?? '', more: shown(milli(received - left)), left: shown(left) },
            field: 'takes_excess',
          },
        ],
  )
}

type Costed = Omit<DecidedReceiptLine, 'landed' | 'moved' | 'correction' | 'pieces'> & { pieces: readonly AskedPiece[] }

function costed({ items, orders }: ReceiptFacts, asked: ReceiptRequestLine): Costed {
  const item = items.get(asked.itemId)
  if (!item) throw new Error(`a line of an unknown item ${asked.itemId}`)
  const order = asked.order && orders.get(asked.order.id)?.lines.get(asked.order.line)
  const accepted = milli(asked.received - asked.rejected)
  const ordered = order ? order.left : null
  const of = { asked, item, accepted, ordered, pieces: asked.pieces }
  if (item.tracking === 'piece') {
    const cost = sum(asked.pieces.map((piece) => piece.cost))
    const each = asked.pieces.length > 0 ? paise(divRound(cost, BigInt(asked.pieces.length), 'half-up')) : zero
    const all = (weight: 'gross' | 'net' | 'fine' | 'carat') =>
      asked.pieces.reduce((total, piece) => total + piece[weight], 0n)
    return {
      ...of,
      price: each,
      cost,
      gross: mg(all('gross')),
      net: mg(all('net')),
      fine: mg(all('fine')),
      carat: mct(all('carat')),
    }
  }
  const price = asked.price ?? order?.price ?? item.lastCost
  const cost = times(price, accepted)
  if (!asked.lot) return { ...of, price, cost, gross: mg(0n), net: mg(0n), fine: mg(0n), carat: mct(0n) }
  // What is rejected of a lot is weighed with it, and goes back with the same share of stones and dust.
  const kept = (weight: bigint) => divRound(weight * accepted, asked.received, 'half-up')
  const { gross, net, fine, carat } = asked.lot
  return {
    ...of,
    price,
    cost,
    gross: mg(kept(gross)),
    net: mg(kept(net)),
    fine: mg(kept(fine)),
    carat: mct(kept(carat)),
  }
}

/** Two lines of one item come in one after the other: the second finds what the first has made of the level. */
function valued(lines: readonly Costed[], landed: ReadonlyMap<Costed, Paise>, by: LandedBasis): DecidedReceiptLine[] {
  const levels = new Map<string, StockLevel>()
  return lines.map((line) => {
    const share = landed.get(line) ?? zero
    const worth = add(line.cost, share)
    const each = line.pieces.map((piece) => ({ value: piece.cost, quantity: 1n, weight: piece.gross }))
    const shares = each.length > 0 ? spreadLanded(share, each, by) : []
    const pieces = line.pieces.map((piece, i) => ({ ...piece, worth: add(piece.cost, shares[i] ?? zero) }))
    if (line.item.tracking !== null || line.accepted === 0n)
      return { ...line, landed: share, moved: worth, correction: zero, pieces }
    const { level, moved, correction } = receive(levels.get(line.item.id) ?? line.item.level, line.accepted, worth)
    levels.set(line.item.id, level)
    return { ...line, landed: share, moved, correction, pieces }
  })
}

function postingsOf(
  lines: readonly DecidedReceiptLine[],
  { cost, landed }: { cost: Paise; landed: Paise },
  roles: AccountsByRole,
): PostingLine[] {
  const line = (accountId: string, amount: Paise): PostingLine => ({
    accountId,
    partyId: null,
    commodity: 'INR',
    amount,
  })
  return [
    line(accountOf(roles, 'stock'), sum(lines.map(({ moved }) => moved))),
    line(accountOf(roles, 'cost-of-goods'), sum(lines.map(({ correction }) => correction))),
    line(accountOf(roles, 'goods-received'), negate(cost)),
    line(accountOf(roles, 'landed-cost'), negate(landed)),
  ].filter(({ amount }) => amount !== 0n)
}

/** What of a receipt's line is done: quantities in thousandths of the item's unit. */
export type ReceiptLineState = {
  /** Came and was not rejected. */
  readonly accepted: Milli
  readonly billed: Milli
  readonly returned: Milli
  /** Of what went back, how much no bill had asked for. */
  readonly unbilled: Milli
  /** What the accepted goods cost by the receipt, without what was landed on them. */
  readonly cost: Paise
  /** How much of that cost bills and returns before a bill have taken from 'goods-received'. */
  readonly cleared: Paise
}

/** How much of the line a bill may still ask for. */
export const leftToBill = ({ accepted, billed, unbilled }: ReceiptLineState): Milli =>
  milli(accepted - billed - unbilled)

/** How much of the line is still there to go back. */
export const leftToReturn = ({ accepted, returned }: ReceiptLineState): Milli => milli(accepted - returned)

/**
 * What a part of the unbilled goods takes from 'goods-received': its share, half-up, and the last part whatever is left, so
 * that the account comes to nothing. Throws RangeError for more than is left, or for nothing.
 */
export function clearedBy(line: ReceiptLineState, quantity: Milli): Paise {
  const left = leftToBill(line)
  if (quantity <= 0n || quantity > left) throw new RangeError(`cannot clear ${quantity} of ${left}`)
  const cost = subtract(line.cost, line.cleared)
  return quantity === left ? cost : paise(divRound(cost * quantity, left, 'half-up'))
}
