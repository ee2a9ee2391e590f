import type { InvoiceSays, RequestLine } from './invoice-facts.ts'
import type { Metal } from './metal.ts'
import { divRound, type Paise, paise, rupees } from './money.ts'
import { type PieceAsk, type PiecePrice, pieceProblems, pricePiece } from './piece-price.ts'
import type { Charge, Wastage } from './value-table.ts'
import { carats, caratWeight, fineWeight, grams, type Mct, type Mg, mct, mg } from './weight.ts'

/** What a line asks of a tagged piece, or of a lot by weight. What is not typed is as listed. */
export type AskedPiece = {
  readonly of:
    | { readonly kind: 'piece'; readonly id: string }
    | ({ readonly kind: 'lot'; readonly id: string } & LotWeight)
  /** Paise a gram, in the place of the board's. */
  readonly rate: Paise | null
  readonly making: Charge | null
  readonly wastage: Wastage | null
  /** An order that the piece or the rate was kept for. */
  readonly orderId: string | null
}
/** Of a packet of stones the carats alone count, which are written where metal has its net weight. */
export type LotWeight = { readonly gross: Mg; readonly net: Mg; readonly pieces: number; readonly carat?: Mct }

/** A lot is priced by the slab of each line's weight, so each weight of it is a thing by itself. */
export const soldKey = (of: AskedPiece['of']): string => (of.kind === 'piece' ? of.id : `${of.id} ${of.net}`)

export type PieceState =
  | 'in-stock'
  | 'reserved'
  | 'on-approval'
  | 'at-hallmark'
  | 'in-transit'
  | 'sold'
  | 'melted'
  | 'missing'
  | 'gone'

/** A piece or lot as the shelf has it, with what its article and its value table ask. */
export type SoldPiece = {
  readonly id: string
  readonly itemId: string
  /** A lot's barcode, where it is no piece. */
  readonly tag: string
  readonly huid: string
  readonly metal: Metal
  readonly purityId: string
  readonly purity: string
  readonly fineness: number
  readonly state: PieceState
  /** The paper that it was kept for or went out on, in words: "order SO/26-27/00012". */
  readonly heldBy: { readonly documentId: string; readonly number: string } | null
  readonly branch: { readonly id: string; readonly name: string }
  /** All but the rate; of a lot the weights are the line's. */
  readonly ask: Omit<PieceAsk, 'rate'>
  readonly floor: { readonly making: Charge; readonly wastage: Wastage }
  /** The article's own rate; the board is not asked. */
  readonly ownRate: Paise | null
  readonly board: BoardRate | null
  readonly otherWords: string
  readonly carat: Mct
  readonly cost: Paise
  /** Of a piece: who supplied it. */
  readonly supplierId?: string | null
  /** Of a lot: what is left of it. */
  readonly left: StockWeights | null
  /** Of a lot: what of it is out on approval by another paper than the one that the bill is made of. */
  readonly held?: Omit<StockWeights, 'fine' | 'value'>
  /** A lot of loose stones, sold by the carat at a rate of its own. */
  readonly isPacket?: boolean
}
export type BoardRate = { readonly rate: Paise; readonly isStale: boolean }
export type StockWeights = {
  readonly pieces: number
  readonly gross: Mg
  readonly net: Mg
  readonly fine: Mg
  readonly carat: Mct
  readonly value: Paise
}

export type RateBasis = 'board' | 'booked' | 'own' | 'fixed' | 'typed'

/** A line of jewellery with its price, each part of it, and the least that it may go for. */
export type PricedPiece = {
  readonly sold: SoldPiece
  readonly ask: PieceAsk
  readonly basis: RateBasis
  readonly price: PiecePrice
  readonly floor: Paise
  /** What leaves the shelf, above zero. */
  readonly goes: StockWeights
}

/** Rates that were fixed when an order was taken, by `bookedKey`. */
export type BookedRates = ReadonlyMap<string, Paise>
/** An order books the rate of one purity: an article of another is sold at the board's. */
export const bookedKey = (orderId: string, purityId: string): string => `${orderId} ${purityId}`

/** Prices one line of jewellery; a rate that is not known counts as zero, and is named by `piecesRefused`. */
export function pricedPiece(sold: SoldPiece, asked: AskedPiece, booked: BookedRates): PricedPiece {
  const { rate, basis } = rateOf(sold, asked, booked)
  if (sold.isPacket && asked.of.kind === 'lot') return pricedPacket(sold, asked.of, { rate, basis })
  const weights = asked.of.kind === 'lot' ? lotWeights(asked.of) : {}
  const base = { ...sold.ask, ...weights, rate }
  const ask = { ...base, making: asked.making ?? base.making, wastage: asked.wastage ?? base.wastage }
  const floor = pricePiece({ ...base, rate: listRate(sold, asked, booked) ?? rate, ...sold.floor }).total
  return { sold, ask, basis, price: pricePiece(ask), floor, goes: leaving(sold, asked.of) }
}

/** Stones out of a packet: carats at the rate of a carat, no metal and no making. Only a rate of its own is a floor. */
function pricedPacket(
  sold: SoldPiece,
  of: LotWeight,
  { rate, basis }: Pick<PricedPiece, 'basis'> & { rate: Paise },
): PricedPiece {
  const carat = of.carat ?? mct(0n)
  const gross = caratWeight(carat)
  const ask = (at: Paise): PieceAsk => ({
    ...sold.ask,
    ...{ gross, net: mg(0n), stoneWeight: gross, otherWeight: mg(0n), isLoose: true, saleMode: 'weight', rate: at },
    ...{ making: { kind: 'none' }, wastage: { kind: 'none' }, pieces: of.pieces },
    stones: [{ words: sold.tag, pieces: of.pieces, carat, basis: 'carat', rate: at }],
  })
  const floor = sold.ownRate === null ? paise(0n) : pricePiece(ask(sold.ownRate)).total
  return { sold, ask: ask(rate), basis, price: pricePiece(ask(rate)), floor, goes: leavingPacket(sold, of, carat) }
}

/** Its last carat takes all that is left. */
function leavingPacket({ left }: SoldPiece, { pieces }: LotWeight, carat: Mct): StockWeights {
  if (!left) throw new Error('a packet has what is left of it')
  if (carat >= left.carat) return left
  const part = (figure: bigint) => divRound(figure * carat, left.carat, 'half-up')
  return { pieces, gross: mg(part(left.gross)), net: mg(0n), fine: mg(0n), carat, value: paise(part(left.value)) }
}

const lotWeights = ({ gross, net, pieces }: LotWeight) => ({
  ...{ gross, net, pieces },
  stoneWeight: mg(0n),
  otherWeight: mg(gross - net),
})

function rateOf(sold: SoldPiece, asked: AskedPiece, booked: BookedRates): { rate: Paise; basis: RateBasis } {
  if (sold.ask.saleMode === 'fixed') return { rate: paise(0n), basis: 'fixed' }
  if (asked.rate !== null) return { rate: asked.rate, basis: 'typed' }
  const ofOrder = bookedRate(sold, asked, booked)
  if (ofOrder !== undefined) return { rate: ofOrder, basis: 'booked' }
  if (sold.ownRate !== null) return { rate: sold.ownRate, basis: 'own' }
  return { rate: sold.board?.rate ?? paise(0n), basis: 'board' }
}

/** The rate below which nobody at the counter may go; undefined where none is known. */
function listRate(sold: SoldPiece, asked: AskedPiece, booked: BookedRates): Paise | undefined {
  return bookedRate(sold, asked, booked) ?? sold.ownRate ?? sold.board?.rate
}

const bookedRate = ({ purityId }: SoldPiece, { orderId }: AskedPiece, booked: BookedRates): Paise | undefined =>
  orderId === null ? undefined : booked.get(bookedKey(orderId, purityId))

/** A lot gives of its fine metal, carats and cost by weight; its last gram takes all that is left. */
function leaving(sold: SoldPiece, of: AskedPiece['of']): StockWeights {
  if (of.kind === 'piece' || !sold.left) {
    const { gross, net } = sold.ask
    return { pieces: 1, gross, net, fine: fineWeight(net, sold.fineness), carat: sold.carat, value: sold.cost }
  }
  const { left } = sold
  // Stones have no net weight of metal: a packet is shared by what it weighs.
  const [taken, whole] = left.net > 0n ? [of.net, left.net] : [of.gross, left.gross]
  if (taken >= whole) return { ...left, net: of.net, gross: of.gross, pieces: of.pieces }
  const part = (figure: bigint) => divRound(figure * taken, whole, 'half-up')
  return {
    pieces: of.pieces,
    gross: of.gross,
    net: of.net,
    fine: mg(part(left.fine)),
    carat: mct(part(left.carat)),
    value: paise(part(left.value)),
  }
}

/** Why a piece cannot be sold on this bill, whoever asks: it is not there, not ours, twice on the bill, or has no rate. */
export function pieceRefused(
  priced: PricedPiece,
  asked: AskedPiece,
  { line, branchId, isTwice }: { line: number; branchId: string; isTwice: boolean },
): InvoiceSays[] {
  const { sold } = priced
  const values = { tag: sold.tag, branch: sold.branch.name, number: sold.heldBy?.number ?? '' }
  if (isTwice) return [{ key: 'sales.refusal.pieceTwice', values, line }]
  if (sold.branch.id !== branchId) return [{ key: 'sales.refusal.pieceElsewhere', values, line, status: 409 }]
  // Kept for the order, or on approval by the challan, that the bill is made of.
  const isHeld = sold.state === 'reserved' || sold.state === 'on-approval'
  const isKept = isHeld && asked.orderId !== null && sold.heldBy?.documentId === asked.orderId
  if (sold.state !== 'in-stock' && !isKept) return [{ key: stateKeys[sold.state], values, line, status: 409 }]
  return [...lotRefused(priced, asked, line), ...rateRefused(priced, line), ...problemsRefused(priced, line)]
}

/** Why a piece in this state cannot be sold. */
export const stateKeys = {
  'in-stock': 'sales.refusal.pieceGone',
  reserved: 'sales.refusal.pieceReserved',
  'on-approval': 'sales.refusal.pieceOnApproval',
  'at-hallmark': 'sales.refusal.pieceAtHallmark',
  'in-transit': 'sales.refusal.pieceInTransit',
  sold: 'sales.refusal.pieceSold',
  melted: 'sales.refusal.pieceGone',
  missing: 'sales.refusal.pieceMissing',
  gone: 'sales.refusal.pieceGone',
} as const satisfies Readonly<Record<PieceState, string>>

function lotRefused({ sold }: PricedPiece, { of }: AskedPiece, line: number): InvoiceSays[] {
  if (of.kind === 'piece' || !sold.left) return []
  const left = freeOf(sold.left, sold.held)
  if (sold.isPacket) return packetRefused(sold.tag, left, of, line)
  if (of.net > of.gross) return [{ key: 'sales.refusal.netOverGross', line }]
  if (of.net <= left.net && of.gross <= left.gross && of.pieces <= left.pieces) return []
  return [{ key: 'sales.refusal.lotTooSmall', values: { tag: sold.tag, left: grams(left.net) }, line }]
}

type Weighed = Pick<StockWeights, 'pieces' | 'gross' | 'net' | 'carat'>

const freeOf = (left: StockWeights, held: SoldPiece['held']): Weighed =>
  held
    ? {
        pieces: left.pieces - held.pieces,
        gross: mg(left.gross - held.gross),
        net: mg(left.net - held.net),
        carat: mct(left.carat - held.carat),
      }
    : left

function packetRefused(tag: string, left: Weighed, of: LotWeight, line: number): InvoiceSays[] {
  if ((of.carat ?? 0n) <= left.carat && of.pieces <= left.pieces) return []
  return [{ key: 'sales.refusal.packetTooSmall', values: { tag, left: carats(left.carat) }, line }]
}

function rateRefused({ sold, basis }: PricedPiece, line: number): InvoiceSays[] {
  if (sold.isPacket)
    return basis === 'board' ? [{ key: 'sales.refusal.noCaratRate', values: { tag: sold.tag }, line }] : []
  if (basis !== 'board' && basis !== 'typed') return []
  if (sold.ownRate !== null || sold.ask.saleMode === 'fixed') return []
  const values = { purity: sold.purity }
  if (!sold.board) return [{ key: 'sales.refusal.noBoardRate', values, line }]
  return sold.board.isStale ? [{ key: 'sales.refusal.staleBoardRate', values, line }] : []
}

/** A missing rate is told by `rateRefused`, in words that say where it is entered. */
function problemsRefused({ ask, basis }: PricedPiece, line: number): InvoiceSays[] {
  const found = pieceProblems(ask).filter(({ field }) => !(field === 'rate' && basis === 'board'))
  return found
    .slice(0, 1)
    .map(({ field, problem }) => ({ key: `sales.refusal.piece.${problem}`, values: { field }, line }))
}

/**
 * What only a manager may allow: a rate under the board's, or a price under the floor of the value table. `net` is the
 * line less all discounts, before tax.
 */
export function authorityNeeded(
  { sold, ask, basis, floor }: PricedPiece,
  asked: RequestLine & { piece: AskedPiece },
  { line, net, booked }: { line: number; net: Paise; booked: BookedRates },
): InvoiceSays[] {
  const list = listRate(sold, asked.piece, booked)
  const values = { tag: sold.tag, floor: rupees(floor), rate: list === undefined ? '' : rupees(list) }
  const isCheap = basis === 'typed' && list !== undefined && ask.rate < list
  return [
    ...(isCheap ? [{ key: 'sales.refusal.rateUnderBoard', values, line, needs: 'sale.approve' as const }] : []),
    ...(net < floor ? [{ key: 'sales.refusal.underFloor', values, line, needs: 'sale.approve' as const }] : []),
  ]
}
