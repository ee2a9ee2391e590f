import { type IsoDate, parseDate, parseExpiry, parseMadeOn } from '../../../core/dates.ts'
import type { AskedBatch } from '../../../core/goods-receipt-facts.ts'
import { type LandedBasis, landedBases } from '../../../core/landed-cost.ts'
import { type Paise, parseRupees, zero } from '../../../core/money.ts'
import { type Milli, milli, parseQuantity, quantity as shown } from '../../../core/quantity.ts'
import { mct, mg, parseCarats, parseGrams } from '../../../core/weight.ts'
import { isId } from '../../../db/ids.ts'
import type { Said } from '../../../words/index.ts'
import type { Parsed } from '../../../words/parsed.ts'
import type { ItemOfReceipt } from '../receiving/receiving.facts.ts'
import type { GoodsReceiptLine, GoodsReceiptRequest, ReceivedLot } from '../receiving/receiving.request.ts'
import type { ReadSheet } from '../sheets/sheet.reading.ts'
import { idOf, parsePieces, pieceCells } from './pieces.form.ts'

export const mostLines = 100
export const lineFields = [
  ...(['item', 'order', 'order_line', 'received', 'rejected', 'reject_reason', 'price'] as const),
  ...(['batch', 'made_on', 'expires_on', 'mrp', 'lot', 'lot_name', 'gross', 'count', 'carat'] as const),
  ...(['rows', 'sheet'] as const),
] as const
export type LineField = (typeof lineFields)[number]
export const nameOf = (row: number, field: LineField): string => `lines.${row}.${field}`
const cellsOf = pieceCells.join('|')
export const linePattern = `^lines\\.\\d{1,2}\\.(${lineFields.join('|')}|p\\.\\d{1,3}\\.(${cellsOf})|c\\.(${cellsOf}))$`

/** The fields of the form by their names, as they were typed. */
export type Typed = Readonly<Record<string, string>>

/** The rows that name an item, as they stand. */
export const rowsIn = (typed: Typed): number[] =>
  Array.from({ length: mostLines }, (_, row) => row).filter((row) => isId(typed[nameOf(row, 'item')] ?? ''))

/** "1200.25": as it is typed again. */
export const plain = (quantity: Milli): string => shown(quantity).replaceAll(',', '')

export interface NewLine extends Partial<Record<LineField, string>> {
  readonly item: string
}

/** One more line at the end; a full form stays as it is. */
export function withLine(typed: Typed, line: NewLine): Typed {
  const row = (rowsIn(typed).at(-1) ?? -1) + 1
  if (row >= mostLines) return typed
  const fields = Object.entries(line).map(([field, value]) => [`lines.${row}.${field}`, value ?? ''])
  return { ...typed, ...Object.fromEntries(fields) }
}

/** A scan adds one to the item's line: the first of which less was counted than is awaited, else the last, else a new one. */
export function withScanned(
  typed: Typed,
  line: NewLine,
  awaited: (orderId: string, orderLine: number) => Milli | undefined,
): Typed {
  const rows = rowsIn(typed).filter((row) => typed[nameOf(row, 'item')] === line.item)
  const counted = (row: number) => parseQuantity(typed[nameOf(row, 'received')] ?? '') ?? milli(0n)
  const isShort = (row: number) => {
    const left = awaited(typed[nameOf(row, 'order')] ?? '', Number(typed[nameOf(row, 'order_line')]))
    return left !== undefined && counted(row) < left
  }
  const row = rows.find(isShort) ?? rows.at(-1)
  if (row === undefined) return withLine(typed, { ...line, received: '1' })
  return { ...typed, [nameOf(row, 'received')]: plain(milli(counted(row) + 1000n)) }
}

export function withoutRow(typed: Typed, row: number): Typed {
  const at = `lines.${row}.`
  return Object.fromEntries(Object.entries(typed).filter(([name]) => !name.startsWith(at)))
}

interface Reading {
  readonly today: IsoDate
  readonly items: ReadonlyMap<string, ItemOfReceipt>
  readonly canCost: boolean
  /** Of each row of the form that has a supplier's list longer than a grid: its pieces. */
  readonly lists: ReadonlyMap<number, ReadSheet>
}

export interface ReadReceipt {
  readonly request: GoodsReceiptRequest
  /** In which row of the form each line of the request stands. */
  readonly rows: readonly number[]
}

/** The receipt as it was typed, each fault at its field. A line of an order in which nothing was counted did not come. */
export function parseReceipt(typed: Typed, of: Reading): Parsed<ReadReceipt> {
  const errors: Record<string, Said> = {}
  const text = (name: string) => (typed[name] ?? '').trim()
  const onDate = text('on_date') === '' ? of.today : parseDate(text('on_date'), of.today)
  if (onDate === undefined) errors['on_date'] = { key: 'fields.date' }
  const theirDate = text('their_date') === '' ? null : parseDate(text('their_date'), of.today)
  if (theirDate === undefined) errors['their_date'] = { key: 'fields.date' }
  const landed = of.canCost ? money(errors, 'landed', text('landed')) : null
  const came = rowsIn(typed).filter((row) => {
    const isOrdered = isId(typed[nameOf(row, 'order')] ?? '')
    return !isOrdered || text(nameOf(row, 'received')) !== '' || of.lists.has(row) || hasPieces(typed, row)
  })
  const lines = came.map((row) => parseLine(typed, row, of, errors))
  if (came.length === 0) errors['scan'] = { key: 'goodsReceipts.refusal.noLines' }
  if (Object.keys(errors).length > 0) return { ok: false, errors }
  const request = {
    ...{ id: text('id'), partyId: text('party_id'), branchId: text('branch') || null, onDate: onDate ?? of.today },
    ...{ theirNumber: text('their_number'), theirDate: theirDate ?? null, landed: landed ?? zero },
    ...{ landedBy: basisOf(text('landed_by')), note: text('note'), lines },
    takesExcess: typed['takes_excess'] === 'yes',
    takesExpired: typed['takes_expired'] === 'yes',
  }
  return { ok: true, value: { request, rows: came } }
}

const hasPieces = (typed: Typed, row: number): boolean =>
  Object.entries(typed).some(([name, value]) => name.startsWith(`lines.${row}.p.`) && value.trim() !== '')

const basisOf = (text: string): LandedBasis => landedBases.find((one) => one === text) ?? 'value'

function parseLine(
  typed: Typed,
  row: number,
  { today, items, canCost, lists }: Reading,
  errors: Record<string, Said>,
): GoodsReceiptLine {
  const text = (field: LineField) => (typed[nameOf(row, field)] ?? '').trim()
  const item = items.get(text('item'))
  const orderId = text('order')
  const list = lists.get(row)
  if (list && list.faults.length > 0)
    errors[nameOf(row, 'sheet')] = { key: 'goodsReceipts.sheet.faulty', values: { count: list.faults.length } }
  const pieces = item?.tracking === 'piece' ? (list?.pieces ?? parsePieces(typed, row, errors)) : []
  const rejected = counted(errors, nameOf(row, 'rejected'), text('rejected'))
  const isTyped = text('received') !== ''
  const received =
    item?.tracking === 'piece' && !isTyped
      ? milli(BigInt(pieces.length) * 1000n + rejected)
      : counted(errors, nameOf(row, 'received'), text('received'))
  return {
    ...{ itemId: text('item'), received, rejected, rejectReason: text('reject_reason') },
    order: isId(orderId) ? { id: orderId, line: Number(text('order_line')) } : null,
    price: canCost && text('price') !== '' ? money(errors, nameOf(row, 'price'), text('price')) : null,
    batch: item?.tracksBatches ? batchOf(typed, row, today, errors) : null,
    lot: item?.tracking === 'lot' ? lotOf(typed, row, received, errors) : null,
    pieces,
  }
}

function counted(errors: Record<string, Said>, name: string, text: string): Milli {
  if (text === '') return milli(0n)
  const read = parseQuantity(text)
  if (read === undefined || read < 0n) errors[name] = { key: 'fields.quantity' }
  return read ?? milli(0n)
}

function money(errors: Record<string, Said>, name: string, text: string): Paise {
  if (text === '') return zero
  const read = parseRupees(text)
  if (read === undefined || read < 0n) errors[name] = { key: 'fields.amount.notNegative' }
  return read ?? zero
}

function batchOf(typed: Typed, row: number, today: IsoDate, errors: Record<string, Said>): AskedBatch | null {
  const text = (field: LineField) => (typed[nameOf(row, field)] ?? '').trim()
  const day = (field: 'made_on' | 'expires_on') => {
    if (text(field) === '') return null
    const read = field === 'expires_on' ? parseExpiry(text(field), today) : parseMadeOn(text(field), today)
    if (read === undefined) errors[nameOf(row, field)] = { key: 'fields.date' }
    return read ?? null
  }
  const mrp = text('mrp') === '' ? null : money(errors, nameOf(row, 'mrp'), text('mrp'))
  const batch = { number: text('batch'), madeOn: day('made_on'), expiresOn: day('expires_on') }
  return { ...batch, mrp: mrp !== null && mrp > 0n ? mrp : null }
}

/** What is received of a lot is its net weight in grams, or the weight of its stones. */
function lotOf(typed: Typed, row: number, received: Milli, errors: Record<string, Said>): ReceivedLot | null {
  const text = (field: LineField) => (typed[nameOf(row, field)] ?? '').trim()
  const carat = text('carat') === '' ? mct(0n) : parseCarats(text('carat'))
  if (carat === undefined) errors[nameOf(row, 'carat')] = { key: 'pieces.problem.carat' }
  const gross = text('gross') === '' ? mg(received) : parseGrams(text('gross'))
  if (gross === undefined || gross < received) errors[nameOf(row, 'gross')] = { key: 'goodsReceipts.refusal.lotGross' }
  const pieces = text('count') === '' ? 0 : Number(text('count'))
  if (!Number.isSafeInteger(pieces) || pieces < 0 || pieces > 1_000_000)
    errors[nameOf(row, 'count')] = { key: 'fields.number.range', values: { min: 0, max: 1_000_000 } }
  const [chosen, name] = [text('lot'), text('lot_name')]
  if (!isId(chosen) && name === '') {
    errors[nameOf(row, 'lot_name')] = { key: 'goodsReceipts.refusal.lotName' }
    return null
  }
  const isStones = carat !== undefined && carat > 0n
  const weights = { gross: gross ?? mg(received), net: isStones ? mg(0n) : mg(received), carat: carat ?? mct(0n) }
  const id = isId(chosen) ? chosen : idOf(typed['id'] ?? '', row, 'lot')
  return { id, name: isId(chosen) ? '' : name, pieces, ...weights }
}
