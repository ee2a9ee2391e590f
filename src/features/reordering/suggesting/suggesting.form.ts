import { type Milli, milli, parseQuantity } from '../../../core/quantity.ts'
import { isId } from '../../../db/ids.ts'
import type { Said } from '../../../words/index.ts'
import type { Parsed } from '../../../words/parsed.ts'
import type { Wanted, WantedLine } from './ordering.commands.ts'

/** As many rows as one page shows. */
export const mostShown = 50
export const rowFields = ['take', 'quantity', 'supplier'] as const
export type RowField = (typeof rowFields)[number]
/** A row by its item and branch; of jewellery also by where its range begins. */
export const nameOf = (field: RowField, row: string): string => `${field}.${row}`
export const rowOf = ({ itemId, branchId }: { itemId: string; branchId: string }): string => `${itemId}.${branchId}`

export type TypedRows = Readonly<Record<string, string | undefined>>

const rowsIn = (typed: TypedRows): string[] =>
  Object.keys(typed).flatMap((name) => (name.startsWith('quantity.') ? [name.slice('quantity.'.length)] : []))

/** What is ticked and is ordered by this press: of one supplier, or of all (`do` is "all") whose supplier is chosen. */
export function parseOrdering(typed: TypedRows): Parsed<Wanted> {
  const errors: Record<string, Said> = {}
  const pressed = typed['do'] ?? ''
  const ticked = rowsIn(typed).filter((row) => typed[nameOf('take', row)] !== undefined)
  const of = (field: RowField, row: string) => (typed[nameOf(field, row)] ?? '').trim()
  const chosen = ticked.filter((row) =>
    pressed === 'all' ? of('supplier', row) !== '' : of('supplier', row) === pressed,
  )
  const lines = chosen.flatMap((row): WantedLine[] => {
    const [itemId = '', branchId = ''] = row.split('.')
    const quantity = parseQuantity(of('quantity', row))
    if (!isFit(quantity)) errors[nameOf('quantity', row)] = { key: 'fields.quantity' }
    const supplierId = of('supplier', row)
    if (!isId(supplierId)) errors[nameOf('supplier', row)] = { key: 'reorder.refusal.supplier' }
    return [{ itemId, branchId, supplierId, quantity: quantity ?? milli(0n) }]
  })
  if (lines.length === 0) errors['do'] = { key: 'reorder.refusal.nothing' }
  return Object.keys(errors).length > 0 ? { ok: false, errors } : { ok: true, value: { id: typed['id'] ?? '', lines } }
}

const isFit = (quantity: Milli | undefined): boolean =>
  quantity !== undefined && quantity > 0n && quantity <= 10n ** 12n
