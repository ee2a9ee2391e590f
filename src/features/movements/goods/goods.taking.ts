import { Refusal } from '../../../core/errors.ts'
import { type Goods, noGoods, partOf, subtractGoods } from '../../../core/goods.ts'
import { type Milli, milli, quantity as shown } from '../../../core/quantity.ts'
import { emptyLevel, issue, type StockLevel, unitCost } from '../../../core/stock.ts'
import { grams, type Mg, mg } from '../../../core/weight.ts'
import type { LotFacts, PieceFacts } from '../../pieces/index.ts'
import type { GoodsRef, LineToKeep } from '../movements.types.ts'
import { type GoodsFacts, shownGoods } from './goods.facts.ts'

export interface AskedGoods {
  readonly ref: GoodsRef
  /** Of an item, in thousandths of its unit. */
  readonly quantity: Milli
  /** Of a lot. */
  readonly gross: Mg
  readonly net: Mg
  readonly pieces: number
  /** Of an item that has batches; none: the earliest goes first. */
  readonly batchId?: string | undefined
}

/** Something of a line that cannot be: said at its field. */
export class LineRefused extends Refusal {
  override name = 'LineRefused'
  /** Counted from 0. */
  readonly line: number

  constructor(line: number, key: string, values: Record<string, string | number> = {}) {
    super(key, values, 409)
    this.line = line
  }
}

export interface TakenGoods extends LineToKeep {
  readonly piece: PieceFacts | undefined
  readonly lot: LotFacts | undefined
}

type States = readonly PieceFacts['state'][]

/**
 * What each line takes out of what was locked, at its cost: a piece its own, a lot its part by weight, an item the average.
 * Throws LineRefused for what is not there, not at this branch, twice on the paper, or more than there is.
 */
export function takeGoods(
  facts: GoodsFacts,
  { branchId, lines }: { branchId: string; lines: readonly AskedGoods[] },
  states: States = ['in-stock'],
): TakenGoods[] {
  const levels = new Map(facts.levels)
  const lots = new Map([...facts.lots].map(([id, lot]) => [id, goodsOfLot(lot)]))
  const seen = new Set<string>()
  const batches = new Map(facts.batches.map((batch) => [batch.id, batch.left]))
  return lines.map((asked, line) => {
    const { kind, id } = asked.ref
    const about = shownGoods(facts, asked.ref)
    if (!about) throw new LineRefused(line, 'movements.refusal.gone')
    const base = { ...about, side: 'out' as const, pieceId: null, lotId: null, piece: undefined, lot: undefined }
    if (kind === 'piece') {
      const piece = pieceOf(facts, id, { branchId, line, states, seen })
      return { ...base, pieceId: id, piece, goods: goodsOfPiece(piece) }
    }
    if (kind === 'lot') {
      const lot = facts.lots.get(id)
      if (!lot || lot.branchId !== branchId) throw elsewhere(line, about.words, lot?.branchName)
      const goods = ofLot(lots.get(id) ?? noGoods, lot, asked, line)
      lots.set(id, subtractGoods(lots.get(id) ?? noGoods, goods))
      return { ...base, lotId: id, lot, goods }
    }
    const batch = batchOf(facts, asked, line)
    const goods = ofItem(facts, levels, asked, line)
    if (!batch) return { ...base, goods }
    const left = batches.get(batch.id) ?? batch.left
    if (asked.quantity > left)
      throw new LineRefused(line, 'movements.refusal.batchShort', { number: batch.number, left: shown(left) })
    batches.set(batch.id, milli(left - asked.quantity))
    return { ...base, goods, batchId: batch.id, about: batch.number }
  })
}

/** The batch that a line names, if it names one. Throws LineRefused for one that is not there. */
export function batchOf(
  { batches }: Pick<GoodsFacts, 'batches'>,
  { ref, batchId }: Pick<AskedGoods, 'ref' | 'batchId'>,
  line: number,
) {
  if (!batchId) return undefined
  const batch = batches.find((one) => one.id === batchId && one.itemId === ref.id)
  if (!batch) throw new LineRefused(line, 'movements.refusal.noBatch')
  return batch
}

const elsewhere = (line: number, words: string, branch = '') =>
  new LineRefused(line, 'movements.refusal.elsewhere', { words, branch })

function pieceOf(
  facts: GoodsFacts,
  id: string,
  { branchId, line, states, seen }: { branchId: string; line: number; states: States; seen: Set<string> },
): PieceFacts {
  const piece = facts.pieces.get(id)
  if (!piece) throw new LineRefused(line, 'movements.refusal.gone')
  const { tag, state, documentNumber, branchName } = piece
  if (!states.includes(state))
    throw new LineRefused(line, 'movements.refusal.pieceState', { tag, state, number: documentNumber ?? '' })
  if (piece.branchId !== branchId) throw elsewhere(line, tag, branchName)
  if (seen.has(id)) throw new LineRefused(line, 'movements.refusal.twice', { tag })
  seen.add(id)
  return piece
}

function ofLot(left: Goods, lot: LotFacts, asked: AskedGoods, line: number): Goods {
  const [taken, held] = lot.kind === 'stones' ? [asked.gross, lot.heldGross] : [asked.net, lot.heldNet]
  if (taken <= 0n) throw new LineRefused(line, 'movements.refusal.noWeight')
  const free = mg(left.gross - lot.heldGross)
  if (taken > left.quantity - held || asked.gross > free)
    throw new LineRefused(line, 'movements.refusal.lotShort', { words: lot.name, left: grams(free) })
  return partOf(left, milli(taken), { gross: asked.gross, pieces: asked.pieces })
}

function ofItem(facts: GoodsFacts, levels: Map<string, StockLevel>, asked: AskedGoods, line: number): Goods {
  const item = facts.items.get(asked.ref.id)
  if (!item) throw new LineRefused(line, 'movements.refusal.gone')
  if (item.isArticle) throw new LineRefused(line, 'movements.refusal.article', { words: item.name })
  if (asked.quantity <= 0n) throw new LineRefused(line, 'movements.refusal.noQuantity')
  const before = levels.get(item.id) ?? emptyLevel
  if (asked.quantity > before.quantity)
    throw new LineRefused(line, 'movements.refusal.short', {
      words: item.name,
      left: shown(before.quantity < 0n ? milli(0n) : before.quantity),
    })
  const { level, cost } = issue(before, asked.quantity, {
    negative: 'refuse',
    lastCost: unitCost(before) ?? item.lastCost,
  })
  levels.set(item.id, level)
  return { ...noGoods, quantity: asked.quantity, value: cost }
}

export const goodsOfPiece = ({ gross, net, fine, carat, cost }: PieceFacts): Goods => ({
  ...{ quantity: milli(1000n), pieces: 1, gross, net, fine, carat },
  value: cost,
})

/** Stones count what they weigh; metal its net grams. */
const goodsOfLot = ({ kind, pieces, gross, net, fine, carat, value }: LotFacts): Goods => ({
  ...{ quantity: milli(kind === 'stones' ? gross : net), pieces, gross, net, fine, carat, value },
})
