import type { Actor } from '../../../core/actor.ts'
import { Refusal } from '../../../core/errors.ts'
import { newId } from '../../../db/ids.ts'
import type { Tx } from '../../../db/tenant.ts'
import { audit } from '../../audit/index.ts'
import { listSeries } from '../businesses.queries.ts'

export interface NewSeries {
  kind: string
  branchId: string
  fy: string
  prefix: string
}

/** Begins a series at 1. */
export async function beginSeries(
  tx: Tx,
  businessId: string,
  { kind, branchId, fy, prefix }: NewSeries,
): Promise<void> {
  const row = { business_id: businessId, id: newId(), document_kind: kind, branch_id: branchId, fy, prefix }
  await tx('series').insert(row)
}

/**
 * Numbers the papers of a kind and branch by another prefix from now on. Numbers that were given stay, and the old series
 * ends where it stands: no gap. Throws Refusal where the year's papers already use the prefix (Rule 46: unique in the year).
 */
export async function changePrefix(tx: Tx, businessId: string, series: NewSeries, actor: Actor): Promise<void> {
  const { kind, branchId, fy, prefix } = series
  await tx('branch').where({ business_id: businessId, id: branchId }).forUpdate().first('id')
  const current = (await listSeries(tx, businessId, fy)).find(
    (one) => one.document_kind === kind && one.branch_id === branchId,
  )
  if (current?.prefix === prefix) return
  const used = await tx('series')
    .where({ business_id: businessId, fy, prefix })
    .first('id', 'next', 'document_kind', 'branch_id')
  if (used) throw new Refusal('settings.series.refusal.used', { prefix })
  const isUnused = current !== undefined && current.next === 1n
  if (isUnused) await tx('series').where({ business_id: businessId, id: current.id }).update({ prefix })
  else await beginSeries(tx, businessId, series)
  const before = { prefix: current?.prefix ?? '' }
  const after = { kind, fy, prefix }
  await audit(tx, businessId, actor, {
    action: 'series.changed',
    entity: 'business',
    entityId: businessId,
    before,
    after,
  })
}
