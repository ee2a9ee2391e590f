import type { Actor } from '../../../core/actor.ts'
import type { IsoDate } from '../../../core/dates.ts'
import { Refusal } from '../../../core/errors.ts'
import type { Vault } from '../../../db/fields.ts'
import type { Tx } from '../../../db/tenant.ts'
import { audit } from '../../audit/index.ts'
import { undoOpening } from '../../books/index.ts'
import { removeItems } from '../../items/index.ts'
import { removeParties } from '../../parties/index.ts'
import { closePiecesOfMany } from '../../pieces/index.ts'
import { closeStockOfMany } from '../../stock/index.ts'
import { lockRun } from '../imports.queries.ts'
import type { ImportRun } from '../imports.types.ts'
import { planByIndex } from '../plans.ts'
import { tellUndone } from './undo.commands.ts'
import { listMade, listUsed, type MadeRow } from './undo.queries.ts'
import { findRestorable, hasStock } from './undo-changes.ts'

const rowsAtOnce = 500

/**
 * Takes back the last rows that still stand, in one transaction with what is written down of them; undefined where there
 * are none left. What a row changed is put back as it was. What was used or changed since is kept, where the person said
 * so. Throws Refusal 'imports.refusal.used', 'imports.refusal.state', 'errors.locked'.
 */
export async function undoRows(
  tx: Tx,
  businessId: string,
  { runId, reason, today }: { runId: string; reason: string; today: IsoDate },
  actor: Actor,
  vault: Vault,
): Promise<{ done: number; kept: number } | undefined> {
  await planByIndex(tx)
  const run = await lockRun(tx, businessId, runId)
  if (run.state !== 'undoing') throw new Refusal('imports.refusal.state', {}, 409)
  const rows = await listMade(tx, businessId, { runId, below: 2 ** 31 - 1, limit: rowsAtOnce }, vault)
  if (rows.length === 0) return undefined
  const made = rows.filter(({ state }) => state === 'made')
  const changed = rows.filter(({ state }) => state === 'changed')
  const used = new Set((await listUsed(tx, businessId, run.kind, made)).map(({ id }) => id))
  const back = await findRestorable(tx, businessId, changed, { run, today, vault, lock: true })
  const kept = [
    ...made.filter(({ id }) => used.has(id)).map(({ line }) => ({ line, problems: [] })),
    ...back.kept.map(({ line, problems }) => ({ line, problems })),
  ]
  if (kept.length > 0 && !run.keepsUsed) throw new Refusal('imports.refusal.used', { count: kept.length }, 409)
  const going = made.filter(({ id }) => !used.has(id))
  await closeOpenings(tx, businessId, { run, rows: back.rows, reason }, actor)
  await back.restore(actor)
  await takeBack(tx, businessId, { run, rows: going, reason }, actor)
  await tellUndone(tx, businessId, runId, { rows, kept })
  const count = rows.length - kept.length
  const after = { kind: run.kind, file: run.fileName, count, kept: kept.length }
  await audit(tx, businessId, actor, { action: 'import.undone', entity: 'import', entityId: runId, after })
  return { done: count, kept: kept.length }
}

interface Going {
  run: ImportRun
  rows: readonly MadeRow[]
  reason: string
}

/** Of what was here before, only the opening that came with the file goes. */
async function closeOpenings(tx: Tx, businessId: string, { run, rows, reason }: Going, actor: Actor): Promise<void> {
  const voucherIds = rows.flatMap(({ voucherId }) => voucherId ?? [])
  const itemIds = rows.filter(hasStock).map(({ id }) => id)
  if (run.kind === 'items' && itemIds.length > 0) await closeStockOfMany(tx, businessId, { itemIds, reason }, actor)
  if (run.kind === 'parties' && voucherIds.length > 0) await undoOpening(tx, businessId, { voucherIds, reason }, actor)
}

async function takeBack(tx: Tx, businessId: string, { run, rows, reason }: Going, actor: Actor): Promise<void> {
  const ids = rows.map(({ id }) => id)
  const voucherIds = rows.flatMap(({ voucherId }) => voucherId ?? [])
  switch (run.kind) {
    case 'items':
      await closeStockOfMany(tx, businessId, { itemIds: ids, reason }, actor)
      return removeItems(tx, businessId, ids, actor)
    case 'parties':
      if (voucherIds.length > 0) await undoOpening(tx, businessId, { voucherIds, reason }, actor)
      return removeParties(tx, businessId, ids, actor)
    case 'pieces':
      return closePiecesOfMany(tx, businessId, { pieceIds: ids, reason }, actor)
    case 'accounts':
    case 'bills':
      if (voucherIds.length > 0) await undoOpening(tx, businessId, { voucherIds, reason }, actor)
  }
}
