import { Refusal } from '../../../core/errors.ts'
import { type Goods, noGoods } from '../../../core/goods.ts'
import { type Paise, zero } from '../../../core/money.ts'
import { type Milli, milli } from '../../../core/quantity.ts'
import { caratWeight, fineWeight, grams, type Mct, type Mg, mct, mg } from '../../../core/weight.ts'
import { newId } from '../../../db/ids.ts'
import type { Tx } from '../../../db/tenant.ts'
import { type LotFacts, listTaken, type NewStone, preparePieces, type WrittenPiece } from '../../pieces/index.ts'
import { type GoodsFacts, shownGoods } from '../goods/goods.facts.ts'
import { BringRefused, broughtBatches, type GivenBatch } from '../kits/kits.batches.ts'
import type { LineToKeep } from '../movements.types.ts'

/** What is made: a new piece of an article, so much of a lot, or so many of an item. */
export type MadeLine = { readonly id: string; readonly cost: Paise | null } & (
  | ({
      readonly kind: 'new'
      readonly gross: Mg
      readonly otherWeight: Mg
      readonly stones: readonly NewStone[]
    } & Words)
  | { readonly kind: 'lot'; readonly gross: Mg; readonly net: Mg; readonly pieces: number; readonly carat: Mct }
  | { readonly kind: 'item'; readonly quantity: Milli; readonly batch?: GivenBatch | null }
)

/** What is said of a new piece, where it is known already. */
type Words = { readonly size?: string; readonly counter?: string; readonly huid?: string }

/** Something of what is made, or of all of it, cannot be: said at its field. */
export class MadeRefused extends Refusal {
  override name = 'MadeRefused'
  readonly field: string

  constructor(field: string, key: string, values: Record<string, string | number> = {}) {
    super(key, values, 409)
    this.field = field
  }
}

export const madeField = (row: number, field: string): string => `outs.${row}.${field}`

/** As it comes in, all but its cost. */
export interface MadeGoods extends LineToKeep {
  readonly side: 'in'
  readonly piece: WrittenPiece | undefined
}

/** Throws MadeRefused for what is not there, and for weights that leave no metal. */
export async function prepareMade(
  tx: Tx,
  businessId: string,
  { facts, branchId, makes, at }: { facts: GoodsFacts; branchId: string; makes: readonly MadeLine[]; at: Date },
): Promise<MadeGoods[]> {
  await refuseHuids(tx, businessId, makes)
  const made: MadeGoods[] = []
  // One after the other: each new piece takes its tag.
  for (const [row, line] of makes.entries()) {
    if (line.kind === 'new') made.push(await newPiece(tx, businessId, { facts, branchId, line, row }))
    else if (line.kind === 'lot') made.push(intoLot(facts.lots.get(line.id), { branchId, line, row }))
    else made.push(await ofItem(tx, businessId, { facts, line, row, at }))
  }
  return made
}

type Of<Kind extends MadeLine['kind']> = MadeLine & { kind: Kind }

async function newPiece(
  tx: Tx,
  businessId: string,
  { facts, branchId, line, row }: { facts: GoodsFacts; branchId: string; line: Of<'new'>; row: number },
): Promise<MadeGoods> {
  const item = facts.items.get(line.id)
  if (!item?.isArticle) throw new MadeRefused(madeField(row, 'gross'), 'movements.refusal.gone')
  const { gross, otherWeight, stones, huid = '', counter = '', size = '' } = line
  const words = { tag: '', huid, counter, size, note: '', otherWords: '' }
  const money = { cost: zero, hallmark: zero, other: zero, fixedPrice: null, making: null, wastage: null }
  const piece = { ...words, ...money, id: newId(), gross, otherWeight, stones }
  const [written] = await preparePieces(tx, businessId, { itemId: line.id, branchId, pieces: [piece] })
  if (!written || written.net <= 0n) throw new MadeRefused(madeField(row, 'gross'), 'movements.refusal.noMetal')
  const { tag, net, fine, carat } = written
  const goods = { ...noGoods, quantity: milli(1000n), pieces: 1, gross, net, fine, carat }
  const about = [tag, `${grams(net)} g`].join(' · ')
  const { name, hsn } = item
  const kept = { itemId: item.id, pieceId: piece.id, lotId: null, words: name, about, hsn, unit: 'PCS' }
  return { ...kept, side: 'in', goods, piece: written }
}

function intoLot(
  lot: LotFacts | undefined,
  { branchId, line, row }: { branchId: string; line: Of<'lot'>; row: number },
): MadeGoods {
  if (!lot || lot.branchId !== branchId)
    throw new MadeRefused(madeField(row, 'pieces'), 'movements.refusal.elsewhere', {
      ...{ words: lot?.name ?? '', branch: lot?.branchName ?? '' },
    })
  const { itemId, itemName, name, purity, hsn, kind } = lot
  const about = kind === 'stones' ? name : `${name} · ${purity}`
  const kept = { itemId, pieceId: null, lotId: lot.id, words: itemName, about, hsn, unit: 'GMS' }
  return { ...kept, side: 'in', goods: goodsInto(lot, line), piece: undefined }
}

function goodsInto({ kind, fineness }: LotFacts, { gross, net, pieces, carat }: Of<'lot'>): Goods {
  const stones = caratWeight(carat)
  if (kind === 'stones') return { ...noGoods, quantity: milli(stones), pieces, gross: stones, carat }
  return { ...noGoods, quantity: milli(net), pieces, gross, net, fine: fineWeight(net, fineness), carat: mct(0n) }
}

/** A HUID is of one piece: of no other that the shop has, and of none that is made beside. */
async function refuseHuids(tx: Tx, businessId: string, makes: readonly MadeLine[]): Promise<void> {
  const huids = makes.map((line) => (line.kind === 'new' ? (line.huid ?? '') : ''))
  if (huids.every((huid) => huid === '')) return
  const taken = await listTaken(tx, businessId, { tags: [], huids })
  for (const [row, huid] of huids.entries()) {
    const other = taken.find((one) => huid !== '' && one.huid === huid)
    if (other) throw new MadeRefused(madeField(row, 'huid'), 'pieces.problem.huidTaken', { tag: other.tag })
    if (huid !== '' && huids.indexOf(huid) < row)
      throw new MadeRefused(madeField(row, 'huid'), 'pieces.problem.twice', { code: huid })
  }
}

/** With the batch that it is given, where the item has them. */
async function ofItem(
  tx: Tx,
  businessId: string,
  {
    facts,
    line: { id, quantity, batch = null },
    row,
    at,
  }: { facts: GoodsFacts; line: Of<'item'>; row: number; at: Date },
): Promise<MadeGoods> {
  const shown = shownGoods(facts, { kind: 'item', id })
  if (!shown || facts.items.get(id)?.isArticle)
    throw new MadeRefused(madeField(row, 'quantity'), 'movements.refusal.gone')
  const { itemId, words, about, hsn, unit } = shown
  const comes = [{ itemId, words, isBatched: facts.items.get(id)?.isBatched ?? false }]
  const [known] = await broughtBatches(tx, businessId, { comes, given: [batch] }, at).catch((error: unknown) => {
    if (!(error instanceof BringRefused)) throw error
    throw new MadeRefused(madeField(row, 'expires'), error.key, error.values)
  })
  const said = known ? { batchId: known.id, about: known.number } : { about }
  const kept = { itemId, pieceId: null, lotId: null, words, hsn, unit, ...said }
  return { ...kept, side: 'in', goods: { ...noGoods, quantity, gross: mg(0n) }, piece: undefined }
}
