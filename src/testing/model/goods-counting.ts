import { mg } from '../../core/weight.ts'
import { newId } from '../../db/ids.ts'
import type { Tx } from '../../db/tenant.ts'
import { approveCount, beginCount, closeCount, decide, noteScan } from '../../features/stock-counts/index.ts'
import { today } from '../goods-shop.ts'
import type { GoodsPlay } from './goods-play.ts'
import type { GoodsStep } from './goods-steps.ts'
import {
  at,
  box,
  type GoodsModel,
  type GoodsWorld,
  itemNames,
  levelIn,
  type ModelCount,
  move,
  pick,
  whole,
} from './goods-world.ts'
import type { ModelPiece } from './jewel-world.ts'

const countable = [0, 2, box]

/** Of items all but what lies in batches, of which a count does not say which it found; of pieces or lots all of a branch. */
export function beginACount(model: GoodsModel, { shop, branches }: GoodsWorld, step: GoodsStep): GoodsPlay {
  const { branch } = step
  const kind = kindOf(step)
  const isOfItems = kind === 'items'
  const count = {
    ...({ kind, scope: isOfItems ? 'chosen' : 'all', scopeText: '', scopeId: null } as const),
    ...{ id: newId(), branchId: at(branches, branch) },
    ...{ isBlind: false, toleranceMg: 0n, toleranceBp: 0, persons: [], note: '' },
    chosen: isOfItems ? countable.map((item) => at(itemNames, item)) : [],
  }
  const { pieces, lots } = model.jewels
  const expected = pieces.filter((one) => one.branch === branch && isOnShelf(one))
  const isEmpty = {
    items: false,
    pieces: expected.length === 0,
    lots: !lots.some((lot) => lot.branch === branch && lot.net > 0n),
  }
  return {
    expects: isEmpty[kind] ? 'refused' : 'done',
    run: (tx) => beginCount(tx, shop.id, count, shop.actor, { today }),
    apply: () => {
      const blank = { scans: new Map(), expected, found: new Map(), weighed: new Map(), isOver: false }
      model.counts.push({ id: count.id, branch, kind, ...blank })
    },
  }
}

const kindOf = ({ more }: GoodsStep): ModelCount['kind'] =>
  more === 'pieces' || more === 'both' ? 'pieces' : more === 'lot' ? 'lots' : 'items'
const isOnShelf = ({ state }: ModelPiece): boolean => state === 'in-stock' || state === 'reserved'

export function scanOne(model: GoodsModel, real: GoodsWorld, step: GoodsStep): GoodsPlay | undefined {
  const count = pick(model.counts, step)
  switch (count?.kind) {
    case undefined:
      return undefined
    case 'items':
      return scanAnItem(model, real, step, count)
    case 'pieces':
      return scanAPiece(model, real, step, count)
    case 'lots':
      return weighALot(model, real, step, count)
  }
}

/** What the book has, one less, or two more; counted again, the last stands. */
function scanAnItem(model: GoodsModel, real: GoodsWorld, step: GoodsStep, count: ModelCount): GoodsPlay {
  const item = at(countable, step.pieces % countable.length)
  const book = levelIn(model, item, count.branch)
  const counted = besideBook(book, step)
  return scanning(real, count, { code: at(itemNames, item), quantity: whole(counted) }, () => {
    count.scans.set(item, { counted, book })
  })
}

/** Below nothing is nothing. */
function besideBook(book: bigint, { share }: GoodsStep): bigint {
  const found = book + (share === 'none' ? 0n : share === 'part' ? -1n : 2n)
  return found < 0n ? 0n : found
}

/** One that lies here, in the other branch, or by the book nowhere; the first scan of it stands. */
function scanAPiece(model: GoodsModel, real: GoodsWorld, step: GoodsStep, count: ModelCount): GoodsPlay | undefined {
  const piece = pick(model.jewels.pieces, { chosen: step.chosen + step.pieces })
  if (!piece) return undefined
  const where = isOnShelf(piece) && piece.branch !== count.branch ? 'elsewhere' : piece.state
  return scanning(real, count, { code: piece.tag, place: step.share === 'part' ? 'B' : '' }, () => {
    if (!count.found.has(piece)) count.found.set(piece, where)
  })
}

function weighALot(model: GoodsModel, real: GoodsWorld, step: GoodsStep, count: ModelCount): GoodsPlay | undefined {
  // Of old gold several lots may have one name.
  const lot = pick(
    model.jewels.lots.filter(({ metal, branch }) => metal === 'silver' && branch === count.branch),
    step,
  )
  if (!lot) return undefined
  const book = lot.net
  const counted = besideBook(book / 1000n, step) * 1000n
  const nameOf = async (tx: Tx): Promise<string> =>
    (await tx('lot').where({ business_id: real.shop.id, id: lot.id }).first('name')).name
  return scanning(real, count, { code: nameOf, weight: mg(counted) }, () => {
    count.weighed.set(lot, counted - book)
  })
}

type Scanned = Omit<Parameters<typeof noteScan>[2], 'id' | 'countId' | 'code' | 'place'> & {
  code: string | ((tx: Tx) => Promise<string>)
  place?: string
}

const scanning = (
  { shop }: GoodsWorld,
  count: ModelCount,
  { code, place = '', ...scanned }: Scanned,
  apply: () => void,
): GoodsPlay => ({
  expects: count.isOver ? 'refused' : 'done',
  run: async (tx) => {
    const of = typeof code === 'string' ? code : await code(tx)
    await noteScan(tx, shop.id, { id: newId(), countId: count.id, code: of, place, ...scanned }, shop.actor)
  },
  apply,
})

/** Closed, looked at and approved; what went since leaves less than is missing is not put right. */
export function endACount(model: GoodsModel, { shop }: GoodsWorld, step: GoodsStep): GoodsPlay | undefined {
  const count = pick(model.counts, step)
  if (!count) return undefined
  const end = async (tx: Tx) => {
    await closeCount(tx, shop.id, count.id, shop.actor)
    const lines: { line: number }[] = await tx('stock_count_line')
      .where({ business_id: shop.id, count_id: count.id })
      .whereNotIn('kind', ['note', 'uncounted'])
      .select('line')
    const decisions = lines.map(({ line }) => ({ line, decision: 'post', reason: 'Counted' }) as const)
    if (!count.isOver) await decide(tx, shop.id, { countId: count.id, decisions }, shop.actor)
    await approveCount(tx, shop.id, { countId: count.id, aloneReason: 'Alone', onDate: today }, shop.actor)
  }
  return {
    expects: 'done',
    run: end,
    apply: () => {
      if (count.isOver) return
      count.isOver = true
      for (const [item, { counted, book }] of count.scans) {
        const difference = counted - book
        const isShort = difference < 0n && levelIn(model, item, count.branch) + difference < 0n
        if (!isShort) move(model, item, count.branch, difference)
      }
      for (const [lot, difference] of count.weighed) if (lot.net + difference >= 0n) lot.net += difference
      if (count.kind === 'pieces') settlePieces(count)
    },
  }
}

/** Who was not seen is missing, where no order keeps it; who was missing is found; who lies here has come here. */
function settlePieces({ branch, expected, found }: ModelCount): void {
  for (const piece of expected)
    if (!found.has(piece) && piece.branch === branch && piece.state === 'in-stock') piece.state = 'missing'
  for (const [piece, where] of found) {
    const isFound = where === 'missing' && piece.state === 'missing'
    const isHere = where === 'elsewhere' && piece.state === 'in-stock' && piece.branch !== branch
    if (isFound || isHere) Object.assign(piece, { state: 'in-stock', branch })
  }
}
