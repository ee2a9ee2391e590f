import type { OpenItem } from '../../../core/allocation.ts'
import type { IsoDate } from '../../../core/dates.ts'
import type { PaidMode } from '../../../core/invoice-facts.ts'
import { named } from '../../../db/named.ts'
import type { Tx } from '../../../db/tenant.ts'
import type { SellerSnapshot } from '../../sales/index.ts'

export interface House extends SellerSnapshot {
  zone: string
  fyStartMonth: number
}

/** The shop as it writes a paper today, at its main branch. */
export async function findHouse(tx: Tx, businessId: string): Promise<House> {
  const [house] = await named<House>(tx, houseAtHome, [businessId])
  if (!house) throw new Error('a business has a main branch')
  return house
}

const houseAtHome = {
  name: 'papers.house',
  text: `
    select b.name, b.legal_name as "legalName", b.zone, b.fy_start_month as "fyStartMonth", b.locale, r.state,
      coalesce(nullif(r.address, ''), concat_ws(', ', nullif(b.address, ''), nullif(b.city, ''), nullif(b.pin, ''))) as address,
      coalesce(nullif(r.phone, ''), b.phone) as phone, b.email, coalesce(g.gstin, '') as gstin, b.upi_vpa as "upiVpa",
      b.bank_name as "bankName", b.bank_account as "bankAccount", b.bank_ifsc as "bankIfsc", b.bank_branch as "bankBranch",
      b.terms, b.logo_sha256 as "logoSha256", b.accent, b.tax_scheme = 'composition' as "isComposition"
    from business b
    join branch r on r.business_id = b.id and r.is_main
    left join gst_registration g on g.business_id = r.business_id and g.id = r.registration_id
    where b.id = $1 order by r.id limit 1`,
}

/** A due or a credit that was open at the end of a day, with what was open of it then. */
export interface OpenThen extends OpenItem {
  number: string
}

/**
 * What was open of a party at the end of a day: what is open now and was there then, with what was settled after that day
 * taken back. Allocations are dated rows, so that any past day can be shown again.
 */
export async function listOpenOn(
  tx: Tx,
  businessId: string,
  partyId: string,
  { day, isPast }: { day: IsoDate; isPast: boolean },
): Promise<OpenThen[]> {
  return named<OpenThen>(tx, isPast ? openOnPastDay : openNow, [businessId, partyId, day])
}

const columns = 'i.id, i.kind, i.side, i.number, coalesce(i.billed_on, i.on_date) as "onDate", i.due_on as "dueOn"'
const ofParty = `i.business_id = $1 and i.party_id = $2 and i.commodity = 'INR' and i.on_date <= $3::date`

const openNow = {
  name: 'papers.open_now',
  text: `
    select ${columns}, i.open_amount as "openAmount" from open_item i
    where ${ofParty} and i.open_amount > 0 order by i.due_on, i.on_date, i.id`,
}

const openOnPastDay = {
  name: 'papers.open_on',
  text: `
    select ${columns}, (i.open_amount + later.amount)::bigint as "openAmount"
    from open_item i
    cross join lateral (
      select coalesce(sum(a.amount), 0) as amount from (
        select f.amount from allocation f where f.business_id = $1 and f.from_item_id = i.id and f.on_date > $3::date
        union all
        select t.amount from allocation t where t.business_id = $1 and t.to_item_id = i.id and t.on_date > $3::date) a) later
    where ${ofParty} and i.open_amount + later.amount > 0 order by i.due_on, i.on_date, i.id`,
}

/** What a document was about, for the line that it has in a statement. */
export interface Gist {
  documentId: string
  first: string | null
  lines: number
  modes: PaidMode[] | null
  /** What its supplier calls it, of a bill of one. */
  theirs: string | null
}

export async function listGists(tx: Tx, businessId: string, documentIds: readonly string[]): Promise<Gist[]> {
  if (documentIds.length === 0) return []
  return named<Gist>(tx, gists, [businessId, [...documentIds]])
}

const gists = {
  name: 'papers.gists',
  text: `
    select x.id as "documentId", l.first, coalesce(l.lines, 0)::int as lines, t.modes, s.their_number as theirs
    from unnest($2::uuid[]) as x (id)
    left join lateral (
      select min(description) filter (where line = 1) as first, count(*) as lines from document_line
      where business_id = $1 and document_id = x.id) l on true
    left join lateral (
      select array_agg(mode order by line) as modes from document_tender where business_id = $1 and document_id = x.id) t on true
    left join supplier_bill s on s.business_id = $1 and s.document_id = x.id`,
}
