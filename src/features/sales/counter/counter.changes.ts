import { mostLines } from '../../../core/invoice-checks.ts'
import { zero } from '../../../core/money.ts'
import { stateKeys } from '../../../core/piece-sale.ts'
import type { Tx } from '../../../db/tenant.ts'
import { together } from '../../../db/together.ts'
import type { Said } from '../../../words/index.ts'
import { type FoundPiece, findLotByCode, findPieceByCode, isOwned, lotFacts } from '../../pieces/index.ts'
import { claimPiece } from './claims.commands.ts'
import { readScan } from './counter.form.ts'
import { type Desk, lookAt } from './counter.look.ts'
import { type FoundItem, findItems, findJewellery } from './counter.queries.ts'
import {
  addItem,
  addLot,
  addOldGold,
  addPiece,
  chooseLine,
  chooseParty,
  pressKey,
  removeLine,
  takeAll,
} from './counter.rules.ts'
import type { TypedBill } from './counter.types.ts'
import type { Found } from './screen.views.ts'

/** The button that was pressed, and what stood in the two boxes that search. */
export interface Pressed {
  readonly do: string
  readonly scan: string
  readonly q: string
  readonly remove: string
  readonly pick_item: string
  readonly pick_piece: string
  readonly pick_lot: string
  readonly choose: string
  readonly take: string
  readonly party_id: string
  readonly key: string
}

export interface Change {
  bill: TypedBill
  found: Found
  /** People were asked for, by what stands in their box. */
  isSearch: boolean
}

/** What one press makes of the bill. Whatever else stands in the form is taken over as it was typed. */
export async function applyPress(
  tx: Tx,
  businessId: string,
  { id, bill, pressed }: { id: string; bill: TypedBill; pressed: Pressed },
  desk: Desk,
): Promise<Change> {
  const made = (next: TypedBill): Change => ({ bill: next, found: nothing, isSearch: false })
  if (pressed.pick_item !== '') return made(addItem(bill, pressed.pick_item, readScan(pressed.scan).quantity))
  if (pressed.pick_piece !== '') return pickPiece(tx, businessId, bill, pressed.pick_piece, { draftId: id, desk })
  if (pressed.pick_lot !== '') return pickLot(tx, businessId, bill, pressed.pick_lot)
  if (pressed.choose !== '') return made(chooseLine(bill, pressed.choose))
  if (pressed.take !== '') return made(takeAll(bill, pressed.take, await lookAt(tx, businessId, { id, bill }, desk)))
  if (pressed.remove !== '') return made(removeLine(bill, Number(pressed.remove)))
  if (pressed.party_id !== '') return made(chooseParty(bill, pressed.party_id))
  if (pressed.key === 'exact') {
    const { settled } = await lookAt(tx, businessId, { id, bill }, desk)
    return made(pressKey(bill, 'exact', settled.toPay))
  }
  if (pressed.key !== '') return made(pressKey(bill, pressed.key, zero))
  if (pressed.do === 'old-gold') return made(addOldGold(bill))
  if (pressed.do === 'walk-in') return made(chooseParty(bill, ''))
  if (pressed.do === 'find' || (pressed.do === 'add' && pressed.scan.trim() === '' && pressed.q.trim() !== ''))
    return { ...made(bill), isSearch: true }
  if (pressed.do === 'add' && pressed.scan.trim() !== '')
    return { ...(await scan(tx, businessId, bill, pressed.scan, { draftId: id, desk })) }
  return made(bill)
}

interface At {
  draftId: string
  desk: Desk
}

/** A tag or HUID goes before a barcode, and both before a name. */
async function scan(tx: Tx, businessId: string, bill: TypedBill, typed: string, at: At): Promise<Change> {
  const { desk } = at
  const { quantity, words } = readScan(typed)
  // Most scans are of a tag: nothing else is looked for then.
  const [piece, lot] =
    desk.isJeweller && isOneWord(words)
      ? await together([findPieceByCode(tx, businessId, words), findLotByCode(tx, businessId, words)])
      : []
  if (piece) return addScanned(tx, businessId, bill, piece, { ...at, typed })
  if (lot && bill.lines.length < mostLines) return { bill: addLot(bill, lot), found: nothing, isSearch: false }
  const [{ byCode, byName }, { pieces, lots }] = await together([
    findItems(tx, businessId, { words, branchId: desk.branchId ?? null }),
    desk.isJeweller ? findJewellery(tx, businessId, words, desk.branchId ?? null) : noJewels,
  ])
  const item = byCode ?? (pieces.length + lots.length === 0 ? theOne(byName, words) : undefined)
  if (item && bill.lines.length < mostLines)
    return { bill: addItem(bill, item.id, quantity), found: nothing, isSearch: false }
  const isNothing = byName.length + pieces.length + lots.length === 0
  const error = item
    ? ({ key: 'sales.refusal.tooManyLines', values: { max: mostLines } } as const)
    : isNothing
      ? ({ key: isCode(words) ? 'counter.unknown.code' : 'counter.unknown.name', values: { words } } as const)
      : undefined
  return { bill, found: { ...nothing, typed, items: item ? [] : byName, pieces, lots, error }, isSearch: false }
}

export const noJewels = { pieces: [], lots: [] }
const isOneWord = (words: string): boolean => words !== '' && !/\s/.test(words)

async function pickPiece(tx: Tx, businessId: string, bill: TypedBill, tag: string, at: At): Promise<Change> {
  const piece = await findPieceByCode(tx, businessId, tag)
  return piece
    ? addScanned(tx, businessId, bill, piece, { ...at, typed: '' })
    : { bill, found: nothing, isSearch: false }
}

async function pickLot(tx: Tx, businessId: string, bill: TypedBill, id: string): Promise<Change> {
  const [lot] = await lotFacts(tx, businessId, [id])
  return { bill: lot ? addLot(bill, lot) : bill, found: nothing, isSearch: false }
}

/** What is not for sale says why and where; what another bill has just now is that bill's. */
async function addScanned(
  tx: Tx,
  businessId: string,
  bill: TypedBill,
  piece: FoundPiece,
  { draftId, desk, typed }: At & { typed: string },
): Promise<Change> {
  const change = (of: Partial<Change>): Change => ({ bill, found: nothing, isSearch: false, ...of })
  const refuse = (error: Said) => change({ found: { ...nothing, typed, error, pieceHref: `/pieces/${piece.id}` } })
  if (bill.lines.some((line) => line.piece === piece.id)) return change({ bill: addPiece(bill, piece) })
  const reason = whyNot(piece, desk, bill.fields.from)
  if (reason) return refuse(reason)
  if (bill.lines.length >= mostLines) return refuse({ key: 'sales.refusal.tooManyLines', values: { max: mostLines } })
  const other = await claimPiece(tx, businessId, { pieceId: piece.id, draftId }, desk)
  if (other) return refuse({ key: 'counter.piece.onOtherBill', values: { tag: piece.tag, name: other.name } })
  return change({ bill: addPiece(bill, piece) })
}

/** In the words of the decision itself, but at once. */
function whyNot(piece: FoundPiece, { branchId }: Desk, from: string): Said | undefined {
  const values = { tag: piece.tag, branch: piece.branchName, number: piece.documentNumber ?? '' }
  if (branchId !== undefined && piece.branchId !== branchId && isOwned(piece.state))
    return { key: 'sales.refusal.pieceElsewhere', values }
  // What is kept for the order, or is out on the challan, that the bill is made of.
  const isHeld = piece.state === 'reserved' || piece.state === 'on-approval'
  if (isHeld && from !== '' && piece.documentId === from) return undefined
  return piece.state === 'in-stock' ? undefined : { key: stateKeys[piece.state], values }
}

/** A name that was written out, or the only item that fits. */
function theOne(items: readonly FoundItem[], words: string): FoundItem | undefined {
  const [first, second] = items
  if (second === undefined) return first
  return first?.name.toLowerCase() === words.toLowerCase() ? first : undefined
}

/** Told apart for the message only: a code has digits and no blank. */
const isCode = (words: string): boolean => /^\S*\d{3,}\S*$/.test(words)

export const nothing: Found = { typed: '', items: [], pieces: [], lots: [], error: undefined, pieceHref: '' }
