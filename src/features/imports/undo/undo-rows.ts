import type { Actor } from '../../../core/actor.ts'
import { Refusal } from '../../../core/errors.ts'
import type { Tx } from '../../../db/tenant.ts'
import { audit } from '../../audit/index.ts'
import { undoOpening } from '../../books/index.ts'
import { removeItems } from '../../items/index.ts'
import { removeParties } from '../../parties/index.ts'
import { closeStockOfMany } from '../../stock/index.ts'
import { lockRun } from '../imports.queries.ts'
import type { ImportRun } from '../imports.types.ts'
import { planByIndex } from '../plans.ts'
import { tellUndone } from './undo.commands.ts'
import { listMade, listUsed, type MadeRow } from './undo.queries.ts'

const rowsAtOnce = 500

/**
 * Takes back the last rows that still stand, in one transaction with what is written down of them; undefined where there
 * are none left. What was used since is kept, where the person said so. Throws Refusal 'imports.refusal.used',
 * 'imports.refusal.state', 'errors.locked'.
 */
export async function undoRows(
  tx: Tx,
  businessId: string,
  { runId, reason }: { runId: string; reason: string },
  actor: Actor,
): Promise<{ done: number; kept: number } | undefined> {
  await planByIndex(tx)
  const run = await lockRun(tx, businessId, runId)
  if (run.state !== 'undoing') throw new Refusal('imports.refusal.state', {}, 409)
  const rows = await listMade(tx, businessId, { runId, below: 2 ** 31 - 1, limit: rowsAtOnce })
  if (rows.length === 0) return undefined
  const used = new Set((await listUsed(tx, businessId, run.kind, rows)).map(({ id }) => id))
  if (used.size > 0 && !run.keepsUsed) throw new Refusal('imports.refusal.used', { count: used.size }, 409)
  const going = rows.filter(({ id }) => !used.has(id))
  await takeBack(tx, businessId, { run, rows: going, reason }, actor)
  await tellUndone(tx, businessId, runId, { rows, used })
  const after = { kind: run.kind, file: run.fileName, count: going.length, kept: used.size }
  await audit(tx, businessId, actor, { action: 'import.undone', entity: 'import', entityId: runId, after })
  return { done: going.length, kept: rows.length - going.length }
}

async function takeBack(
  tx: Tx,
  businessId: string,
  { run, rows, reason }: { run: ImportRun; rows: readonly MadeRow[]; reason: string },
  actor: Actor,
): Promise<void> {
  const ids = rows.map(({ id }) => id)
  const voucherIds = rows.flatMap(({ voucherId }) => voucherId ?? [])
  switch (run.kind) {
    case 'items':
      await closeStockOfMany(tx, businessId, { itemIds: ids, reason }, actor)
      return removeItems(tx, businessId, ids, actor)
    case 'parties':
      if (voucherIds.length > 0) await undoOpening(tx, businessId, { voucherIds, reason }, actor)
      return removeParties(tx, businessId, ids, actor)
    case 'accounts':
    case 'bills':
      if (voucherIds.length > 0) await undoOpening(tx, businessId, { voucherIds, reason }, actor)
  }
}
