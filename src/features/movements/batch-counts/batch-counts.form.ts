import { milli, parseQuantity } from '../../../core/quantity.ts'
import { mg } from '../../../core/weight.ts'
import { isId } from '../../../db/ids.ts'
import type { Said } from '../../../words/index.ts'
import type { FieldErrors } from '../../../words/parsed.ts'
import type { AdjustedGoods } from '../adjusting/adjusting.commands.ts'
import type { Typed } from '../movements.schema.ts'

/** So many batches of one item one sheet holds. */
export const mostBatches = 50

export const countedName = (row: number): string => `rows.${row}.counted`

/**
 * What is missing or found of each batch that was counted, against what the book had when the sheet was opened: what was sold
 * meanwhile is sold. `rows` says in which row each line stands.
 */
export function parseCounted(
  typed: Typed,
  itemId: string,
): { lines: AdjustedGoods[]; rows: number[]; errors: FieldErrors } {
  const errors: Record<string, Said> = {}
  const found = Array.from({ length: mostBatches }, (_, row) => row).flatMap((row) => {
    const of = (name: string) => (typed[`rows.${row}.${name}`] ?? '').trim()
    const [batchId, was, text] = [of('batch'), parseQuantity(of('was')), of('counted')]
    if (!isId(batchId) || was === undefined || text === '') return []
    const counted = parseQuantity(text)
    if (counted === undefined || counted < 0n) {
      errors[countedName(row)] = { key: 'fields.quantity' }
      return []
    }
    const by = counted - was
    return by === 0n ? [] : [{ row, line: differing(itemId, batchId, by) }]
  })
  return { lines: found.map(({ line }) => line), rows: found.map(({ row }) => row), errors }
}

const differing = (itemId: string, batchId: string, by: bigint): AdjustedGoods => ({
  ...{ ref: { kind: 'item', id: itemId }, batchId, quantity: milli(by < 0n ? -by : by) },
  ...{ gross: mg(0n), net: mg(0n), pieces: 0, way: by < 0n ? 'less' : 'more', reason: 'counted' },
})
