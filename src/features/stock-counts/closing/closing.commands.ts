import type { Actor } from '../../../core/actor.ts'
import { Refusal } from '../../../core/errors.ts'
import { sum } from '../../../core/money.ts'
import { named } from '../../../db/named.ts'
import type { Tx } from '../../../db/tenant.ts'
import { together } from '../../../db/together.ts'
import { audit } from '../../audit/index.ts'
import { type CountRow, lockCount } from '../counts.queries.ts'
import { type NewCountLine, reckon } from './lines.ts'

/**
 * Ends the counting: no scan comes in any more, and what differs is laid down to be looked at. Ended twice is once. Throws
 * Refusal 'counts.refusal.cancelled' (409), NotFound.
 */
export async function closeCount(tx: Tx, businessId: string, countId: string, actor: Actor): Promise<void> {
  const count = await lockCount(tx, businessId, countId)
  if (count.state === 'cancelled') throw new Refusal('counts.refusal.cancelled', { number: count.number }, 409)
  if (count.state !== 'open') return
  const { lines, counted, gone, wrong } = await reckon(tx, businessId, count)
  const differences = lines.filter(({ kind }) => kind !== 'note').length
  const value = sum(lines.map((line) => line.value))
  await together([
    named(tx, linesDelete, [businessId, countId]),
    named(tx, linesInsert, [businessId, countId, ...columnsOf(lines)]),
    named(tx, countClose, [businessId, countId, actor.at, actor.name, counted, gone, wrong, differences]),
    audit(tx, businessId, actor, {
      action: 'count.closed',
      entity: 'count',
      entityId: countId,
      after: { number: count.number, expected: count.expected, counted, gone, differences, value_paise: value },
    }),
  ])
}

/**
 * Opens a closed count again for some of its lines, or for a whole counter: what was scanned of them is to be counted anew,
 * and stays to be seen. Throws Refusal 'counts.refusal.notReview' (409), 'counts.refusal.noLines', NotFound.
 */
export async function recount(
  tx: Tx,
  businessId: string,
  { countId, lines, place }: { countId: string; lines: readonly number[]; place: string | null },
  actor: Actor,
): Promise<void> {
  const count = await lockReview(tx, businessId, countId)
  if (lines.length === 0 && place === null) throw new Refusal('counts.refusal.noLines')
  const [ended] = await named<{ scans: number }>(tx, scansOfLines, [
    ...[businessId, countId, [...lines], place, actor.at, actor.name],
  ])
  await named(tx, talliesKept, [businessId, countId])
  await together([
    named(tx, linesDelete, [businessId, countId]),
    named(tx, countReopen, [businessId, countId]),
    audit(tx, businessId, actor, {
      action: 'count.reopened',
      entity: 'count',
      entityId: countId,
      after: { number: count.number, scans: ended?.scans ?? 0, ...(place !== null && { place }) },
    }),
  ])
}

export interface Decision {
  readonly line: number
  readonly decision: 'post' | 'leave'
  readonly reason: string
}

/** Keeps what is to be posted and what is left, with a reason each. Throws Refusal 'counts.refusal.reason', NotFound. */
export async function decide(
  tx: Tx,
  businessId: string,
  { countId, decisions }: { countId: string; decisions: readonly Decision[] },
  actor: Actor,
): Promise<void> {
  const count = await lockReview(tx, businessId, countId)
  const changed = await named<{ line: number; code: string; decision: string; reason: string; kind: string }>(
    tx,
    linesDecide,
    [
      ...[businessId, countId, decisions.map(({ line }) => line), decisions.map(({ decision }) => decision)],
      decisions.map(({ reason }) => reason),
    ],
  )
  const bare = changed.find(
    ({ decision, reason, kind }) => reason === '' && (decision === 'leave') !== (kind === 'uncounted'),
  )
  if (bare) throw new Refusal('counts.refusal.reason', { code: bare.code, line: bare.line })
  if (changed.length === 0) return
  const said = changed.map(({ code, decision, reason }) => `${code}: ${decision} (${reason})`).join('; ')
  const after = { number: count.number, lines: said.slice(0, 2000) }
  await audit(tx, businessId, actor, { action: 'count.decided', entity: 'count', entityId: countId, after })
}

/** Nothing of the count is posted; its number stays, and is given back. Throws Refusal 'counts.refusal.approved' (409), NotFound. */
export async function cancelCount(
  tx: Tx,
  businessId: string,
  { countId, reason }: { countId: string; reason: string },
  actor: Actor,
): Promise<string> {
  const count = await lockCount(tx, businessId, countId)
  if (count.state === 'cancelled') return count.number
  if (count.state === 'approved') throw new Refusal('counts.refusal.approved', { number: count.number }, 409)
  await together([
    named(tx, paperCancel, [businessId, countId, actor.userId, actor.at, reason]),
    named(tx, countCancel, [businessId, countId]),
    audit(tx, businessId, actor, {
      action: 'count.cancelled',
      entity: 'count',
      entityId: countId,
      after: { number: count.number, reason },
    }),
  ])
  return count.number
}

/** A count that waits for its approval, locked. Throws Refusal 'counts.refusal.notReview' (409). */
async function lockReview(tx: Tx, businessId: string, countId: string): Promise<CountRow> {
  const count = await lockCount(tx, businessId, countId)
  if (count.state !== 'review') throw new Refusal('counts.refusal.notReview', { number: count.number }, 409)
  return count
}

const columnsOf = (lines: readonly NewCountLine[]): unknown[] => {
  const of = <Value>(value: (line: NewCountLine) => Value) => lines.map(value)
  return [
    ...[lines.map((_, at) => at + 1), of(({ kind }) => kind), of(({ thingId }) => thingId), of(({ itemId }) => itemId)],
    ...[of(({ code }) => code), of(({ words }) => words), of(({ outcome }) => outcome), of(({ place }) => place)],
    ...[of(({ bookPlace }) => bookPlace), of(({ said }) => said), of(({ bookMilli }) => bookMilli)],
    ...[of(({ countedMilli }) => countedMilli), of(({ bookMg }) => bookMg), of(({ countedMg }) => countedMg)],
    ...[of(({ value }) => value), of(({ movedMeanwhile }) => movedMeanwhile), of(({ decision }) => decision)],
  ]
}

const linesInsert = {
  name: 'stock_count.lines.insert',
  text: `
    insert into stock_count_line (business_id, count_id, line, kind, thing_id, item_id, code, words, outcome, place, book_place, said,
      book_milli, counted_milli, book_mg, counted_mg, value_paise, moved_meanwhile, decision)
    select $1, $2, l.* from unnest($3::int[], $4::text[], $5::uuid[], $6::uuid[], $7::text[], $8::text[], $9::text[], $10::text[],
      $11::text[], $12::text[], $13::bigint[], $14::bigint[], $15::bigint[], $16::bigint[], $17::bigint[], $18::bool[], $19::text[]) as l`,
}

const linesDelete = {
  name: 'stock_count.lines.delete',
  text: 'delete from stock_count_line where business_id = $1 and count_id = $2',
}

const countClose = {
  name: 'stock_count.close',
  text: `
    update stock_count set state = 'review', closed_at = $3, closed_by_name = $4, counted = $5, gone = $6, wrong = $7, differences = $8
    where business_id = $1 and document_id = $2`,
}

const countReopen = {
  name: 'stock_count.reopen',
  text: `
    update stock_count set state = 'open', closed_at = null, closed_by_name = '', counted = 0, gone = 0, wrong = 0, differences = 0
    where business_id = $1 and document_id = $2`,
}

const scansOfLines = {
  name: 'stock_count.recount',
  text: `
    with ended as (
      update stock_count_scan s set ended_at = $5, ended_why = 'recount', ended_by_name = $6
      where s.business_id = $1 and s.count_id = $2 and s.ended_at is null
        and (s.place = $4::text or s.book_place = $4::text
          or exists (select 1 from stock_count_line l where l.business_id = s.business_id and l.count_id = s.count_id
            and l.line = any($3::int[]) and (l.thing_id = s.thing_id or (l.thing_id is null and s.thing_id is null and l.code = s.code))))
      returning 1)
    select count(*)::int as scans from ended`,
}

const talliesKept = {
  name: 'stock_count.tallies.keep',
  text: `
    update stock_count_tally t set counted = coalesce(s.counted, 0), strange = coalesce(s.strange, 0)
    from stock_count_tally o
    left join (select by_user, book_place,
        count(*) filter (where (is_expected and outcome in ('expected', 'came', 'moved')) or outcome in ('quantity', 'weight'))::int as counted,
        count(*) filter (where not ((is_expected and outcome in ('expected', 'came')) or outcome in ('quantity', 'weight')))::int as strange
      from stock_count_scan where business_id = $1 and count_id = $2 and ended_at is null group by 1, 2) s
      on s.by_user = o.user_id and s.book_place = o.place
    where o.business_id = $1 and o.count_id = $2 and t.business_id = $1 and t.count_id = $2 and t.user_id = o.user_id and t.place = o.place`,
}

const linesDecide = {
  name: 'stock_count.lines.decide',
  text: `
    update stock_count_line l set decision = d.decision, reason = d.reason
    from unnest($3::int[], $4::text[], $5::text[]) as d (line, decision, reason)
    where l.business_id = $1 and l.count_id = $2 and l.line = d.line and l.kind <> 'note'
      and (l.decision <> d.decision or l.reason <> d.reason)
    returning l.line, l.code, l.decision, l.reason, l.kind`,
}

const paperCancel = {
  name: 'stock_count.paper.cancel',
  text: `
    update document set state = 'cancelled', cancelled_by = $3, cancelled_at = $4, cancel_reason = $5
    where business_id = $1 and id = $2 and state = 'issued'`,
}

const countCancel = {
  name: 'stock_count.cancel',
  text: `update stock_count set state = 'cancelled' where business_id = $1 and document_id = $2`,
}
