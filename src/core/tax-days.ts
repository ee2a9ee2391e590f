import type { IsoDate } from './dates.ts'
import type { Heads } from './tax.ts'
import { type DecidedTax, type EntryDecision, isEntryTaxed, type VoucherRequest } from './voucher-facts.ts'

/** What is taxed at a rate: sold, given back, bought, sent back; `no-credit` is bought with tax that is part of the cost. */
export const taxSides = ['output', 'credit-note', 'reverse-charge', 'input', 'debit-note', 'no-credit'] as const
export type TaxSide = (typeof taxSides)[number]

/** What one voucher adds to a day, in paise; below zero where it takes something back. */
export type DayTax = {
  readonly onDate: IsoDate
  readonly side: TaxSide
  /** 1800 is 18 %. */
  readonly rateBp: number
  readonly taxable: bigint
  readonly cgst: bigint
  readonly sgst: bigint
  readonly igst: bigint
  readonly cess: bigint
}

type TaxedLine = { readonly rateBp: number; readonly taxable: bigint; readonly heads: Heads }

/** Of a bill: its lines by their rates. */
export const taxOfBill = (of: { readonly onDate: IsoDate; readonly lines: readonly TaxedLine[] }): DayTax[] =>
  sumsOfDays(
    of.lines.map(({ rateBp, taxable, heads }) => ({ onDate: of.onDate, side: 'output', rateBp, taxable, ...heads })),
  )

/** Of an expense or a note as it was typed; of another voucher written by hand nothing, for it names no rate. */
export function taxOfEntry(request: VoucherRequest, { tax }: EntryDecision): DayTax[] {
  if (!tax || !isEntryTaxed(request)) return []
  const { kind, onDate, rateBp } = request
  const row = { onDate, side: sideOf(kind, tax), rateBp, taxable: tax.taxable, ...tax.heads }
  // What is sent back of goods without credit makes these fewer: it has no side of its own.
  const own = row.side === 'no-credit' && kind === 'debit-note' ? [row].map(takenBack) : [row]
  return tax.isReverseCharge ? [...own, { ...row, side: 'reverse-charge' }] : own
}

function sideOf(kind: 'expense' | 'credit-note' | 'debit-note', { isInputCredit }: DecidedTax): TaxSide {
  if (kind === 'credit-note') return 'credit-note'
  if (!isInputCredit) return 'no-credit'
  return kind === 'debit-note' ? 'debit-note' : 'input'
}

export const takenBack = ({ taxable, cgst, sgst, igst, cess, ...of }: DayTax): DayTax => ({
  ...of,
  taxable: -taxable,
  cgst: -cgst,
  sgst: -sgst,
  igst: -igst,
  cess: -cess,
})

/** One row for each day, side and rate, in that order: whoever locks many locks them as everyone does. */
export function sumsOfDays(rows: readonly DayTax[]): DayTax[] {
  const sums = new Map<string, DayTax>()
  for (const row of rows) {
    const of = [row.onDate, row.side, String(row.rateBp).padStart(6, '0')].join(' ')
    const before = sums.get(of)
    sums.set(of, before ? plus(before, row) : row)
  }
  return [...sums].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, row]) => row)
}

const plus = (a: DayTax, b: DayTax): DayTax => ({
  ...a,
  taxable: a.taxable + b.taxable,
  cgst: a.cgst + b.cgst,
  sgst: a.sgst + b.sgst,
  igst: a.igst + b.igst,
  cess: a.cess + b.cess,
})
