import { addDays, type IsoDate } from '../../../core/dates.ts'
import type { Paise } from '../../../core/money.ts'
import { isId } from '../../../db/ids.ts'
import { named, type Statement } from '../../../db/named.ts'
import { type Page, pageOf, pageSize } from '../../../db/paging.ts'
import type { Tx } from '../../../db/tenant.ts'

export type Outcome = 'blocked' | 'warned' | 'identified' | 'unidentified' | 'reported'

export interface DecisionRow {
  id: string
  outcome: Outcome
  rule: string
  words: string
  aggregation: 'day' | 'document' | 'event' | '12-months'
  sum: Paise
  limit: Paise
  now: Paise
  total: Paise
  partyId: string | null
  person: string
  phone: string
  documentId: string | null
  number: string
  kind: string | null
  before: { number: string; at: string; amount: string }[]
  byName: string
  till: string | null
  at: Date
}

export interface DecisionsAsked {
  readonly rule: string
  readonly outcome: string
  readonly partyId: string | undefined
  readonly from: IsoDate | undefined
  readonly to: IsoDate | undefined
  readonly zone: string
  readonly after: readonly string[] | undefined
}

/** A page of what the counter was told, the newest first. */
export async function listDecisions(
  tx: Tx,
  businessId: string,
  { rule, outcome, partyId, from, to, zone, after }: DecisionsAsked,
): Promise<Page<DecisionRow>> {
  const [at, id] = fits(after) ? after : ['infinity', 'ffffffff-ffff-ffff-ffff-ffffffffffff']
  const of = partyId === undefined ? (rule === '' ? list : listOfRule) : listOfParty
  const days = [from ?? '-infinity', to === undefined ? 'infinity' : addDays(to, 1), zone]
  return pageOf(await named<DecisionRow>(tx, of, [businessId, rule, outcome, partyId ?? null, ...days, at, id]))
}

const fits = (after: readonly string[] | undefined): after is readonly string[] =>
  after !== undefined && !Number.isNaN(Date.parse(after[0] ?? '')) && isId(after[1])

const statement = (name: string, scope: string): Statement => ({
  name: `compliance.decisions.${name}`,
  text: `
    select c.id, c.outcome, c.rule, c.words, c.aggregation, c.sum_paise as sum, c.limit_paise as "limit", c.now_paise as now,
      c.total_paise as total, c.party_id as "partyId", c.person, c.phone, c.document_id as "documentId", c.number, d.kind, c.before,
      c.by_name as "byName", l.name as till, c.at
    from cash_decision c
    left join document d on d.business_id = c.business_id and d.id = c.document_id
    left join till l on l.business_id = c.business_id and l.id = c.till_id
    where c.business_id = $1 and ${scope} and ($3::text = '' or c.outcome = $3::text)
      and c.at >= $5::timestamp at time zone $7 and c.at < $6::timestamp at time zone $7
      and (c.at, c.id) < ($8::timestamptz, $9::uuid)
    order by c.at desc, c.id desc limit ${pageSize + 1}`,
})

const list = statement('list', `$2::text = '' and $4::uuid is null`)
const listOfRule = statement('rule', 'c.rule = $2::text and $4::uuid is null')
const listOfParty = statement('party', `c.party_id = $4::uuid and ($2::text = '' or c.rule = $2::text)`)
