import type { Actor } from '../../src/core/actor.ts'
import type { IsoDate } from '../../src/core/dates.ts'
import type { InvoiceDecision } from '../../src/core/invoice.ts'
import type { InvoiceRequest } from '../../src/core/invoice-facts.ts'
import type { PostingLine } from '../../src/core/ledger.ts'
import type { Paise } from '../../src/core/money.ts'
import type { AccountsByRole } from '../../src/core/vouchers.ts'
import { newId } from '../../src/db/ids.ts'
import { requestHash } from '../../src/features/sales/sales.request.ts'
import type { Batch } from './copy.ts'
import type { KeptTotals } from './kept-totals.ts'
import type { Numbers } from './numbers.ts'
import { type Growing, growing } from './tables.ts'

/** The shop that is written, and what its rows repeat. */
export interface Desk {
  readonly businessId: string
  readonly branchId: string
  readonly state: string
  /** The first day. */
  readonly from: IsoDate
  readonly roles: AccountsByRole
  readonly by: Actor & { userId: string }
  /** The seller's snapshot, as text. */
  readonly seller: string
  readonly numbers: Numbers
  readonly totals: KeptTotals
  /** Triggers are off: open amounts are written as they will be. */
  readonly isBare: boolean
}

export interface Buyer {
  readonly id: string | null
  readonly name: string
  readonly snapshot: string
}

export interface Issued {
  readonly id: string
  readonly number: string
  readonly openItemId: string
  readonly voucherId: string
}

/** Writes rows as the commands do (sales.rows.ts, payments.rows.ts, books), by the hundred thousand. */
export class Writer {
  readonly #desk: Desk
  readonly #rows: Growing = growing()
  #seq: bigint

  constructor(desk: Desk, seq: bigint) {
    this.#desk = desk
    this.#seq = seq
  }

  batches(): Batch[] {
    return Object.values(this.#rows)
  }

  bill(
    request: InvoiceRequest,
    decision: InvoiceDecision,
    buyer: Buyer,
    { at, settledOn }: { at: Date; settledOn: IsoDate | null },
  ): Issued {
    const { businessId, branchId, by, numbers } = this.#desk
    const { id } = request
    const { onDate, totals, credit } = decision
    const { heads } = totals
    const { seriesId, number } = numbers.take(decision.kind, onDate)
    this.#rows.document.add([
      ...[businessId, id, decision.kind, 'issued', seriesId, number, onDate, decision.dueOn, buyer.id, branchId],
      ...[buyer.snapshot, this.#desk.seller, decision.placeOfSupply, decision.supply, ''],
      ...[totals.gross, totals.discount, totals.taxable, heads.cgst, heads.sgst, heads.igst, heads.cess],
      ...[totals.roundOff, totals.payable, decision.cost, '', requestHash(request), by.userId, by.name, at],
    ])
    this.#lines(id, decision)
    this.#tenders(id, decision.tenders)
    const voucherId = this.#voucher('sales', { id, number, onDate, partyId: buyer.id, at }, decision.postings)
    for (const { itemId, quantity, value } of decision.moves)
      this.move(itemId, { kind: 'sale', quantity, value, documentId: id, voucherId, onDate, at })
    const openItemId = newId()
    if (buyer.id !== null && credit > 0n) {
      const open = this.#desk.isBare && settledOn !== null ? 0n : credit
      const of = [businessId, openItemId, buyer.id, 'debit', 'bill', id, voucherId, number, 'INR']
      this.#rows.openItem.add([...of, credit, open, onDate, decision.dueOn, settledOn ?? onDate])
    }
    const after = {
      number,
      party: buyer.name,
      kind: decision.kind,
      on_date: onDate,
      total_paise: String(totals.payable),
    }
    this.audit(
      'sale.issued',
      'sale',
      id,
      { ...after, on_credit_paise: String(credit), lines: decision.lines.length },
      at,
    )
    this.#outbox('invoice.issued', id, number, at)
    return { id, number, openItemId, voucherId }
  }

  /** Money that settles one bill, whole. */
  receipt(receipt: {
    buyer: Buyer & { id: string }
    bill: Pick<Issued, 'openItemId'>
    mode: 'cash' | 'upi' | 'bank'
    amount: Paise
    accountId: string
    postings: readonly PostingLine[]
    onDate: IsoDate
    at: Date
  }): void {
    const { businessId, branchId, by, numbers, state, isBare } = this.#desk
    const { buyer, bill, mode, amount, accountId, postings, onDate, at } = receipt
    const id = newId()
    const { seriesId, number } = numbers.take('receipt', onDate)
    const nothing = [0n, 0n, 0n, 0n, 0n, 0n, 0n, 0n]
    this.#rows.document.add([
      ...[businessId, id, 'receipt', 'issued', seriesId, number, onDate, null, buyer.id, branchId],
      ...[buyer.snapshot, this.#desk.seller, state, 'intra', '', ...nothing],
      ...[amount, 0n, '', `seed ${id}`, by.userId, by.name, at],
    ])
    this.#tenders(id, [{ mode, accountId, amount, reference: '' }])
    const voucherId = this.#voucher('receipt', { id, number, onDate, partyId: buyer.id, at }, postings)
    const fromId = newId()
    const of = [businessId, fromId, buyer.id, 'credit', 'against', id, voucherId, number, 'INR']
    this.#rows.openItem.add([...of, amount, isBare ? 0n : amount, onDate, onDate, onDate])
    const allocation = [businessId, newId(), fromId, bill.openItemId, voucherId, amount]
    this.#rows.allocation.add([...allocation, onDate, by.userId, at])
    const after = { number, party: buyer.name, on_date: onDate, total_paise: String(amount), modes: mode }
    this.audit('payment.received', 'payment', id, { ...after, against_paise: String(amount) }, at)
    this.#outbox('payment.received', id, number, at)
  }

  opening(
    itemId: string,
    of: { quantity: bigint; value: bigint; onDate: IsoDate; at: Date },
    lines: PostingLine[],
  ): void {
    const { onDate, at } = of
    const voucherId = this.#voucher('opening', { id: null, number: '', onDate, partyId: null, at }, lines)
    this.move(itemId, { kind: 'opening', ...of, documentId: null, voucherId })
  }

  move(itemId: string, move: Move): void {
    const { businessId, branchId, by, totals } = this.#desk
    const { kind, quantity, value, documentId, voucherId, onDate, at } = move
    totals.move(itemId, quantity, value)
    const of = [businessId, newId(), itemId, branchId, kind, quantity, value]
    this.#rows.move.add([...of, documentId, voucherId, onDate, by.userId, at])
  }

  audit(action: string, entity: string, entityId: string, after: Record<string, unknown>, at: Date): void {
    const { userId, name } = this.#desk.by
    this.#seq += 1n
    this.#rows.audit.add([this.#seq, at, userId, name, action, entity, entityId, JSON.stringify(after)])
  }

  #lines(documentId: string, { lines }: InvoiceDecision): void {
    for (const [index, line] of lines.entries()) {
      const { heads } = line
      this.#rows.line.add([
        ...[
          this.#desk.businessId,
          documentId,
          index + 1,
          line.itemId,
          line.description,
          line.hsn,
          line.unit,
          line.quantity,
        ],
        ...[line.price, line.priceIncludesTax, line.gross, line.discount, line.taxable, line.gstKind, line.rateBp],
        ...[heads.cgst, heads.sgst, heads.igst, heads.cess, line.total, line.cost],
      ])
    }
  }

  #tenders(
    documentId: string,
    tenders: readonly { mode: string; accountId: string; amount: Paise; reference: string }[],
  ): void {
    for (const [index, { mode, accountId, amount, reference }] of tenders.entries()) {
      const of = [this.#desk.businessId, documentId, index + 1]
      this.#rows.tender.add([...of, mode, accountId, amount, reference])
    }
  }

  #voucher(
    kind: 'sales' | 'receipt' | 'opening',
    {
      id,
      number,
      onDate,
      partyId,
      at,
    }: { id: string | null; number: string; onDate: IsoDate; partyId: string | null; at: Date },
    lines: readonly PostingLine[],
  ): string {
    const { businessId, by, totals } = this.#desk
    const voucherId = newId()
    this.#rows.voucher.add([businessId, voucherId, kind, onDate, number, partyId, id, '', by.userId, by.name, at])
    for (const [index, { accountId, partyId: of = null, commodity, amount }] of lines.entries())
      this.#rows.posting.add([businessId, voucherId, index + 1, accountId, of, commodity, amount, onDate])
    totals.post(lines, onDate)
    return voucherId
  }

  /** Long handed on: nobody is told today of bills of last year. */
  #outbox(topic: string, id: string, number: string, at: Date): void {
    this.#rows.outbox.add([this.#desk.businessId, newId(), topic, JSON.stringify({ id, number }), at, at])
  }
}

export interface Move {
  readonly kind: 'opening' | 'sale'
  readonly quantity: bigint
  readonly value: bigint
  readonly documentId: string | null
  readonly voucherId: string
  readonly onDate: IsoDate
  readonly at: Date
}
