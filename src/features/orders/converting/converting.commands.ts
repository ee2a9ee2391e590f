import type { Actor } from '../../../core/actor.ts'
import { Refusal } from '../../../core/errors.ts'
import { divRound, type Paise, paise, subtract, wholeRupees } from '../../../core/money.ts'
import { quantity } from '../../../core/quantity.ts'
import { carats, type Mct } from '../../../core/weight.ts'
import { named } from '../../../db/named.ts'
import type { Tx } from '../../../db/tenant.ts'
import {
  blankLine,
  claimPiece,
  type Desk,
  lookAt,
  saveDraft,
  type TypedBill,
  type TypedLine,
  withFields,
} from '../../sales/index.ts'
import { findOrder, type OrderLine } from '../showing/showing.queries.ts'

export interface IntoBill {
  readonly orderId: string
  /** The bill in the making, with what is on it already. */
  readonly draftId: string
  readonly bill: TypedBill
  /** Lines of the order; all that are open where none is named. */
  readonly lines: readonly number[]
}

/**
 * Takes what is open of an order into a bill in the making: the pieces that are kept for it, items by their quantity, and
 * the advances as far as the bill needs them. An article that was ordered in words is scanned at the counter, where the
 * order's rate holds for it. Throws NotFound, Refusal 409 for an order that is done.
 */
export async function takeIntoBill(
  tx: Tx,
  businessId: string,
  { orderId, draftId, bill, lines }: IntoBill,
  { actor, desk }: { actor: Actor; desk: Desk },
): Promise<{ number: string; toScan: number }> {
  const { order, lines: ordered, advances } = await findOrder(tx, businessId, orderId)
  const { number, state } = order
  if (state !== 'open' && state !== 'part-delivered') throw new Refusal('orders.refusal.done', { number }, 409)
  const wanted = ordered.filter(({ line, left }) => left > 0n && (lines.length === 0 || lines.includes(line)))
  const has = (line: OrderLine) => bill.lines.some((one) => one.order === orderId && isOf(one, line))
  const packets = await packetsFor(tx, businessId, wanted, order.branchId)
  const isSellable = (line: OrderLine) => isListed(line) || packets.has(line.line)
  const added = wanted.filter((line) => isSellable(line) && !has(line))
  const first = 1 + Math.max(0, ...bill.lines.map(({ n }) => n))
  const typed = added.map((line, i) => lineOf(line, packets.get(line.line), { orderId, n: first + i }))
  const made = withFields(
    { ...bill, takes: {}, lines: [...bill.lines, ...typed] },
    { party: order.partyId, from: orderId },
  )
  const { settled } = await lookAt(tx, businessId, { id: draftId, bill: made }, desk)
  const taken = { ...made, takes: takesOf(advances, settled.toPay) }
  await saveDraft(tx, businessId, { id: draftId, bill: taken }, actor)
  for (const { pieceId } of added) if (pieceId) await claimPiece(tx, businessId, { pieceId, draftId }, desk)
  return { number, toScan: wanted.filter((line) => !isSellable(line)).length }
}

const isListed = ({ pieceId, itemId, tracking }: OrderLine): boolean =>
  pieceId !== null || (itemId !== null && tracking === null)

const isOf = (typed: TypedLine, { pieceId, itemId }: OrderLine): boolean =>
  pieceId ? typed.piece === pieceId : typed.piece === '' && typed.item === itemId

function lineOf(
  line: OrderLine,
  packet: Packet | undefined,
  { orderId, n }: { orderId: string; n: number },
): TypedLine {
  const { itemId, pieceId, left, leftCarat, making, wastage } = line
  const base = { ...blankLine, n, item: itemId ?? '', order: orderId }
  if (pieceId) return { ...base, piece: pieceId, making, wastage }
  if (packet) return { ...base, lot: packet.id, net: carats(leftCarat), rate: packet.hasRate ? '' : rateOf(line) }
  return { ...base, quantity: quantity(left) }
}

/** Of a carat, as the order has it: for stones that have no rate of their own. */
function rateOf({ price, carat }: OrderLine): string {
  return price > 0n ? wholeRupees(paise(divRound(price * 1000n, carat, 'half-up'))) : ''
}

interface Packet {
  readonly id: string
  readonly itemId: string
  readonly free: Mct
  readonly hasRate: boolean
}

/** The packets that have the carats of lines that are ordered by the carat, by line; what none has is scanned. */
async function packetsFor(
  tx: Tx,
  businessId: string,
  lines: readonly OrderLine[],
  branchId: string,
): Promise<ReadonlyMap<number, Packet>> {
  const wanted = lines.filter(({ itemId, tracking, leftCarat }) => itemId && tracking === 'lot' && leftCarat > 0n)
  if (wanted.length === 0) return new Map()
  const ids = wanted.map(({ itemId }) => itemId)
  const packets = await named<Packet>(tx, packetsOf, [businessId, branchId, ids])
  const free = new Map(packets.map(({ id, free }) => [id, BigInt(free)]))
  return new Map(
    wanted.flatMap(({ line, itemId, leftCarat }) => {
      const packet = packets.find((one) => one.itemId === itemId && (free.get(one.id) ?? 0n) >= leftCarat)
      if (packet) free.set(packet.id, (free.get(packet.id) ?? 0n) - leftCarat)
      return packet ? [[line, packet] as const] : []
    }),
  )
}

const packetsOf = {
  name: 'orders.packets',
  text: `
    select l.id, l.item_id as "itemId", l.carat_mct - l.held_carat_mct as free, a.own_rate_paise is not null as "hasRate"
    from lot l join article a on a.business_id = l.business_id and a.item_id = l.item_id
    where l.business_id = $1 and l.branch_id = $2 and l.item_id = any($3::uuid[]) and l.kind = 'stones' and l.archived_at is null
    order by l.id`,
}

type Advances = Awaited<ReturnType<typeof findOrder>>['advances']

/** The oldest first, and no more than the bill comes to. */
function takesOf(advances: Advances, toPay: Paise): Record<string, string> {
  let left = toPay
  return Object.fromEntries(
    advances.flatMap(({ itemId, open }) => {
      const isWhole = open <= left
      const amount = isWhole ? open : left
      if (itemId === null || amount <= 0n) return []
      left = subtract(left, amount)
      return [[itemId, wholeRupees(amount)] as const]
    }),
  )
}
