import { NotFound } from '../../core/errors.ts'
import { type FieldKeys, open, type Vault } from '../../db/fields.ts'
import { isId } from '../../db/ids.ts'
import { named } from '../../db/named.ts'
import { pageSize } from '../../db/paging.ts'
import type { Tx } from '../../db/tenant.ts'
import type { Change, ImportRow, ImportRun, RowState } from './imports.types.ts'

/** Throws NotFound, also for text that is no id. */
export const findRun = (tx: Tx, businessId: string, id: string): Promise<ImportRun> =>
  oneRun(tx, businessId, id, runById)

/** Like `findRun`; nobody else works at it until the transaction ends. */
export const lockRun = (tx: Tx, businessId: string, id: string): Promise<ImportRun> =>
  oneRun(tx, businessId, id, runLocked)

export async function findRunIfAny(tx: Tx, businessId: string, id: string): Promise<ImportRun | undefined> {
  const [run] = isId(id) ? await named<ImportRun>(tx, runById, [businessId, id]) : []
  return run
}

async function oneRun(tx: Tx, businessId: string, id: string, statement: typeof runById): Promise<ImportRun> {
  const [run] = isId(id) ? await named<ImportRun>(tx, statement, [businessId, id]) : []
  if (!run) throw new NotFound('no such import')
  return run
}

// A job that somebody cancelled, or that failed, leaves its run where it stood.
const runSql = `
  select r.id, r.kind, case when r.state = 'running' and j.state in ('cancelled', 'failed') then 'stopped' else r.state end as state,
    r.file_name as "fileName", r.sha256, r.headings, r.fingerprint, r.mapping, r.on_date as "onDate", r.branch_id as "branchId",
    r.adds_twins as "addsTwins", r.updates, r.keeps_used as "keepsUsed", r.job_id as "jobId", r.total, r.by_name as "byName",
    r.created_at as "createdAt"
  from import_run r left join job j on j.business_id = r.business_id and j.id = r.job_id`
const runById = { name: 'imports.find', text: `${runSql} where r.business_id = $1 and r.id = $2` }
const runLocked = { name: 'imports.lock', text: `${runSql} where r.business_id = $1 and r.id = $2 for update of r` }

export type ListedRun = ImportRun & { made: number }

/** Newest first, one more than a page holds; `before` is the last row of the page before. */
export async function listRuns(
  tx: Tx,
  businessId: string,
  before: { at: string; id: string } | undefined,
): Promise<ListedRun[]> {
  const { at, id } = before ?? { at: 'infinity', id: 'ffffffff-ffff-ffff-ffff-ffffffffffff' }
  return named<ListedRun>(tx, runsListed, [businessId, at, id, pageSize + 1])
}

const runsListed = {
  name: 'imports.list',
  text: `
    select l.*, (select count(*)::int from import_row w where w.business_id = $1 and w.run_id = l.id and w.state in ('made', 'changed', 'kept'))
      as made
    from (${runSql} where r.business_id = $1 and (r.created_at, r.id) < ($2::timestamptz, $3::uuid)
      order by r.created_at desc, r.id desc limit $4) l
    order by l."createdAt" desc, l.id desc`,
}

/** The last time that this very file was brought in, if it was. */
export async function findSameFileIfAny(tx: Tx, businessId: string, run: ImportRun): Promise<Date | undefined> {
  const [row] = await named<{ createdAt: Date }>(tx, sameFile, [businessId, run.sha256, run.kind, run.id])
  return row?.createdAt
}

const sameFile = {
  name: 'imports.same_file',
  text: `
    select created_at as "createdAt" from import_run
    where business_id = $1 and sha256 = $2 and kind = $3 and id <> $4 and state = 'done' order by created_at desc limit 1`,
}

export type Counts = Readonly<Record<RowState, number>>

export async function countRows(tx: Tx, businessId: string, runId: string): Promise<Counts> {
  const rows = await named<{ state: RowState; count: number }>(tx, counts, [businessId, runId])
  const of = (state: RowState): number => rows.find((row) => row.state === state)?.count ?? 0
  return {
    read: of('read'),
    new: of('new'),
    same: of('same'),
    change: of('change'),
    refused: of('refused'),
    made: of('made'),
    changed: of('changed'),
    failed: of('failed'),
    kept: of('kept'),
    undone: of('undone'),
  }
}

const counts = {
  name: 'imports.rows.count',
  text: 'select state, count(*)::int as count from import_row where business_id = $1 and run_id = $2 group by state',
}

/** Rows in one of these states, after a line, in the order of the file. */
export async function listRows(
  tx: Tx,
  businessId: string,
  asked: { runId: string; states: readonly RowState[]; after: number; limit: number },
  vault: Vault,
): Promise<ImportRow[]> {
  const { runId, states, after, limit } = asked
  const rows = await named<SealedRow>(tx, rowsListed, [businessId, runId, states, after, limit])
  if (rows.length === 0) return []
  const keys = await vault.keysOf(tx, businessId)
  return rows.map(({ sealed, changes, ...row }) => {
    const cells: unknown = JSON.parse(open(keys, placeOfRow(businessId, runId, row.line), sealed))
    const said = openChanges(keys, placeOfRow(businessId, runId, row.line), changes)
    return { ...row, cells: Array.isArray(cells) ? cells.map(String) : [], changes: said }
  })
}

type SealedRow = Omit<ImportRow, 'cells' | 'changes'> & { sealed: Buffer; changes: Buffer | null }

/** They are sealed beside the cells of their row. */
export const changesPlace = (row: ReturnType<typeof placeOfRow>) => ({ ...row, column: 'changes' })

export function openChanges(
  keys: FieldKeys,
  row: ReturnType<typeof placeOfRow>,
  sealed: Buffer | null,
): readonly Change[] {
  if (sealed === null) return []
  const changes: unknown = JSON.parse(open(keys, changesPlace(row), sealed))
  return Array.isArray(changes) ? changes : []
}

export const placeOfRow = (businessId: string, runId: string, line: number) => ({
  businessId,
  table: 'import_row',
  column: 'cells',
  row: `${runId}:${line}`,
})

const rowsListed = {
  name: 'imports.rows.list',
  text: `
    select line, cells as sealed, state, problems, made_id as "madeId", changes from import_row
    where business_id = $1 and run_id = $2 and state = any($3::text[]) and line > $4 order by line limit $5`,
}

/** Where the fields were the last time that a file with these headings came. */
export async function findKeptMapping(
  tx: Tx,
  businessId: string,
  { kind, fingerprint }: Pick<ImportRun, 'kind' | 'fingerprint'>,
): Promise<Readonly<Record<string, number>> | undefined> {
  const [row] = await named<{ mapping: Record<string, number> }>(tx, keptMapping, [businessId, kind, fingerprint])
  return row?.mapping
}

const keptMapping = {
  name: 'imports.mapping.find',
  text: 'select mapping from import_mapping where business_id = $1 and kind = $2 and fingerprint = $3',
}
