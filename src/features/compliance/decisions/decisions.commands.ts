import type { Actor } from '../../../core/actor.ts'
import type { CashPaper, CashVerdict } from '../../../core/cash-facts.ts'
import type { IsoDate } from '../../../core/dates.ts'
import { newId } from '../../../db/ids.ts'
import { named } from '../../../db/named.ts'
import type { Tx } from '../../../db/tenant.ts'

/** The paper that was decided; of a refused one the id that it would have had, and no number. */
export interface DecidedPaper {
  readonly documentId: string
  readonly number: string
  readonly partyId: string | null
  readonly name: string
  readonly phone: string
  readonly branchId: string | null
  readonly onDate: IsoDate
  readonly papers: readonly CashPaper[]
}

/** What the rules said, for good. Of a refused paper in a transaction of its own, else in that of the paper. */
export async function logCash(
  tx: Tx,
  businessId: string,
  { outcomes, now, billTotal, direction, refused }: CashVerdict,
  paper: DecidedPaper,
  actor: Actor,
): Promise<void> {
  // What goes through alone says nothing of what it would have warned of, had it not been refused.
  const told = outcomes.filter(
    ({ outcome }) => refused.length === 0 || outcome === 'blocked' || outcome === 'unidentified',
  )
  if (told.length === 0) return
  const of = told.map(({ decision }) => decision)
  const { documentId, number, partyId, name, phone, branchId, onDate, papers } = paper
  await named(tx, insertDecisions, [
    ...[businessId, told.map(() => newId()), told.map(({ outcome }) => outcome), of.map(({ rule }) => rule)],
    ...[of.map(({ words }) => words), of.map(({ aggregation }) => aggregation), of.map(({ sum }) => sum)],
    ...[of.map(({ limit }) => limit), direction, now, billTotal, partyId, name, phone, documentId, number],
    JSON.stringify(papers, (_key, part) => (typeof part === 'bigint' ? String(part) : part)),
    ...[branchId, actor.tillId ?? null, onDate, actor.userId, actor.name, actor.at],
  ])
}

const insertDecisions = {
  name: 'compliance.decisions.insert',
  text: `
    insert into cash_decision (business_id, id, outcome, rule, words, aggregation, sum_paise, limit_paise, direction, now_paise, total_paise,
      party_id, person, phone, document_id, number, before, branch_id, till_id, on_date, by_user, by_name, at)
    select $1, d.id, d.outcome, d.rule, d.words, d.aggregation, d.sum, d.most, $9, $10, $11, $12,
      coalesce(nullif($13, ''), p.name, ''), coalesce(nullif($14, ''), p.phone, ''), $15, $16, $17::jsonb, $18, $19, $20, $21, $22, $23
    from unnest($2::uuid[], $3::text[], $4::text[], $5::text[], $6::text[], $7::bigint[], $8::bigint[])
      as d (id, outcome, rule, words, aggregation, sum, most)
    left join party p on p.business_id = $1 and p.id = $12`,
}
