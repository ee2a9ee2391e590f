import { type IsoDate, parseDate } from '../../../core/dates.ts'
import { asciiDigits, parseDecimal } from '../../../core/digits.ts'
import { parseRupees } from '../../../core/money.ts'
import type { ListedPrice } from '../../../core/price-list.ts'
import { type Milli, milli, parseQuantity } from '../../../core/quantity.ts'
import { isId } from '../../../db/ids.ts'
import type { Said } from '../../../words/index.ts'
import type { Parsed } from '../../../words/parsed.ts'
import type { ListFacts } from './lists.commands.ts'

export interface ListTyped {
  name: string
  group: string
  from: string
  to: string
}

export function parseList(typed: ListTyped, today: IsoDate): Parsed<ListFacts> {
  const errors: Record<string, Said> = {}
  const name = typed.name.normalize('NFC').trim()
  if (name === '') errors['name'] = { key: 'fields.name' }
  else if (name.length > 80) errors['name'] = { key: 'fields.tooLong', values: { max: 80 } }
  const groupId = typed.group === '' ? null : typed.group
  if (groupId !== null && !isId(groupId)) errors['group'] = { key: 'fields.choose' }
  const fromOn = typed.from.trim() === '' ? today : parseDate(typed.from, today)
  const toOn = typed.to.trim() === '' ? null : parseDate(typed.to, today)
  if (fromOn === undefined) errors['from'] = { key: 'fields.date' }
  if (toOn === undefined) errors['to'] = { key: 'fields.date' }
  if (fromOn && toOn && toOn < fromOn) errors['to'] = { key: 'prices.error.ends' }
  if (Object.keys(errors).length > 0 || fromOn === undefined || toOn === undefined) return { ok: false, errors }
  return { ok: true, value: { name, groupId, fromOn, toOn } }
}

/** "95" is a price, "-10 %" and "+5%" are parts of the item's own; undefined for anything else. */
export function parsePrice(text: string): ListedPrice | undefined {
  const typed = asciiDigits(text).trim().replace(/^−/, '-')
  if (!typed.endsWith('%')) {
    const amount = /^[+-]/.test(typed) ? undefined : parseRupees(typed)
    return amount !== undefined && amount > 0n ? { kind: 'fixed', amount } : undefined
  }
  const bp = parseDecimal(typed.slice(0, -1).trim().replace(/^\+/, ''), 2)
  return bp !== undefined && bp !== 0n && bp >= -10_000n && bp <= 100_000n
    ? { kind: 'change', bp: Number(bp) }
    : undefined
}

/** Nothing typed is from one on. */
export function parseMin(text: string): Milli | undefined {
  const min = text.trim() === '' ? milli(1000n) : parseQuantity(text.replace(/\+\s*$/, ''))
  return min !== undefined && min > 0n ? min : undefined
}

export interface PastedRow {
  /** As the person counts them, from 1. */
  readonly row: number
  readonly words: string
  readonly quantity: string
  readonly price: string
}
