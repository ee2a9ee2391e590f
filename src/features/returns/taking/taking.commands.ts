import type { Actor } from '../../../core/actor.ts'
import { financialYear, type IsoDate, todayIn } from '../../../core/dates.ts'
import { Refusal } from '../../../core/errors.ts'
import { type Paise, zero } from '../../../core/money.ts'
import { decideReturn } from '../../../core/sale-return.ts'
import type { Condition, ReturnableLine, ReturnDecision } from '../../../core/sale-return-facts.ts'
import type { DayTax } from '../../../core/tax-days.ts'
import { newId } from '../../../db/ids.ts'
import { named } from '../../../db/named.ts'
import type { Tx } from '../../../db/tenant.ts'
import { together } from '../../../db/together.ts'
import { outbox } from '../../../jobs/outbox.ts'
import { isLocale } from '../../../words/index.ts'
import { audit } from '../../audit/index.ts'
import {
  accountsByRole,
  addToTaxDays,
  allocate,
  branchPrefix,
  openItem,
  post,
  takeNumber,
  voucherPrefixes,
} from '../../books/index.ts'
import { type JudgedCash, judgeOtherCash, logJudged } from '../../compliance/index.ts'
import { moveGifts } from '../../gift-vouchers/index.ts'
import { movePoints } from '../../loyalty/index.ts'
import { oldMetalArticles } from '../../old-gold/index.ts'
import { lockMoneyOf, makePayment } from '../../payments/index.ts'
import { lockLots, lockPieces, moveLots, movePieces, type PieceFacts } from '../../pieces/index.ts'
import { stockMoveOf } from '../../sales/index.ts'
import { takeBackSold } from '../../sold/index.ts'
import { lockLevels, moveStock } from '../../stock/index.ts'
import { batchesBack } from './taking.batches.ts'
import { type BillLine, linesOfBill, lockBill, type ReturnBill } from './taking.facts.ts'
import { loyaltyOfBill, pointMovesOf } from './taking.loyalty.ts'
import { hashOf, ReturnRefused, type TakeBackOptions, type TakeBackRequest, type TakenBack } from './taking.request.ts'
import { insertNote, insertReturn, type NewNote } from './taking.rows.ts'

/**
 * Takes goods of a bill back: credit note with its number, voucher, tax, goods and their cost, what of it settles the bill,
 * and the money that is given back, together or not at all. The same id with the same request answers with the first note.
 * Of two at one instant one waits, and finds less left. Throws ReturnRefused with every reason, Refusal
 * 'returns.refusal.otherBody' (409), what `makePayment` throws, and NotFound.
 */
export async function takeBack(
  tx: Tx,
  businessId: string,
  request: TakeBackRequest,
  actor: Actor,
  options: TakeBackOptions,
): Promise<TakenBack> {
  const { billId, onDate } = request
  const bill = await lockBill(tx, businessId, { billId, onDate, by: actor.userId, at: actor.at })
  const before = await firstResult(tx, businessId, request)
  if (before) return before
  const partyId = bill.partyId ?? request.partyId
  const lines = await linesOfBill(tx, businessId, billId)
  if (partyId !== null) await lockMoneyOf(tx, businessId, partyId)
  const { loyalty, expiresOn } = await loyaltyOfBill(tx, businessId, { id: billId, partyId: bill.partyId, onDate })
  const loaded = await lockGoods(tx, businessId, { bill, lines, request }, actor)
  const open = partyId !== null && bill.itemId !== null ? await openOf(tx, businessId, bill.itemId) : zero
  const { mayPayOut, mayBeLate } = options
  const facts = { ...loaded.facts, loyalty, partyId, mayPayOut, mayBeLate, lockDate: bill.lockDate }
  const today = todayIn(actor.at, bill.zone)
  const outcome = decideReturn({ ...facts, today, bill: { ...bill, open } }, request)
  if ('refused' in outcome) throw new ReturnRefused(outcome.refused)
  return write(
    tx,
    businessId,
    { request, bill, lines, partyId, options, expiresOn, ...loaded, decision: outcome.ok },
    actor,
  )
}

async function firstResult(tx: Tx, businessId: string, request: TakeBackRequest): Promise<TakenBack | undefined> {
  const [made] = await named<{ number: string; total: Paise; hash: string; partyId: string | null }>(tx, noteById, [
    businessId,
    request.id,
  ])
  if (!made) return undefined
  if (made.hash !== hashOf(request)) throw new Refusal('returns.refusal.otherBody', {}, 409)
  return { id: request.id, number: made.number, total: made.total, partyId: made.partyId, warnings: [] }
}

interface Asking {
  bill: ReturnBill
  lines: readonly BillLine[]
  request: TakeBackRequest
}

/** Pieces and lots, then the levels, each by their ids: as every sale locks them. */
async function lockGoods(tx: Tx, businessId: string, { bill, lines, request }: Asking, actor: Actor) {
  const conditionOf = new Map(request.lines.map(({ line, condition }) => [line, condition]))
  const wanted = lines.filter(({ line }) => conditionOf.has(line))
  const ids = (kind: ReturnableLine['kind']) => wanted.flatMap((line) => (line.kind === kind ? (line.ofId ?? []) : []))
  const pieces = await lockPieces(tx, businessId, ids('piece'))
  await lockLots(tx, businessId, ids('lot'))
  const melted = wanted.filter(({ line }) => conditionOf.get(line) === 'old-metal')
  const purityIds = melted.flatMap(({ ofId, purityId }) => (ofId === null ? [] : (purityId ?? [])))
  const locale = isLocale(bill.locale) ? bill.locale : 'en'
  const articles = await oldMetalArticles(tx, businessId, { purityIds, locale }, actor)
  const itemIds = [...wanted.map(({ itemId }) => itemId), ...articles.values()]
  const [levels, roles] = await together([
    lockLevels(tx, businessId, bill.branchId, [...new Set(itemIds)]),
    accountsByRole(tx, businessId),
  ])
  const pieceById = new Map(pieces.map((piece) => [piece.id, piece]))
  const returnable = lines.map((line): ReturnableLine => {
    const piece = line.ofId === null ? undefined : pieceById.get(line.ofId)
    const itemId = articles.get(line.purityId ?? '')
    return {
      ...line,
      isWithBuyer: piece ? piece.state === 'sold' && piece.documentId === bill.id : line.isWithBuyer,
      oldMetal: itemId === undefined || line.ofId === null ? null : { itemId, lotId: newId() },
    }
  })
  return { facts: { lines: returnable, levels, roles }, pieceById }
}

async function openOf(tx: Tx, businessId: string, itemId: string): Promise<Paise> {
  const [item] = await named<{ open: Paise }>(tx, itemLocked, [businessId, itemId])
  return item?.open ?? zero
}

interface Decided extends Asking {
  partyId: string | null
  options: TakeBackOptions
  expiresOn: IsoDate | null
  pieceById: ReadonlyMap<string, PieceFacts>
  decision: ReturnDecision
}

async function write(tx: Tx, businessId: string, decided: Decided, actor: Actor): Promise<TakenBack> {
  const { request, bill, lines, partyId, decision, options } = decided
  const { id, onDate } = request
  const series = {
    documentKind: 'credit-note',
    branchId: bill.branchId,
    fyLabel: financialYear(onDate, bill.fyStartMonth).label,
    defaultPrefix: branchPrefix(voucherPrefixes['credit-note'], bill.branchOrdinal),
  }
  const judged = await judgeWalkIn(tx, businessId, decided)
  const { seriesId, number } = await takeNumber(tx, businessId, series)
  const billLines = new Map(lines.map((line) => [line.line, line]))
  const hash = hashOf(request)
  const note: NewNote = { request, decision, hash, seriesId, number, partyId, bill: billLines, branchId: bill.branchId }
  // The note's voucher has the note's id, as that of a note written by hand.
  const narration = request.reason.trim()
  const voucher = { id, kind: 'credit-note', onDate, number, partyId, documentId: id, narration } as const
  const itemId = newId()
  const of = { onDate, documentId: id, voucherId: id }
  await together([
    ...insertNote(tx, businessId, note, actor),
    post(tx, businessId, { ...voucher, lines: decision.postings }, actor),
    openNote(tx, businessId, { decided, itemId, number }, actor),
    takeIn(tx, businessId, decided, actor),
    movePoints(tx, businessId, pointMovesOf(decision.loyalty, { ...decided, partyId: bill.partyId }), of, actor),
    moveGifts(tx, businessId, decision.loyalty.gifts, { ...of, kind: 'given-back' }, actor),
    decision.isTaxUndone ? addToTaxDays(tx, businessId, taxOf(decided)) : undefined,
  ])
  const warnings = [...judged.verdict.warnings, ...(await giveBack(tx, businessId, { decided, itemId, number }, actor))]
  await together([
    logJudged(tx, businessId, judged, number, actor),
    // After the lines of the note and what piece each is of.
    insertReturn(tx, businessId, note, options).then(() => takeBackSold(tx, businessId, { documentId: id, onDate })),
    batchesBack(tx, businessId, { bill, noteId: id, lines: decision.lines }),
    audit(tx, businessId, actor, {
      action: 'sale.returned',
      entity: 'return',
      entityId: id,
      after: auditOf(decided, number),
    }),
    outbox(tx, businessId, 'sale.returned', { id, number }, actor.at),
  ])
  return { id, number, total: decision.total, partyId, warnings: [...decision.warnings, ...warnings] }
}

/** What a walk-in is given back in cash; a party's payment is judged by itself. */
function judgeWalkIn(tx: Tx, businessId: string, { request, bill, partyId, decision }: Decided): Promise<JudgedCash> {
  const isCash = partyId === null && request.refundMode === 'cash'
  const { id: documentId, onDate } = request
  const paid = { amount: isCash ? decision.refund : zero, onDate, documentId, branchId: bill.branchId }
  const person = { partyId: null, phone: bill.partyPhone, name: bill.partyName }
  return judgeOtherCash(tx, businessId, person, { ...paid, direction: 'out' })
}

const taxOf = ({ request, decision }: Decided): DayTax[] =>
  decision.lines.map(({ of, taxable, heads }) => ({
    onDate: request.onDate,
    side: 'credit-note',
    rateBp: of.rateBp,
    taxable,
    ...heads,
  }))

type Standing = { decided: Decided; itemId: string; number: string }

/** The note stands on the khata, and settles first what is due of its own bill. */
async function openNote(
  tx: Tx,
  businessId: string,
  { decided, itemId, number }: Standing,
  actor: Actor,
): Promise<void> {
  const { request, bill, partyId, decision } = decided
  const { id: voucherId, onDate } = request
  if (partyId === null || decision.credit === 0n) return
  const item = { id: itemId, partyId, documentId: voucherId, voucherId, number, onDate, dueOn: onDate }
  const settles = bill.itemId !== null && decision.settled > 0n
  const settled = { fromItemId: itemId, toItemId: bill.itemId ?? '', voucherId, amount: decision.settled, onDate }
  await together([
    openItem(tx, businessId, { ...item, side: 'credit', kind: 'note', amount: decision.credit }),
    settles ? allocate(tx, businessId, [settled], actor) : undefined,
  ])
}

/** What is for sale again lies on the shelf, what is melted in the old metal, and scrap is gone. */
async function takeIn(tx: Tx, businessId: string, decided: Decided, actor: Actor): Promise<void> {
  const { request, bill, pieceById, decision } = decided
  const { id, onDate, reason: note } = request
  const moves = decision.moves.map((move) => stockMoveOf(move, bill.branchId, 1n))
  const back = { kind: 'return', onDate, documentId: id, voucherId: id, note, negative: bill.negative } as const
  const lots = decision.lines.flatMap(({ of, asked, goes }) =>
    of.kind === 'lot' && of.ofId !== null && goes && asked.condition === 'stock'
      ? [{ lotId: of.ofId, sign: 1n as const, goes }]
      : [],
  )
  const move = (condition: Condition) =>
    decision.lines.flatMap(({ of, asked }) =>
      of.kind === 'piece' && asked.condition === condition ? (pieceById.get(of.ofId ?? '') ?? []) : [],
    )
  const event = { from: ['sold'], eventDocumentId: id, onDate, note } as const
  await together([
    movePieces(tx, businessId, move('stock'), { ...event, to: 'in-stock', kind: 'returned' }, actor),
    movePieces(tx, businessId, move('old-metal'), { ...event, to: 'melted', kind: 'melted' }, actor),
    movePieces(tx, businessId, move('scrap'), { ...event, to: 'gone', kind: 'gone' }, actor),
    moveLots(tx, businessId, lots),
    moveStock(tx, businessId, moves, back, actor),
  ])
}

/** A party is paid by a payment of its own, which settles the note; a walk-in's money stands in the note itself. */
async function giveBack(
  tx: Tx,
  businessId: string,
  { decided, itemId, number }: Standing,
  actor: Actor,
): Promise<readonly { key: string }[]> {
  const { request, bill, partyId, decision } = decided
  const { paymentId, refundMode: mode, reference, onDate } = request
  if (partyId === null || decision.refund === 0n) return []
  const money = {
    id: paymentId,
    partyId,
    onDate,
    tenders: [{ mode, amount: decision.refund, reference }],
    against: [{ itemId, amount: decision.refund }],
    restAs: 'on-account',
    note: number,
  } as const
  const { warnings } = await makePayment(tx, businessId, money, actor, { branchId: bill.branchId })
  return warnings
}

function auditOf({ request, bill, decision, options }: Decided, number: string): Record<string, unknown> {
  const { total, refund, settled, deduction, lines, isTaxUndone } = decision
  return {
    ...{ number, bill: bill.number, party: bill.partyName, on_date: request.onDate, reason: request.reason.trim() },
    ...{ total_paise: total, lines: lines.length, settle: request.settle },
    ...(settled > 0n && { settled_paise: settled }),
    ...(refund > 0n && { refund_paise: refund, refund_mode: request.refundMode }),
    ...(deduction > 0n && { deduction_paise: deduction }),
    ...(!isTaxUndone && { tax_undone: false }),
    ...(options.authority && { approved_by: options.authority.name }),
  }
}

const noteById = {
  name: 'returns.existing',
  text: `
    select number, total_paise as total, request_hash as hash, party_id as "partyId" from document
    where business_id = $1 and id = $2`,
}

const itemLocked = {
  name: 'returns.bill.item',
  text: 'select open_amount as open from open_item where business_id = $1 and id = $2 for update',
}
