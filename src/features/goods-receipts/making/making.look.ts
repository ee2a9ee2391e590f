import type { IsoDate } from '../../../core/dates.ts'
import { type Paise, rupees } from '../../../core/money.ts'
import type { Milli } from '../../../core/quantity.ts'
import { isId, newId } from '../../../db/ids.ts'
import type { Tx } from '../../../db/tenant.ts'
import { together } from '../../../db/together.ts'
import { findParty, type Party } from '../../parties/index.ts'
import { findOrderable, listOrderable, type OrderableItem } from '../../purchase-orders/index.ts'
import { type ItemOfReceipt, itemsOfReceipt } from '../receiving/receiving.facts.ts'
import type { SheetHead } from '../sheets/sheets.queries.ts'
import { type NewLine, nameOf, plain, rowsIn, type Typed, withLine, withScanned } from './making.form.ts'
import { type AwaitedLine, awaitedOf, type ReceiptChoices, receiptChoices, supplierOfOrder } from './making.queries.ts'
import { sheetsOf } from './reading.ts'

/** All that the form shows beside what is typed. */
export interface Making {
  readonly party: Party
  readonly awaited: readonly AwaitedLine[]
  readonly items: ReadonlyMap<string, ItemOfReceipt>
  readonly choices: ReceiptChoices
  /** By the row of their line. */
  readonly sheets: ReadonlyMap<number, SheetHead>
}

/** What a scan found: one item that was counted, some to choose of, or none. */
export interface Found {
  readonly words: string
  readonly items: readonly OrderableItem[]
  readonly counted: { readonly name: string; readonly count: string } | undefined
}
export const nothingFound: Found = { words: '', items: [], counted: undefined }

/** Throws NotFound for a supplier that is not there. */
export async function loadMaking(tx: Tx, businessId: string, typed: Typed): Promise<Making> {
  const partyId = typed['party_id'] ?? ''
  const ids = rowsIn(typed).map((row) => typed[nameOf(row, 'item')] ?? '')
  const party = await findParty(tx, businessId, partyId)
  const [awaited, items] = await together([awaitedOf(tx, businessId, partyId), itemsOfReceipt(tx, businessId, ids)])
  const lots = items.filter(({ tracking }) => tracking === 'lot').map(({ id }) => id)
  return {
    party,
    awaited,
    items: new Map(items.map((item) => [item.id, item])),
    choices: await receiptChoices(tx, businessId, lots),
    sheets: await sheetsOf(tx, businessId, typed),
  }
}

/** The form as it begins: with the lines of an order, where one is named. Undefined: the supplier is not known yet. */
export async function beginReceipt(
  tx: Tx,
  businessId: string,
  { party, order, branchId, today }: { party: string; order: string; branchId: string | undefined; today: IsoDate },
): Promise<Typed | undefined> {
  const partyId = isId(party) ? party : await supplierOfOrder(tx, businessId, order)
  if (!partyId) return undefined
  const typed = {
    id: newId(),
    party_id: partyId,
    branch: branchId ?? '',
    on_date: showTyped(today),
    landed_by: 'value',
  }
  return order === '' ? typed : withOrder(typed, await awaitedOf(tx, businessId, partyId), order)
}

/** "21/11/2026": as a person types it. */
const showTyped = (day: IsoDate): string => day.split('-').toReversed().map(Number).join('/')

/** The lines of an order, still uncounted; those that stand in the form already stay as they are. */
export function withOrder(typed: Typed, awaited: readonly AwaitedLine[], orderId: string): Typed {
  const there = new Set(
    rowsIn(typed).map((row) => placeOf(typed[nameOf(row, 'order')], typed[nameOf(row, 'order_line')])),
  )
  return awaited
    .filter((line) => line.orderId === orderId && !there.has(placeOf(line.orderId, String(line.line))))
    .reduce((all, line) => withLine(all, lineOf(line)), typed)
}

const placeOf = (order = '', line = ''): string => `${order} ${line}`

const lineOf = ({ itemId, orderId, line, price }: AwaitedLine): NewLine => ({
  ...{ item: itemId, order: orderId, order_line: String(line), received: '' },
  price: price > 0n ? rupees(price) : '',
})

/** What is awaited, wherever nothing was counted. */
export function allCame(typed: Typed, awaited: readonly AwaitedLine[]): Typed {
  const fields = rowsIn(typed).flatMap((row) => {
    const left = leftOf(awaited, typed[nameOf(row, 'order')], Number(typed[nameOf(row, 'order_line')]))
    const name = nameOf(row, 'received')
    return left !== undefined && (typed[name] ?? '').trim() === '' ? [[name, plain(left)] as const] : []
  })
  return { ...typed, ...Object.fromEntries(fields) }
}

export const leftOf = (awaited: readonly AwaitedLine[], orderId: string | undefined, line: number): Milli | undefined =>
  awaited.find((one) => one.orderId === orderId && one.line === line)?.left

/** A code, or a name that only one item has, counts one more of it; more are shown to choose of. */
export async function scanned(
  tx: Tx,
  businessId: string,
  typed: Typed,
  { words, today }: { words: string; today: IsoDate },
): Promise<{ typed: Typed; found: Found }> {
  const at = { partyId: typed['party_id'] ?? '', branchId: typed['branch'] || undefined, onDate: today }
  const { byCode, byName } = await findOrderable(tx, businessId, words, at)
  const one = byCode ?? (byName.length === 1 ? byName[0] : undefined)
  if (!one) return { typed: { ...typed, scan: words }, found: { words, items: byName, counted: undefined } }
  return count(tx, businessId, typed, one)
}

export async function picked(
  tx: Tx,
  businessId: string,
  typed: Typed,
  { itemId, today }: { itemId: string; today: IsoDate },
): Promise<{ typed: Typed; found: Found }> {
  const at = { partyId: typed['party_id'] ?? '', branchId: typed['branch'] || undefined, onDate: today }
  const item = (await listOrderable(tx, businessId, [itemId], at)).get(itemId)
  return item ? count(tx, businessId, typed, item) : { typed, found: nothingFound }
}

async function count(
  tx: Tx,
  businessId: string,
  typed: Typed,
  item: OrderableItem,
): Promise<{ typed: Typed; found: Found }> {
  const awaited = await awaitedOf(tx, businessId, typed['party_id'] ?? '')
  const price: Paise = item.theirPrice > 0n ? item.theirPrice : item.purchasePrice
  const line = { item: item.id, price: price > 0n ? rupees(price) : '' }
  const next = withScanned({ ...typed, scan: '' }, line, (order, at) => leftOf(awaited, order, at))
  const row = rowsIn(next).find((one) => next[nameOf(one, 'received')] !== typed[nameOf(one, 'received')])
  const number = row === undefined ? '' : (next[nameOf(row, 'received')] ?? '')
  return { typed: next, found: { words: '', items: [], counted: { name: item.name, count: number } } }
}
