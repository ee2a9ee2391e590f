import type { Actor } from '../../../core/actor.ts'
import { financialYear, type IsoDate } from '../../../core/dates.ts'
import { Refusal } from '../../../core/errors.ts'
import { decideEstimate } from '../../../core/estimate.ts'
import type { InvoiceRequest } from '../../../core/invoice-facts.ts'
import { divRound, sum, zero } from '../../../core/money.ts'
import type { AskedPiece, PricedPiece, StockWeights } from '../../../core/piece-sale.ts'
import { milli } from '../../../core/quantity.ts'
import { carats, grams, mct, mg, parseCarats, parseGrams } from '../../../core/weight.ts'
import { isId } from '../../../db/ids.ts'
import { named } from '../../../db/named.ts'
import type { Tx } from '../../../db/tenant.ts'
import { together } from '../../../db/together.ts'
import type { Said } from '../../../words/index.ts'
import { audit } from '../../audit/index.ts'
import { takeNumber } from '../../books/index.ts'
import { lockMoneyOf } from '../../payments/index.ts'
import { findPieceByCode, lockLots, lockPieces, movePieces, type PieceFacts, releaseLots } from '../../pieces/index.ts'
import {
  blankLine,
  InvoiceRefused,
  insertDocument,
  loadFacts,
  parsePiece,
  partySnapshot,
  sellerSnapshot,
} from '../../sales/index.ts'

export interface ChallanRequest {
  readonly id: string
  readonly partyId: string
  readonly dueOn: IsoDate
  readonly tags: readonly string[]
  readonly lots: readonly WeighedOut[]
  readonly note: string
}

/** What goes out of a lot, as it was typed: grams, or carats of a packet; its rate where the lot has none of its own. */
export interface WeighedOut {
  readonly id: string
  readonly net: string
  readonly gross: string
  readonly count: string
  readonly rate: string
}

/**
 * Sends pieces out on approval (CGST Rules, rule 55): a paper under a number of its own, no voucher, and the pieces stay the
 * shop's stock in the state 'on-approval', as weights of its lots do, which are held back from everybody else. The same id again answers with the first. Throws Refusal for a tag that is
 * unknown or taken (409), InvoiceRefused where a piece has no price, NotFound.
 */
export async function sendOnApproval(
  tx: Tx,
  businessId: string,
  asked: ChallanRequest,
  actor: Actor,
  { branchId, today }: { branchId?: string | undefined; today: IsoDate },
): Promise<{ number: string }> {
  await lockMoneyOf(tx, businessId, asked.partyId)
  const [before] = await named<{ number: string; hash: string }>(tx, challanBefore, [businessId, asked.id])
  const hash = JSON.stringify(asked)
  if (before) {
    if (before.hash !== hash) throw new Refusal('sales.refusal.otherBody', {}, 409)
    return { number: before.number }
  }
  const pieces = await takePieces(tx, businessId, asked.tags)
  const request = asBill(asked, { pieces, lots: await lotsAsked(tx, businessId, asked.lots) }, today)
  const loaded = await loadFacts(tx, businessId, request, { branchId, isLook: true, at: actor.at, by: actor.userId })
  const { house } = loaded
  const outcome = decideEstimate({ ...loaded.facts, authority: null }, request, 0)
  if ('refused' in outcome) throw new InvoiceRefused(outcome.refused)
  const { bill } = outcome.ok
  // No supply, no tax: the value alone (rule 55(1)(vii) asks for tax only where a supply is made).
  const heads = { cgst: zero, sgst: zero, igst: zero, cess: zero }
  const lines = bill.lines.map((line) => ({ ...line, heads, rateBp: 0, total: line.taxable }))
  const value = sum(lines.map(({ total }) => total))
  const totals = { ...bill.totals, heads, taxable: value, beforeRounding: value, roundOff: zero, payable: value }
  const fyLabel = financialYear(today, house.fyStartMonth).label
  const series = { documentKind: 'challan', branchId: house.branchId, fyLabel, defaultPrefix: 'DC' }
  const { seriesId, number } = await takeNumber(tx, businessId, series)
  const snapshots = { party: partySnapshot(request, loaded.party), seller: sellerSnapshot(house) }
  const document = {
    ...{ id: asked.id, kind: 'challan', seriesId, number, branchId: house.branchId, partyId: asked.partyId },
    ...{ ...snapshots, note: asked.note, requestHash: hash },
  }
  const out = {
    from: ['in-stock'],
    to: 'on-approval',
    kind: 'approval-out',
    documentId: asked.id,
    onDate: today,
  } as const
  await together([
    insertDocument(tx, businessId, document, { ...bill, dueOn: asked.dueOn, lines, totals }, actor),
    named(tx, challanInsert, [businessId, asked.id, asked.dueOn]),
    movePieces(tx, businessId, pieces, out, actor),
    holdLots(tx, businessId, asked.id, bill.lines),
    audit(tx, businessId, actor, {
      action: 'challan.sent',
      entity: 'challan',
      entityId: asked.id,
      after: {
        number,
        party: snapshots.party.name,
        pieces: asked.tags.join(', '),
        ...(asked.lots.length > 0 && { lots: lotsSaid(bill.lines) }),
        value_paise: value,
        due_on: asked.dueOn,
      },
    }),
  ])
  return { number }
}

/** Locks the pieces with these tags. Throws Refusal for one that is unknown, or not on the shelf (409). */
async function takePieces(tx: Tx, businessId: string, tags: readonly string[]): Promise<PieceFacts[]> {
  const ids = []
  for (const tag of tags) {
    const piece = await findPieceByCode(tx, businessId, tag)
    if (!piece) throw new Refusal('orders.refusal.noPiece', { tag })
    ids.push(piece.id)
  }
  const pieces = await lockPieces(tx, businessId, ids)
  const taken = pieces.find(({ state }) => state !== 'in-stock')
  if (taken) throw new Refusal('orders.refusal.pieceTaken', { tag: taken.tag, number: taken.documentNumber ?? '' }, 409)
  return pieces
}

function asBill(
  { id, partyId, note }: ChallanRequest,
  { pieces, lots }: { pieces: readonly { id: string; itemId: string }[]; lots: readonly LotAsked[] },
  onDate: IsoDate,
): InvoiceRequest {
  const none = { kind: 'none' } as const
  return {
    ...{ id, onDate, note, tenders: [], placeOfSupply: null, billDiscount: none },
    buyer: { kind: 'party', partyId },
    lines: [
      ...pieces.map(({ id, itemId }) => {
        const of = { kind: 'piece', id } as const
        return { itemId, piece: { of, rate: null, making: null, wastage: null, orderId: null } }
      }),
      ...lots,
    ].map((line) => ({
      ...{ ...line, quantity: milli(1000n), price: zero, priceIncludesTax: false, discount: none },
    })),
  }
}

interface LotAsked {
  readonly itemId: string
  readonly piece: AskedPiece
}

/** Locks the lots, and gives them as lines of a bill. Throws Refusal for what cannot be read, or a lot that stands twice. */
async function lotsAsked(tx: Tx, businessId: string, asked: ChallanRequest['lots']): Promise<LotAsked[]> {
  const facts = await lockLots(
    tx,
    businessId,
    asked.map(({ id }) => id),
  )
  if (facts.length < asked.length) throw new Refusal('challans.refusal.lotTwice')
  return asked.flatMap(({ id, ...typed }) => {
    const lot = facts.find((one) => one.id === id)
    if (!lot) return []
    const errors: Record<string, Said> = {}
    const piece = parsePiece({ ...blankLine, ...typed, n: 0, item: lot.itemId, lot: id }, new Map(), errors)
    const [wrong] = Object.values(errors)
    if (wrong) throw new Refusal(wrong.key, wrong.values)
    return [{ itemId: lot.itemId, piece }]
  })
}

type Lines = readonly { piece: PricedPiece | null }[]

const lotsOf = (lines: Lines) => lines.flatMap(({ piece }) => (piece?.sold.left ? [piece] : []))

async function holdLots(tx: Tx, businessId: string, challanId: string, lines: Lines): Promise<void> {
  const lots = lotsOf(lines)
  if (lots.length === 0) return
  await named(tx, lotsHeld, [
    ...[businessId, challanId, lots.map(({ sold }) => sold.id)],
    lots.map(({ goes }) => goes.pieces),
    ...[lots.map(({ goes }) => goes.gross), lots.map(({ goes }) => goes.net), lots.map(({ goes }) => goes.carat)],
  ])
}

const lotsSaid = (lines: Lines): string =>
  lotsOf(lines)
    .map(({ sold, goes }) => `${sold.tag} ${sold.isPacket ? `${carats(goes.carat)} ct` : `${grams(goes.net)} g`}`)
    .join(', ')

export interface LotBack {
  readonly challanId: string
  readonly lotId: string
  /** Grams of metal, or carats of a packet; blank: all that is out. */
  readonly weight: string
  readonly pieces: number
}

/** Weight of a lot came back from approval, all of it or a part. Throws Refusal where so much is not out on this challan. */
export async function takeLotBack(
  tx: Tx,
  businessId: string,
  { challanId, lotId, weight, pieces }: LotBack,
  actor: Actor,
): Promise<{ tag: string }> {
  const [lot] = isId(lotId) ? await lockLots(tx, businessId, [lotId]) : []
  const [out] = lot ? await named<Omit<StockWeights, 'fine' | 'value'>>(tx, lotOut, [businessId, challanId, lotId]) : []
  if (!lot || !out) throw new Refusal('challans.refusal.notOut', { tag: lot?.tag ?? '' })
  const isPacket = lot.kind === 'stones'
  const whole = isPacket ? out.carat : out.net
  const typed = weight === '' ? whole : isPacket ? parseCarats(weight) : parseGrams(weight)
  if (typed === undefined || typed <= 0n) throw new Refusal(`counter.${isPacket ? 'carat' : 'weight'}.wrong`)
  if (typed > whole || pieces > out.pieces) {
    const left = isPacket ? carats(out.carat) : grams(out.net)
    const key = isPacket ? 'challans.refusal.fewerCaratsOut' : 'challans.refusal.lessOut'
    throw new Refusal(key, { tag: lot.tag, left, pieces: out.pieces })
  }
  const part = (figure: bigint) => divRound(figure * typed, whole, 'half-up')
  const goes = { pieces, gross: mg(part(out.gross)), net: mg(part(out.net)), carat: mct(part(out.carat)) }
  const said = isPacket ? `${carats(goes.carat)} ct` : `${grams(goes.net)} g`
  await together([
    releaseLots(tx, businessId, challanId, [{ lotId, goes }]),
    audit(tx, businessId, actor, {
      ...{ action: 'challan.back', entity: 'challan', entityId: challanId, after: { tag: `${lot.tag} ${said}` } },
    }),
  ])
  return { tag: lot.tag }
}

/** One piece came back from approval. Throws Refusal where it is not out on this challan. */
export async function takeBack(
  tx: Tx,
  businessId: string,
  { challanId, tag, onDate }: { challanId: string; tag: string; onDate: IsoDate },
  actor: Actor,
): Promise<{ tag: string }> {
  const found = await findPieceByCode(tx, businessId, tag)
  if (!found) throw new Refusal('orders.refusal.noPiece', { tag })
  const [piece] = await lockPieces(tx, businessId, [found.id])
  if (piece?.state !== 'on-approval' || piece.documentId !== challanId)
    throw new Refusal('challans.refusal.notOut', { tag: found.tag })
  const back = {
    from: ['on-approval'],
    to: 'in-stock',
    kind: 'approval-back',
    eventDocumentId: challanId,
    onDate,
  } as const
  await movePieces(tx, businessId, [piece], back, actor)
  const after = { tag: piece.tag }
  await audit(tx, businessId, actor, { action: 'challan.back', entity: 'challan', entityId: challanId, after })
  return { tag: piece.tag }
}

const challanBefore = {
  name: 'challans.before',
  text: 'select number, request_hash as hash from document where business_id = $1 and id = $2',
}

const lotsHeld = {
  name: 'challans.lots.hold',
  text: `
    insert into challan_lot (business_id, challan_id, lot_id, sent_pieces, pieces, gross_mg, net_mg, carat_mct)
    select $1, $2, l.id, l.pieces, l.pieces, l.gross, l.net, l.carat
    from unnest($3::uuid[], $4::int[], $5::bigint[], $6::bigint[], $7::bigint[]) as l (id, pieces, gross, net, carat)`,
}

const lotOut = {
  name: 'challans.lots.out',
  text: `
    select pieces, gross_mg as gross, net_mg as net, carat_mct as carat from challan_lot
    where business_id = $1 and challan_id = $2 and lot_id = $3 and is_out for update`,
}

const challanInsert = {
  name: 'challans.insert',
  text: 'insert into challan (business_id, document_id, due_on) values ($1, $2, $3)',
}
