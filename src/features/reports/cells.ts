import type { IsoDate } from '../../core/dates.ts'
import { paise } from '../../core/money.ts'
import type { Cell } from './report.ts'

type Linked = { readonly href?: string }

export const textCell = (text: string, more: Linked & { readonly note?: string } = {}): Cell => ({
  kind: 'text',
  text,
  ...more,
})

export const dateCell = (date: IsoDate, more: Linked = {}): Cell => ({ kind: 'date', date, ...more })

/** An amount in paise with its sign. */
export const moneyCell = (amount: bigint, more: Linked = {}): Cell => ({
  kind: 'money',
  amount: paise(amount),
  ...more,
})

/** As `moneyCell`, and nothing of nothing is written: for debit beside credit. */
export const moneyOrBlank = (amount: bigint, more: Linked = {}): Cell =>
  amount === 0n ? null : moneyCell(amount, more)

/** A balance in paise, above zero a debit. */
export const drcrCell = (amount: bigint, more: Linked = {}): Cell => ({ kind: 'drcr', amount: paise(amount), ...more })

export const drcrOrBlank = (amount: bigint, more: Linked = {}): Cell => (amount === 0n ? null : drcrCell(amount, more))

export const countCell = (count: number, more: Linked = {}): Cell => ({ kind: 'count', count, ...more })

/** A voucher by its number, with its kind beside it; one without a number by its kind. */
export const entryCell = (kind: string, number: string, voucherId: string): Cell =>
  textCell(number || kind, { note: number && kind, href: `/vouchers/${voucherId}` })
