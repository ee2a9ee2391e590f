import { newId } from '../../db/ids.ts'
import { cancelReturn, takeBack } from '../../features/returns/index.ts'
import { today } from '../goods-shop.ts'
import type { GoodsPlay } from './goods-play.ts'
import { goOut } from './goods-selling.ts'
import type { GoodsStep } from './goods-steps.ts'
import {
  at,
  type GoodsModel,
  type GoodsWorld,
  type ModelNote,
  type ModelSale,
  pick,
  type SoldLine,
  whole,
} from './goods-world.ts'
import { lotOf } from './jewel-metal.ts'
import { moreOf } from './jewel-world.ts'

/**
 * Some of a line comes back, for cash or Kirti's khata: to the shelf, and there to the batch it was sold from first; as scrap;
 * or, a necklace, into the old gold.
 */
export function takeGoodsBack(model: GoodsModel, real: GoodsWorld, step: GoodsStep): GoodsPlay | undefined {
  const { shop } = real
  const sale = pick(model.sales, step)
  if (!sale) return undefined
  const nth = step.pieces % sale.lines.length
  const line = at(sale.lines, nth)
  const { kind } = line.of
  const pieces = kind === 'piece' ? 1n : BigInt((step.pieces + 1) >> 1)
  const isStock = step.share !== 'all'
  const condition = isStock ? 'stock' : kind === 'piece' && step.beside > 0 ? 'old-metal' : 'scrap'
  const deduction = { keepsMaking: false, wear: { kind: 'none' }, words: '' } as const
  const request = {
    ...{ id: newId(), billId: sale.id, partyId: null, onDate: today, paymentId: newId(), reference: '' },
    ...({ reason: 'Wrong', settle: sale.isWalkIn ? 'refund' : 'khata', refundMode: 'cash' } as const),
    lines: [{ line: nth + 1, part: whole(pieces), condition, deduction } as const],
  }
  const options = { mayPayOut: true, mayBeLate: true, authority: null }
  const isSomewhere = line.of.kind === 'piece' && line.of.piece.state !== 'sold'
  const from = fromBatches(line, pieces)
  const note: ModelNote = {
    ...{ id: request.id, line, pieces, from, condition },
    lot: undefined,
    total: 0n,
    isCancelled: false,
  }
  return {
    expects: sale.isCancelled || isSomewhere || pieces > line.pieces - line.back ? 'refused' : 'done',
    run: async (tx) => {
      note.total = (await takeBack(tx, shop.id, request, shop.actor, options)).total
      if (condition === 'old-metal') note.lot = await lotOf(tx, real, { documentId: note.id, branch: sale.branch })
    },
    apply: () => {
      if (kind === 'goods' && sale.lines.length === 1 && note.total !== pieces * 100_00n)
        throw new Error(`${note.id} gives ${note.total} back`)
      if (note.lot && line.of.kind === 'piece') note.lot.more = moreOf(line.of.piece)
      if (note.lot) model.jewels.lots.push(note.lot)
      sale.notes.push(note)
      comeBack(model, sale, note, 1n)
    },
  }
}

function fromBatches({ of, from }: SoldLine, pieces: bigint): bigint[] {
  if (of.kind !== 'goods' || of.item !== 1) return [0n, 0n]
  const out = at(from, 0)
  const first = pieces < out ? pieces : out
  return [first, pieces - first]
}

/** With its money: to the shop (1), or to the buyer again (-1). */
function comeBack(
  model: GoodsModel,
  sale: ModelSale,
  { line, pieces, from, condition, lot, total }: ModelNote,
  sign: 1n | -1n,
) {
  line.back += sign * pieces
  line.from = line.from.map((out, batch) => out - (condition === 'stock' ? sign * at(from, batch) : 0n))
  if (sale.isWalkIn) model.cash -= sign * total
  else model.jewels.customer -= sign * total
  if (condition === 'stock') goOut(model, sale, line, { pieces, from }, sign)
  else if (line.of.kind === 'piece') line.of.piece.state = sign === -1n ? 'sold' : lot ? 'melted' : 'gone'
  if (lot && sign === -1n) lot.net = 0n
}

/** The last note of a bill alone, and while its goods are where they came to. */
export function cancelATakingBack(model: GoodsModel, { shop }: GoodsWorld, step: GoodsStep): GoodsPlay | undefined {
  const sale = pick(
    model.sales.filter(({ notes }) => notes.length > 0),
    step,
  )
  const note = sale && pick(sale.notes, step)
  if (!note) return undefined
  const isLast = sale.notes.findLast(({ isCancelled }) => !isCancelled) === note
  return {
    expects: note.isCancelled ? 'done' : !isLast || isElsewhere(model, sale, note) ? 'refused' : 'either',
    run: (tx) => cancelReturn(tx, shop.id, { id: note.id, reason: 'Wrong', onDate: today }, shop.actor),
    apply: () => {
      if (note.isCancelled) return
      note.isCancelled = true
      comeBack(model, sale, note, -1n)
    },
  }
}

function isElsewhere(
  model: GoodsModel,
  { branch }: ModelSale,
  { line: { of }, condition, pieces, from }: ModelNote,
): boolean {
  if (condition !== 'stock') return false
  if (of.kind === 'piece') return of.piece.state !== 'in-stock' || of.piece.branch !== branch
  if (of.kind === 'lot') return of.lot.net < pieces * 1000n
  return of.item === 1 && from.some((part, batch) => at(at(model.batches, batch), branch) < part)
}
