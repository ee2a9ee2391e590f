import type { Commission } from '../../core/commission.ts'
import type { InvoiceFacts, InvoiceRequest, TakenIn } from '../../core/invoice-facts.ts'
import { paise, zero } from '../../core/money.ts'
import { type Booking, blendedRate } from '../../core/order.ts'
import { type BoardRate, bookedKey, type LotWeight, type SoldPiece, soldKey } from '../../core/piece-sale.ts'
import { slabFor } from '../../core/value-table.ts'
import { type Mct, type Mg, mct, mg } from '../../core/weight.ts'
import { named } from '../../db/named.ts'
import type { Tx } from '../../db/tenant.ts'
import { together } from '../../db/together.ts'
import { type CurrentRate, currentRates } from '../board/index.ts'
import { oldGoldFacts } from '../old-gold/index.ts'
import { type LotFacts, lockLots, lockPieces, lotFacts, type PieceFacts, pieceFacts } from '../pieces/index.ts'

type Jewellery = Pick<InvoiceFacts, 'pieces' | 'booked' | 'oldGold' | 'commissions' | 'takenIn'>

/**
 * What a bill of jewellery, old gold or credit is decided from; a grocer's bill asks for nothing of it. Pieces and lots are
 * locked by their ids, unless the bill is only looked at. Throws NotFound for a piece or lot that is not of the business.
 */
export async function loadJewellery(
  tx: Tx,
  businessId: string,
  request: InvoiceRequest,
  { isLook, needsBoard, at }: { isLook: boolean; needsBoard: boolean; at: Date },
): Promise<Jewellery & { rates: readonly CurrentRate[] }> {
  const ids = (kind: 'piece' | 'lot') =>
    request.lines.flatMap(({ piece }) => (piece && piece.of.kind === kind ? [piece.of.id] : []))
  const needsRates = needsBoard || request.exchange !== undefined || request.lines.some(({ piece }) => piece)
  const sellers = request.lines.flatMap(({ salespersonId }) => salespersonId ?? [])
  const partyId = request.buyer.kind === 'party' ? request.buyer.partyId : undefined
  const takes = partyId !== undefined && (isLook || (request.takes ?? []).length > 0)
  const orderIds = [...new Set(request.lines.flatMap(({ piece }) => piece?.orderId ?? []))]
  const isOrdered = partyId !== undefined && orderIds.length > 0
  const out = request.from !== undefined && ids('lot').length > 0 ? [businessId, request.from, ids('lot')] : undefined
  const [pieces, lots, rates, commissions, takenIn, bookings, own] = await together([
    isLook ? pieceFacts(tx, businessId, ids('piece')) : lockPieces(tx, businessId, ids('piece')),
    isLook ? lotFacts(tx, businessId, ids('lot')) : lockLots(tx, businessId, ids('lot')),
    needsRates ? currentRates(tx, businessId, at) : [],
    sellers.length > 0 ? named<CommissionRow>(tx, commissionsOf, [businessId, sellers]) : [],
    takes ? named<TakenIn>(tx, creditsOf, [businessId, partyId]) : [],
    isOrdered ? named<BookingRow>(tx, bookingsOf, [businessId, partyId, orderIds]) : [],
    out ? named<OwnOut>(tx, ownOut, out) : [],
  ])
  const board = new Map(rates.map((rate) => [rate.purityId, rate]))
  const lotById = new Map(lots.map((lot) => [lot.id, lot]))
  const weighed = request.lines.flatMap(({ piece }) => {
    const lot = piece?.of.kind === 'lot' ? lotById.get(piece.of.id) : undefined
    return lot && piece?.of.kind === 'lot' ? [[soldKey(piece.of), soldLot(lot, piece.of, { board, own })] as const] : []
  })
  const sold = new Map([...pieces.map((piece) => [piece.id, soldPiece(piece, board)] as const), ...weighed])
  return {
    booked: bookedRates(bookings, request, sold),
    pieces: sold,
    oldGold: oldGoldFacts(rates),
    rates,
    commissions: new Map(commissions.map((row) => [row.id, commissionOf(row)])),
    takenIn,
  }
}

type BookingRow = Booking & { orderId: string; purityId: string }

/** The rate of what each order delivers now: what it booked goes first, the rest is at the board's. */
function bookedRates(
  bookings: readonly BookingRow[],
  { lines }: InvoiceRequest,
  sold: ReadonlyMap<string, SoldPiece>,
): InvoiceFacts['booked'] {
  return new Map(
    bookings.flatMap((booking) => {
      const { orderId, purityId } = booking
      const pieces = lines.flatMap(({ piece }) => {
        const one = piece?.orderId === orderId ? sold.get(soldKey(piece.of)) : undefined
        return piece && one?.purityId === purityId
          ? [{ one, net: piece.of.kind === 'lot' ? piece.of.net : one.ask.net }]
          : []
      })
      const net = mg(pieces.reduce((all, piece) => all + piece.net, 0n))
      const rate = blendedRate(booking, net, pieces[0]?.one.board?.rate)
      return rate === undefined ? [] : [[bookedKey(orderId, purityId), rate] as const]
    }),
  )
}

function soldPiece(piece: PieceFacts, board: ReadonlyMap<string, CurrentRate>): SoldPiece {
  const { basis, saleMode, gross, stoneWeight, otherWeight, net, making, makingOnWastage, wastage, stones } = piece
  const { hallmark, other, fixedPrice } = piece
  const weights = { gross, stoneWeight, otherWeight, net, basis, touch: null, pieces: 1 }
  return {
    ...piece,
    heldBy: piece.documentId === null ? null : { documentId: piece.documentId, number: piece.documentNumber ?? '' },
    branch: { id: piece.branchId, name: piece.branchName },
    ask: {
      ...weights,
      ...{ saleMode, making, makingOnWastage, wastage, stones, hallmark, other },
      ...(fixedPrice !== null && { fixedPrice }),
    },
    floor: { making: piece.slab?.makingFloor ?? making, wastage: piece.slab?.wastageFloor ?? wastage },
    board: boardRate(board.get(piece.purityId)),
    left: null,
  }
}

/** What is out of a lot on the challan that the bill is made of. */
interface OwnOut {
  lotId: string
  pieces: number
  gross: Mg
  net: Mg
  carat: Mct
}

function heldOf(lot: LotFacts, own: readonly OwnOut[]): NonNullable<SoldPiece['held']> {
  const here = own.find(({ lotId }) => lotId === lot.id)
  return {
    pieces: lot.heldPieces - (here?.pieces ?? 0),
    gross: mg(lot.heldGross - (here?.gross ?? 0n)),
    net: mg(lot.heldNet - (here?.net ?? 0n)),
    carat: mct(lot.heldCarat - (here?.carat ?? 0n)),
  }
}

function soldLot(
  lot: LotFacts,
  weight: LotWeight,
  { board, own }: { board: ReadonlyMap<string, CurrentRate>; own: readonly OwnOut[] },
): SoldPiece {
  const slab = slabFor(lot.slabs, lot.basis === 'gross' ? weight.gross : weight.net)
  const making = slab?.making ?? ({ kind: 'none' } as const)
  const wastage = slab?.wastage ?? ({ kind: 'none' } as const)
  const weights = { gross: lot.gross, stoneWeight: mg(0n), otherWeight: mg(lot.gross - lot.net), net: lot.net }
  return {
    ...lot,
    huid: '',
    state: lot.isArchived ? 'gone' : 'in-stock',
    heldBy: null,
    branch: { id: lot.branchId, name: lot.branchName },
    ask: {
      ...weights,
      ...{
        basis: lot.basis,
        touch: null,
        saleMode: lot.saleMode,
        making,
        wastage,
        stones: [],
        hallmark: zero,
        other: zero,
      },
      makingOnWastage: slab?.makingOnWastage ?? false,
    },
    floor: { making: slab?.makingFloor ?? making, wastage: slab?.wastageFloor ?? wastage },
    // The board has no rate of a carat, and stones no purity.
    ...(lot.kind === 'stones' ? { board: null, purity: '' } : { board: boardRate(board.get(lot.purityId)) }),
    otherWords: '',
    cost: lot.value,
    left: lot,
    held: heldOf(lot, own),
    isPacket: lot.kind === 'stones',
  }
}

function boardRate(rate: CurrentRate | undefined): BoardRate | null {
  return rate?.sell ? { rate: rate.sell, isStale: rate.isStale } : null
}

type CommissionRow = { id: string; kind: Commission['kind']; rate: bigint }

function commissionOf({ kind, rate }: CommissionRow): Commission {
  switch (kind) {
    case 'none':
      return { kind }
    case 'value':
    case 'making':
      return { kind, bp: Number(rate) }
    case 'per-gram':
    case 'per-line':
      return { kind, paise: paise(rate) }
  }
}

const commissionsOf = {
  name: 'sales.commissions',
  text: `
    select id, commission_kind as kind, commission_rate as rate from salesperson
    where business_id = $1 and id = any($2::uuid[]) and archived_at is null`,
}

// A booked rate holds for what was ordered, with its tolerance, and once an advance stands; by weight, for the grams that
// advances booked. Off it is what was delivered by bills that stand.
const bookingsOf = {
  name: 'sales.bookings',
  text: `
    select o.document_id as "orderId", o.purity_id as "purityId",
      greatest(case o.rate_basis when 'booked' then case when a.count > 0 then l.ordered else 0 end else a.booked end - d.delivered, 0)::bigint as weight,
      case o.rate_basis when 'booked' then o.rate_paise else a.rate end as rate
    from sales_order o
    join document p on p.business_id = o.business_id and p.id = o.document_id and p.party_id = $2 and p.state = 'issued'
    cross join lateral (
      select coalesce(sum(weight_mg * (10000 + tolerance_bp) / 10000 * quantity_milli / 1000), 0)::bigint as ordered
      from sales_order_line x where x.business_id = o.business_id and x.order_id = o.document_id and x.purity_id = o.purity_id) l
    cross join lateral (
      select count(*) as count, coalesce(sum(v.booked_mg), 0)::bigint as booked,
        round(sum(v.booked_mg * v.rate_paise)::numeric / nullif(sum(v.booked_mg), 0))::bigint as rate
      from sales_order_advance v join document r on r.business_id = v.business_id and r.id = v.receipt_id and r.state = 'issued'
      where v.business_id = o.business_id and v.order_id = o.document_id) a
    cross join lateral (
      select coalesce(sum(v.weight_mg), 0)::bigint as delivered
      from sales_order_delivery v join document b on b.business_id = v.business_id and b.id = v.bill_id and b.state = 'issued'
      where v.business_id = o.business_id and v.order_id = o.document_id) d
    where o.business_id = $1 and o.document_id = any($3::uuid[]) and o.rate_basis <> 'delivery'
      and o.state in ('open', 'part-delivered')`,
}

const ownOut = {
  name: 'sales.lots.own_out',
  text: `
    select lot_id as "lotId", pieces, gross_mg as gross, net_mg as net, carat_mct as carat from challan_lot
    where business_id = $1 and challan_id = $2 and lot_id = any($3::uuid[])`,
}

const creditsOf = {
  name: 'sales.party.credits',
  text: `
    select i.id as "itemId", i.number, i.kind, i.open_amount as open, i.on_date as "onDate",
      coalesce((select c.in_paise from person_cash c where c.business_id = i.business_id and c.voucher_id = i.voucher_id), 0) as cash
    from open_item i
    where i.business_id = $1 and i.party_id = $2 and i.side = 'credit' and i.commodity = 'INR' and i.open_amount > 0
      and i.kind in ('advance', 'on-account', 'note')
    order by i.on_date, i.id limit 50`,
}
