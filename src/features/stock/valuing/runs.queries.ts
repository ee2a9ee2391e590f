import { NotFound } from '../../../core/errors.ts'
import type { Paise } from '../../../core/money.ts'
import type { Milli } from '../../../core/quantity.ts'
import { isId } from '../../../db/ids.ts'
import { named } from '../../../db/named.ts'
import { pageSize } from '../../../db/paging.ts'
import type { Tx } from '../../../db/tenant.ts'
import type { MoveKind } from '../stock.queries.ts'

export interface RunRow {
  id: string
  reason: string
  fromOn: string
  moves: number
  stock: Paise
  cost: Paise
  byName: string
  at: Date
}

/** Newest first, one more than a page holds; `before` is the last row of the page before. */
export function listRuns(
  tx: Tx,
  businessId: string,
  before: { at: string; id: string } | undefined,
): Promise<RunRow[]> {
  const { at, id } = before ?? { at: 'infinity', id: lastId }
  return named(tx, runs, [businessId, at, id, pageSize + 1])
}

/** Throws NotFound. */
export async function findRun(tx: Tx, businessId: string, id: string): Promise<RunRow> {
  if (!isId(id)) throw new NotFound('no such revaluation')
  const [run] = await named<RunRow>(tx, runById, [businessId, id])
  if (!run) throw new NotFound('no such revaluation')
  return run
}

export interface RunLine {
  itemId: string
  moveId: string
  item: string
  unit: string
  branch: string
  onDate: string
  kind: MoveKind
  quantity: Milli
  before: Paise
  after: Paise
  voucherId: string | null
}

/** What a run changed, by item; one more than a page holds. */
export function listLines(
  tx: Tx,
  businessId: string,
  id: string,
  after: { itemId: string; moveId: string } | undefined,
): Promise<RunLine[]> {
  const { itemId, moveId } = after ?? { itemId: firstId, moveId: firstId }
  return named(tx, linesOfRun, [businessId, id, itemId, moveId, pageSize + 1])
}

/** How many items wait. */
export async function countDue(tx: Tx, businessId: string): Promise<number> {
  const [row] = await named<{ n: number }>(tx, dueCount, [businessId])
  return row?.n ?? 0
}

const firstId = '00000000-0000-0000-0000-000000000000'
const lastId = 'ffffffff-ffff-ffff-ffff-ffffffffffff'

const columns = `
  id, reason, from_on as "fromOn", moves, stock_paise as stock, cost_paise as cost, by_name as "byName", at`

const runs = {
  name: 'stock.runs.list',
  text: `
    select ${columns} from revaluation where business_id = $1 and (at, id) < ($2::timestamptz, $3::uuid)
    order by at desc, id desc limit $4`,
}

const runById = {
  name: 'stock.runs.find',
  text: `select ${columns} from revaluation where business_id = $1 and id = $2`,
}

const linesOfRun = {
  name: 'stock.runs.lines',
  text: `
    select l.item_id as "itemId", l.move_id as "moveId", i.name as item, i.unit, b.name as branch, m.on_date as "onDate", m.kind,
      m.quantity_milli as quantity, l.before_paise as before, l.after_paise as after, l.voucher_id as "voucherId"
    from revaluation_line l
    join stock_move m on m.business_id = l.business_id and m.id = l.move_id
    join item i on i.business_id = l.business_id and i.id = l.item_id
    join branch b on b.business_id = l.business_id and b.id = l.branch_id
    where l.business_id = $1 and l.revaluation_id = $2 and (l.item_id, l.move_id) > ($3::uuid, $4::uuid)
    order by l.item_id, l.move_id limit $5`,
}

const dueCount = {
  name: 'stock.runs.due',
  text: 'select count(*)::int as n from revaluation_due where business_id = $1',
}
