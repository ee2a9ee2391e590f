import type { IsoDate } from '../../../core/dates.ts'
import { named } from '../../../db/named.ts'
import type { Tx } from '../../../db/tenant.ts'
import { together } from '../../../db/together.ts'
import { reckonDemand } from '../reckoning/reckoning.commands.ts'
import { changedItems } from './changed.queries.ts'
import { listSuggestions, type Suggestion, suggestionsOf } from './suggesting.queries.ts'

interface Mark {
  /** Up to which line of the edit log the kept rows are true. */
  seq: bigint
  /** With which demand they were reckoned. */
  reckonedAt: Date | null
}

/**
 * Reads what is kept of the suggestions, and where something was done since, makes that true first and reads once more: only
 * the items that were touched are looked at anew, all of them after demand was reckoned. What says so travels with the reading.
 */
export async function readKept<Result>(
  tx: Tx,
  businessId: string,
  now: { today: IsoDate; at: Date },
  read: () => Promise<Result>,
): Promise<Result> {
  const [[mark], first] = await together([named<Kept>(tx, markRead, [businessId, now.today]), read()])
  if (mark?.isTrue) return first
  await keepTrue(tx, businessId, await reckonDemand(tx, businessId, now))
  return read()
}

interface Kept {
  isTrue: boolean
}

/** Who comes second waits for the mark, and finds what the first has kept. */
async function keepTrue(tx: Tx, businessId: string, reckonedAt: Date): Promise<void> {
  const [mark] = await named<Mark>(tx, markHeld, [businessId])
  // Read after the lock: a command's line is there as soon as what it did is.
  const [head] = await named<{ seq: bigint }>(tx, headRead, [businessId])
  if (!mark || !head) throw new Error('a mark has one row')
  const isOld = mark.reckonedAt?.getTime() !== reckonedAt.getTime() || mark.seq > head.seq
  const itemIds = isOld ? undefined : await changedItems(tx, businessId, { after: mark.seq, upTo: head.seq })
  await (itemIds ? keepSome(tx, businessId, itemIds) : keepAll(tx, businessId))
  await named(tx, markMoved, [businessId, head.seq, reckonedAt])
}

async function keepAll(tx: Tx, businessId: string): Promise<void> {
  // Over all goods a plan pays for itself.
  await named(tx, plannedAnew, [])
  const rows = await listSuggestions(tx, businessId)
  await together([
    named(tx, allGone, [businessId]),
    named(tx, sumsGone, [businessId]),
    named(tx, linesKept, [businessId, ...columnsOf(businessId, rows)]),
    named(tx, sumsMoved, [businessId, ...changes(rows.map((row) => kept(businessId, row)))]),
  ])
}

async function keepSome(tx: Tx, businessId: string, itemIds: readonly string[]): Promise<void> {
  if (itemIds.length === 0) return
  const rows = await suggestionsOf(tx, businessId, itemIds)
  const gone = await named<Counted>(tx, someGone, [businessId, itemIds])
  const left = gone.map((row) => ({ ...row, count: -1n, amount: -row.amount }))
  await together([
    named(tx, linesKept, [businessId, ...columnsOf(businessId, rows)]),
    named(tx, sumsMoved, [businessId, ...changes([...left, ...rows.map((row) => kept(businessId, row))])]),
  ])
}

interface Counted {
  supplierId: string
  branchId: string
  count: bigint
  amount: bigint
}

/** What nobody is known to supply stands under the business. */
const kept = (businessId: string, { supplierId, branchId, amount }: Suggestion): Counted => ({
  ...{ supplierId: supplierId ?? businessId, branchId, count: 1n, amount },
})

/** By supplier and branch, as columns. */
function changes(counted: readonly Counted[]): unknown[] {
  const sums = new Map<string, Counted>()
  for (const { supplierId, branchId, count, amount } of counted) {
    const name = `${supplierId} ${branchId}`
    const sum = sums.get(name) ?? { supplierId, branchId, count: 0n, amount: 0n }
    sums.set(name, { supplierId, branchId, count: sum.count + count, amount: sum.amount + amount })
  }
  const rows = [...sums.values()].filter(({ count, amount }) => count !== 0n || amount !== 0n)
  const of = (value: (row: Counted) => unknown) => rows.map(value)
  return [of((r) => r.supplierId), of((r) => r.branchId), of((r) => r.count), of((r) => r.amount)]
}

function columnsOf(businessId: string, rows: readonly Suggestion[]): unknown[] {
  const of = (value: (row: Suggestion) => unknown) => rows.map(value)
  return [
    ...[of((r) => r.itemId), of((r) => r.branchId), of((r) => r.supplierId ?? businessId), of((r) => r.nameKey)],
    ...[of((r) => r.free), of((r) => r.coming), of((r) => r.min), of((r) => r.week), of((r) => r.leadDays)],
    ...[of((r) => r.price), of((r) => r.quantity), of((r) => r.amount), of((r) => r.reason)],
  ]
}

const markRead = {
  name: 'reorder.kept.read',
  text: `
    select k.seq = h.seq and s.reckoned_on = $2::date and s.reckoned_at = k.reckoned_at as "isTrue"
    from reorder_kept k join audit_head h on h.business_id = $1 join reorder_setting s on s.business_id = $1
    where k.business_id = $1`,
}

const markHeld = {
  name: 'reorder.kept.hold',
  text: `
    insert into reorder_kept as k (business_id, seq) values ($1, 0)
    on conflict (business_id) do update set seq = k.seq returning seq, reckoned_at as "reckonedAt"`,
}

const headRead = {
  name: 'reorder.kept.head',
  text: 'select coalesce((select seq from audit_head where business_id = $1), 0)::bigint as seq',
}

const markMoved = {
  name: 'reorder.kept.move',
  text: 'update reorder_kept set seq = $2, reckoned_at = $3 where business_id = $1',
}

const plannedAnew = { name: 'reorder.kept.plan', text: 'set local plan_cache_mode = auto' }

const allGone = { name: 'reorder.kept.clear', text: 'delete from reorder_line where business_id = $1' }
const sumsGone = { name: 'reorder.kept.clear_sums', text: 'delete from reorder_sum where business_id = $1' }

const someGone = {
  name: 'reorder.kept.remove',
  text: `
    delete from reorder_line where business_id = $1 and item_id = any($2::uuid[])
    returning supplier_id as "supplierId", branch_id as "branchId", amount_paise as amount`,
}

const linesKept = {
  name: 'reorder.kept.write',
  text: `
    insert into reorder_line (business_id, item_id, branch_id, supplier_id, name_key, free_milli, coming_milli, min_milli, week_milli,
      lead_days, price_paise, quantity_milli, amount_paise, reason)
    select $1, * from unnest($2::uuid[], $3::uuid[], $4::uuid[], $5::text[], $6::bigint[], $7::bigint[], $8::bigint[], $9::bigint[],
      $10::integer[], $11::bigint[], $12::bigint[], $13::bigint[], $14::text[])`,
}

const sumsMoved = {
  name: 'reorder.kept.sums',
  text: `
    insert into reorder_sum as s (business_id, supplier_id, branch_id, lines, amount_paise)
    select $1, * from unnest($2::uuid[], $3::uuid[], $4::integer[], $5::bigint[])
    on conflict (business_id, supplier_id, branch_id)
      do update set lines = s.lines + excluded.lines, amount_paise = s.amount_paise + excluded.amount_paise`,
}
