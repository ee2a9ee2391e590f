import type { Actor } from '../../core/actor.ts'
import type { IsoDate } from '../../core/dates.ts'
import { Refusal } from '../../core/errors.ts'
import { seal, type Vault } from '../../db/fields.ts'
import { named } from '../../db/named.ts'
import type { Tx } from '../../db/tenant.ts'
import { audit } from '../audit/index.ts'
import type { ImportKind, Mapping } from './imports.fields.ts'
import { changesPlace, findRunIfAny, lockRun, placeOfRow } from './imports.queries.ts'
import type { ImportRun, ImportState, Outcome } from './imports.types.ts'

export interface NewImport {
  /** Made by the form. */
  id: string
  kind: ImportKind
  fileName: string
  /** Of the file's bytes. */
  sha256: string
  headings: readonly string[]
  fingerprint: string
  mapping: Mapping
  onDate: IsoDate
  branchId: string | null
  rows: readonly { line: number; cells: readonly string[] }[]
}

/**
 * Keeps a file that was read, row by row and sealed. The same form sent twice is one import. Throws Refusal
 * 'imports.refusal.idTaken' for another file under the id.
 */
export async function keepFile(tx: Tx, businessId: string, file: NewImport, actor: Actor, vault: Vault): Promise<void> {
  const { id, kind, fileName, sha256, headings, fingerprint, mapping, onDate, branchId, rows } = file
  const jsons = [JSON.stringify(headings), fingerprint, JSON.stringify(mapping)]
  const head = [businessId, id, kind, fileName, sha256, ...jsons, onDate, branchId, rows.length]
  const made = await named(tx, insertRun, [...head, actor.userId, actor.name, actor.at])
  if (made.length === 0) return refuseOther(tx, businessId, file)
  const keys = await vault.keysOf(tx, businessId)
  for (let from = 0; from < rows.length; from += rowsAtOnce) {
    const some = rows.slice(from, from + rowsAtOnce)
    const lines = some.map(({ line }) => line)
    const cells = some.map((row) => seal(keys, placeOfRow(businessId, id, row.line), JSON.stringify(row.cells)))
    await named(tx, insertRows, [businessId, id, lines, cells])
  }
  const after = { kind, file: fileName, rows: rows.length }
  await audit(tx, businessId, actor, { action: 'import.read', entity: 'import', entityId: id, after })
}

const rowsAtOnce = 2000

async function refuseOther(tx: Tx, businessId: string, { id, kind, sha256 }: NewImport): Promise<void> {
  const before = await findRunIfAny(tx, businessId, id)
  if (before?.kind !== kind || before.sha256 !== sha256) throw new Refusal('imports.refusal.idTaken', {}, 409)
}

/**
 * What the person chose on the page of columns; the columns are kept for the next file of this look. The rows are to be
 * checked next: until that is done the import stands where it stood.
 */
export async function chooseColumns(
  tx: Tx,
  businessId: string,
  run: ImportRun,
  { mapping, addsTwins, updates, branchId }: Pick<ImportRun, 'mapping' | 'addsTwins' | 'updates' | 'branchId'>,
  actor: Actor,
): Promise<void> {
  const json = JSON.stringify(mapping)
  await named(tx, updateColumns, [businessId, run.id, json, addsTwins, branchId, actor.at, updates])
  await named(tx, keepMapping, [businessId, run.kind, run.fingerprint, json, actor.at])
}

/** A file that was not brought in is let go, with its rows. Throws Refusal 'imports.refusal.state', NotFound. */
export async function dropImport(tx: Tx, businessId: string, id: string, actor: Actor): Promise<void> {
  const run = await lockRun(tx, businessId, id)
  if (run.state === 'dropped') return
  if (run.state !== 'mapping' && run.state !== 'checked') throw new Refusal('imports.refusal.state', {}, 409)
  await setState(tx, businessId, id, 'dropped', actor)
  await named(tx, removeRows, [businessId, id])
  const after = { file: run.fileName }
  await audit(tx, businessId, actor, { action: 'import.dropped', entity: 'import', entityId: id, after })
}

export const setState = (tx: Tx, businessId: string, id: string, state: ImportState, { at }: Actor): Promise<unknown> =>
  named(tx, updateState, [businessId, id, state, at])

/** Writes down what became of rows, in the transaction that did it. */
export async function tellOutcomes(
  tx: Tx,
  businessId: string,
  runId: string,
  outcomes: readonly Outcome[],
  vault: Vault,
): Promise<void> {
  if (outcomes.length === 0) return
  const keys = outcomes.some(({ changes }) => changes) ? await vault.keysOf(tx, businessId) : undefined
  const sealed = outcomes.map(({ line, changes }) =>
    changes && keys ? seal(keys, changesPlace(placeOfRow(businessId, runId, line)), JSON.stringify(changes)) : null,
  )
  await named(tx, updateRows, [
    businessId,
    runId,
    outcomes.map(({ line }) => line),
    outcomes.map(({ state }) => state),
    outcomes.map(({ problems }) => JSON.stringify(problems)),
    outcomes.map(({ id }) => id),
    sealed,
  ])
  const opened = outcomes.flatMap(({ line, voucherId }) => (voucherId ? [{ line, voucherId }] : []))
  const columns = [opened.map(({ voucherId }) => voucherId), opened.map(({ line }) => line)]
  if (opened.length > 0) await named(tx, insertVouchers, [businessId, runId, ...columns])
}

const insertRun = {
  name: 'imports.insert',
  text: `
    insert into import_run (business_id, id, kind, file_name, sha256, headings, fingerprint, mapping, on_date, branch_id, total,
      by_user, by_name, created_at, updated_at, state)
    values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $14, 'mapping')
    on conflict (business_id, id) do nothing returning id`,
}

const insertRows = {
  name: 'imports.rows.insert',
  text: `
    insert into import_row (business_id, run_id, line, cells)
    select $1, $2, r.* from unnest($3::integer[], $4::bytea[]) as r`,
}

const updateColumns = {
  name: 'imports.columns',
  text: `
    update import_run set mapping = $3, adds_twins = $4, branch_id = $5, state = 'mapping', updated_at = $6, updates = $7
    where business_id = $1 and id = $2`,
}

const keepMapping = {
  name: 'imports.mapping.keep',
  text: `
    insert into import_mapping (business_id, kind, fingerprint, mapping, updated_at) values ($1, $2, $3, $4, $5)
    on conflict (business_id, kind, fingerprint) do update set mapping = excluded.mapping, updated_at = excluded.updated_at`,
}

const removeRows = {
  name: 'imports.rows.remove',
  text: 'delete from import_row where business_id = $1 and run_id = $2',
}

const updateState = {
  name: 'imports.state',
  text: 'update import_run set state = $3, updated_at = $4 where business_id = $1 and id = $2',
}

const updateRows = {
  name: 'imports.rows.tell',
  text: `
    update import_row r set state = o.state, problems = o.problems, made_id = o.id, changes = o.changes
    from unnest($3::integer[], $4::text[], $5::jsonb[], $6::uuid[], $7::bytea[]) as o (line, state, problems, id, changes)
    where r.business_id = $1 and r.run_id = $2 and r.line = o.line`,
}

const insertVouchers = {
  name: 'imports.vouchers.insert',
  text: `
    insert into import_voucher (business_id, run_id, voucher_id, at_line)
    select $1, $2, v.* from unnest($3::uuid[], $4::integer[]) as v`,
}
