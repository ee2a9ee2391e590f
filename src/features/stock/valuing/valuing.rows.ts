import type { Actor } from '../../../core/actor.ts'
import type { IsoDate } from '../../../core/dates.ts'
import { type Paise, subtract, sum } from '../../../core/money.ts'
import type { StockLevel } from '../../../core/stock.ts'
import type { AccountsByRole } from '../../../core/vouchers.ts'
import { newId } from '../../../db/ids.ts'
import { named } from '../../../db/named.ts'
import type { Tx } from '../../../db/tenant.ts'
import { together } from '../../../db/together.ts'
import { postAll } from '../../books/index.ts'
import { addToDay, addToMonth, boughtKinds, inKinds, monthColumns, soldKinds } from '../stock.moves.sql.ts'
import { columnsOf, type Pool } from './pools.queries.ts'
import { type Changed, linesOf } from './valuing.rules.ts'

/** One going over of what goods cost; its id is that of the job or of the paper's own work. */
export interface Run {
  readonly id: string
  readonly reason: string
  readonly fromOn: IsoDate
  readonly documentId?: string | null
  readonly jobId?: string | null
}

/**
 * Writes what is worth something else: a voucher for each day, a move of value alone for each move, and what is kept of
 * them. The levels are locked. Nothing where nothing changed.
 */
export async function writeChanges(
  tx: Tx,
  businessId: string,
  { run, changes, roles }: { run: Run; changes: readonly Changed[]; roles: AccountsByRole },
  actor: Actor,
): Promise<void> {
  if (changes.length === 0) return
  const vouchers = new Map<IsoDate, string>()
  for (const [onDate, sameDay] of [...Map.groupBy(changes, (change) => change.onDate)].sort()) {
    const lines = linesOf(sameDay, roles)
    if (lines.length === 0) continue
    const voucher = { id: newId(), kind: 'stock-journal', onDate, number: '', lines } as const
    const of = { documentId: run.documentId ?? null, narration: run.reason }
    await postAll(tx, businessId, [{ ...voucher, ...of }], actor)
    vouchers.set(onDate, voucher.id)
  }
  await insertMoves(tx, businessId, { run, changes, vouchers }, actor)
  await keepRun(tx, businessId, { run, changes, vouchers }, actor)
}

interface Written {
  run: Run
  changes: readonly Changed[]
  vouchers: ReadonlyMap<IsoDate, string>
}

const values = (changes: readonly Changed[]): Paise[] => changes.map(({ after, before }) => subtract(after, before))

function insertMoves(tx: Tx, businessId: string, { run, changes, vouchers }: Written, actor: Actor): Promise<unknown> {
  return named(tx, movesInsert, [
    ...[businessId, run.documentId ?? null, run.reason, actor.userId, actor.at],
    changes.map(() => newId()),
    ...columnsOf(changes),
    changes.map(({ moveId }) => moveId),
    changes.map(({ onDate }) => onDate),
    changes.map(({ onDate }) => vouchers.get(onDate) ?? null),
    values(changes),
    changes.map(({ correction }) => correction),
    changes.map(({ kind }) => kind),
    changes.map(({ isIn }) => isIn),
  ])
}

async function keepRun(tx: Tx, businessId: string, { run, changes, vouchers }: Written, actor: Actor): Promise<void> {
  await noteRun(tx, businessId, run, actor)
  await together([
    named(tx, linesInsert, [
      ...[businessId, run.id],
      changes.map(({ moveId }) => moveId),
      ...columnsOf(changes),
      changes.map(({ before }) => before),
      changes.map(({ after }) => after),
      changes.map(({ onDate }) => vouchers.get(onDate) ?? null),
    ]),
    named(tx, runAdd, [businessId, run.id, changes.length, sum(values(changes)), costOf(changes), run.fromOn]),
  ])
}

/** What went to the cost of goods sold: what is not on the shelf and not for another account. */
const costOf = (changes: readonly Changed[]): Paise =>
  sum(
    changes.flatMap((change) => {
      const isSold = linesKinds.has(change.kind) && change.contra === undefined
      const value = subtract(change.before, change.after)
      return isSold ? [value] : [change.correction]
    }),
  )

const linesKinds: ReadonlySet<string> = new Set(soldKinds)

/** A run that changed nothing is told too. */
export function noteRun(tx: Tx, businessId: string, run: Run, actor: Actor): Promise<unknown> {
  const { id, reason, fromOn, jobId = null } = run
  return named(tx, runInsert, [businessId, id, reason, fromOn, jobId, actor.userId, actor.name, actor.at])
}

/** What is left of each layer is what running the moves again left. */
export async function writeLayers(
  tx: Tx,
  businessId: string,
  pools: readonly (Pool & { readonly level: StockLevel })[],
): Promise<void> {
  if (pools.length === 0) return
  const layers = pools.flatMap(({ level }) =>
    (level.layers ?? []).flatMap(({ id, ...rest }) => (id ? [{ id, ...rest }] : [])),
  )
  await named(tx, layersEmptied, [businessId, ...columnsOf(pools), layers.map(({ id }) => id)])
  await named(tx, layersLeft, [
    businessId,
    layers.map(({ id }) => id),
    layers.map(({ quantity }) => quantity),
    layers.map(({ value }) => value),
  ])
}

const movesInsert = {
  name: 'stock.valuing.insert',
  text: `
    with changes as materialized (
      select * from unnest($6::uuid[], $7::uuid[], $8::uuid[], $9::uuid[], $10::date[], $11::uuid[], $12::bigint[], $13::bigint[],
        $14::text[], $15::boolean[]) as m (id, item_id, branch_id, revalues_id, on_date, voucher_id, value_paise, correction_paise, kind, is_in)
    ),
    levels as (
      update stock_level l set value_paise = l.value_paise + m.value
      from (select item_id, branch_id, sum(value_paise)::bigint as value from changes group by item_id, branch_id) m
      where l.business_id = $1 and l.item_id = m.item_id and l.branch_id = m.branch_id
    ),
    months as (
      insert into stock_month (business_id, item_id, branch_id, month, ${monthColumns.join(', ')})
      select $1, m.item_id, m.branch_id, date_trunc('month', m.on_date)::date, 0, 0,
        coalesce(sum(value_paise) filter (where is_in), 0)::bigint, coalesce(-sum(value_paise) filter (where not is_in), 0)::bigint,
        0, coalesce(-sum(value_paise) filter (where ${inKinds('kind', soldKinds)}), 0)::bigint,
        0, coalesce(sum(value_paise) filter (where ${inKinds('kind', boughtKinds)}), 0)::bigint, 0, 0, 0, 0
      from changes m group by 2, 3, 4 order by 2, 3, 4
      ${addToMonth}
    ),
    days as (
      insert into stock_day (business_id, branch_id, on_date, quantity_milli, value_paise, gross_mg, net_mg, fine_mg, carat_mct)
      select $1, m.branch_id, m.on_date, 0, sum(m.value_paise)::bigint, 0, 0, 0, 0 from changes m group by 2, 3 order by 2, 3
      ${addToDay}
    )
    insert into stock_move (business_id, kind, document_id, note, by_user, at, quantity_milli, id, item_id, branch_id, revalues_id, on_date,
      voucher_id, value_paise, correction_paise)
    select $1, 'revaluation', $2, $3, $4, $5, 0, m.id, m.item_id, m.branch_id, m.revalues_id, m.on_date, m.voucher_id, m.value_paise,
      m.correction_paise
    from changes m`,
}

const runInsert = {
  name: 'stock.valuing.run',
  text: `
    insert into revaluation (business_id, id, reason, from_on, job_id, by_user, by_name, at) values ($1, $2, $3, $4, $5, $6, $7, $8)
    on conflict (business_id, id) do nothing`,
}

const runAdd = {
  name: 'stock.valuing.run_add',
  text: `
    update revaluation set moves = moves + $3, stock_paise = stock_paise + $4, cost_paise = cost_paise + $5,
      from_on = least(from_on, $6::date)
    where business_id = $1 and id = $2`,
}

// A move that the same run changes twice (goods that go to and fro) is told once, from its first worth to its last.
const linesInsert = {
  name: 'stock.valuing.lines',
  text: `
    insert into revaluation_line (business_id, revaluation_id, move_id, item_id, branch_id, before_paise, after_paise, voucher_id)
    select $1, $2, l.* from unnest($3::uuid[], $4::uuid[], $5::uuid[], $6::bigint[], $7::bigint[], $8::uuid[]) as l
    on conflict (business_id, revaluation_id, move_id)
      do update set after_paise = excluded.after_paise, voucher_id = coalesce(excluded.voucher_id, revaluation_line.voucher_id)`,
}

const layersEmptied = {
  name: 'stock.valuing.layers_empty',
  text: `
    update cost_layer l set left_milli = 0, left_paise = 0
    where l.business_id = $1 and (l.item_id, l.branch_id) in (select * from unnest($2::uuid[], $3::uuid[])) and l.left_milli > 0
      and l.id <> all ($4::uuid[])`,
}

// A layer may hold more than its move brought: all that was there when the business began to value so.
const layersLeft = {
  name: 'stock.valuing.layers',
  text: `
    insert into cost_layer (business_id, id, item_id, branch_id, on_date, quantity_milli, value_paise, left_milli, left_paise)
    select $1, m.id, m.item_id, m.branch_id, m.on_date, greatest(m.quantity_milli, l.quantity), m.value_paise, l.quantity, l.value
    from unnest($2::uuid[], $3::bigint[], $4::bigint[]) as l (id, quantity, value)
    join stock_move m on m.business_id = $1 and m.id = l.id
    on conflict (business_id, id) do update set left_milli = excluded.left_milli, left_paise = excluded.left_paise,
      quantity_milli = greatest(cost_layer.quantity_milli, excluded.left_milli)`,
}
