import type { Actor } from '../core/actor.ts'
import { financialYear } from '../core/dates.ts'
import type { PostingLine } from '../core/ledger.ts'
import { paise } from '../core/money.ts'
import { milli } from '../core/quantity.ts'
import { type AccountsByRole, accountOf, openingLines, receiptLines, salesLines } from '../core/vouchers.ts'
import type { Db } from '../db/database.ts'
import { newId } from '../db/ids.ts'
import { inBusiness, type Tx } from '../db/tenant.ts'
import {
  accountsByRole,
  allocate,
  openItem,
  post,
  reverse,
  reverseOpenItems,
  takeNumber,
} from '../features/books/index.ts'
import { createBusiness } from '../features/businesses/index.ts'
import { type MoveKind, moveStock as moveStockOf } from '../features/stock/index.ts'

/** A business whose books a test writes itself, entry by entry, without the screens of the shop. */
export interface Book {
  id: string
  branchId: string
  roles: AccountsByRole
  ramesh: string
  sita: string
  itemId: string
}

export const bookkeeper: Actor = { userId: null, name: 'Chitra', at: new Date('2026-11-21T06:30:00Z') }

/** Two customers, and 100 pieces of an item that cost 50.00 each; 1,000.00 in the cash box. */
export async function aBook(db: Db): Promise<Book> {
  const { id, branchId } = await createBusiness(db, { name: 'Asha Stores', kind: 'general', state: '24' }, bookkeeper)
  const book = { id, branchId, ramesh: newId(), sita: newId(), itemId: newId() }
  return inBusiness(db, id, async (tx) => {
    const roles = await accountsByRole(tx, id)
    const made = { business_id: id, created_at: bookkeeper.at, updated_at: bookkeeper.at }
    await tx('party').insert([
      { ...made, id: book.ramesh, name: 'Ramesh' },
      { ...made, id: book.sita, name: 'Sita' },
    ])
    const gstClass = await tx('gst_class').where({ business_id: id, name: 'Standard' }).first('id')
    await tx('item').insert({
      ...made,
      id: book.itemId,
      kind: 'goods',
      name: 'Lamp',
      unit: 'PCS',
      gst_class_id: gstClass.id,
    })
    await postLines(tx, id, '2026-04-01', [
      { accountId: accountOf(roles, 'cash'), commodity: 'INR', amount: 1000_00n },
      { accountId: accountOf(roles, 'stock'), commodity: 'INR', amount: 5000_00n },
      { accountId: accountOf(roles, 'capital'), commodity: 'INR', amount: -6000_00n },
    ])
    await moveStock(
      tx,
      { ...book, roles },
      { kind: 'opening', quantity: 100_000n, value: 5000_00n, onDate: '2026-04-01' },
    )
    return { ...book, roles }
  })
}

/** A journal of these lines; says its id. */
export async function postLines(
  tx: Tx,
  businessId: string,
  onDate: string,
  lines: readonly PostingLine[],
): Promise<string> {
  const id = newId()
  await post(tx, businessId, { id, kind: 'journal', onDate, number: '', narration: '', lines }, bookkeeper)
  return id
}

export interface Bill {
  documentId: string
  voucherId: string
  itemId: string
  number: string
}

/** One lamp for 100.00 and 18 % GST, on credit: the paper, the voucher, the stock and what is open of it. */
export async function aBill(tx: Tx, book: Book, partyId: string, onDate: string): Promise<Bill> {
  const { id, branchId, roles } = book
  const [documentId, voucherId, itemId] = [newId(), newId(), newId()]
  const { seriesId, number } = await takeNumber(tx, id, {
    documentKind: 'invoice',
    branchId,
    fyLabel: financialYear(onDate).label,
  })
  await tx('document').insert({
    business_id: id,
    id: documentId,
    kind: 'invoice',
    state: 'issued',
    series_id: seriesId,
    number,
    on_date: onDate,
    party_id: partyId,
    branch_id: branchId,
    place_of_supply: '24',
    supply: 'intra',
    taxable_paise: 100_00n,
    cgst_paise: 9_00n,
    sgst_paise: 9_00n,
    total_paise: 118_00n,
    cost_paise: 50_00n,
    request_hash: '',
    issued_by: newId(),
    issued_by_name: 'Chitra',
    issued_at: bookkeeper.at,
  })
  const heads = { cgst: paise(9_00n), sgst: paise(9_00n), igst: paise(0n), cess: paise(0n) }
  const totals = { taxable: paise(100_00n), heads, roundOff: paise(0n), payable: paise(118_00n) }
  const lines = salesLines({ partyId, tenders: [], totals, cost: paise(50_00n), roles })
  const voucher = { id: voucherId, kind: 'sales', onDate, number, partyId, documentId, narration: '', lines } as const
  await post(tx, id, voucher, bookkeeper)
  await openItem(tx, id, {
    id: itemId,
    partyId,
    side: 'debit',
    kind: 'bill',
    documentId,
    voucherId,
    number,
    amount: 118_00n,
    onDate,
    dueOn: onDate,
  })
  await moveStock(tx, book, { kind: 'sale', quantity: -1_000n, value: -50_00n, onDate, documentId, voucherId })
  return { documentId, voucherId, itemId, number }
}

/** Cash from the party against a bill. */
export async function aReceipt(
  tx: Tx,
  book: Book,
  partyId: string,
  amount: bigint,
  onDate: string,
  bill?: Bill,
): Promise<{ voucherId: string; itemId: string }> {
  const [voucherId, itemId] = [newId(), newId()]
  const accountId = accountOf(book.roles, 'cash')
  const lines = receiptLines({ partyId, control: 'debtors', accountId, amount: paise(amount), roles: book.roles })
  await post(
    tx,
    book.id,
    { id: voucherId, kind: 'receipt', onDate, number: '', partyId, narration: '', lines },
    bookkeeper,
  )
  await openItem(tx, book.id, {
    id: itemId,
    partyId,
    side: 'credit',
    kind: 'against',
    voucherId,
    number: '',
    amount,
    onDate,
    dueOn: onDate,
  })
  if (bill)
    await allocate(tx, book.id, [{ fromItemId: itemId, toItemId: bill.itemId, voucherId, amount, onDate }], bookkeeper)
  return { voucherId, itemId }
}

/** What the party owed on the first day. */
export async function anOpening(tx: Tx, book: Book, partyId: string, amount: bigint, onDate: string): Promise<string> {
  const [voucherId, itemId] = [newId(), newId()]
  const lines = openingLines({ partyId, control: 'debtors', amount: paise(amount), roles: book.roles })
  await post(
    tx,
    book.id,
    { id: voucherId, kind: 'opening', onDate, number: '', partyId, narration: '', lines },
    bookkeeper,
  )
  await openItem(tx, book.id, {
    id: itemId,
    partyId,
    side: 'debit',
    kind: 'opening',
    voucherId,
    number: '',
    amount,
    onDate,
    dueOn: onDate,
  })
  return itemId
}

/** The bill undone whole: paper, entry, open item, stock. */
export async function cancelBill(tx: Tx, book: Book, bill: Bill, onDate: string): Promise<void> {
  const reversalId = newId()
  await reverse(tx, book.id, { voucherId: bill.voucherId, newId: reversalId, onDate, reason: 'Wrong rate' }, bookkeeper)
  await reverseOpenItems(tx, book.id, { voucherId: bill.voucherId, reversalId, onDate }, bookkeeper)
  await tx('document')
    .where({ business_id: book.id, id: bill.documentId })
    .update({ state: 'cancelled', cancelled_at: bookkeeper.at, cancel_reason: 'Wrong rate' })
  await moveStock(tx, book, {
    kind: 'sale-cancelled',
    quantity: 1_000n,
    value: 50_00n,
    onDate,
    documentId: bill.documentId,
    voucherId: reversalId,
  })
}

interface Move {
  kind: MoveKind
  quantity: bigint
  value: bigint
  onDate: string
  documentId?: string
  voucherId?: string
}

async function moveStock(tx: Tx, book: Book, { quantity, value, ...happening }: Move): Promise<void> {
  const move = { itemId: book.itemId, branchId: book.branchId, quantity: milli(quantity), value: paise(value) }
  await moveStockOf(tx, book.id, [move], { ...happening, negative: 'refuse' }, bookkeeper)
}
