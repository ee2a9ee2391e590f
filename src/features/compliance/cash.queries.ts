import type { BillCash, CashFacts, CashPaper } from '../../core/cash-facts.ts'
import type { IsoDate } from '../../core/dates.ts'
import { type Paise, paise, zero } from '../../core/money.ts'
import { named } from '../../db/named.ts'
import type { Tx } from '../../db/tenant.ts'
import { together } from '../../db/together.ts'
import { listRules } from './rules/rules.queries.ts'
import { rulesOn } from './rules/rules.rules.ts'

/** Who pays or is paid: a party, or a walk-in by mobile, else by name; all empty for nobody known. */
export interface Person {
  readonly partyId: string | null
  readonly phone: string
  readonly name: string
  /** The blind index of a PAN that is given with this paper. */
  readonly pan?: Buffer | undefined
}

export interface CashReading {
  readonly onDate: IsoDate
  /** Without cash now, only the rules are read and whether the person is known. */
  readonly hasCash: boolean
  /** Whoever takes cash of the same person at the same instant is waited for. Off to show beforehand what would come. */
  readonly lock: boolean
  /** Bills of the day, for a bill; of the days of the party's open bills, for a receipt. */
  readonly bills: 'of-day' | 'open' | 'none'
}

/**
 * What the cash rules need to know of a person before a paper; all statements sent together, the lock first, so that the
 * sums hold what was written by whoever held it before. Sums cost the person's papers of a month, each found by index.
 */
export async function loadCash(
  tx: Tx,
  businessId: string,
  person: Person,
  { onDate, hasCash, lock, bills }: CashReading,
): Promise<CashFacts> {
  const who = [businessId, person.partyId, person.phone, keyOf(person), person.pan ?? null]
  const isKnown = person.partyId !== null || person.phone !== '' || keyOf(person) !== '' || person.pan !== undefined
  const hasSums = hasCash && isKnown
  const [, rows, known, sums, days] = await together([
    lock && hasSums ? named(tx, personLocked, who) : undefined,
    listRules(tx, businessId),
    person.partyId === null ? [] : named(tx, identified, [businessId, person.partyId]),
    hasSums ? named<SumsRow>(tx, sumsOfPerson, [...who, onDate]) : [],
    hasSums && bills !== 'none'
      ? named<BillCash>(tx, billsOfPerson, [...who.slice(0, 3), person.pan ?? null, onDate, bills === 'open'])
      : [],
  ])
  const rules = rulesOn(rows, onDate)
  const isByYear = hasSums && rules.some(({ aggregation }) => aggregation === '12-months')
  const [year] = isByYear ? await named<{ sum: Paise }>(tx, yearOfPerson, [...who, onDate]) : []
  const { dayIn = zero, dayOut = zero, monthIn = zero, papers = [] } = sums[0] ?? {}
  const shown = papers.map(({ amount, ...paper }): CashPaper => ({ ...paper, amount: paiseOf(amount) }))
  const isIdentified = known.length > 0
  return { rules, dayIn, dayOut, monthIn, last12Months: year?.sum ?? zero, papers: shown, bills: days, isIdentified }
}

/** A walk-in without a mobile is known by his name alone. */
const keyOf = ({ name, phone, partyId }: Person): string => (partyId || phone ? '' : name.trim().toLowerCase())

interface SumsRow {
  dayIn: Paise
  dayOut: Paise
  monthIn: Paise
  papers: { number: string; at: string; amount: string }[]
}

const paiseOf = (text: string): Paise => paise(BigInt(text))

// One row for each thing that makes two of one person, taken in one order: whoever takes cash of him meanwhile waits.
const personLocked = {
  name: 'compliance.person.lock',
  text: `
    insert into person_lock (business_id, is_of)
    select $1::uuid, k.is_of from (
      select distinct encode(sha256(convert_to(who.is, 'UTF8')), 'hex') as is_of from (
        select 'party' || p.id::text as is from party p where p.business_id = $1::uuid and p.id = $2::uuid
        union all select 'phone' || p.phone from party p where p.business_id = $1::uuid and p.id = $2::uuid and p.phone <> ''
        union all select 'pan' || encode(p.pan_index, 'hex') from party p
          where p.business_id = $1::uuid and p.id = $2::uuid and p.pan_index is not null
        union all select 'pan' || encode(k.pan_index, 'hex') from kyc_document k
          where k.business_id = $1::uuid and k.party_id = $2::uuid and k.pan_index is not null
        union all select 'phone' || $3::text where $3::text <> ''
        union all select 'name' || $4::text where $4::text <> ''
        union all select 'pan' || encode($5::bytea, 'hex') where $5::bytea is not null) who
      order by is_of) k
    on conflict (business_id, is_of) do update set is_of = excluded.is_of`,
}

const identified = {
  name: 'compliance.identified',
  text: `
    select 1 from party p where p.business_id = $1 and p.id = $2 and (p.pan_index is not null or p.gstin <> ''
      or exists (select 1 from kyc_document k where k.business_id = p.business_id and k.party_id = p.id and k.pan_index is not null))`,
}

// A person's parties, then his papers: as those parties, and as a walk-in by mobile, by name, or by PAN.
const papersOfPerson = `
  ids as materialized (select s as id from same_person($1::uuid, $2::uuid, $5::bytea, $3::text) s),
  phones as materialized (select $3::text as phone where $3::text <> ''
    union select p.phone from ids join party p on p.business_id = $1::uuid and p.id = ids.id where p.phone <> ''),
  pans as materialized (select $5::bytea as pan where $5::bytea is not null
    union select p.pan_index from ids join party p on p.business_id = $1::uuid and p.id = ids.id where p.pan_index is not null),
  found as (
    select c.* from ids cross join span join person_cash c on c.business_id = $1::uuid and c.party_id = ids.id
      and c.on_date between span.from_date and span.to_date
    union select c.* from phones cross join span join person_cash c on c.business_id = $1::uuid and c.party_id is null
      and c.phone = phones.phone and c.phone <> '' and c.on_date between span.from_date and span.to_date
    union select c.* from span join person_cash c on c.business_id = $1::uuid and c.party_id is null and c.phone = ''
      and c.name_key = $4::text and $4::text <> '' and c.on_date between span.from_date and span.to_date
    union select c.* from pans cross join span join kyc_document k on k.business_id = $1::uuid and k.pan_index = pans.pan
      join person_cash c on c.business_id = $1::uuid and c.document_id = k.document_id
        and c.on_date between span.from_date and span.to_date)`

const sumsOfPerson = {
  name: 'compliance.person.sums',
  text: `
    with span as materialized (select date_trunc('month', $6::date)::date as from_date,
        (date_trunc('month', $6::date) + interval '1 month')::date - 1 as to_date), ${papersOfPerson}
    select coalesce(sum(in_paise) filter (where on_date = $6::date), 0)::bigint as "dayIn",
      coalesce(sum(out_paise) filter (where on_date = $6::date), 0)::bigint as "dayOut",
      coalesce(sum(in_paise), 0)::bigint as "monthIn",
      coalesce((select json_agg(json_build_object('number', p.number, 'at', p.at, 'amount', p.amount::text) order by p.moment)
        from (select f.number, to_char(f.at at time zone b.zone, 'HH24:MI') as at, f.in_paise as amount, f.at as moment
          from found f join business b on b.id = $1::uuid where f.on_date = $6::date and f.in_paise > 0 order by f.at limit 6) p), '[]') as papers
    from found`,
}

const yearOfPerson = {
  name: 'compliance.person.year',
  text: `
    with span as materialized (select ($6::date - interval '12 months')::date + 1 as from_date, $6::date as to_date), ${papersOfPerson}
    select coalesce(sum(in_paise), 0)::bigint as sum from found`,
}

// What was paid in cash for a bill: with it, and by receipts that settle it.
const billsOfPerson = {
  name: 'compliance.person.bills',
  text: `
    with days as materialized (
      select $5::date as day where not $6::boolean
      union select i.on_date from open_item i where i.business_id = $1::uuid and i.party_id = $2::uuid and i.open_amount > 0
        and i.side = 'debit' and $6::boolean),
    ids as materialized (select s as id from same_person($1::uuid, $2::uuid, $4::bytea, $3::text) s)
    select d.id as "documentId", d.on_date as "onDate", (
        coalesce((select sum(c.in_paise) from person_cash c where c.business_id = d.business_id and c.document_id = d.id), 0)
        + coalesce((select sum(least(x.amount, c.in_paise)) from (
            select f.voucher_id, sum(a.amount) as amount
            from open_item t
            join allocation a on a.business_id = t.business_id and a.to_item_id = t.id
            join open_item f on f.business_id = a.business_id and f.id = a.from_item_id
            where t.business_id = d.business_id and t.document_id = d.id and t.side = 'debit' group by f.voucher_id) x
          join person_cash c on c.business_id = d.business_id and c.voucher_id = x.voucher_id
          where x.amount > 0), 0))::bigint as cash
    from days cross join ids
    join document d on d.business_id = $1::uuid and d.party_id = ids.id and d.on_date = days.day
      and d.kind in ('invoice', 'bill-of-supply') and d.state = 'issued'`,
}
