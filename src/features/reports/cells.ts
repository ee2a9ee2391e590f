import type { IsoDate } from '../../core/dates.ts'
import { divRound, paise } from '../../core/money.ts'
import { milli } from '../../core/quantity.ts'
import { mg } from '../../core/weight.ts'
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

/** An amount in thousandths of its unit, which is shown behind it. */
export const quantityCell = (amount: bigint, unit: string, more: Linked = {}): Cell => ({
  kind: 'quantity',
  amount: milli(amount),
  unit,
  ...more,
})

export const quantityOrBlank = (amount: bigint, unit: string): Cell =>
  amount === 0n ? null : quantityCell(amount, unit)

/** A weight in milligrams, shown in grams; nothing of what is not weighed. */
export const weightOrBlank = (weight: bigint): Cell => (weight === 0n ? null : { kind: 'weight', weight: mg(weight) })

/** What share `part` is of the whole, to a tenth of a percent, half up; nothing of a whole that is none. */
export const percentCell = (part: bigint, whole: bigint): Cell =>
  whole <= 0n ? null : { kind: 'percent', tenths: divRound(part * 1000n, whole, 'half-up') }

/** By how much a price changed, in hundredths of a percent of what it was, half up; nothing where it was none. */
export const changeCell = (now: bigint, then: bigint | null): Cell =>
  then === null || then <= 0n ? null : { kind: 'change', bp: divRound((now - then) * 10_000n, then, 'half-up') }

/** A voucher by its number, with its kind beside it; one without a number by its kind. */
export const entryCell = (kind: string, number: string, voucherId: string): Cell =>
  textCell(number || kind, { note: number && kind, href: `/vouchers/${voucherId}` })
