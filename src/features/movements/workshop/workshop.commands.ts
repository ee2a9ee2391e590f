import type { Actor } from '../../../core/actor.ts'
import type { IsoDate } from '../../../core/dates.ts'
import { type Goods, sumGoods } from '../../../core/goods.ts'
import { negate, type Paise, rupees, sum, zero } from '../../../core/money.ts'
import { carats, grams, type Mct, type Mg } from '../../../core/weight.ts'
import { type Work, type WorkProblem, workGoods } from '../../../core/workshop.ts'
import type { Tx } from '../../../db/tenant.ts'
import { together } from '../../../db/together.ts'
import { audit } from '../../audit/index.ts'
import { findBranchHouse } from '../../old-gold/index.ts'
import { movePieces, writePieces } from '../../pieces/index.ts'
import type { NewMove } from '../../stock/index.ts'
import { type GoodsFacts, lockGoods } from '../goods/goods.facts.ts'
import { changeLots, partMoves, receiveItems, stockMove, writeMoves } from '../goods/goods.moving.ts'
import { type AskedGoods, type TakenGoods, takeGoods } from '../goods/goods.taking.ts'
import { claim, finish, insertLines, nobody, postStock, writeEvent, writePaper } from '../movements.writes.ts'
import { type MadeGoods, type MadeLine, MadeRefused, madeField, prepareMade } from './workshop.makes.ts'

export interface WorkshopRequest {
  readonly id: string
  readonly branchId: string
  readonly lines: readonly AskedGoods[]
  readonly makes: readonly MadeLine[]
  /** As they were weighed. */
  readonly loss: Mg
  readonly lostStones: Mct
  /** None: as the fine metal that is lost. */
  readonly lossCost: Paise | null
  /** What the work cost; it waits for its bill. */
  readonly extra: Paise
  readonly note: string
}

/**
 * Pieces, lots and items become others at the bench: a set of its pieces, a piece taken apart. Weights balance but for the
 * loss that is stated, and the cost goes with the fine metal or as it is said; the loss is an expense. The pieces that went
 * into it are gone, and tell what became of them. The same id once. Throws LineRefused, MadeRefused, NotFound.
 */
export async function workAtBench(
  tx: Tx,
  businessId: string,
  asked: WorkshopRequest,
  actor: Actor,
  onDate: IsoDate,
): Promise<void> {
  const { id, branchId, lines, makes, note } = asked
  const movement = { id, form: 'workshop', state: 'done', branchId, onDate, note, asked: [asked] } as const
  if (!(await claim(tx, businessId, movement, actor))) return
  const house = await findBranchHouse(tx, businessId, branchId)
  const madeRefs = makes.map(({ kind, id: of }) => ({ kind: kind === 'lot' ? kind : ('item' as const), id: of }))
  const facts = await lockGoods(tx, businessId, branchId, [...lines.map(({ ref }) => ref), ...madeRefs])
  const taken = takeGoods(facts, { branchId, lines })
  const prepared = await prepareMade(tx, businessId, { facts, branchId, makes, at: actor.at })
  const work = balanced(asked, taken, prepared)
  const made = prepared.map((line, i) => ({ ...line, goods: { ...line.goods, value: work.values[i] ?? zero } }))
  const paper = { id, form: 'workshop', house, party: nobody(house.state), onDate, note, lines: taken } as const
  const number = await writePaper(tx, businessId, paper, actor)
  const value = sum(taken.map(({ goods }) => goods.value))
  const moving = { asked, facts, taken, made, work, number, onDate }
  const voucherId = await move(tx, businessId, moving, actor)
  await together([
    insertLines(tx, businessId, id, [...taken, ...made]),
    finish(tx, businessId, { id, state: 'done', documentId: id, value, figures: figuresOf(moving), closed: '' }, actor),
    writeEvent(tx, businessId, { movementId: id, kind: 'worked', words: note, amount: value, voucherId }, actor),
    audit(tx, businessId, actor, {
      action: 'bench.worked',
      entity: 'workshop',
      entityId: id,
      after: {
        ...{ number, goods: saidOf(taken), made: saidOf(made), loss_mg: asked.loss, loss_paise: work.lossValue },
        extra_paise: asked.extra,
      },
    }),
  ])
}

interface Moving {
  readonly asked: WorkshopRequest
  readonly facts: GoodsFacts
  readonly taken: readonly TakenGoods[]
  readonly made: readonly MadeGoods[]
  readonly work: Work
  readonly number: string
  readonly onDate: IsoDate
}

/** Out of the stock and into it, in the books and on the pieces. Gives the voucher, if any. */
async function move(tx: Tx, businessId: string, moving: Moving, actor: Actor): Promise<string | null> {
  const { asked, facts, taken, made, work, number, onDate } = moving
  const { id, branchId, extra, note } = asked
  const gone = { from: ['in-stock'], to: 'gone', kind: 'worked', eventDocumentId: id, onDate } as const
  const pieces = taken.flatMap(({ piece }) => piece ?? [])
  const moves = await movePieces(tx, businessId, pieces, { ...gone, note: saidOf(made) }, actor)
  const items = made.filter(isOfItem)
  const received = new Map(receiveItems(facts.levels, items).map((one, i) => [items[i], one]))
  const correction = sum([...received.values()].map((one) => one.correction))
  const amounts = [
    ['stock', extra],
    ['landed-cost', negate(extra)],
    ['stock', negate(work.lossValue)],
    ['stock-wastage', work.lossValue],
    ['stock', negate(correction)],
    ['cost-of-goods', correction],
  ] as const
  const voucherId = await postStock(tx, businessId, { documentId: id, onDate, narration: number, amounts }, actor)
  const out = taken.filter(({ piece }) => !piece).map((line) => stockMove({ ...line, branchId }, -1n))
  const parted = await partMoves(tx, businessId, { facts, branchId, on: () => onDate }, out)
  const comes = made
    .filter(({ piece }) => !piece)
    .map((line) => stockMove({ ...line, branchId, ...received.get(line) }, 1n))
  const tagged = await tagPieces(tx, businessId, moving, actor)
  const happening = { kind: 'assembly', onDate, documentId: id, voucherId, note: note || number } as const
  await writeMoves(tx, businessId, [...moves, ...parted.flat(), ...tagged, ...comes], happening, actor)
  await changeLots(tx, businessId, [
    ...taken.map(({ lotId, goods }) => ({ lotId, goods, sign: -1n as const })),
    ...made.map(({ lotId, goods }) => ({ lotId, goods, sign: 1n as const })),
  ])
  return voucherId
}

const isOfItem = ({ pieceId, lotId }: MadeGoods): boolean => pieceId === null && lotId === null

async function tagPieces(
  tx: Tx,
  businessId: string,
  { asked, taken, made, onDate }: Moving,
  actor: Actor,
): Promise<NewMove[]> {
  const pieces = made.flatMap(({ piece, goods }) => (piece ? [{ ...piece, cost: goods.value }] : []))
  if (pieces.length === 0) return []
  const from = { hash: '', supplierId: null, documentId: asked.id, note: saidOf(taken) }
  return writePieces(tx, businessId, { ...from, pieces, onDate }, actor)
}

/** By tag, by lot, by name: what the history of a piece says of the others, and no longer than a note. */
const saidOf = (lines: readonly { about: string; words: string }[]): string =>
  lines
    .map(({ about, words }) => about.split(' · ')[0] || words)
    .join(', ')
    .slice(0, 300)

/** Throws MadeRefused where weights or costs do not balance, at the field that is about it. */
function balanced(
  { makes, loss, lostStones, lossCost, extra }: WorkshopRequest,
  taken: readonly TakenGoods[],
  prepared: readonly MadeGoods[],
): Work {
  const ins = taken.map(({ goods }) => goods)
  const outs = prepared.map(({ goods }, i) => ({ goods, cost: makes[i]?.cost ?? null }))
  const work = workGoods({ ins, outs, extra, loss, lostStones, lossCost })
  if ('problem' in work) throw refusalOf(work)
  return work
}

function refusalOf(wrong: WorkProblem): MadeRefused {
  switch (wrong.problem) {
    case 'net':
    case 'fine':
    case 'other': {
      const [went, came] = [grams(wrong.went), grams(wrong.came)]
      return new MadeRefused('loss', `movements.refusal.work.${wrong.problem}`, { went, came })
    }
    case 'stones':
      return new MadeRefused('lost_stones', 'movements.refusal.work.stones', {
        ...{ went: carats(wrong.went), came: carats(wrong.came) },
      })
    case 'cost':
      return new MadeRefused(madeField(wrong.at, 'cost'), 'movements.refusal.work.cost')
    case 'costOver':
    case 'costLeft':
    case 'lossCost':
      return new MadeRefused('loss_cost', `movements.refusal.work.${wrong.problem}`, { left: rupees(wrong.left) })
  }
}

/** What its page tells: grams that went in and came out, and what was lost. */
function figuresOf({ asked, taken, made, work }: Moving): Record<string, string> {
  const all = (lines: readonly { goods: Goods }[]) => sumGoods(lines.map(({ goods }) => goods))
  const [went, came] = [all(taken), all(made)]
  return {
    ...{ net_in: String(went.net), fine_in: String(went.fine), net_out: String(came.net), fine_out: String(came.fine) },
    ...{ loss: String(asked.loss), loss_fine: String(work.lossFine), loss_carat: String(asked.lostStones) },
    ...{ loss_paise: String(work.lossValue), extra: String(asked.extra) },
  }
}
