import { addDays, type IsoDate } from '../../../core/dates.ts'
import { NotFound } from '../../../core/errors.ts'
import { rupees } from '../../../core/money.ts'
import { milli, parseQuantity } from '../../../core/quantity.ts'
import { grams, mg } from '../../../core/weight.ts'
import { isId, newId } from '../../../db/ids.ts'
import type { Tx } from '../../../db/tenant.ts'
import { together } from '../../../db/together.ts'
import { findParty, listParties } from '../../parties/index.ts'
import { itemsAsked, lineFields, mostLines, nameOf, plain, rowsIn, type TypedOrder, withItem } from './making.form.ts'
import {
  beginFromOrder,
  beginFromSalesOrder,
  findOrderable,
  likeliestSupplier,
  listBranchStates,
  listOrderable,
  numberOf,
  type OrderableItem,
  type OrderingAt,
  type WantedLine,
} from './making.queries.ts'
import { type MakingOf, priceOf } from './making.views.ts'

/** What a press makes of the form, and what a search found that has to be chosen of. */
export interface Press {
  typed: TypedOrder
  found: MakingOf['found']
}

export const none: Press['found'] = { typed: '', items: [], isNone: false }

/** Everything that the form shows beside what is typed. Throws NotFound for a supplier that is not there. */
export async function loadMaking(
  tx: Tx,
  businessId: string,
  typed: TypedOrder,
  at: OrderingAt,
): Promise<Omit<MakingOf, 'typed' | 'errors' | 'found' | 'isJeweller'>> {
  const itemIds = rowsIn(typed).map((row) => typed[nameOf(row, 'item')] ?? '')
  const number = (name: string) => numberOf(tx, businessId, typed[name] ?? '')
  const supplier = await findParty(tx, businessId, at.partyId)
  const [branches, items, replaces, copied, salesOrder] = await together([
    listBranchStates(tx, businessId),
    listOrderable(tx, businessId, itemIds, at),
    ...([number('replaces'), number('copied_from'), number('sales_order')] as const),
  ])
  return { supplier, branches, items, numbers: { replaces, copied, salesOrder } }
}

/** A code is that item; a name that only one has is that one; else they are shown to choose of. */
export async function addScanned(
  tx: Tx,
  businessId: string,
  typed: TypedOrder,
  scan: string,
  at: OrderingAt,
): Promise<Press> {
  const { quantity, words } = readScan(scan)
  const { byCode, byName } = await findOrderable(tx, businessId, words, at)
  const item = byCode ?? theOne(byName, words)
  if (item) return { typed: withOrderable(typed, item, quantity), found: none }
  return { typed: { ...typed, scan }, found: { typed: words, items: byName, isNone: byName.length === 0 } }
}

export async function pickItem(
  tx: Tx,
  businessId: string,
  typed: TypedOrder,
  { itemId, scan }: { itemId: string; scan: string },
  at: OrderingAt,
): Promise<Press> {
  const item = (await listOrderable(tx, businessId, [itemId], at)).get(itemId)
  return { typed: item ? withOrderable(typed, item, readScan(scan).quantity) : typed, found: none }
}

/** What is shown while one types. */
export async function lookFor(
  tx: Tx,
  businessId: string,
  scan: string,
  at: OrderingAt,
): Promise<{ typed: string; items: readonly OrderableItem[] }> {
  const { words } = readScan(scan)
  const { byCode, byName } = await findOrderable(tx, businessId, words, at)
  return { typed: words, items: byCode ? [byCode] : byName }
}

export interface Beginning {
  readonly party: string
  readonly q: string
  readonly items: string
  readonly copy: string
  readonly replace: string
  readonly sales_order: string
  readonly branch: string
}

export type Begun =
  | { typed: TypedOrder }
  | { suppliers: Awaited<ReturnType<typeof listParties>>['rows']; likeliest: string | undefined }

/** The form as it begins, or the suppliers to choose of. Throws NotFound for a paper that is not there. */
export async function beginOrder(
  tx: Tx,
  businessId: string,
  asked: Beginning,
  { today, branchId }: { today: IsoDate; branchId: string | undefined },
): Promise<Begun> {
  const { party, copy, replace, sales_order } = asked
  const begun = replace
    ? await beginFromOrder(tx, businessId, replace, 'left')
    : copy
      ? await beginFromOrder(tx, businessId, copy, 'all')
      : sales_order
        ? await beginFromSalesOrder(tx, businessId, sales_order)
        : undefined
  if ((replace || copy || sales_order) && !begun) throw new NotFound('no such order')
  const wanted: WantedLine[] = [...(begun?.lines ?? []), ...itemsAsked(asked.items).map(asWanted)].slice(0, mostLines)
  const itemIds = wanted.map(({ itemId }) => itemId)
  // Who takes the place of an order is the same supplier.
  const partyId = replace ? begun?.partyId : party || begun?.partyId
  if (!partyId) {
    const [page, likeliest] = await together([
      listParties(tx, businessId, { show: 'suppliers', q: asked.q }),
      likeliestSupplier(tx, businessId, itemIds),
    ])
    return { suppliers: page.rows.slice(0, mostSuppliers), likeliest }
  }
  const at = { partyId, branchId: asked.branch || begun?.branchId || branchId, onDate: today }
  const items = await listOrderable(tx, businessId, itemIds, at)
  const lead = Math.max(0, ...[...items.values()].map(({ leadDays }) => leadDays ?? 0))
  const typed: TypedOrder = {
    ...{ id: newId(), party_id: partyId, branch: isId(at.branchId ?? '') ? at.branchId : '' },
    ...{ sales_order, copied_from: copy, replaces: replace, terms: begun?.terms ?? '', note: begun?.note ?? '' },
    expected_on: showTyped(addDays(today, lead > 0 ? lead : usualDays)),
  }
  return { typed: linesOf(typed, wanted, items) }
}

const usualDays = 7
const mostSuppliers = 20
const asWanted = ({ itemId, quantity }: { itemId: string; quantity: WantedLine['quantity'] }): WantedLine => ({
  ...{ itemId, quantity, note: '', price: null },
  weight: mg(0n),
})

/** "28/11/2026": as a person types it. */
const showTyped = (day: IsoDate): string => day.split('-').toReversed().map(Number).join('/')

/** Each line as it was wanted, in its own row: the same item may stand twice, as in the order that is copied. */
function linesOf(
  typed: TypedOrder,
  wanted: readonly WantedLine[],
  items: ReadonlyMap<string, OrderableItem>,
): TypedOrder {
  const rows = wanted.filter(({ itemId }) => items.has(itemId))
  const fields = rows.flatMap((line, row) => {
    const item = items.get(line.itemId)
    const price = line.price ?? (item ? priceOf(item) : undefined)
    const own: Partial<Record<(typeof lineFields)[number], string>> = {
      item: line.itemId,
      quantity: plain(line.quantity),
      price: price !== undefined && price > 0n ? rupees(price) : '',
      weight: line.weight > 0n ? grams(line.weight) : '',
      note: line.note,
    }
    return lineFields.flatMap((field) => (own[field] ? [[nameOf(row, field), own[field]] as const] : []))
  })
  return { ...typed, ...Object.fromEntries(fields) }
}

function withOrderable(typed: TypedOrder, item: OrderableItem, quantity: string): TypedOrder {
  const price = priceOf(item)
  const ordered = quantity === '' ? (item.minimum > 0n ? plain(item.minimum) : '1') : quantity
  return withItem({ ...typed, scan: '' }, { item: item.id, quantity: ordered, price: price > 0n ? rupees(price) : '' })
}

/** "12*8901" and "12 x rice" ask for twelve, as at the counter. */
function readScan(scan: string): { quantity: string; words: string } {
  const [, typed = '', words = ''] = /^\s*(\d[\d,.]*)\s*[*x×]\s*(.+)$/i.exec(scan) ?? []
  const asked = typed === '' ? undefined : parseQuantity(typed)
  return asked !== undefined && asked > milli(0n)
    ? { quantity: plain(asked), words: words.trim() }
    : { quantity: '', words: scan.trim() }
}

/** A name that was written out, or the only item that fits. */
function theOne(items: readonly OrderableItem[], words: string): OrderableItem | undefined {
  const [first, second] = items
  if (second === undefined) return first
  return first?.name.toLowerCase() === words.toLowerCase() ? first : undefined
}
