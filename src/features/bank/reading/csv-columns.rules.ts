import type { DateOrder } from '../../../core/bank-statement-values.ts'

/** How the money of a line is told: in two columns, in one beside Dr or Cr, or in one with a sign. */
export const amountKinds = ['two', 'side', 'signed'] as const
export type AmountKind = (typeof amountKinds)[number]

/** Which column of a bank's table is what, counted from 0; null for none. */
export interface CsvColumns {
  readonly date: number
  readonly valueDate: number | null
  readonly narration: number
  readonly reference: number | null
  readonly kind: AmountKind
  readonly withdrawal: number | null
  readonly deposit: number | null
  readonly amount: number | null
  readonly side: number | null
  readonly balance: number | null
  readonly dateOrder: DateOrder
}

/** What is found in the heads; a column that is not found has no place. */
export type FoundColumns = { -readonly [Name in keyof CsvColumns]: CsvColumns[Name] | null }

/** "Withdrawal Amount (INR )" → "withdrawal amount inr" */
export const plainHead = (head: string): string =>
  head
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim()

/** Banks' tables are told apart by their heads, in their order. */
export const fingerprintOf = (heads: readonly string[]): string => heads.map(plainHead).join('|').slice(0, 1000)

// The heads of HDFC, ICICI, Axis, SBI, Kotak, Bank of Baroda, PNB, IDFC, Yes and Federal Bank, as their files have them.
const names: Readonly<Record<Exclude<keyof CsvColumns, 'kind' | 'dateOrder'>, readonly string[]>> = {
  date: [
    'date',
    'transaction date',
    'tran date',
    'txn date',
    'trans date',
    'post date',
    'posting date',
    'booking date',
    'txn posted date',
    'entry date',
  ],
  valueDate: ['value dt', 'value date', 'value dat', 'val date'],
  narration: [
    'narration',
    'particulars',
    'transaction remarks',
    'description',
    'transaction details',
    'transaction particulars',
    'remarks',
    'details',
    'narrative',
  ],
  reference: [
    'chq ref no',
    'chq ref number',
    'chqno',
    'chq no',
    'cheque number',
    'cheque no',
    'ref no cheque no',
    'cheque no ref no',
    'chq ref no utr',
    'instrument id',
    'reference',
    'reference no',
    'ref no',
    'utr',
    'utr number',
    'transaction id',
    'tran id',
  ],
  withdrawal: [
    'withdrawal amt',
    'withdrawal amount inr',
    'withdrawal amount',
    'withdrawal',
    'withdrawals',
    'withdrawal dr',
    'withdrawal inr',
    'dr',
    'debit',
    'debits',
    'debit amount',
    'debit inr',
    'dr amount',
    'paid out',
    'money out',
  ],
  deposit: [
    'deposit amt',
    'deposit amount inr',
    'deposit amount',
    'deposit',
    'deposits',
    'deposit cr',
    'deposit inr',
    'cr',
    'credit',
    'credits',
    'credit amount',
    'credit inr',
    'cr amount',
    'paid in',
    'money in',
  ],
  amount: ['amount', 'amount inr', 'transaction amount', 'transaction amount inr', 'txn amount', 'amt'],
  side: ['dr cr', 'cr dr', 'debit credit', 'type', 'drcr', 'crdr', 'dr cr indicator', 'transaction type'],
  balance: [
    'closing balance',
    'balance inr',
    'balance',
    'bal',
    'running balance',
    'available balance',
    'available balance inr',
    'balance amount',
  ],
}

/** What the heads say by themselves. Of names that fit, the more usual one wins; no column is two things. */
export function findColumns(heads: readonly string[]): FoundColumns {
  const plain = heads.map(plainHead)
  const taken = new Set<number>()
  const find = (name: keyof typeof names): number | null => {
    for (const wanted of names[name]) {
      const at = plain.findIndex((head, n) => head === wanted && !taken.has(n))
      if (at < 0) continue
      taken.add(at)
      return at
    }
    return null
  }
  const [valueDate, date] = [find('valueDate'), find('date')]
  const rest = {
    narration: find('narration'),
    reference: find('reference'),
    withdrawal: find('withdrawal'),
    deposit: find('deposit'),
    amount: find('amount'),
    side: find('side'),
    balance: find('balance'),
  }
  const isTwo = rest.withdrawal !== null && rest.deposit !== null
  const kind = isTwo ? 'two' : rest.amount !== null ? (rest.side === null ? 'signed' : 'side') : null
  return { date: date ?? valueDate, valueDate: date === null ? null : valueDate, ...rest, kind, dateOrder: 'dmy' }
}

/** A table that needs no questions: a signed amount might be signed the other way, so it is asked about once. */
export function wholeColumns(found: FoundColumns): CsvColumns | undefined {
  const { date, narration, kind, dateOrder, ...rest } = found
  if (date === null || narration === null || kind === null || kind === 'signed') return undefined
  return { ...rest, date, narration, kind, dateOrder: dateOrder ?? 'dmy' }
}
