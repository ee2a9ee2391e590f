import { mostLines } from '../../../core/invoice-checks.ts'
import { zero } from '../../../core/money.ts'
import type { Tx } from '../../../db/tenant.ts'
import { readScan } from './counter.form.ts'
import { type Desk, lookAt } from './counter.look.ts'
import { type FoundItem, findItems } from './counter.queries.ts'
import { addItem, chooseParty, pressKey, removeLine } from './counter.rules.ts'
import type { TypedBill } from './counter.types.ts'
import type { Found } from './screen.views.ts'

/** The button that was pressed, and what stood in the two boxes that search. */
export interface Pressed {
  readonly do: string
  readonly scan: string
  readonly q: string
  readonly remove: string
  readonly pick_item: string
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
  if (pressed.remove !== '') return made(removeLine(bill, Number(pressed.remove)))
  if (pressed.party_id !== '') return made(chooseParty(bill, pressed.party_id))
  if (pressed.key === 'exact') {
    const { priced } = await lookAt(tx, businessId, { id, bill }, desk)
    return made(pressKey(bill, 'exact', priced.totals.payable))
  }
  if (pressed.key !== '') return made(pressKey(bill, pressed.key, zero))
  if (pressed.do === 'walk-in') return made(chooseParty(bill, ''))
  if (pressed.do === 'find' || (pressed.do === 'add' && pressed.scan.trim() === '' && pressed.q.trim() !== ''))
    return { ...made(bill), isSearch: true }
  if (pressed.do === 'add' && pressed.scan.trim() !== '')
    return { ...(await scan(tx, businessId, bill, pressed.scan, desk)) }
  return made(bill)
}

async function scan(tx: Tx, businessId: string, bill: TypedBill, typed: string, desk: Desk): Promise<Change> {
  const { quantity, words } = readScan(typed)
  const { byCode, byName } = await findItems(tx, businessId, { words, branchId: desk.branchId ?? null })
  const item = byCode ?? theOne(byName, words)
  if (item && bill.lines.length < mostLines)
    return { bill: addItem(bill, item.id, quantity), found: nothing, isSearch: false }
  const error = item
    ? ({ key: 'sales.refusal.tooManyLines', values: { max: mostLines } } as const)
    : byName.length === 0
      ? ({ key: isCode(words) ? 'counter.unknown.code' : 'counter.unknown.name', values: { words } } as const)
      : undefined
  return { bill, found: { typed, items: item ? [] : byName, error }, isSearch: false }
}

/** A name that was written out, or the only item that fits. */
function theOne(items: readonly FoundItem[], words: string): FoundItem | undefined {
  const [first, second] = items
  if (second === undefined) return first
  return first?.name.toLowerCase() === words.toLowerCase() ? first : undefined
}

/** Told apart for the message only: a code has digits and no blank. */
const isCode = (words: string): boolean => /^\S*\d{3,}\S*$/.test(words)

export const nothing: Found = { typed: '', items: [], error: undefined }
