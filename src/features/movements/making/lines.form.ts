import { milli, parseQuantity } from '../../../core/quantity.ts'
import { type AdjustmentReason, adjustmentReasons } from '../../../core/stock-adjustment.ts'
import { mg, parseGrams } from '../../../core/weight.ts'
import { isId } from '../../../db/ids.ts'
import type { Said } from '../../../words/index.ts'
import type { AdjustedGoods } from '../adjusting/adjusting.commands.ts'
import { isRefKind } from '../goods/goods.refs.ts'
import { mostLines, type Typed } from '../movements.schema.ts'
import type { GoodsRef } from '../movements.types.ts'

export interface TypedLine {
  /** Its number in the names of the fields. */
  readonly row: number
  readonly ref: GoodsRef
}

/** The lines of a form, in the order of their numbers. */
export function typedLines(typed: Typed): TypedLine[] {
  return Array.from({ length: mostLines }, (_, row) => row).flatMap((row) => {
    const ref = refOf(typed[`lines.${row}.ref`] ?? '')
    return ref ? [{ row, ref }] : []
  })
}

function refOf(text: string): GoodsRef | undefined {
  const [kind = '', id = ''] = text.split(':')
  return isRefKind(kind) && isId(id) ? { kind, id } : undefined
}

export const refText = ({ kind, id }: GoodsRef): string => `${kind}:${id}`

/** What the lines ask for, and what is wrong with them by field. */
export function parseLines(typed: Typed): { lines: AdjustedGoods[]; rows: number[]; errors: Record<string, Said> } {
  const errors: Record<string, Said> = {}
  const found = typedLines(typed)
  if (found.length === 0) errors['scan'] = { key: 'movements.refusal.noLines' }
  const lines = found.map(({ row, ref }) => {
    const of = (field: string) => (typed[`lines.${row}.${field}`] ?? '').trim()
    const weight = (field: string, empty = mg(0n)) => {
      if (of(field) === '') return empty
      const read = parseGrams(of(field))
      if (read === undefined) errors[`lines.${row}.${field}`] = { key: 'counter.weight.wrong' }
      return read ?? empty
    }
    const quantity = parseQuantity(of('quantity')) ?? milli(0n)
    if (ref.kind === 'item' && quantity <= 0n) errors[`lines.${row}.quantity`] = { key: 'movements.refusal.noQuantity' }
    const gross = weight('gross')
    const net = weight('net', gross)
    if (net > gross) errors[`lines.${row}.net`] = { key: 'sales.refusal.netOverGross' }
    if (ref.kind === 'lot' && gross <= 0n) errors[`lines.${row}.gross`] = { key: 'movements.refusal.noWeight' }
    const pieces = /^\d{1,5}$/.test(of('pieces')) ? Number(of('pieces')) : 0
    const reason = reasonIn(of('reason'))
    const way = of('way') === 'more' ? ('more' as const) : ('less' as const)
    if (way === 'more' && reason !== 'counted') errors[`lines.${row}.reason`] = { key: 'movements.refusal.onlyCounted' }
    const batchId = ref.kind === 'item' && isId(of('batch')) ? of('batch') : undefined
    return { ref, quantity, gross, net, pieces, way, reason, ...(batchId && { batchId }) }
  })
  return { lines, rows: found.map(({ row }) => row), errors }
}

const reasonIn = (text: string): AdjustmentReason => adjustmentReasons.find((one) => one === text) ?? 'counted'

/** The same form with one line more, or with one more of an item that is there without a batch; a piece is there once. */
export function withLine(typed: Typed, ref: GoodsRef): Typed {
  const there = typedLines(typed)
  const same = there.find(({ row, ref: { id } }) => id === ref.id && (typed[`lines.${row}.batch`] ?? '') === '')
  if (same && ref.kind !== 'item') return typed
  if (same) {
    const name = `lines.${same.row}.quantity`
    const before = parseQuantity(typed[name] ?? '') ?? milli(0n)
    return { ...typed, [name]: plain(before + 1000n) }
  }
  const row = Math.max(-1, ...there.map((line) => line.row)) + 1
  if (row >= mostLines) return typed
  return { ...typed, [`lines.${row}.ref`]: refText(ref), [`lines.${row}.quantity`]: ref.kind === 'item' ? '1' : '' }
}

export function withoutLine(typed: Typed, row: string): Typed {
  return Object.fromEntries(Object.entries(typed).filter(([name]) => !name.startsWith(`lines.${row}.`)))
}

const plain = (thousandths: bigint): string => {
  const rest = String(thousandths % 1000n)
    .padStart(3, '0')
    .replace(/0+$/, '')
  return rest === '' ? String(thousandths / 1000n) : `${thousandths / 1000n}.${rest}`
}
