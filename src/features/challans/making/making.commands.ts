import type { Actor } from '../../../core/actor.ts'
import { financialYear, type IsoDate } from '../../../core/dates.ts'
import { Refusal } from '../../../core/errors.ts'
import { decideEstimate } from '../../../core/estimate.ts'
import type { InvoiceRequest } from '../../../core/invoice-facts.ts'
import { sum, zero } from '../../../core/money.ts'
import { milli } from '../../../core/quantity.ts'
import { named } from '../../../db/named.ts'
import type { Tx } from '../../../db/tenant.ts'
import { together } from '../../../db/together.ts'
import { audit } from '../../audit/index.ts'
import { takeNumber } from '../../books/index.ts'
import { lockMoneyOf } from '../../payments/index.ts'
import { findPieceByCode, lockPieces, movePieces } from '../../pieces/index.ts'
import { InvoiceRefused, insertDocument, loadFacts, partySnapshot, sellerSnapshot } from '../../sales/index.ts'

export interface ChallanRequest {
  readonly id: string
  readonly partyId: string
  readonly dueOn: IsoDate
  readonly tags: readonly string[]
  readonly note: string
}

/**
 * Sends pieces out on approval (CGST Rules, rule 55): a paper under a number of its own, no voucher, and the pieces stay the
 * shop's stock in the state 'on-approval'. The same id again answers with the first. Throws Refusal for a tag that is
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
  const found = []
  for (const tag of asked.tags) {
    const piece = await findPieceByCode(tx, businessId, tag)
    if (!piece) throw new Refusal('orders.refusal.noPiece', { tag })
    found.push(piece)
  }
  const pieces = await lockPieces(
    tx,
    businessId,
    found.map(({ id }) => id),
  )
  const taken = pieces.find(({ state }) => state !== 'in-stock')
  if (taken) throw new Refusal('orders.refusal.pieceTaken', { tag: taken.tag, number: taken.documentNumber ?? '' }, 409)
  const request = asBill(asked, pieces, today)
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
    audit(tx, businessId, actor, {
      action: 'challan.sent',
      entity: 'challan',
      entityId: asked.id,
      after: {
        number,
        party: snapshots.party.name,
        pieces: asked.tags.join(', '),
        value_paise: value,
        due_on: asked.dueOn,
      },
    }),
  ])
  return { number }
}

function asBill(
  { id, partyId, note }: ChallanRequest,
  pieces: readonly { id: string; itemId: string }[],
  onDate: IsoDate,
): InvoiceRequest {
  const none = { kind: 'none' } as const
  return {
    ...{ id, onDate, note, tenders: [], placeOfSupply: null, billDiscount: none },
    buyer: { kind: 'party', partyId },
    lines: pieces.map((piece) => ({
      ...{ itemId: piece.itemId, quantity: milli(1000n), price: zero, priceIncludesTax: false, discount: none },
      piece: { of: { kind: 'piece', id: piece.id }, rate: null, making: null, wastage: null, orderId: null },
    })),
  }
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

const challanInsert = {
  name: 'challans.insert',
  text: 'insert into challan (business_id, document_id, due_on) values ($1, $2, $3)',
}
