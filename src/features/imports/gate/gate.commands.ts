import type { Actor } from '../../../core/actor.ts'
import { Refusal } from '../../../core/errors.ts'
import { absolute, rupees } from '../../../core/money.ts'
import { named } from '../../../db/named.ts'
import type { Tx } from '../../../db/tenant.ts'
import { audit } from '../../audit/index.ts'
import type { TypedLine } from './gate.form.ts'
import { listCompared, lockTakeover } from './gate.queries.ts'
import { differing, imbalance } from './gate.rules.ts'

/** Keeps the trial balance of the old books as it was typed. Throws Refusal 'imports.refusal.finished'. */
export async function saveOldBalance(
  tx: Tx,
  businessId: string,
  lines: readonly TypedLine[],
  actor: Actor,
): Promise<void> {
  await named(tx, beginTakeover, [businessId, actor.userId, actor.at])
  const takeover = await lockTakeover(tx, businessId)
  if (takeover?.finishedAt) throw new Refusal('imports.refusal.finished', {}, 409)
  await named(tx, removeLines, [businessId])
  const columns = [lines.map(({ accountId }) => accountId), lines.map(({ amount }) => amount)]
  if (lines.length > 0) await named(tx, insertLines, [businessId, ...columns])
  const after = {
    accounts: lines.length,
    difference_paise: imbalance(lines.map(({ amount }) => ({ theirs: amount, ours: amount }))),
  }
  await audit(tx, businessId, actor, { action: 'takeover.saved', entity: 'books', entityId: businessId, after })
}

/**
 * The old books are taken over: both say the same of every account, to the paisa. Throws Refusal 'imports.gate.nothing',
 * 'imports.gate.unbalanced', 'imports.gate.differs', 'imports.refusal.finished'.
 */
export async function finishTakeover(tx: Tx, businessId: string, actor: Actor): Promise<void> {
  const takeover = await lockTakeover(tx, businessId)
  if (takeover?.finishedAt) throw new Refusal('imports.refusal.finished', {}, 409)
  const accounts = await listCompared(tx, businessId)
  if (!takeover || accounts.every(({ theirs }) => theirs === 0n)) throw new Refusal('imports.gate.nothing')
  const left = imbalance(accounts)
  if (left !== 0n) throw new Refusal('imports.gate.unbalanced', { amount: `₹ ${rupees(absolute(left))}` })
  const count = differing(accounts).length
  if (count > 0) throw new Refusal('imports.gate.differs', { count })
  await named(tx, finish, [businessId, actor.userId, actor.name, actor.at])
  const after = { accounts: accounts.filter(({ theirs }) => theirs !== 0n).length }
  await audit(tx, businessId, actor, { action: 'takeover.finished', entity: 'books', entityId: businessId, after })
}

/** Undoes `finishTakeover`, so that openings may be compared anew. Twice is once. */
export async function reopenTakeover(tx: Tx, businessId: string, actor: Actor): Promise<void> {
  const takeover = await lockTakeover(tx, businessId)
  if (!takeover?.finishedAt) return
  await named(tx, reopen, [businessId, actor.userId, actor.at])
  await audit(tx, businessId, actor, { action: 'takeover.reopened', entity: 'books', entityId: businessId })
}

const beginTakeover = {
  name: 'imports.takeover.begin',
  text: `
    insert into takeover (business_id, updated_by, updated_at) values ($1, $2, $3)
    on conflict (business_id) do update set updated_by = excluded.updated_by, updated_at = excluded.updated_at`,
}

const removeLines = { name: 'imports.takeover.clear', text: 'delete from takeover_line where business_id = $1' }

const insertLines = {
  name: 'imports.takeover.insert',
  text: `
    insert into takeover_line (business_id, account_id, amount)
    select $1, l.* from unnest($2::uuid[], $3::bigint[]) as l`,
}

const finish = {
  name: 'imports.takeover.finish',
  text: `
    update takeover set finished_by = $2, finished_by_name = $3, finished_at = $4, updated_at = $4 where business_id = $1`,
}

const reopen = {
  name: 'imports.takeover.reopen',
  text: `
    update takeover set finished_by = null, finished_by_name = '', finished_at = null, updated_by = $2, updated_at = $3
    where business_id = $1`,
}
