import { type Goods, noGoods } from '../../../core/goods.ts'
import { divRound, type Paise, paise } from '../../../core/money.ts'
import { milli, times } from '../../../core/quantity.ts'
import { emptyLevel, unitCost } from '../../../core/stock.ts'
import { fineWeight, type Mg, mct, mg } from '../../../core/weight.ts'
import type { LotFacts, PieceFacts } from '../../pieces/index.ts'
import { type GoodsFacts, shownGoods } from '../goods/goods.facts.ts'
import { type AskedGoods, batchOf, goodsOfPiece, LineRefused, type TakenGoods } from '../goods/goods.taking.ts'

/**
 * What a count found more than the book has, at what it is thought to cost: a piece that was missing its own cost, a lot
 * as the rest of it by weight, an item the average, or its last price where none is there. Throws LineRefused.
 */
export function foundGoods(facts: GoodsFacts, branchId: string, asked: AskedGoods, line: number): TakenGoods {
  const { kind, id } = asked.ref
  const about = shownGoods(facts, asked.ref)
  if (!about) throw new LineRefused(line, 'movements.refusal.gone')
  const base = { ...about, side: 'in' as const, pieceId: null, lotId: null, piece: undefined, lot: undefined }
  if (kind === 'piece') {
    const piece = missingPiece(facts.pieces.get(id), line)
    return { ...base, pieceId: id, piece, goods: goodsOfPiece(piece) }
  }
  const lot = kind === 'lot' ? facts.lots.get(id) : undefined
  if (lot) {
    if (lot.branchId !== branchId)
      throw new LineRefused(line, 'movements.refusal.elsewhere', { words: lot.name, branch: lot.branchName })
    return { ...base, lotId: id, lot, goods: moreOfLot(lot, asked, line) }
  }
  const item = facts.items.get(id)
  if (!item) throw new LineRefused(line, 'movements.refusal.gone')
  if (item.isArticle) throw new LineRefused(line, 'movements.refusal.article', { words: item.name })
  if (asked.quantity <= 0n) throw new LineRefused(line, 'movements.refusal.noQuantity')
  const price = unitCost(facts.levels.get(id) ?? emptyLevel) ?? item.lastCost
  const batch = batchOf(facts, asked, line)
  const goods = { ...noGoods, quantity: asked.quantity, value: times(price, asked.quantity) }
  return { ...base, ...(batch && { batchId: batch.id, about: batch.number }), goods }
}

function missingPiece(piece: PieceFacts | undefined, line: number): PieceFacts {
  if (!piece) throw new LineRefused(line, 'movements.refusal.gone')
  const { tag, state } = piece
  if (state !== 'missing') throw new LineRefused(line, 'movements.refusal.notMissing', { tag, state })
  return piece
}

function moreOfLot(lot: LotFacts, { gross, net, pieces }: AskedGoods, line: number): Goods {
  const isStones = lot.kind === 'stones'
  const [more, there]: [Mg, Mg] = isStones ? [gross, lot.gross] : [net, lot.net]
  if (more <= 0n) throw new LineRefused(line, 'movements.refusal.noWeight')
  const share = (figure: bigint): bigint => (there > 0n ? divRound(figure * more, there, 'half-up') : 0n)
  const value: Paise = paise(share(lot.value))
  const carat = mct(isStones ? more * 5n : 0n)
  const none = mg(0n)
  const metal = isStones ? { net: none, fine: none } : { net, fine: fineWeight(net, lot.fineness) }
  return { quantity: milli(more), pieces, gross, ...metal, carat, value }
}
