import { add, type Paise, zero } from '../../../core/money.ts'
import { pageSize } from '../../../db/paging.ts'
import { mostShown } from './suggesting.form.ts'
import type { Suggestion } from './suggesting.queries.ts'

/** What is ordered of one supplier: of many suggestions a page of them, of suppliers further down only what they come to. */
export interface SupplierGroup {
  /** Empty: nobody is known to supply these. */
  supplierId: string
  name: string
  count: number
  amount: Paise
  rows: readonly Suggestion[]
  /** Where the shown rows begin. */
  from: number
}

/** Those without a supplier last, the others by name. Of one supplier (`supplier`) the page that begins at `from`. */
export function groupsOf(
  suggestions: readonly Suggestion[],
  names: readonly { id: string; name: string }[],
  { supplier, from }: { supplier: string; from: number },
): SupplierGroup[] {
  const nameById = new Map(names.map(({ id, name }) => [id, name]))
  const bySupplier = Map.groupBy(suggestions, ({ supplierId }) => supplierId ?? '')
  const wanted = supplier === 'none' ? '' : supplier
  let room = mostShown
  return [...bySupplier]
    .filter(([id]) => supplier === '' || id === wanted)
    .map(([id, all]) => ({ id, all, name: nameById.get(id) ?? '' }))
    .toSorted((a, b) => (a.id === '' ? 1 : b.id === '' ? -1 : a.name.toLowerCase() < b.name.toLowerCase() ? -1 : 1))
    .map(({ id, all, name }) => {
      const first = supplier === '' ? 0 : Math.max(0, from)
      const rows = all.slice(first, first + Math.min(room, pageSize))
      room -= rows.length
      const amount = all.reduce((sum, one) => add(sum, one.amount), zero)
      return { supplierId: id, name, count: all.length, amount, rows, from: first }
    })
}
