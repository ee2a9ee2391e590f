import type { Actor } from '../../../core/actor.ts'
import type { IsoDate } from '../../../core/dates.ts'
import { Refusal } from '../../../core/errors.ts'
import { type Goods, noGoods, sumGoods } from '../../../core/goods.ts'
import { type Melting, melt } from '../../../core/melting.ts'
import { negate, type Paise, subtract } from '../../../core/money.ts'
import { milli } from '../../../core/quantity.ts'
import { grams, type Mg, mct, mg } from '../../../core/weight.ts'
import type { Tx } from '../../../db/tenant.ts'
import { together } from '../../../db/together.ts'
import { audit } from '../../audit/index.ts'
import { findBranchHouse } from '../../old-gold/index.ts'
import { type LotFacts, movePieces } from '../../pieces/index.ts'
import { lockGoods } from '../goods/goods.facts.ts'
import { changeLots, lotAt, stockMove, writeMoves } from '../goods/goods.moving.ts'
import { type AskedGoods, type TakenGoods, takeGoods } from '../goods/goods.taking.ts'
import { claim, finish, insertLines, nobody, postStock, writeEvent, writePaper } from '../movements.writes.ts'

export interface MeltingRequest {
  readonly id: string
  readonly branchId: string
  readonly lines: readonly AskedGoods[]
  /** The metal lot that it goes into. */
  readonly lotId: string
  readonly out: Mg
  /** Parts per 10,000, as it was assayed. */
  readonly fineness: number
  readonly allowanceBp: number
  /** Where stones of the pieces go, and what they are worth; nothing without stones. */
  readonly stones: { readonly lotId: string; readonly value: Paise } | null
  readonly note: string
}

/**
 * Pieces and lots of metal become a bar in a lot: the value goes with the fine weight, and what was lost of that is an
 * expense. Stones are taken out into a packet first. The same id once. Throws LineRefused; Refusal where more fine metal
 * comes out than went in, where stones have no packet, and for a loss over the allowance without a word about it.
 */
export async function meltGoods(
  tx: Tx,
  businessId: string,
  asked: MeltingRequest,
  actor: Actor,
  onDate: IsoDate,
): Promise<void> {
  const { id, branchId, lines, note } = asked
  const movement = { id, form: 'melting', state: 'done', branchId, onDate, note, asked: [asked] } as const
  if (!(await claim(tx, businessId, movement, actor))) return
  const house = await findBranchHouse(tx, businessId, branchId)
  const targets = [asked.lotId, ...(asked.stones ? [asked.stones.lotId] : [])]
  const refs = [...lines.map(({ ref }) => ref), ...targets.map((lotId) => ({ kind: 'lot' as const, id: lotId }))]
  const facts = await lockGoods(tx, businessId, branchId, refs)
  const taken = takeGoods(facts, { branchId, lines })
  if (taken.some(({ piece, lot }) => !piece && (!lot || lot.kind === 'stones')))
    throw new Refusal('movements.refusal.notMetal')
  if (lines.some(({ ref }) => ref.id === asked.lotId)) throw new Refusal('movements.refusal.meltsItself')
  const lot = targetOf(facts.lots.get(asked.lotId), branchId, 'metal')
  const all = sumGoods(taken.map(({ goods }) => goods))
  const stones = stonesOf(taken, asked, facts.lots, all.value)
  const ask = { net: all.net, fine: all.fine, value: subtract(all.value, stones?.goods.value ?? noGoods.value) }
  const melted = melt({ ...ask, out: asked.out, fineness: asked.fineness, allowanceBp: asked.allowanceBp })
  if (melted.lossNet < 0n || melted.lossFine < 0n)
    throw new Refusal('movements.refusal.moreThanMelted', { net: grams(all.net), fine: grams(all.fine) })
  if (melted.isOver && note === '') throw new Refusal('movements.refusal.lossNote', { allowed: grams(melted.allowed) })
  const bar = { ...noGoods, quantity: milli(asked.out), gross: asked.out, net: asked.out, fine: melted.fine }
  const into = await inLot(tx, businessId, { lot, fineness: asked.fineness, branchId }, actor)
  const comes = [{ ...kept(lot, into), goods: { ...bar, value: melted.value } }, ...(stones ? [stones] : [])]
  const paper = { id, form: 'melting', house, party: nobody(house.state), onDate, note, lines: taken } as const
  const number = await writePaper(tx, businessId, paper, actor)
  const gone = { from: ['in-stock'], to: 'melted', kind: 'melted', eventDocumentId: id, onDate } as const
  const pieces = taken.flatMap(({ piece }) => piece ?? [])
  const moves = await movePieces(tx, businessId, pieces, gone, actor)
  const fromLots = taken.filter(({ piece }) => !piece)
  const amounts = [
    ['stock-wastage', melted.lossValue],
    ['stock', negate(melted.lossValue)],
  ] as const
  const voucherId = await postStock(tx, businessId, { documentId: id, onDate, narration: number, amounts }, actor)
  const outs = fromLots.map((line) => stockMove({ ...line, branchId }, -1n))
  const ins = comes.map((line) => stockMove({ ...line, branchId }, 1n))
  const figures = figuresOf(all, melted, asked)
  await writeMoves(
    tx,
    businessId,
    [...moves, ...outs, ...ins],
    { kind: 'melting', onDate, documentId: id, voucherId, note: note || number },
    actor,
  )
  await together([
    changeLots(tx, businessId, [
      ...fromLots.map(({ lotId, goods }) => ({ lotId, goods, sign: -1n as const })),
      ...comes.map(({ lotId, goods }) => ({ lotId, goods, sign: 1n as const })),
    ]),
    insertLines(tx, businessId, id, [...taken, ...comes]),
    finish(tx, businessId, { id, state: 'done', documentId: id, value: all.value, figures, closed: '' }, actor),
    writeEvent(tx, businessId, { movementId: id, kind: 'melted', words: note, amount: all.value, voucherId }, actor),
    audit(tx, businessId, actor, {
      action: 'metal.melted',
      entity: 'melting',
      entityId: id,
      after: {
        number,
        goods: taken.map(({ about }) => about).join(', '),
        out_mg: asked.out,
        loss_paise: melted.lossValue,
      },
    }),
  ])
}

/** What its page and its slip tell: grams and their loss against what is allowed. */
const figuresOf = (
  all: Goods,
  melted: Melting,
  { out, allowanceBp, fineness }: MeltingRequest,
): Record<string, string> => ({
  ...{ net_in: String(all.net), fine_in: String(all.fine), net_out: String(out), fine_out: String(melted.fine) },
  ...{ loss_bp: String(melted.lossBp), allowance_bp: String(allowanceBp), loss_paise: String(melted.lossValue) },
  ...{ touch: String(fineness), is_over: melted.isOver ? 'yes' : '' },
})

function targetOf(lot: LotFacts | undefined, branchId: string, kind: 'metal' | 'stones'): LotFacts {
  const fits = lot && lot.branchId === branchId && (lot.kind === 'stones') === (kind === 'stones')
  if (!fits) throw new Refusal(kind === 'stones' ? 'movements.refusal.noPacket' : 'movements.refusal.noLot')
  return lot
}

/** A lot holds metal of one fineness: another has a lot of its own beside it. */
const inLot = (
  tx: Tx,
  businessId: string,
  { lot, fineness, branchId }: { lot: LotFacts; fineness: number; branchId: string },
  actor: Actor,
): Promise<string> =>
  lot.fineness === fineness || lot.net === 0n
    ? Promise.resolve(lot.id)
    : lotAt(tx, businessId, { ...lot, fineness, branchId: '' }, branchId, actor)

const kept = ({ itemId, itemName, name, hsn, purity }: LotFacts, lotId: string) => ({
  ...{ side: 'in' as const, itemId, pieceId: null, lotId, words: itemName, about: `${name} · ${purity}`, hsn },
  unit: 'GMS',
})

function stonesOf(
  taken: readonly TakenGoods[],
  { stones, branchId }: MeltingRequest,
  lots: ReadonlyMap<string, LotFacts>,
  value: Paise,
) {
  const pieces = taken.flatMap(({ piece }) => piece ?? [])
  const carat = pieces.reduce((all, one) => all + one.carat, 0n)
  const gross = pieces.reduce((all, one) => all + one.stoneWeight, 0n)
  if (carat === 0n && gross === 0n) return undefined
  if (!stones) throw new Refusal('movements.refusal.noPacket')
  if (stones.value > value) throw new Refusal('movements.refusal.stonesValue')
  const lot = targetOf(lots.get(stones.lotId), branchId, 'stones')
  // A fifth of a gram is a carat; stones whose weight was not noted weigh what their carats say.
  const weight = gross > 0n ? gross : carat / 5n
  const count = pieces.reduce((all, one) => all + one.stones.reduce((n, stone) => n + stone.pieces, 0), 0)
  const goods = {
    ...noGoods,
    quantity: milli(weight),
    gross: mg(weight),
    carat: mct(carat),
    pieces: count,
    value: stones.value,
  }
  return { ...kept(lot, lot.id), about: lot.name, goods }
}
