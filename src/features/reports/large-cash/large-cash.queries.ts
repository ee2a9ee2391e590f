import type { IsoDate } from '../../../core/dates.ts'
import type { Paise } from '../../../core/money.ts'
import { named } from '../../../db/named.ts'
import type { Tx } from '../../../db/tenant.ts'

/** What one person paid in cash in a calendar month. */
export interface LargeCash {
  partyId: string | null
  name: string
  phone: string
  month: IsoDate
  papers: number
  first: IsoDate
  last: IsoDate
  amount: Paise
  /** What must be reported from; of the rule that held when the month ended. */
  limit: Paise
}

// One person is who has one PAN, else one mobile, else one khata, else one name. Read are the days of the period.
const monthsOfPeople = {
  name: 'reports.large_cash',
  text: `
    with paid as (
      select c.*, date_trunc('month', c.on_date)::date as month, p.name as party, coalesce(nullif(p.phone, ''), c.phone) as mobile,
        coalesce(encode(coalesce(p.pan_index, k.pan_index), 'hex'), nullif(coalesce(nullif(p.phone, ''), c.phone), ''), c.party_id::text,
          c.name_key) as person
      from person_cash c
      left join party p on p.business_id = c.business_id and p.id = c.party_id
      left join kyc_document k on k.business_id = c.business_id and k.document_id = c.document_id and p.pan_index is null
      where c.business_id = $1 and c.on_date between $2::date and $3::date and c.in_paise > 0),
    months as (
      select person, month, count(*)::int as papers, min(on_date) as first, max(on_date) as last, sum(in_paise)::bigint as amount,
        (array_agg(party_id order by in_paise desc) filter (where party_id is not null))[1] as party_id,
        (array_agg(coalesce(party, name_key) order by in_paise desc))[1] as name, max(mobile) as phone
      from paid group by person, month)
    select m.party_id as "partyId", m.name, m.phone, m.month, m.papers, m.first, m.last, m.amount, r.amount_paise as "limit"
    from months m
    join lateral (
      select x.amount_paise, x.comparator from cash_rule x where x.business_id = $1 and x.rule = 'PMLA' and x.aggregation = 'event'
        and x.from_date <= (m.month + interval '1 month')::date - 1 order by x.from_date desc, x.at desc limit 1) r
      on case r.comparator when '>' then m.amount > r.amount_paise else m.amount >= r.amount_paise end
    order by m.month, m.amount desc, m.person`,
}

export const listLargeCash = (
  tx: Tx,
  businessId: string,
  { from, to }: { from: IsoDate; to: IsoDate },
): Promise<LargeCash[]> => named(tx, monthsOfPeople, [businessId, from, to])

export interface Form60 {
  documentId: string
  number: string
  onDate: IsoDate
  name: string
  idKind: 'pan' | 'aadhaar' | 'driving-licence' | 'voter-id' | 'passport' | 'other'
  last4: string
  reason: string
  amount: Paise
}

const formsOfPeriod = {
  name: 'reports.form_60',
  text: `
    select k.document_id as "documentId", d.number, k.on_date as "onDate", k.name, k.id_kind as "idKind", k.id_last4 as last4, k.reason,
      k.amount_paise as amount
    from kyc_document k join document d on d.business_id = k.business_id and d.id = k.document_id
    where k.business_id = $1 and k.kind = 'form-60' and k.on_date between $2::date and $3::date
    order by k.on_date, k.id`,
}

export const listForms60 = (
  tx: Tx,
  businessId: string,
  { from, to }: { from: IsoDate; to: IsoDate },
): Promise<Form60[]> => named(tx, formsOfPeriod, [businessId, from, to])
