import type { Commission } from '../../core/commission.ts'
import { type InvoiceFacts, type InvoiceRequest, noJewellery, type TakenIn } from '../../core/invoice-facts.ts'
import { derivedRate, type Metal } from '../../core/metal.ts'
import { paise, zero } from '../../core/money.ts'
import type { OldGoldFacts } from '../../core/old-gold-purchase.ts'
import { type BoardRate, type LotWeight, type SoldPiece, soldKey } from '../../core/piece-sale.ts'
import { slabFor } from '../../core/value-table.ts'
import { mg } from '../../core/weight.ts'
import { named } from '../../db/named.ts'
import type { Tx } from '../../db/tenant.ts'
import { together } from '../../db/together.ts'
import { type CurrentRate, currentRates } from '../board/index.ts'
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
): Promise<Jewellery> {
  const ids = (kind: 'piece' | 'lot') =>
    request.lines.flatMap(({ piece }) => (piece && piece.of.kind === kind ? [piece.of.id] : []))
  const needsRates = needsBoard || request.exchange !== undefined || request.lines.some(({ piece }) => piece)
  const sellers = request.lines.flatMap(({ salespersonId }) => salespersonId ?? [])
  const partyId = request.buyer.kind === 'party' ? request.buyer.partyId : undefined
  const takes = partyId !== undefined && (isLook || (request.takes ?? []).length > 0)
  const [pieces, lots, rates, commissions, takenIn] = await together([
    isLook ? pieceFacts(tx, businessId, ids('piece')) : lockPieces(tx, businessId, ids('piece')),
    isLook ? lotFacts(tx, businessId, ids('lot')) : lockLots(tx, businessId, ids('lot')),
    needsRates ? currentRates(tx, businessId, at) : [],
    sellers.length > 0 ? named<CommissionRow>(tx, commissionsOf, [businessId, sellers]) : [],
    takes ? named<TakenIn>(tx, creditsOf, [businessId, partyId]) : [],
  ])
  const board = new Map(rates.map((rate) => [rate.purityId, rate]))
  const lotById = new Map(lots.map((lot) => [lot.id, lot]))
  const weighed = request.lines.flatMap(({ piece }) => {
    const lot = piece?.of.kind === 'lot' ? lotById.get(piece.of.id) : undefined
    return lot && piece?.of.kind === 'lot' ? [[soldKey(piece.of), soldLot(lot, piece.of, board)] as const] : []
  })
  return {
    booked: noJewellery.booked,
    pieces: new Map([...pieces.map((piece) => [piece.id, soldPiece(piece, board)] as const), ...weighed]),
    oldGold: oldGoldFacts(rates),
    commissions: new Map(commissions.map((row) => [row.id, commissionOf(row)])),
    takenIn,
  }
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

function soldLot(lot: LotFacts, weight: LotWeight, board: ReadonlyMap<string, CurrentRate>): SoldPiece {
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
    board: boardRate(board.get(lot.purityId)),
    otherWords: '',
    cost: lot.value,
    left: lot,
  }
}

function boardRate(rate: CurrentRate | undefined): BoardRate | null {
  return rate?.sell ? { rate: rate.sell, isStale: rate.isStale } : null
}

/** The purest purity of a metal that the board buys is taken as fine from 990 on, as the trade does; a lower one is reckoned up. */
function oldGoldFacts(rates: readonly CurrentRate[]): OldGoldFacts {
  const buying = new Map<Metal, BoardRate>()
  for (const { metal, fineness, buy, isBuyStale } of rates.toSorted((a, b) => a.fineness - b.fineness)) {
    if (buy !== null)
      buying.set(metal, { rate: fineness >= 9900 ? buy : derivedRate(buy, fineness, 10_000), isStale: isBuyStale })
  }
  return { purities: new Map(rates.map(({ purityId, metal, name }) => [purityId, { metal, name }])), buying }
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

const creditsOf = {
  name: 'sales.party.credits',
  text: `
    select id as "itemId", number, kind, open_amount as open, on_date as "onDate" from open_item
    where business_id = $1 and party_id = $2 and side = 'credit' and commodity = 'INR' and open_amount > 0
      and kind in ('advance', 'on-account', 'note')
    order by on_date, id limit 50`,
}
