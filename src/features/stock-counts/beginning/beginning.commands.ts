import type { Actor } from '../../../core/actor.ts'
import { financialYear, type IsoDate } from '../../../core/dates.ts'
import { NotFound, Refusal } from '../../../core/errors.ts'
import type { CountKind, CountScope } from '../../../core/stock-count.ts'
import { named } from '../../../db/named.ts'
import { hashOfRequest } from '../../../db/request-hash.ts'
import type { Tx } from '../../../db/tenant.ts'
import { together } from '../../../db/together.ts'
import { audit } from '../../audit/index.ts'
import { branchPrefix, takeNumber } from '../../books/index.ts'
import type { CountPerson } from '../counts.queries.ts'
import { chosenThings, expectedOf } from './expected.queries.ts'

export interface NewCount {
  readonly id: string
  readonly branchId: string
  readonly kind: CountKind
  readonly scope: CountScope
  /** The counter, shelf or category; the words of the article or purity. */
  readonly scopeText: string
  readonly scopeId: string | null
  /** Tags of pieces, or names and barcodes of items and lots, where they were chosen. */
  readonly chosen: readonly string[]
  readonly isBlind: boolean
  readonly toleranceMg: bigint
  readonly toleranceBp: number
  /** Who counts; anyone who may, where nobody is named. */
  readonly persons: readonly CountPerson[]
  readonly note: string
}

/**
 * Begins a count under a number of its own and notes what the book has on the shelf now. The same id again answers with the
 * first. Throws Refusal 'counts.refusal.nothing' where there is nothing to count, 'counts.refusal.unknown' with what was
 * chosen and is not there, 'sales.refusal.otherBody' (409); NotFound for a branch of nobody.
 */
export async function beginCount(
  tx: Tx,
  businessId: string,
  asked: NewCount,
  actor: Actor,
  { today }: { today: IsoDate },
): Promise<{ number: string }> {
  const hash = hashOfRequest([asked])
  const [before] = await named<{ number: string; hash: string }>(tx, countBefore, [businessId, asked.id])
  if (before) {
    if (before.hash !== hash) throw new Refusal('sales.refusal.otherBody', {}, 409)
    return { number: before.number }
  }
  const [house] = await named<House>(tx, houseOf, [businessId, asked.branchId])
  if (!house) throw new NotFound('no such branch')
  const chosen = asked.scope === 'chosen' ? await thingsOf(tx, businessId, asked) : []
  const series = {
    documentKind: 'stock-count',
    branchId: asked.branchId,
    fyLabel: financialYear(today, house.fyStartMonth).label,
    defaultPrefix: branchPrefix('SC', house.ordinal),
  }
  const { seriesId, number } = await takeNumber(tx, businessId, series)
  const { id, branchId, kind, scope, scopeText, scopeId, isBlind, toleranceMg, toleranceBp, persons, note } = asked
  await together([
    named(tx, paperInsert, [
      ...[businessId, id, seriesId, number, today, branchId, note, hash, actor.userId, actor.name, actor.at],
    ]),
    named(tx, countInsert, [
      ...[businessId, id, branchId, kind, scope, scopeText, scopeId, isBlind, toleranceMg, toleranceBp, actor.at],
    ]),
    named(tx, personsInsert, [businessId, id, persons.map(({ userId }) => userId), persons.map(({ name }) => name)]),
    named(tx, expectedOf(kind), [businessId, id, branchId, scope, scopeText, scopeId, chosen]),
  ])
  const [{ expected } = { expected: 0 }] = await named<{ expected: number }>(tx, expectedKept, [businessId, id])
  if (expected === 0) throw new Refusal('counts.refusal.nothing')
  const after = { number, kind, scope, of: scopeText, is_blind: isBlind, expected }
  const people = persons.length > 0 ? { people: persons.map(({ name }) => name).join(', ') } : {}
  const entry = { action: 'count.begun', entity: 'count', entityId: id, after: { ...after, ...people } }
  await audit(tx, businessId, actor, entry)
  return { number }
}

/** What the shop gives a scale and a hand from now on, where nobody says otherwise. */
export async function keepTolerance(
  tx: Tx,
  businessId: string,
  { kind, toleranceMg, toleranceBp }: Pick<NewCount, 'kind' | 'toleranceMg' | 'toleranceBp'>,
  actor: Actor,
): Promise<void> {
  await named(tx, toleranceKept, [businessId, kind === 'lots' ? toleranceMg : null, toleranceBp])
  const after = { ...(kind === 'lots' && { tolerance_mg: toleranceMg }), tolerance_bp: toleranceBp }
  await audit(tx, businessId, actor, { action: 'count.tolerance', entity: 'business', entityId: businessId, after })
}

async function thingsOf(tx: Tx, businessId: string, { kind, branchId, chosen }: NewCount): Promise<string[]> {
  const found = await named<{ id: string; code: string }>(tx, chosenThings(kind), [businessId, branchId, chosen])
  const known = new Set(found.map(({ code }) => code))
  const unknown = chosen.filter((code) => !known.has(code))
  if (unknown.length > 0) throw new Refusal('counts.refusal.unknown', { codes: unknown.slice(0, 10).join(', ') })
  return found.map(({ id }) => id)
}

interface House {
  fyStartMonth: number
  ordinal: number
}

const countBefore = {
  name: 'stock_count.before',
  text: 'select number, request_hash as hash from document where business_id = $1 and id = $2',
}

const toleranceKept = {
  name: 'stock_count.tolerance.keep',
  text: `
    update business set count_tolerance_mg = coalesce($2::bigint, count_tolerance_mg), count_tolerance_bp = $3 where id = $1`,
}

const houseOf = {
  name: 'stock_count.house',
  text: `
    select b.fy_start_month as "fyStartMonth",
      (select count(*) from branch o where o.business_id = b.id and o.id <= r.id)::int as ordinal
    from business b join branch r on r.business_id = b.id and r.id = $2 where b.id = $1`,
}

// No supply and no money: the State is where the goods lie, and the snapshot is for the letterhead of the result.
const paperInsert = {
  name: 'stock_count.paper.insert',
  text: `
    insert into document (business_id, id, kind, state, series_id, number, on_date, branch_id, place_of_supply, supply, total_paise,
      note, request_hash, issued_by, issued_by_name, issued_at, seller_snapshot)
    select $1, $2, 'stock-count', 'issued', $3, $4, $5, $6, r.state, 'intra', 0, $7, $8, $9, $10, $11,
      jsonb_build_object('name', b.name, 'legalName', b.legal_name, 'gstin', coalesce(g.gstin, ''), 'state', r.state,
        'address', coalesce(nullif(r.address, ''), concat_ws(', ', nullif(b.address, ''), nullif(b.city, ''), nullif(b.pin, ''))),
        'phone', coalesce(nullif(r.phone, ''), b.phone), 'email', b.email, 'accent', b.accent, 'logoSha256', b.logo_sha256,
        'locale', b.locale)
    from business b
    join branch r on r.business_id = b.id and r.id = $6
    left join gst_registration g on g.business_id = r.business_id and g.id = r.registration_id
    where b.id = $1`,
}

const countInsert = {
  name: 'stock_count.insert',
  text: `
    insert into stock_count (business_id, document_id, branch_id, kind, scope, scope_text, scope_id, state, is_blind, tolerance_mg,
      tolerance_bp, began_at)
    values ($1, $2, $3, $4, $5, $6, $7, 'open', $8, $9, $10, $11)`,
}

const personsInsert = {
  name: 'stock_count.persons.insert',
  text: `
    insert into stock_count_person (business_id, count_id, user_id, name)
    select $1, $2, p.* from unnest($3::uuid[], $4::text[]) as p (user_id, name)`,
}

const expectedKept = {
  name: 'stock_count.expected.keep',
  text: `
    with places as (
      insert into stock_count_place (business_id, count_id, place, expected)
      select $1, $2, place, count(*)::int from stock_count_expected where business_id = $1 and count_id = $2 group by place
      returning expected)
    update stock_count set expected = (select coalesce(sum(expected), 0)::int from places)
    where business_id = $1 and document_id = $2 returning expected`,
}
