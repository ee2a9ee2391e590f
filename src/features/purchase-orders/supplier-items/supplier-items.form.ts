import { parseRupees, zero } from '../../../core/money.ts'
import { milli, parseQuantity } from '../../../core/quantity.ts'
import type { Said } from '../../../words/index.ts'
import type { Parsed } from '../../../words/parsed.ts'
import type { SupplierItemFacts } from './supplier-items.commands.ts'

export const itemFields = ['their_name', 'their_code', 'price', 'minimum', 'days'] as const
export type ItemField = (typeof itemFields)[number]
export const nameOf = (itemId: string, field: ItemField): string => `${field}.${itemId}`

export type TypedItems = Readonly<Record<string, string | undefined>>

/** The items of which something was sent. */
const itemsIn = (typed: TypedItems): string[] =>
  Object.keys(typed).flatMap((name) => (name.startsWith('their_name.') ? [name.slice('their_name.'.length)] : []))

export function parseSupplierItems(typed: TypedItems): Parsed<SupplierItemFacts[]> {
  const errors: Record<string, Said> = {}
  const value = itemsIn(typed).map((itemId): SupplierItemFacts => {
    const of = (field: ItemField) => (typed[nameOf(itemId, field)] ?? '').trim()
    const fail = (field: ItemField, said: Said) => {
      errors[nameOf(itemId, field)] = said
    }
    const price = of('price') === '' ? zero : parseRupees(of('price'))
    if (price === undefined || price < 0n || price > 10n ** 13n) fail('price', { key: 'fields.amount' })
    const minimum = of('minimum') === '' ? milli(0n) : parseQuantity(of('minimum'))
    if (minimum === undefined || minimum < 0n || minimum > 10n ** 12n) fail('minimum', { key: 'fields.quantity' })
    const leadDays = of('days') === '' ? null : Number(of('days'))
    if (leadDays !== null && !(Number.isInteger(leadDays) && leadDays >= 0 && leadDays <= 365))
      fail('days', { key: 'fields.number.range', values: { min: 0, max: 365 } })
    return {
      ...{ itemId, theirName: of('their_name'), theirCode: of('their_code') },
      ...{ price: price ?? zero, minimum: minimum ?? milli(0n), leadDays },
    }
  })
  return Object.keys(errors).length > 0 ? { ok: false, errors } : { ok: true, value }
}
