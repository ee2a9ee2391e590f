import type { Actor } from '../../../core/actor.ts'
import type { AccountRole } from '../../../core/chart.ts'
import type { IsoDate } from '../../../core/dates.ts'
import { Refusal } from '../../../core/errors.ts'
import { negate, type Paise, paise, subtract, sum, zero } from '../../../core/money.ts'
import { type AdjustmentReason, adjustmentOf, mustWait } from '../../../core/stock-adjustment.ts'
import { taxOn } from '../../../core/tax.ts'
import { named } from '../../../db/named.ts'
import type { Tx } from '../../../db/tenant.ts'
import { together } from '../../../db/together.ts'
import { audit } from '../../audit/index.ts'
import { findBranchHouse } from '../../old-gold/index.ts'
import type { NewMove } from '../../stock/index.ts'
import { type GoodsFacts, lockGoods } from '../goods/goods.facts.ts'
import { changeLots, receiveItems, writeMoves } from '../goods/goods.moving.ts'
import { type AskedGoods, type TakenGoods, takeGoods } from '../goods/goods.taking.ts'
import { lockMovement } from '../movements.queries.ts'
import type { MovementLine } from '../movements.types.ts'
import { claim, finish, insertLines, nobody, postStock, writeEvent, writePaper } from '../movements.writes.ts'
import { goodsMoves, type Line, pieceMoves, ratesOf } from './adjusting.moves.ts'
import { foundGoods } from './found.ts'
import { adjustmentLimit } from './limit.commands.ts'

export interface AdjustedGoods extends AskedGoods {
  readonly way: 'more' | 'less'
  readonly reason: AdjustmentReason
}

export interface AdjustmentRequest {
  readonly id: string
  readonly branchId: string
  readonly lines: readonly AdjustedGoods[]
  readonly note: string
  /** Takes back the input tax of what goes: CGST Act, section 17(5)(g) and (h). */
  readonly givesCreditBack: boolean
}

export interface Deciding {
  readonly onDate: IsoDate
  readonly isOwner: boolean
}

const forms = ['adjustment'] as const

/**
 * Puts stock right, line by line with its reason. Above the shop's limit nothing moves until someone else allows it. The
 * same id once. Says whether it waits. Throws LineRefused.
 */
export async function adjustGoods(
  tx: Tx,
  businessId: string,
  asked: AdjustmentRequest,
  actor: Actor,
  { onDate, isOwner }: Deciding,
): Promise<{ isWaiting: boolean }> {
  const { id, branchId, note } = asked
  const movement = { id, form: 'adjustment', state: 'waiting', branchId, onDate, note, asked: [asked] } as const
  if (!(await claim(tx, businessId, movement, actor))) {
    const { head } = await lockMovement(tx, businessId, { id, forms })
    return { isWaiting: head.state === 'waiting' }
  }
  const { facts, lines } = await valued(tx, businessId, asked, onDate)
  const limit = await adjustmentLimit(tx, businessId)
  const values = lines.map(({ goods }) => goods.value)
  const figures = { gives_credit_back: asked.givesCreditBack ? 'yes' : '' }
  if (!mustWait(values, { limit, isOwner })) {
    await perform(tx, businessId, { id, branchId, note, facts, lines, onDate, figures }, actor)
    return { isWaiting: false }
  }
  const value = sum(values)
  await together([
    insertLines(tx, businessId, id, lines),
    finish(tx, businessId, { id, state: 'waiting', value, figures }, actor),
    writeEvent(tx, businessId, { movementId: id, kind: 'asked', words: note, amount: value }, actor),
    audit(tx, businessId, actor, {
      action: 'adjustment.asked',
      entity: 'adjustment',
      entityId: id,
      after: { lines: lines.length, value_paise: value, note },
    }),
  ])
  return { isWaiting: true }
}

/** What it asked for is valued anew and moves now. Throws Refusal for one's own, unless an owner's, and where it is decided. */
export async function approveAdjustment(
  tx: Tx,
  businessId: string,
  id: string,
  actor: Actor,
  { onDate, isOwner }: Deciding,
): Promise<void> {
  const { head, lines: kept } = await lockWaiting(tx, businessId, id)
  if (head.askedBy === actor.userId && !isOwner) throw new Refusal('movements.refusal.ownRequest', {}, 409)
  const { branchId, note, figures } = head
  const givesCreditBack = figures['gives_credit_back'] === 'yes'
  const asked = { id, branchId, note, givesCreditBack, lines: kept.map(askedAgain) }
  const { facts, lines } = await valued(tx, businessId, asked, onDate)
  await named(tx, linesRemove, [businessId, id])
  await perform(tx, businessId, { id, branchId, note, facts, lines, onDate, figures }, actor)
}

/** Nothing moved and nothing will. One's own may be taken back by anyone; another's only by who may approve it. */
export async function refuseAdjustment(
  tx: Tx,
  businessId: string,
  { id, reason, mayApprove }: { id: string; reason: string; mayApprove: boolean },
  actor: Actor,
): Promise<void> {
  const { head } = await lockWaiting(tx, businessId, id)
  if (!mayApprove && head.askedBy !== actor.userId) throw new Refusal('movements.refusal.notYours', {}, 409)
  await together([
    finish(tx, businessId, { id, state: 'refused', closed: reason }, actor),
    writeEvent(tx, businessId, { movementId: id, kind: 'refused', words: reason }, actor),
    audit(tx, businessId, actor, {
      action: 'adjustment.refused',
      entity: 'adjustment',
      entityId: id,
      after: { reason },
    }),
  ])
}

async function lockWaiting(tx: Tx, businessId: string, id: string) {
  const found = await lockMovement(tx, businessId, { id, forms })
  const { state, closedByName } = found.head
  if (state !== 'waiting') throw new Refusal('movements.refusal.decided', { name: closedByName }, 409)
  return found
}

function askedAgain(line: MovementLine): AdjustedGoods {
  const { pieceId, lotId, batchId, itemId, goods, side, reason } = line
  const ref = pieceId
    ? { kind: 'piece' as const, id: pieceId }
    : lotId
      ? { kind: 'lot' as const, id: lotId }
      : { kind: 'item' as const, id: itemId }
  const { quantity, gross, net, pieces } = goods
  const batch = batchId === null ? {} : { batchId }
  return { ...batch, ref, quantity, gross, net, pieces, way: side === 'in' ? 'more' : 'less', reason: reasonOf(reason) }
}

function reasonOf(text: string): AdjustmentReason {
  switch (text) {
    case 'broken':
    case 'expired':
    case 'theft':
    case 'own-use':
    case 'sample':
    case 'wastage':
      return text
    default:
      return 'counted'
  }
}

async function valued(
  tx: Tx,
  businessId: string,
  { branchId, lines, givesCreditBack }: AdjustmentRequest,
  onDate: IsoDate,
): Promise<{ facts: GoodsFacts; lines: Line[] }> {
  const refs = lines.map(({ ref }) => ref)
  const facts = await lockGoods(tx, businessId, branchId, refs)
  const rates = givesCreditBack ? await ratesOf(tx, businessId, facts, onDate) : new Map<string, number>()
  // What goes is taken one line after the other, each at its own place in the form.
  const going = lines.map((line) => (line.way === 'less' ? line : undefined))
  const taken = new Map<number, TakenGoods>()
  takeGoods(facts, { branchId, lines: going.flatMap((line) => line ?? []) }).forEach((one, at) => {
    taken.set(indexOfNth(going, at), one)
  })
  return {
    facts,
    lines: lines.map((line, i) => {
      const goods = taken.get(i) ?? foundGoods(facts, branchId, line, i)
      const { cgst, sgst } = taxOn(goods.goods.value, rates.get(goods.itemId) ?? 0, 'intra')
      const credit = line.way === 'less' ? paise(cgst + sgst) : zero
      return { ...goods, reason: line.reason, credit }
    }),
  }
}

/** Where the so-many-eth line that is there stands. */
function indexOfNth(lines: readonly unknown[], nth: number): number {
  const there = lines.flatMap((line, i) => (line === undefined ? [] : [i]))
  return there[nth] ?? nth
}

interface Performing {
  readonly id: string
  readonly branchId: string
  readonly note: string
  readonly facts: GoodsFacts
  readonly lines: readonly Line[]
  readonly onDate: IsoDate
  readonly figures: Readonly<Record<string, string>>
}

async function perform(
  tx: Tx,
  businessId: string,
  { id, branchId, note, facts, lines, onDate, figures }: Performing,
  actor: Actor,
): Promise<void> {
  const house = await findBranchHouse(tx, businessId, branchId)
  const paper = { id, form: 'adjustment', house, party: nobody(house.state), onDate, note, lines } as const
  const number = await writePaper(tx, businessId, paper, actor)
  const isItem = (line: Line) => !line.piece && !line.lot
  const found = lines.filter((line) => line.side === 'in' && isItem(line))
  const received = receiveItems(facts.levels, found)
  const receivedOf = new Map(found.map((line, i) => [line, received[i]]))
  const amounts = lines.flatMap((line) => postingsOf(line, receivedOf.get(line)?.moved ?? line.goods.value))
  const voucherId = await postStock(tx, businessId, { documentId: id, onDate, narration: number, amounts }, actor)
  const movesOf = await goodsMoves(tx, businessId, { facts, branchId, onDate, lines, receivedOf })
  for (const kind of new Set(lines.map(({ reason }) => adjustmentOf(reason).kind))) {
    const some = lines.filter(({ reason }) => adjustmentOf(reason).kind === kind)
    const moves: NewMove[] = await pieceMoves(tx, businessId, { id, branchId, lines: some, onDate, note }, actor)
    moves.push(...some.flatMap((line) => movesOf.get(line) ?? []))
    const happening = { kind, onDate, documentId: id, voucherId, note: note || number }
    await writeMoves(tx, businessId, moves, happening, actor)
  }
  const value = sum(lines.map(({ goods }) => goods.value))
  await together([
    changeLots(
      tx,
      businessId,
      lines.map(({ lotId, goods, side }) => ({ lotId, goods, sign: side === 'in' ? 1n : -1n })),
    ),
    insertLines(tx, businessId, id, lines),
    finish(tx, businessId, { id, state: 'done', documentId: id, onDate, value, figures, closed: '' }, actor),
    writeEvent(tx, businessId, { movementId: id, kind: 'adjusted', words: note, amount: value, voucherId }, actor),
    audit(tx, businessId, actor, {
      action: 'stock.adjusted',
      entity: 'adjustment',
      entityId: id,
      after: { number, goods: lines.map(saidOf).join(', '), value_paise: value, note },
    }),
  ])
}

const saidOf = ({ about, words, reason, side }: Line): string =>
  `${side === 'in' ? '+' : '-'} ${about || words}: ${reason}`

function postingsOf({ side, goods, reason, credit }: Line, moved: Paise): (readonly [AccountRole, Paise])[] {
  const { role } = adjustmentOf(reason)
  if (side === 'in')
    return [
      ['stock', moved],
      ['cost-of-goods', subtract(goods.value, moved)],
      [role, negate(goods.value)],
    ]
  const half = paise(-credit / 2n)
  return [
    ['stock', negate(goods.value)],
    [role, paise(goods.value + credit)],
    ['input-cgst', half],
    ['input-sgst', half],
  ]
}

const linesRemove = {
  name: 'movements.lines.remove',
  text: 'delete from movement_line where business_id = $1 and movement_id = $2',
}
