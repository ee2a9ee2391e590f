import type { OpenItemKind, Side } from '../../../core/allocation.ts'
import { type IsoDate, monthStart } from '../../../core/dates.ts'
import type { Commodity } from '../../../core/ledger.ts'
import { later } from '../../../core/voucher-entry.ts'
import { named } from '../../../db/named.ts'
import type { Tx } from '../../../db/tenant.ts'
import { dueKindSql } from './due-kind.sql.ts'

/** What an open item is kept by. */
export type DueKey = {
  readonly commodity: Commodity
  readonly side: Side
  /** That under which it counts: an opening that was paid before the books began is an 'advance'. */
  readonly kind: OpenItemKind
  readonly dueOn: IsoDate
  readonly billedOn: IsoDate
}

/** What became open on a day, below zero what was settled. */
export type DueMove = DueKey & { readonly onDate: IsoDate; readonly amount: bigint }

/**
 * Adds moves to what is kept of their days and months (`due_flow`), one row for each: the books check adds up the same from
 * the items and the allocations. To be sent behind the rows themselves, whose triggers lock the rows of due_day with the
 * same side, kind and days: so nobody waits here for a row that another holds.
 */
export async function addToDueFlows(tx: Tx, businessId: string, moves: readonly DueMove[]): Promise<void> {
  const sums = sumsOfSpans(moves)
  if (sums.length === 0) return
  await named(tx, addRows, [
    businessId,
    sums.map(({ commodity }) => commodity),
    sums.map(({ side }) => side),
    sums.map(({ kind }) => kind),
    sums.map(({ span }) => span),
    sums.map(({ onDate }) => onDate),
    sums.map(({ dueOn }) => dueOn),
    sums.map(({ billedOn }) => billedOn),
    sums.map(({ amount }) => amount),
  ])
}

export type SettledItem = DueKey & { readonly id: string; readonly onDate: IsoDate }

/** Items by their ids, as far as they are kept by it; none of it ever changes. */
export const findDueKeys = (tx: Tx, businessId: string, ids: readonly string[]): Promise<SettledItem[]> =>
  named(tx, keysOfItems, [businessId, [...new Set(ids)]])

export type Settling = {
  readonly fromItemId: string
  readonly toItemId: string
  readonly amount: bigint
  readonly onDate: IsoDate
}

/** An allocation takes from both its items, of each from the day on which it stands. Throws Error for an unknown item. */
export function movesOfAllocations(rows: readonly Settling[], items: readonly SettledItem[]): DueMove[] {
  const known = new Map(items.map((item) => [item.id, item]))
  return rows.flatMap(({ fromItemId, toItemId, amount, onDate }) =>
    [fromItemId, toItemId].map((id) => {
      const item = known.get(id)
      if (!item) throw new Error(`no open item ${id}`)
      return { ...item, onDate: later(onDate, item.onDate), amount: -amount }
    }),
  )
}

type SpanMove = DueMove & { readonly span: 'day' | 'month' }

/** One row for each day and month of a key, in one order: whoever writes many writes them as everyone does. */
function sumsOfSpans(moves: readonly DueMove[]): SpanMove[] {
  const sums = new Map<string, SpanMove>()
  for (const move of moves.flatMap(bySpan)) {
    const of = [move.commodity, move.side, move.kind, move.span, move.onDate, move.dueOn, move.billedOn].join(' ')
    sums.set(of, { ...move, amount: move.amount + (sums.get(of)?.amount ?? 0n) })
  }
  return [...sums].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, row]) => row)
}

const bySpan = (move: DueMove): SpanMove[] => [
  { ...move, span: 'day' },
  { ...move, span: 'month', onDate: monthStart(move.onDate) },
]

const addRows = {
  name: 'books.due_flow.add',
  text: `
    insert into due_flow as f (business_id, commodity, side, kind, span, on_date, due_on, billed_on, amount)
    select $1, r.* from unnest($2::text[], $3::text[], $4::text[], $5::text[], $6::date[], $7::date[], $8::date[], $9::bigint[]) as r
    on conflict (business_id, commodity, side, kind, span, on_date, due_on, billed_on)
      do update set amount = f.amount + excluded.amount`,
}

const keysOfItems = {
  name: 'books.open_item.due_keys',
  text: `
    select i.id, i.commodity, i.side, ${dueKindSql('i')} as kind, i.on_date as "onDate", i.due_on as "dueOn",
      coalesce(i.billed_on, i.on_date) as "billedOn"
    from open_item i where i.business_id = $1 and i.id = any($2::uuid[])`,
}
