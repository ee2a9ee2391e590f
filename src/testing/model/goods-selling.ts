import type { RequestLine } from '../../core/invoice-facts.ts'
import { zero } from '../../core/money.ts'
import type { AskedPiece } from '../../core/piece-sale.ts'
import { milli } from '../../core/quantity.ts'
import { mg } from '../../core/weight.ts'
import { newId } from '../../db/ids.ts'
import { cancelInvoice, issueInvoice } from '../../features/sales/index.ts'
import { cash, today, walkIn } from '../goods-shop.ts'
import type { GoodsPlay } from './goods-play.ts'
import type { GoodsStep } from './goods-steps.ts'
import {
  at,
  type GoodsModel,
  type GoodsWorld,
  isLocked,
  levelIn,
  type ModelSale,
  move,
  moveBatch,
  pick,
  type SoldLine,
  whole,
} from './goods-world.ts'
import { lotOf, oldGoldOf } from './jewel-metal.ts'
import type { ModelLot, ModelPiece } from './jewel-world.ts'

/**
 * Rice, medicine or boxes, and with them a necklace or beads: to a walk-in who pays, or to Kirti, on her khata and sometimes
 * with old gold. The batch that expires first goes first.
 */
export function sellGoods(model: GoodsModel, real: GoodsWorld, step: GoodsStep): GoodsPlay | undefined {
  const { shop, branches, setting, jewels } = real
  const { branch, onDate } = step
  const goods = goodsLine(model, step)
  const isShort = goods.pieces > levelIn(model, goods.of.item, branch)
  // Below zero goes rice alone: what is sold so comes of no batch, and the summary of a past day does not know as yet of
  // goods that were sold before any of them came, as boxes may be.
  if (isShort && goods.of.item !== 0 && setting.negative === 'warn') return undefined
  const piece = step.more === 'pieces' || step.more === 'both' ? pieceFor(model, step) : undefined
  const lot = step.more === 'lot' || step.more === 'both' ? lotFor(model, step) : undefined
  const lines: SoldLine[] = [goods, ...(piece ? [soldPiece(piece)] : []), ...(lot ? [soldLot(lot, step)] : [])]
  const booking = piece?.heldBy ?? null
  const isWalkIn = step.share !== 'none' && booking === null
  const exchange = !isWalkIn && step.beside > 0 ? oldGoldOf(real, BigInt(step.pieces)) : undefined
  const request = {
    ...{ id: newId(), onDate, billDiscount: { kind: 'none' } as const, placeOfSupply: null, note: '' },
    buyer: isWalkIn ? walkIn : ({ kind: 'party', partyId: jewels.customerId } as const),
    lines: lines.map((line) => requestLine(real, line, booking)),
    // Who pays more gets change.
    tenders: isWalkIn ? [cash('50000')] : [],
    ...(exchange && { exchange }),
    ...(booking !== null && { from: booking }),
  }
  const gone = lines.some((line) => isNotHere(line, step))
  const isRefused = isLocked(model, onDate) || gone || (isShort && setting.negative === 'refuse')
  let [total, worth] = [0n, 0n]
  let old: ModelLot | undefined
  return {
    // Jewellery that came later, and old gold, are judged by their own days.
    expects: isRefused ? 'refused' : lines.length > 1 || exchange ? 'either' : 'done',
    run: async (tx) => {
      const options = { branchId: at(branches, branch), vault: jewels.vault }
      total = (await issueInvoice(tx, shop.id, request, shop.actor, options)).total
      if (!exchange) return
      const bought = await tx('document').where({ business_id: shop.id, id: exchange.documentId }).first('total_paise')
      worth = bought.total_paise
      old = await lotOf(tx, real, { documentId: exchange.documentId, branch })
    },
    apply: () => {
      if (lines.length === 1 && total !== goods.pieces * 100_00n) throw new Error(`${request.id} comes to ${total}`)
      const sale = { id: request.id, branch, onDate, lines, total, isWalkIn, notes: [], isCancelled: false }
      model.sales.push(sale)
      for (const line of lines) goOut(model, sale, line, line, -1n)
      if (isWalkIn) model.cash += total
      else model.jewels.customer += total - worth
      if (old) model.jewels.lots.push(old)
      for (const held of [...model.jewels.bookings, ...model.jewels.challans])
        if (held.piece === piece) held.isOver = true
    },
  }
}

function goodsLine(model: GoodsModel, step: GoodsStep): SoldLine & { of: { kind: 'goods'; item: number } } {
  const item = step.item === 2 ? 3 : step.item
  const pieces = BigInt(step.pieces)
  const first = at(at(model.batches, 0), step.branch)
  const from = item !== 1 ? [0n, 0n] : pieces <= first ? [pieces, 0n] : [first, pieces - first]
  return { of: { kind: 'goods', item }, pieces, from, back: 0n }
}

/** One that is here, if any is; else one that is not, which is refused. */
function pieceFor({ jewels }: GoodsModel, step: GoodsStep): ModelPiece | undefined {
  const here = jewels.pieces.filter((one) => one.branch === step.branch && one.state === 'in-stock')
  const held = jewels.pieces.filter((one) => one.branch === step.branch && one.heldBy !== null)
  return pick(step.share === 'none' && held.length > 0 ? held : here.length > 0 ? here : jewels.pieces, step)
}

const lotFor = ({ jewels }: GoodsModel, step: GoodsStep): ModelLot | undefined =>
  pick(
    jewels.lots.filter(({ metal }) => metal === 'silver'),
    step,
  )

const soldPiece = (piece: ModelPiece): SoldLine => ({
  of: { kind: 'piece', piece },
  pieces: 1n,
  from: [0n, 0n],
  back: 0n,
})
const soldLot = (lot: ModelLot, { pieces }: GoodsStep): SoldLine => ({
  ...{ of: { kind: 'lot', lot }, pieces: BigInt(pieces), from: [0n, 0n], back: 0n },
})

const isNotHere = ({ of, pieces }: SoldLine, { branch }: GoodsStep): boolean => {
  if (of.kind === 'piece')
    return of.piece.branch !== branch || (of.piece.state !== 'in-stock' && of.piece.heldBy === null)
  return of.kind === 'lot' && (of.lot.branch !== branch || of.lot.net < pieces * 1000n)
}

function requestLine(
  { shop, items, jewels }: GoodsWorld,
  { of, pieces }: SoldLine,
  orderId: string | null,
): RequestLine {
  if (of.kind === 'goods') return { ...shop.line(0, whole(pieces)), itemId: at(items, of.item) }
  const asked = { rate: null, making: null, wastage: null, orderId: of.kind === 'piece' ? orderId : null }
  const net = mg(pieces * 1000n)
  const weighed: AskedPiece['of'] =
    of.kind === 'piece'
      ? { kind: 'piece', id: of.piece.id }
      : { kind: 'lot', id: of.lot.id, gross: net, net, pieces: 0 }
  return {
    ...{ itemId: of.kind === 'piece' ? jewels.necklaceId : jewels.beadsId, quantity: milli(1000n), price: zero },
    ...{ priceIncludesTax: false, discount: { kind: 'none' } },
    piece: { ...asked, of: weighed },
  }
}

/** So much of a line leaves the shelf (-1) or comes back to it (1). */
export function goOut(
  model: GoodsModel,
  { branch }: ModelSale,
  { of }: SoldLine,
  { pieces, from }: Pick<SoldLine, 'pieces' | 'from'>,
  sign: 1n | -1n,
): void {
  if (of.kind === 'goods') move(model, of.item, branch, sign * pieces)
  if (of.kind === 'lot') of.lot.net += sign * pieces * 1000n
  if (of.kind === 'piece') Object.assign(of.piece, { state: sign === 1n ? 'in-stock' : 'sold', heldBy: null })
  for (const [batch, part] of from.entries()) moveBatch(model, batch, branch, sign * part)
}

/** A walk-in gets his money back; Kirti owes nothing for it, and her old gold stays bought. */
export function cancelASale(model: GoodsModel, { shop }: GoodsWorld, step: GoodsStep): GoodsPlay | undefined {
  const sale = pick(model.sales, step)
  if (!sale) return undefined
  const isReturned = sale.notes.some(({ isCancelled }) => !isCancelled)
  const isRefused = !sale.isCancelled && (isLocked(model, sale.onDate) || isReturned)
  return {
    expects: isRefused ? 'refused' : 'done',
    run: (tx) => cancelInvoice(tx, shop.id, { id: sale.id, reason: 'Wrong', onDate: today }, shop.actor),
    apply: () => {
      if (sale.isCancelled) return
      sale.isCancelled = true
      for (const line of sale.lines) goOut(model, sale, line, line, 1n)
      if (sale.isWalkIn) model.cash -= sale.total
      else model.jewels.customer -= sale.total
    },
  }
}
