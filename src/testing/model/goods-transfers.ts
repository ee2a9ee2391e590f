import { mg } from '../../core/weight.ts'
import { newId } from '../../db/ids.ts'
import type { Tx } from '../../db/tenant.ts'
import {
  cancelTransfer,
  receiveTransfer,
  settleDifference,
} from '../../features/movements/transfers/receiving.commands.ts'
import { sendTransfer } from '../../features/movements/transfers/sending.commands.ts'
import { today } from '../goods-shop.ts'
import type { GoodsPlay } from './goods-play.ts'
import type { GoodsStep } from './goods-steps.ts'
import {
  at,
  box,
  type GoodsModel,
  type GoodsWorld,
  levelIn,
  type ModelTransfer,
  move,
  moveBatch,
  pick,
  type TransferLine,
  whole,
} from './goods-world.ts'
import type { ModelLot, ModelPiece } from './jewel-world.ts'

/** Rice, lids and boxes: what is found of goods in batches would lie in none. */
export const movable = ({ item }: Pick<GoodsStep, 'item'>): number => (item === 1 ? box : item)

export const askedOf = ({ items }: GoodsWorld, item: number, pieces: bigint) => ({
  ref: { kind: 'item', id: at(items, item) } as const,
  ...{ quantity: whole(pieces), gross: mg(0n), net: mg(0n), pieces: 0 },
})

export const askedPiece = ({ id }: Pick<ModelPiece, 'id'>) => ({
  ref: { kind: 'piece', id } as const,
  ...{ quantity: whole(0n), gross: mg(0n), net: mg(0n), pieces: 0 },
})

export const askedLot = ({ id }: Pick<ModelLot, 'id'>, grams: bigint) => ({
  ref: { kind: 'lot', id } as const,
  ...{ quantity: whole(0n), gross: mg(grams * 1000n), net: mg(grams * 1000n), pieces: 0 },
})

/** Goods, a tagged piece, metal by weight, or all of them under one challan. */
export function transferGoods(model: GoodsModel, real: GoodsWorld, step: GoodsStep): GoodsPlay {
  const { shop, branches } = real
  const { branch: from } = step
  const to = 1 - from
  const lines = linesFor(model, step)
  const request = {
    ...{ id: newId(), branchId: at(branches, from), toBranchId: at(branches, to), note: '' },
    lines: lines.map(({ of, open }) => {
      if (of.kind === 'goods') return askedOf(real, of.item, open)
      return of.kind === 'piece' ? askedPiece(of.piece) : askedLot(of.lot, open)
    }),
  }
  return {
    expects: lines.some((line) => isNotHere(model, line, from)) ? 'refused' : 'done',
    run: (tx) => sendTransfer(tx, shop.id, request, shop.actor, today),
    apply: () => {
      for (const line of lines) {
        const { of, open } = line
        if (of.kind === 'goods') move(model, of.item, from, -open)
        if (of.kind === 'goods' && of.item === 1) line.from = takeBatches(model, from, open)
        if (of.kind === 'lot') of.lot.net -= open * 1000n
        if (of.kind === 'piece') of.piece.state = 'in-transit'
      }
      model.transfers.push({ id: request.id, from, to, lines, state: 'in-transit' })
    },
  }
}

function linesFor(model: GoodsModel, step: GoodsStep): TransferLine[] {
  const { more, branch } = step
  const isOf = (what: 'pieces' | 'lot') => more === what || more === 'both'
  const here = model.jewels.pieces.filter((one) => one.branch === branch && one.state === 'in-stock')
  const piece = isOf('pieces') ? pick(here.length > 0 ? here : model.jewels.pieces, step) : undefined
  const lot = isOf('lot')
    ? pick(
        model.jewels.lots.filter(({ more }) => !more),
        step,
      )
    : undefined
  const open = BigInt(step.pieces)
  const jewels: TransferLine[] = [
    ...(piece ? [{ of: { kind: 'piece' as const, piece }, open: 1n, from: [] }] : []),
    ...(lot ? [{ of: { kind: 'lot' as const, lot }, open, from: [] }] : []),
  ]
  const item = step.item === 2 && step.batch === 1 ? box : step.item
  const goods: TransferLine = { of: { kind: 'goods', item }, open, from: [] }
  return jewels.length === 0 || more === 'both' ? [goods, ...jewels] : jewels
}

function isNotHere(model: GoodsModel, { of, open }: TransferLine, branch: number): boolean {
  if (of.kind === 'goods') return open > levelIn(model, of.item, branch)
  if (of.kind === 'piece') return of.piece.state !== 'in-stock' || of.piece.branch !== branch
  return of.lot.branch !== branch || of.lot.net < open * 1000n
}

/** All of it arrives, or some; more than was sent is refused, and so is arriving twice. */
export function arriveGoods(model: GoodsModel, real: GoodsWorld, step: GoodsStep): GoodsPlay | undefined {
  const transfer = pick(model.transfers, step)
  if (!transfer) return undefined
  const { id, to, lines, state } = transfer
  const came = lines.map((line) => ({ line, part: partOf(line, step) }))
  const request = {
    ...{ id, note: '' },
    tags: came.flatMap(({ line: { of }, part }) => (of.kind === 'piece' && part > 0n ? [of.piece.tag] : [])),
    counted: came.flatMap(({ line: { of }, part }, i) =>
      of.kind === 'piece' ? [] : [{ line: i + 1, quantity: part * 1000n }],
    ),
  }
  const isRefused = state !== 'in-transit' || came.some(({ line, part }) => part > line.open)
  const isNothing = came.every(({ part }) => part === 0n)
  return arriving(model, real, {
    ...{ transfer, branch: to, came },
    expects: isRefused || isNothing ? 'refused' : 'done',
    run: (tx) => receiveTransfer(tx, real.shop.id, request, real.shop.actor, today),
    after: () => {
      transfer.state = lines.every(({ open }) => open === 0n) ? 'over' : 'differs'
    },
  })
}

function partOf({ of, open }: TransferLine, { share, pieces }: GoodsStep): bigint {
  if (share === 'all') return open
  if (of.kind === 'goods') return BigInt(pieces)
  if (of.kind === 'piece') return share === 'none' ? open : 0n
  return share === 'none' ? open : open / 2n
}

/** One line of what is missing is found after all, or given up. */
export function settleTransfer(model: GoodsModel, real: GoodsWorld, step: GoodsStep): GoodsPlay | undefined {
  const { shop } = real
  const transfer = pick(
    model.transfers.filter(({ state }) => state === 'differs'),
    step,
  )
  const line =
    transfer &&
    pick(
      transfer.lines.filter(({ open }) => open > 0n),
      step,
    )
  if (!line) return undefined
  const { id, to, lines } = transfer
  const outcome = step.share === 'all' ? 'found' : 'written-off'
  const asked = { id, line: lines.indexOf(line) + 1, outcome, note: 'Lost' } as const
  const isFound = outcome === 'found'
  return arriving(model, real, {
    ...{ transfer, branch: to, came: isFound ? [{ line, part: line.open }] : [], expects: 'done' },
    run: (tx) => settleDifference(tx, shop.id, asked, shop.actor, today),
    after: () => {
      if (!isFound && line.of.kind === 'piece') line.of.piece.state = 'missing'
      line.open = 0n
      if (lines.every(({ open }) => open === 0n)) transfer.state = 'over'
    },
  })
}

export function cancelATransfer(model: GoodsModel, real: GoodsWorld, step: GoodsStep): GoodsPlay | undefined {
  const transfer = pick(model.transfers, step)
  if (!transfer) return undefined
  const { id, from, lines, state } = transfer
  return arriving(model, real, {
    ...{ transfer, branch: from, came: lines.map((line) => ({ line, part: line.open })) },
    expects: state === 'in-transit' ? 'done' : 'refused',
    run: (tx) => cancelTransfer(tx, real.shop.id, { id, reason: 'Wrong' }, real.shop.actor, today),
    after: () => {
      transfer.state = 'over'
    },
  })
}

/** The batch that expires first goes first. */
function takeBatches(model: GoodsModel, branch: number, pieces: bigint): bigint[] {
  const there = model.batches.map((levels) => at(levels, branch))
  return passed(there, pieces, (batch, part) => moveBatch(model, batch, branch, -part))
}

/** As they left, the first of them first. */
function bringBatches(model: GoodsModel, line: TransferLine, branch: number, pieces: bigint): void {
  const came = passed(line.from, pieces, (batch, part) => moveBatch(model, batch, branch, part))
  line.from = line.from.map((left, batch) => left - at(came, batch))
}

function passed(from: readonly bigint[], pieces: bigint, pass: (batch: number, part: bigint) => void): bigint[] {
  let rest = pieces
  return from.map((left, batch) => {
    const isAll = left < rest
    const part = isAll ? left : rest
    rest -= part
    pass(batch, part)
    return part
  })
}

interface Arrival extends Pick<GoodsPlay, 'expects' | 'run'> {
  transfer: ModelTransfer
  branch: number
  came: readonly { line: TransferLine; part: bigint }[]
  after(): void
}

/** Metal comes into the lot of its name at that branch, or into a new one. */
function arriving(model: GoodsModel, real: GoodsWorld, { transfer, branch, came, expects, run, after }: Arrival) {
  let into: string | undefined
  const hasLot = came.some(({ line: { of }, part }) => of.kind === 'lot' && part > 0n)
  const play: GoodsPlay = {
    expects,
    run: async (tx) => {
      await run(tx)
      if (hasLot) into = await lotAt(tx, real, transfer.id)
    },
    apply: () => {
      for (const { line, part } of came) {
        const { of } = line
        line.open -= part
        if (of.kind === 'goods') move(model, of.item, branch, part)
        if (of.kind === 'goods' && of.item === 1) bringBatches(model, line, branch, part)
        if (of.kind === 'piece' && part > 0n) Object.assign(of.piece, { state: 'in-stock', branch })
        if (of.kind === 'lot' && into !== undefined) lotOf(model, of.lot, { id: into, branch }).net += part * 1000n
      }
      after()
    },
  }
  return play
}

const lotAt = async (tx: Tx, { shop }: GoodsWorld, transferId: string): Promise<string> => {
  const row = await tx('stock_move')
    .where({ business_id: shop.id, document_id: transferId })
    .whereNotNull('lot_id')
    .orderBy('id', 'desc')
    .first('lot_id')
  return row.lot_id
}

function lotOf({ jewels }: GoodsModel, { metal }: ModelLot, { id, branch }: { id: string; branch: number }): ModelLot {
  const there = jewels.lots.find((lot) => lot.id === id)
  if (there) return there
  const lot = { id, metal, branch, net: 0n }
  jewels.lots.push(lot)
  return lot
}
