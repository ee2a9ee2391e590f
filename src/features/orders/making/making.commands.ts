import type { Actor } from '../../../core/actor.ts'
import { financialYear, type IsoDate } from '../../../core/dates.ts'
import { Refusal } from '../../../core/errors.ts'
import { divRound, type Paise, paise, rupees, sum, zero } from '../../../core/money.ts'
import { leastAdvance } from '../../../core/order.ts'
import { pricePiece } from '../../../core/piece-price.ts'
import { grams, mct, mg } from '../../../core/weight.ts'
import { named } from '../../../db/named.ts'
import type { Tx } from '../../../db/tenant.ts'
import { together } from '../../../db/together.ts'
import { audit } from '../../audit/index.ts'
import { type CurrentRate, currentRates, rateProblem } from '../../board/index.ts'
import { takeNumber } from '../../books/index.ts'
import { lockMoneyOf } from '../../payments/index.ts'
import { askOf, findPieceByCode, lockPieces, movePieces, type PieceFacts } from '../../pieces/index.ts'
import { blankLine, insertDocument, loadFacts, parsePiece, partySnapshot, sellerSnapshot } from '../../sales/index.ts'
import { type AdvanceTaken, takeAdvance } from './advance.commands.ts'
import { nameOf, type OrderedLine, type OrderRequest } from './making.form.ts'
import { itemsNamed, type ListedItem, listedAt, stonesAt } from './making.prices.ts'

/** An order that is refused, at the field of its form. */
export class OrderRefused extends Refusal {
  override name = 'OrderRefused'
  readonly field: string

  constructor(field: string, key: string, values: Record<string, string | number> = {}, status: 409 | 422 = 422) {
    super(key, values, status)
    this.field = field
  }
}

export interface OrderOptions {
  readonly branchId?: string | undefined
  readonly today: IsoDate
}

/**
 * Writes an order with its advance: the paper, its articles, the pieces that are kept for it, and the receipt. The same id
 * again answers with the first. Throws OrderRefused at a field, Refusal 409 for a piece that another has taken, NotFound.
 */
export async function createOrder(
  tx: Tx,
  businessId: string,
  request: OrderRequest,
  actor: Actor,
  { branchId, today }: OrderOptions,
): Promise<{ number: string; receipt: AdvanceTaken | undefined }> {
  const hash = JSON.stringify(request, (_key, part) => (typeof part === 'bigint' ? String(part) : part))
  // The party first, then pieces, then numbers: as every bill and receipt takes them.
  await lockMoneyOf(tx, businessId, request.partyId)
  const [loaded, rates, [setting]] = await together([
    loadFacts(tx, businessId, asBill(request, today), { branchId, isLook: true, at: actor.at, by: actor.userId }),
    currentRates(tx, businessId, actor.at),
    named<{ bp: number }>(tx, advanceOf, [businessId]),
  ])
  const { existing, house, party } = loaded
  if (existing) {
    if (existing.requestHash !== hash) throw new Refusal('sales.refusal.otherBody', {}, 409)
    return { number: existing.number, receipt: undefined }
  }
  const pieces = await lockTagged(tx, businessId, request, house.branchId)
  const words = request.lines.flatMap((line) => (pieces.has(line.tag) ? [] : [line.words]))
  const items = await itemsNamed(tx, businessId, { words, partyId: request.partyId, onDate: today })
  const lines = request.lines.map((line) => makeLine(line, { pieces, rates, items }))
  const total = sum(lines.map(({ price, quantity }) => paise(divRound(price * quantity, 1000n, 'half-up'))))
  const booking = bookingOf(request, lines, rates)
  const least = leastAdvance(total, setting?.bp ?? 0)
  if (request.basis === 'booked' && request.advance.amount < least)
    throw new OrderRefused('advance', 'orders.refusal.advanceTooSmall', { least: rupees(least) })
  const fyLabel = financialYear(today, house.fyStartMonth).label
  const series = { documentKind: 'sales-order', branchId: house.branchId, fyLabel, defaultPrefix: 'SO' }
  const { seriesId, number } = await takeNumber(tx, businessId, series)
  const snapshots = { party: partySnapshot(asBill(request, today), party), seller: sellerSnapshot(house) }
  const document = {
    ...{ id: request.id, kind: 'sales-order', from: request.from, seriesId, number, branchId: house.branchId },
    ...{ partyId: request.partyId, ...snapshots, note: request.note, requestHash: hash },
  }
  const kept = lines.flatMap(({ piece }) => piece ?? [])
  await together([
    insertDocument(tx, businessId, document, paperOf(total, request, today, house.state), actor),
    named(tx, orderInsert, [businessId, request.id, request.dueOn, request.basis, ...booking]),
    named(tx, linesInsert, [businessId, request.id, ...columnsOf(lines)]),
    movePieces(
      tx,
      businessId,
      kept,
      { from: ['in-stock'], to: 'reserved', kind: 'reserved', documentId: request.id, onDate: today },
      actor,
    ),
    audit(tx, businessId, actor, {
      action: 'order.taken',
      entity: 'order',
      entityId: request.id,
      after: { number, party: snapshots.party.name, due_on: request.dueOn, total_paise: total, basis: request.basis },
    }),
  ])
  const { id: orderId, receiptId, partyId, advance } = request
  const asked = { orderId, receiptId, partyId, number, advance, onDate: today }
  const receipt = advance.amount > 0n ? await takeAdvance(tx, businessId, asked, actor, { branchId }) : undefined
  return { number, receipt }
}

const asBill = ({ id, partyId, note }: OrderRequest, onDate: IsoDate) => ({
  ...{ id, onDate, note, lines: [], tenders: [], placeOfSupply: null },
  buyer: { kind: 'party', partyId } as const,
  billDiscount: { kind: 'none' } as const,
})

async function lockTagged(
  tx: Tx,
  businessId: string,
  { lines }: OrderRequest,
  branchId: string,
): Promise<ReadonlyMap<string, PieceFacts>> {
  const found: [string, string][] = []
  for (const { tag, row } of lines) {
    if (tag === '') continue
    const piece = await findPieceByCode(tx, businessId, tag)
    const field = nameOf(row, 'tag')
    if (!piece) throw new OrderRefused(field, 'orders.refusal.noPiece', { tag })
    if (piece.branchId !== branchId)
      throw new OrderRefused(field, 'orders.refusal.pieceElsewhere', { tag: piece.tag, branch: piece.branchName })
    if (found.some(([, id]) => id === piece.id)) throw new OrderRefused(field, 'orders.refusal.pieceTwice', { tag })
    found.push([tag, piece.id])
  }
  const ids = found.map(([, id]) => id)
  const locked = new Map((await lockPieces(tx, businessId, ids)).map((piece) => [piece.id, piece]))
  return new Map(
    found.flatMap(([tag, id]) => {
      const piece = locked.get(id)
      if (piece && piece.state !== 'in-stock') {
        const row = lines.find((line) => line.tag === tag)?.row ?? 0
        const values = { tag: piece.tag, number: piece.documentNumber ?? '' }
        throw new OrderRefused(nameOf(row, 'tag'), 'orders.refusal.pieceTaken', values, 409)
      }
      return piece ? [[tag, piece] as const] : []
    }),
  )
}

interface MadeLine extends Omit<OrderedLine, 'price'> {
  readonly piece: PieceFacts | undefined
  readonly itemId: string | null
  readonly price: Paise
}

interface Shelf {
  pieces: ReadonlyMap<string, PieceFacts>
  rates: readonly CurrentRate[]
  items: ReadonlyMap<string, ListedItem>
}

/**
 * A piece is what it weighs; words that name an item of the shop are that item, at what the customer's lists ask for so many;
 * the rest is said in words.
 */
function makeLine(line: OrderedLine, { pieces, rates, items }: Shelf): MadeLine {
  const rateOf = (id: string | undefined) => rates.find(({ purityId }) => purityId === id)?.sell ?? zero
  const piece = pieces.get(line.tag)
  if (piece) {
    const price = line.price ?? pricePiece(askOf(piece, rateOf(piece.purityId))).total
    const own = {
      weight: piece.net,
      carat: mct(0n),
      purityId: piece.purityId,
      itemId: piece.itemId,
      words: line.words || piece.itemName,
    }
    return { ...line, ...own, piece, price }
  }
  const item = items.get(line.words)
  const listed = item && (stonesAt(item, line.carat) ?? listedAt(item, line.quantity)?.price)
  const price = line.price ?? listed ?? estimateOf(line, rateOf(line.purityId))
  return { ...line, words: item?.name ?? line.words, itemId: item?.id ?? null, piece: undefined, price }
}

/** About what one will cost, before tax and stones: by its weight, the rate and what was agreed. */
function estimateOf(line: OrderedLine, rate: Paise): Paise {
  if (line.weight <= 0n || rate <= 0n) return zero
  const typed = { ...blankLine, n: 0, item: '', lot: 'ordered', net: grams(line.weight) }
  const asked = parsePiece({ ...typed, making: line.making, wastage: line.wastage }, new Map(), {})
  return pricePiece({
    ...{ gross: line.weight, net: line.weight, stoneWeight: mg(0n), otherWeight: mg(0n), basis: 'net', touch: null },
    ...{ saleMode: 'weight', rate, making: asked.making ?? { kind: 'none' }, makingOnWastage: false },
    ...{ wastage: asked.wastage ?? { kind: 'none' }, stones: [], hallmark: zero, other: zero, pieces: 1 },
  }).total
}

/** Which rate is booked, and the board that shows it: today's, of the one purity that is ordered. */
function bookingOf({ basis }: OrderRequest, lines: readonly MadeLine[], rates: readonly CurrentRate[]): unknown[] {
  if (basis === 'delivery') return [null, null, null, '']
  const purities = new Set(lines.flatMap(({ purityId }) => purityId ?? []))
  const [purityId] = purities
  if (purityId === undefined || purities.size > 1) throw new OrderRefused('basis', 'orders.refusal.onePurity')
  const board = rates.find((one) => one.purityId === purityId)
  const problem = rateProblem(board)
  if (problem || !board) throw new OrderRefused('basis', 'orders.refusal.noRate', { purity: board?.name ?? '' })
  if (basis === 'by-weight') return [purityId, null, null, '']
  if (lines.every(({ weight }) => weight === 0n)) throw new OrderRefused('basis', 'orders.refusal.noWeight')
  return [purityId, board.sell, board.sellFrom, board.sellBy ?? '']
}

/** No tax and no line of a bill: what it will come to, about. */
const paperOf = (total: Paise, { dueOn }: OrderRequest, onDate: IsoDate, state: string) => ({
  ...{
    kind: 'bill-of-supply' as const,
    onDate,
    dueOn,
    placeOfSupply: state,
    supply: 'intra' as const,
    supplyReason: '',
  },
  totals: {
    ...{ gross: total, discount: zero, taxable: total, beforeRounding: total, roundOff: zero, payable: total },
    heads: { cgst: zero, sgst: zero, igst: zero, cess: zero },
  },
  ...{ cost: zero, lines: [], tenders: [], change: zero, credit: zero, exchange: null, taken: [], warnings: [] },
})

function columnsOf(lines: readonly MadeLine[]): unknown[] {
  const of = (value: (line: MadeLine) => unknown) => lines.map(value)
  return [
    of(({ itemId }) => itemId),
    of(({ piece }) => piece?.id ?? null),
    of(({ purityId }) => purityId ?? null),
    of(({ words }) => words),
    of(({ quantity }) => quantity),
    of(({ weight }) => weight),
    of(({ carat }) => carat),
    of(({ toleranceBp }) => toleranceBp),
    of(({ size }) => size),
    of(({ stones }) => stones),
    of(({ making }) => making),
    of(({ wastage }) => wastage),
    of(({ price }) => price),
  ]
}

const advanceOf = { name: 'orders.least_advance', text: 'select order_advance_bp as bp from business where id = $1' }

const orderInsert = {
  name: 'orders.insert',
  text: `
    insert into sales_order (business_id, document_id, due_on, state, rate_basis, purity_id, rate_paise, rate_from, rate_by)
    values ($1, $2, $3, 'open', $4, $5, $6, $7, $8)`,
}

const linesInsert = {
  name: 'orders.lines.insert',
  text: `
    insert into sales_order_line (business_id, order_id, line, item_id, piece_id, purity_id, description, quantity_milli, weight_mg,
      carat_mct, tolerance_bp, size, stones, making, wastage, price_paise)
    select $1, $2, l.line, l.item, l.piece, l.purity, l.words, l.quantity, l.weight, l.carat, l.tolerance, l.size, l.stones, l.making,
      l.wastage, l.price
    from unnest($3::uuid[], $4::uuid[], $5::uuid[], $6::text[], $7::bigint[], $8::bigint[], $9::bigint[], $10::int[],
      $11::text[], $12::text[], $13::text[], $14::text[], $15::bigint[]) with ordinality
      as l (item, piece, purity, words, quantity, weight, carat, tolerance, size, stones, making, wastage, price, line)`,
}
