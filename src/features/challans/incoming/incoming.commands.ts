import type { Actor } from '../../../core/actor.ts'
import type { IsoDate } from '../../../core/dates.ts'
import { NotFound, Refusal } from '../../../core/errors.ts'
import type { Mg } from '../../../core/weight.ts'
import { named } from '../../../db/named.ts'
import type { Tx } from '../../../db/tenant.ts'
import { together } from '../../../db/together.ts'
import { audit } from '../../audit/index.ts'

export interface IncomingLine {
  readonly words: string
  readonly pieces: number
  readonly gross: Mg
  readonly net: Mg
}

export interface IncomingRequest {
  readonly id: string
  readonly partyId: string
  /** Of the supplier's own paper. */
  readonly number: string
  readonly dueOn: IsoDate
  readonly lines: readonly IncomingLine[]
  readonly note: string
}

/** Notes what a supplier left on approval: it is not the shop's, so no stock and no voucher. The same id once. */
export async function noteIncoming(
  tx: Tx,
  businessId: string,
  asked: IncomingRequest,
  actor: Actor,
  today: IsoDate,
): Promise<void> {
  const hash = JSON.stringify(asked, (_key, part) => (typeof part === 'bigint' ? String(part) : part))
  const { id, partyId, number, dueOn, lines, note } = asked
  const made = await named<{ id: string }>(tx, approvalInsert, [
    ...[businessId, id, partyId, number, today, dueOn, note, hash, actor.userId, actor.name, actor.at],
  ])
  if (made.length === 0) {
    const [before] = await named<{ hash: string }>(tx, approvalBefore, [businessId, id])
    if (before?.hash !== hash) throw new Refusal('sales.refusal.otherBody', {}, 409)
    return
  }
  await together([
    named(tx, linesInsert, [
      ...[businessId, id, lines.map(({ words }) => words), lines.map(({ pieces }) => pieces)],
      ...[lines.map(({ gross }) => gross), lines.map(({ net }) => net)],
    ]),
    audit(tx, businessId, actor, {
      action: 'approval.received',
      entity: 'approval',
      entityId: id,
      after: { number, lines: lines.map(({ words }) => words).join(', '), due_on: dueOn },
    }),
  ])
}

/** A line went back to the supplier, or was bought and is to be tagged. Throws Refusal 409 where it is settled, NotFound. */
export async function settleLine(
  tx: Tx,
  businessId: string,
  { id, line, outcome, onDate }: { id: string; line: number; outcome: 'returned' | 'bought'; onDate: IsoDate },
  actor: Actor,
): Promise<void> {
  const [settled] = await named<{ words: string }>(tx, lineSettled, [businessId, id, line, outcome, onDate, actor.name])
  if (!settled) {
    const [there] = await named<{ outcome: string }>(tx, lineById, [businessId, id, line])
    if (!there) throw new NotFound(`no line ${line} of ${id}`)
    if (there.outcome === outcome) return
    throw new Refusal('challans.refusal.settled', {}, 409)
  }
  const after = { line: settled.words, outcome }
  await audit(tx, businessId, actor, { action: 'approval.settled', entity: 'approval', entityId: id, after })
}

const approvalInsert = {
  name: 'approval_in.insert',
  text: `
    insert into approval_in (business_id, id, party_id, number, on_date, due_on, note, request_hash, by_user, by_name, at)
    values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11) on conflict (business_id, id) do nothing returning id`,
}

const approvalBefore = {
  name: 'approval_in.before',
  text: 'select request_hash as hash from approval_in where business_id = $1 and id = $2',
}

const linesInsert = {
  name: 'approval_in.lines',
  text: `
    insert into approval_in_line (business_id, approval_id, line, description, pieces, gross_mg, net_mg)
    select $1, $2, l.line, l.words, l.pieces, l.gross, l.net
    from unnest($3::text[], $4::int[], $5::bigint[], $6::bigint[]) with ordinality as l (words, pieces, gross, net, line)`,
}

const lineSettled = {
  name: 'approval_in.settle',
  text: `
    update approval_in_line set outcome = $4, outcome_on = $5, outcome_by = $6
    where business_id = $1 and approval_id = $2 and line = $3 and outcome = 'held' returning description as words`,
}

const lineById = {
  name: 'approval_in.line',
  text: 'select outcome from approval_in_line where business_id = $1 and approval_id = $2 and line = $3',
}
