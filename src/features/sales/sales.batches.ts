import { type BatchTake, takeEarliest } from '../../core/batches.ts'
import type { DecidedMove, InvoiceDecision } from '../../core/invoice.ts'
import type { InvoiceFacts, InvoiceSays } from '../../core/invoice-facts.ts'
import type { DecidedLine } from '../../core/invoice-lines.ts'
import { split } from '../../core/money.ts'
import { type Milli, milli } from '../../core/quantity.ts'
import { newId } from '../../db/ids.ts'
import type { Tx } from '../../db/tenant.ts'
import { showDate } from '../../words/format.ts'
import { isLocale, translator } from '../../words/index.ts'
import { batchesOf, expiredStock, type ItemBatch, type LineBatch } from '../batches/index.ts'
import type { LoadedFacts } from './sales.facts.ts'

/** A move of goods out of one batch, or of none. */
export type BatchedMove = DecidedMove & { readonly batchId?: string; readonly parting?: string }

/** What is sold with its batches: the moves parted by them, the lines that say them, and what stands against it. */
export interface Batched {
  readonly moves: readonly BatchedMove[]
  readonly lines: readonly DecidedLine[]
  readonly rows: readonly LineBatch[]
  readonly refused: readonly InvoiceSays[]
  readonly warnings: readonly InvoiceSays[]
}

/**
 * From which batches a bill's goods go: the earliest expiry first, locked after the levels. Goods without batches ask
 * nothing more. What is over its date is refused or told, as the shop chose.
 */
export async function takeBatches(
  tx: Tx,
  businessId: string,
  { facts, house }: Pick<LoadedFacts, 'facts' | 'house'>,
  decision: InvoiceDecision,
): Promise<Batched> {
  const plain = { moves: decision.moves, lines: decision.lines, rows: [], refused: [], warnings: [] }
  const tracked = [...facts.items.values()].filter(({ tracksBatches }) => tracksBatches)
  if (tracked.length === 0) return plain
  const itemIds = tracked.map(({ id }) => id)
  const there = await batchesOf(tx, businessId, { branchId: house.branchId, itemIds, lock: true })
  const policy = await expiredStock(tx, businessId)
  const left = there.map((batch) => ({ ...batch }))
  const loose = looseOf(facts, there)
  const moves: BatchedMove[] = []
  const rows: LineBatch[] = []
  const says: InvoiceSays[] = []
  const lineOf = linesOfMoves(facts, decision)
  const taken = new Map<number, BatchTake[]>()
  decision.moves.forEach((move, i) => {
    const line = lineOf[i] ?? 0
    const free = loose.get(move.itemId)
    if (free === undefined) {
      moves.push(move)
      return
    }
    const wanted = milli(-move.quantity)
    const own = left.filter(({ itemId }) => itemId === move.itemId)
    const found = takeEarliest(own, wanted, { loose: milli(free), on: decision.onDate })
    const item = facts.items.get(move.itemId)?.name ?? ''
    if (found.expired > 0n)
      says.push({
        key: policy === 'refuse' ? 'batches.refusal.expired' : 'batches.warning.expired',
        values: { item },
        line,
      })
    loose.set(move.itemId, free - found.loose)
    for (const { batch, quantity } of found.takes) {
      rows.push({ line: line + 1, batchId: batch.id, quantity })
      const at = left.findIndex(({ id }) => id === batch.id)
      const before = left[at]
      if (before) left[at] = { ...before, left: milli(before.left - quantity) }
    }
    taken.set(line, [...found.takes])
    moves.push(...parted(move, found.takes, found.loose))
  })
  const t = translator(isLocale(house.locale) ? house.locale : 'en')
  const lines = decision.lines.map((line, i) => {
    const said = (taken.get(i) ?? []).map(({ batch: { number, expiresOn } }) =>
      expiresOn === null
        ? t('batches.onLine', { number })
        : t('batches.onLineUntil', { number, date: showDate(isLocale(house.locale) ? house.locale : 'en', expiresOn) }),
    )
    return said.length > 0 ? { ...line, description: [line.description, ...said].join(' · ') } : line
  })
  const isRefused = policy === 'refuse'
  return { moves, lines, rows, refused: isRefused ? says : [], warnings: isRefused ? [] : says }
}

/** Of each item that has batches, how much of its level is of none: it lay here before. */
function looseOf(facts: InvoiceFacts, there: readonly ItemBatch[]): Map<string, bigint> {
  const tracked = [...facts.items.values()].filter(({ tracksBatches }) => tracksBatches)
  return new Map(
    tracked.map(({ id, level }) => {
      const inBatches = there.reduce((sum, { itemId, left }) => (itemId === id ? sum + left : sum), 0n)
      return [id, level.quantity - inBatches]
    }),
  )
}

/** Which line each move is of: lines of goods have one each, in their order. */
function linesOfMoves(facts: InvoiceFacts, { lines }: InvoiceDecision): number[] {
  return lines.flatMap(({ itemId, quantity, piece }, i) => {
    const isGoods = piece !== null || (facts.items.get(itemId)?.kind === 'goods' && quantity > 0n)
    return isGoods ? [i] : []
  })
}

/** The move parted by its batches, each with its share of the cost, as `valuePool` shares it; together they are the move. */
function parted(move: DecidedMove, takes: readonly BatchTake[], loose: Milli): BatchedMove[] {
  const parts = [
    ...takes.map(({ batch, quantity }) => ({ batchId: batch.id, quantity })),
    ...(loose > 0n ? [{ quantity: loose }] : []),
  ]
  const values = split(
    move.value,
    parts.map(({ quantity }) => quantity),
  )
  const together = parts.length > 1 ? { parting: newId() } : {}
  return parts.map((part, i) => ({
    ...move,
    ...part,
    ...together,
    quantity: milli(-part.quantity),
    value: values[i] ?? move.value,
  }))
}
