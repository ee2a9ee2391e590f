import type { Actor } from '../../../core/actor.ts'
import type { IsoDate } from '../../../core/dates.ts'
import { Refusal } from '../../../core/errors.ts'
import { partOf } from '../../../core/goods.ts'
import { negate, sum } from '../../../core/money.ts'
import { milli, quantity as shown } from '../../../core/quantity.ts'
import type { Mg } from '../../../core/weight.ts'
import { named } from '../../../db/named.ts'
import type { Tx } from '../../../db/tenant.ts'
import { together } from '../../../db/together.ts'
import { audit } from '../../audit/index.ts'
import { lockPieces, movePieces } from '../../pieces/index.ts'
import { LineRefused } from '../goods/goods.taking.ts'
import { lockMovement, type Movement } from '../movements.queries.ts'
import type { MovementHead, MovementLine } from '../movements.types.ts'
import { finish, postStock, writeEvent } from '../movements.writes.ts'
import { type Arriving, arrive, closeLines } from './arriving.ts'

const forms = ['transfer'] as const

/** What was counted of a line: nothing where nothing was there. */
export interface Counted {
  readonly line: number
  /** Of an item in thousandths; of a lot its net grams, stones their gross, in milligrams. */
  readonly quantity: bigint
  readonly gross?: Mg
}

export interface ReceiptRequest {
  readonly id: string
  readonly tags: readonly string[]
  readonly counted: readonly Counted[]
  readonly note: string
}

/**
 * What was found of a transfer comes into the other branch; what was not stays in transit until it is settled. Throws
 * Refusal 409 with who and when where it was received or cancelled before, for a tag that was not sent, LineRefused for more
 * than was sent.
 */
export async function receiveTransfer(
  tx: Tx,
  businessId: string,
  { id, tags, counted, note }: ReceiptRequest,
  actor: Actor,
  onDate: IsoDate,
): Promise<{ isWhole: boolean }> {
  const found = await lockMovement(tx, businessId, { id, forms })
  const { head, lines } = found
  refuseClosed(head)
  const parts = [...piecesFound(lines, tags), ...goodsFound(lines, counted)]
  if (parts.length === 0) throw new Refusal('movements.refusal.nothingCounted')
  const branchId = head.toBranchId ?? head.branchId
  const voucherId = await arrive(tx, businessId, { head, branchId, parts, onDate }, actor)
  const isWhole = lines.every(({ line, open }) => {
    const part = parts.find((one) => one.line.line === line)
    return part?.goods.quantity === open.quantity
  })
  const value = sum(parts.map(({ goods }) => goods.value))
  await together([
    finish(tx, businessId, { id, state: isWhole ? 'received' : 'differs', closed: note }, actor),
    writeEvent(tx, businessId, { movementId: id, kind: 'received', words: note, amount: value, voucherId }, actor),
    audit(tx, businessId, actor, {
      action: 'transfer.received',
      entity: 'transfer',
      entityId: id,
      after: { number: head.number, lines: parts.length, is_whole: isWhole, value_paise: value },
    }),
  ])
  return { isWhole }
}

function refuseClosed({ state, closedByName, closedAt }: MovementHead): void {
  if (state === 'in-transit') return
  const values = { name: closedByName, at: closedAt?.toISOString().slice(0, 10) ?? '' }
  throw new Refusal(state === 'cancelled' ? 'movements.refusal.cancelled' : 'movements.refusal.received', values, 409)
}

function piecesFound(lines: readonly MovementLine[], tags: readonly string[]): Arriving[] {
  return [...new Set(tags.map((tag) => tag.trim().toUpperCase()).filter(Boolean))].map((tag) => {
    const line = lines.find((one) => one.pieceId !== null && one.open.quantity > 0n && tagOf(one) === tag)
    if (!line) throw new Refusal('movements.refusal.notSent', { tag }, 409)
    return { line, goods: line.open }
  })
}

/** Its tag stands first in what the line says of a piece. */
const tagOf = ({ about }: Pick<MovementLine, 'about'>): string => about.split(' · ')[0] ?? ''

function goodsFound(lines: readonly MovementLine[], counted: readonly Counted[]): Arriving[] {
  return counted.flatMap(({ line: number, quantity, gross }) => {
    const line = lines.find((one) => one.line === number && one.pieceId === null)
    if (!line || quantity === 0n) return []
    const { open, words } = line
    if (quantity > open.quantity)
      throw new LineRefused(number, 'movements.refusal.overSent', { words, sent: shown(open.quantity) })
    return [{ line, goods: partOf(open, milli(quantity), gross === undefined ? {} : { gross }) }]
  })
}

export interface Settling {
  readonly id: string
  readonly line: number
  readonly outcome: 'found' | 'written-off'
  readonly note: string
}

/** What was short of a line was found after all, or is given up; a write-off stands as an adjustment. Throws Refusal 409. */
export async function settleDifference(
  tx: Tx,
  businessId: string,
  { id, line: number, outcome, note }: Settling,
  actor: Actor,
  onDate: IsoDate,
): Promise<void> {
  const { head, lines } = await lockMovement(tx, businessId, { id, forms })
  const line = lines.find((one) => one.line === number)
  if (head.state !== 'differs' || !line || line.open.quantity === 0n)
    throw new Refusal('movements.refusal.nothingOpen', {}, 409)
  const part = { line, goods: line.open, outcome, note }
  const branchId = head.toBranchId ?? head.branchId
  const voucherId =
    outcome === 'found'
      ? await arrive(tx, businessId, { head, branchId, parts: [part], onDate }, actor)
      : await writeOff(tx, businessId, { head, part, onDate }, actor)
  const isLast = lines.every((one) => one.line === number || one.open.quantity === 0n)
  const amount = line.open.value
  await together([
    finish(tx, businessId, { id, state: isLast ? 'received' : 'differs' }, actor),
    writeEvent(
      tx,
      businessId,
      { movementId: id, kind: outcome, words: [line.about || line.words, note].join(': '), amount, voucherId },
      actor,
    ),
    audit(tx, businessId, actor, {
      action: `transfer.${outcome}`,
      entity: 'transfer',
      entityId: id,
      after: { number: head.number, goods: line.about || line.words, reason: note, value_paise: amount },
    }),
  ])
}

async function writeOff(
  tx: Tx,
  businessId: string,
  { head, part, onDate }: { head: MovementHead; part: Arriving; onDate: IsoDate },
  actor: Actor,
): Promise<string | null> {
  const pieces = await lockPieces(tx, businessId, part.line.pieceId === null ? [] : [part.line.pieceId])
  const lost = { from: ['in-transit'], to: 'missing', kind: 'missed', eventDocumentId: head.id, onDate } as const
  await movePieces(tx, businessId, pieces, { ...lost, note: part.note ?? '' }, actor)
  const { value } = part.goods
  const amounts = [
    ['stock-adjustment', value],
    ['stock-in-transit', negate(value)],
  ] as const
  const narration = [head.number, part.note].filter(Boolean).join(': ')
  const voucherId = await postStock(tx, businessId, { documentId: head.id, onDate, narration, amounts }, actor)
  await closeLines(tx, businessId, head.id, [part])
  return voucherId
}

/** Brings back what is still on the road: only before anything of it was received. Throws Refusal 409 with who and when. */
export async function cancelTransfer(
  tx: Tx,
  businessId: string,
  { id, reason }: { id: string; reason: string },
  actor: Actor,
  onDate: IsoDate,
): Promise<Movement> {
  const found = await lockMovement(tx, businessId, { id, forms })
  const { head, lines } = found
  refuseClosed(head)
  const parts = lines.map((line) => ({ line, goods: line.open, outcome: 'cancelled', note: reason }))
  const voucherId = await arrive(tx, businessId, { head, branchId: head.branchId, parts, onDate }, actor)
  await together([
    named(tx, paperCancelled, [businessId, id, actor.userId, actor.at, reason]),
    finish(tx, businessId, { id, state: 'cancelled', closed: reason }, actor),
    writeEvent(
      tx,
      businessId,
      { movementId: id, kind: 'cancelled', words: reason, amount: head.value, voucherId },
      actor,
    ),
    audit(tx, businessId, actor, {
      action: 'transfer.cancelled',
      entity: 'transfer',
      entityId: id,
      after: { number: head.number, reason },
    }),
  ])
  return found
}

const paperCancelled = {
  name: 'movements.paper.cancel',
  text: `
    update document set state = 'cancelled', cancelled_by = $3, cancelled_at = $4, cancel_reason = $5
    where business_id = $1 and id = $2`,
}
