import { type InvoiceFacts, type TenderMode, tenderModes } from '../../../core/invoice-facts.ts'
import { add, type Paise, parseRupees, subtract, sum, wholeRupees, zero } from '../../../core/money.ts'
import { milli, parseQuantity, quantity } from '../../../core/quantity.ts'
import { blankLine, type FieldName, type TypedBill, type TypedLine } from './counter.types.ts'

/** The same item scanned again raises its line; a line whose quantity cannot be read is left alone. */
export function addItem(bill: TypedBill, item: string, asked: string): TypedBill {
  const more = parseQuantity(asked) ?? milli(1000n)
  const same = bill.lines.find(
    (line) => line.item === item && !isJewellery(line) && parseQuantity(line.quantity) !== undefined,
  )
  if (same) {
    const raised = quantity(milli((parseQuantity(same.quantity) ?? 0n) + more))
    const lines = bill.lines.map((line) => (line === same ? { ...line, quantity: raised } : line))
    return withFields({ ...bill, lines }, { selected: String(same.n) })
  }
  return withLine(bill, { item, quantity: quantity(more) })
}

/** A tagged piece: scanned again, its line is chosen and nothing is added. */
export function addPiece(bill: TypedBill, { id, itemId }: { id: string; itemId: string }): TypedBill {
  const same = bill.lines.find(({ piece }) => piece === id)
  return same ? withFields(bill, { selected: String(same.n) }) : withLine(bill, { item: itemId, piece: id })
}

/** A lot: its weights are written on the line. */
export const addLot = (bill: TypedBill, { id, itemId }: { id: string; itemId: string }): TypedBill =>
  withLine(bill, { item: itemId, lot: id })

export const isJewellery = ({ piece, lot }: TypedLine): boolean => piece !== '' || lot !== ''

export const chooseLine = (bill: TypedBill, n: string): TypedBill =>
  bill.lines.some((line) => String(line.n) === n) ? withFields(bill, { selected: n }) : bill

function withLine(bill: TypedBill, has: Partial<TypedLine> & { item: string }): TypedBill {
  const n = 1 + Math.max(0, ...bill.lines.map((line) => line.n))
  return withFields({ ...bill, lines: [...bill.lines, { ...blankLine, ...has, n }] }, { selected: String(n) })
}

/** The line below takes its place as the chosen one, or the one above when it was the last. */
export function removeLine(bill: TypedBill, n: number): TypedBill {
  const at = bill.lines.findIndex((line) => line.n === n)
  if (at === -1) return bill
  const lines = bill.lines.filter((line) => line.n !== n)
  const next = lines[Math.min(at, lines.length - 1)]
  return withFields({ ...bill, lines }, { selected: next ? String(next.n) : '' })
}

/** One more article of old gold. */
export function addOldGold(bill: TypedBill): TypedBill {
  const rows = Number(bill.oldGold['og_rows'] ?? '1')
  return { ...bill, oldGold: { ...bill.oldGold, og_rows: String(Math.min(rows + 1, 10)) } }
}

/** An empty id is a walk-in again; another's credit and points are not his. */
export const chooseParty = (bill: TypedBill, party: string): TypedBill =>
  withFields({ ...bill, takes: {} }, { party, points: '', exchange: '' })

/** As much of a credit as is open of it, and the rest of the bill needs. */
export function takeAll(
  bill: TypedBill,
  itemId: string,
  { facts, settled }: { facts: Pick<InvoiceFacts, 'takenIn'>; settled: { toPay: Paise; taken: TakenAmounts } },
): TypedBill {
  const open = facts.takenIn.find((one) => one.itemId === itemId)?.open ?? zero
  const already = settled.taken.find((one) => one.itemId === itemId)?.amount ?? zero
  const room = add(settled.toPay, already)
  const isAllOfIt = room > open
  const amount = isAllOfIt ? open : room
  const takes = { ...bill.takes, [itemId]: amount > 0n ? wholeRupees(amount) : '' }
  // Asked for by hand, it stays as it is.
  return withFields({ ...bill, takes }, bill.fields.exchange === itemId ? { exchange: '' } : {})
}

type TakenAmounts = readonly { readonly itemId: string; readonly amount: Paise }[]

/**
 * A key of the keypad writes into the field of the tender that is chosen: a digit or a point at its end, `del` takes the
 * last sign away, `exact` writes what is still to pay, and an amount is laid on top as a note of it would be.
 */
export function pressKey(bill: TypedBill, key: string, payable: Paise): TypedBill {
  const { fields } = bill
  const mode = tenderModes.find((one) => one === fields.active) ?? 'cash'
  const write = (text: string) => withFields(bill, { [mode]: text })
  if (key === 'del') return write(fields[mode].slice(0, -1))
  if (key === 'exact') return write(exact(fields, mode, payable))
  if (/^(\d|00|\.)$/.test(key)) return write(fields[mode] + key)
  const note = /^note-\d{1,5}$/.test(key) ? parseRupees(key.slice(5)) : undefined
  if (note === undefined) return bill
  return write(wholeRupees(add(parseRupees(fields[mode]) ?? zero, note)))
}

/** What is left to pay beside the other tenders. */
export function exact(fields: TypedBill['fields'], mode: TenderMode, payable: Paise): string {
  const others = tenderModes.filter((one) => one !== mode).map((one) => parseRupees(fields[one]) ?? zero)
  const left = subtract(payable, sum(others))
  return left > 0n ? wholeRupees(left) : ''
}

export function withFields(bill: TypedBill, fields: Partial<Record<FieldName, string>>): TypedBill {
  return { ...bill, fields: { ...bill.fields, ...fields } }
}
