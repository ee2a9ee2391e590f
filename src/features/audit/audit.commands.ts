import type { Actor } from '../../core/actor.ts'
import { named } from '../../db/named.ts'
import type { Tx } from '../../db/tenant.ts'

export interface AuditEntry {
  /** What was done, as `entity.verb`: `sale.issued`, `party.edited`. */
  action: string
  entity: string
  entityId: string
  before?: Record<string, unknown>
  after?: Record<string, unknown>
}

const append = {
  name: 'audit.append',
  text: 'select audit_append($1, $2, $3, $4, $5, $6, $7, $8, $9)',
}

/** Adds a line to the business's hash chain, in the command's own transaction (Companies (Accounts) Rules 3(1)). */
export async function audit(tx: Tx, businessId: string, actor: Actor, entry: AuditEntry): Promise<void> {
  const { action, entity, entityId, before, after } = entry
  await named(tx, append, [
    businessId,
    actor.at,
    actor.userId,
    actor.name,
    action,
    entity,
    entityId,
    json(before),
    json(after),
  ])
}

const appendAll = {
  name: 'audit.append_all',
  text: 'select audit_append_all($1, $2, $3, $4, $5::text[], $6::text[], $7::text[], $8::jsonb[], $9::jsonb[])',
}

/** Several lines of one command, in their order: the end of the chain moves once. */
export async function auditAll(
  tx: Tx,
  businessId: string,
  actor: Actor,
  entries: readonly AuditEntry[],
): Promise<void> {
  await named(tx, appendAll, [
    ...[businessId, actor.at, actor.userId, actor.name],
    entries.map(({ action }) => action),
    entries.map(({ entity }) => entity),
    entries.map(({ entityId }) => entityId),
    entries.map(({ before }) => json(before)),
    entries.map(({ after }) => json(after)),
  ])
}

const json = (value: Record<string, unknown> | undefined): string | null =>
  value === undefined ? null : JSON.stringify(value, (_key, part) => (typeof part === 'bigint' ? String(part) : part))
