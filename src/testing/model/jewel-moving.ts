import { paise } from '../../core/money.ts'
import { newId } from '../../db/ids.ts'
import { moveToCounter } from '../../features/movements/counters/counters.commands.ts'
import { receiveFromHallmark, sendToHallmark } from '../../features/movements/hallmarks/hallmarks.commands.ts'
import { today } from '../goods-shop.ts'
import type { GoodsPlay } from './goods-play.ts'
import type { GoodsStep } from './goods-steps.ts'
import { askedLot, askedPiece } from './goods-transfers.ts'
import { at, type GoodsModel, type GoodsWorld, pick } from './goods-world.ts'

/** A piece, and metal of a lot beside it, go to another counter: nothing of the stock changes. */
export function toACounter(model: GoodsModel, { shop, branches }: GoodsWorld, step: GoodsStep): GoodsPlay | undefined {
  const { pieces, lots } = model.jewels
  const piece = pick(pieces, step)
  if (!piece) return undefined
  const lot = pick(
    lots.filter(({ branch, net }) => branch === piece.branch && net >= 1000n),
    step,
  )
  const lines = [askedPiece(piece), ...(lot ? [askedLot(lot, 1n)] : [])]
  const request = { id: newId(), branchId: at(branches, piece.branch), counter: step.share, lines, note: '' }
  return {
    expects: piece.state === 'in-stock' ? 'done' : 'refused',
    run: (tx) => moveToCounter(tx, shop.id, request, shop.actor, today),
    apply: () => undefined,
  }
}

/** A piece goes to be assayed: it stays the shop's. One that has its HUID is refused. */
export function toHallmark(model: GoodsModel, { shop, branches }: GoodsWorld, step: GoodsStep): GoodsPlay | undefined {
  const piece = pick(model.jewels.pieces, step)
  if (!piece) return undefined
  const request = {
    ...{ id: newId(), branchId: at(branches, piece.branch), partyId: shop.supplierId, dueOn: '2026-11-30' },
    ...{ lines: [askedPiece(piece)], note: '' },
  }
  return {
    expects: piece.state === 'in-stock' && !piece.isMarked ? 'done' : 'refused',
    run: (tx) => sendToHallmark(tx, shop.id, request, shop.actor, today),
    apply: () => {
      piece.state = 'at-hallmark'
      model.jewels.assays.push({ id: request.id, piece, isOver: false })
    },
  }
}

/** With its HUID or rejected; the charge and its tax of 18 % are an expense, or a part of what the piece costs. */
export function backFromHallmark(model: GoodsModel, { shop, branches }: GoodsWorld, step: GoodsStep) {
  const assay = pick(model.jewels.assays, step)
  if (!assay) return undefined
  const { id, piece } = assay
  const charge = BigInt(step.beside) * 50_00n
  const came = step.share === 'part' ? { rejected: 'Below 916' } : { huid: piece.id.slice(-6).toUpperCase() }
  const receipt = {
    ...{ id, voucherId: newId(), assayed: [{ line: 1, ...came }], charge: paise(charge) },
    ...({ billNumber: `H ${id.slice(-6)}`, dueOn: '2026-11-30', onto: step.batch === 0 ? 'cost' : 'expense' } as const),
  }
  const options = { onDate: today, branchId: at(branches, piece.branch) }
  const play: GoodsPlay = {
    // Back already, with the same outcome it is once, with another refused.
    expects: assay.isOver ? 'either' : 'done',
    run: (tx) => receiveFromHallmark(tx, shop.id, receipt, shop.actor, options),
    apply: () => {
      if (assay.isOver) return
      assay.isOver = true
      piece.state = 'in-stock'
      piece.isMarked = came.huid !== undefined
      model.supplier -= (charge * 118n) / 100n
    },
  }
  return play
}
