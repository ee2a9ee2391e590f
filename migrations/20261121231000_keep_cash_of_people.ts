import type { Knex } from 'knex'
import { inEveryBusiness } from './support/every-business.ts'
import { postedTable, tenantTable } from './support/tables.ts'

/**
 * What the law says about cash, by day of its beginning; what each person paid and got in cash, a row a voucher, kept by a
 * trigger whoever writes it; who was identified by what; and what the till was told. A reversal takes back at the voucher
 * that it undoes, so that a day's sum is what stands of that day.
 */
export async function up(db: Knex): Promise<void> {
  await db.raw(`
    create table cash_rule (
      business_id uuid not null references business, id uuid not null, jurisdiction text not null,
      rule text not null constraint cash_rule_rule check (rule in ('269ST', 'PAN', 'PMLA', '40A3', 'AMLR', '8300')),
      words text not null, currency text not null, amount_paise bigint not null constraint cash_rule_amount check (amount_paise > 0),
      comparator text not null constraint cash_rule_comparator check (comparator in ('>=', '>')),
      counts text not null constraint cash_rule_counts check (counts in ('cash-in', 'cash-out', 'bill')),
      aggregation text not null constraint cash_rule_aggregation check (aggregation in ('day', 'document', 'event', '12-months')),
      action text not null constraint cash_rule_action check (action in ('block', 'warn', 'identify', 'report')),
      from_date date not null, to_date date, reason text not null default '',
      by_user uuid, by_name text not null default '', at timestamptz not null,
      primary key (business_id, id), constraint cash_rule_dates check (to_date is null or to_date >= from_date)
    );
    create table person_cash (
      business_id uuid not null references business, voucher_id uuid not null, document_id uuid, party_id uuid,
      phone text not null default '', name_key text collate "C" not null default '', number text not null default '',
      on_date date not null, at timestamptz not null, in_paise bigint not null, out_paise bigint not null,
      primary key (business_id, voucher_id), foreign key (business_id, voucher_id) references voucher,
      foreign key (business_id, party_id) references party
    );
    create index person_cash_party_idx on person_cash (business_id, party_id, on_date) where party_id is not null;
    create index person_cash_phone_idx on person_cash (business_id, phone, on_date) where party_id is null and phone <> '';
    create index person_cash_name_idx on person_cash (business_id, name_key, on_date) where party_id is null and phone = '';
    create index person_cash_document_idx on person_cash (business_id, document_id) where document_id is not null;
    create index person_cash_date_idx on person_cash (business_id, on_date);

    create table kyc_document (
      business_id uuid not null references business, id uuid not null, document_id uuid not null, party_id uuid,
      kind text not null constraint kyc_document_kind check (kind in ('pan', 'form-60')),
      id_kind text not null constraint kyc_document_id_kind
        check (id_kind in ('pan', 'aadhaar', 'driving-licence', 'voter-id', 'passport', 'other')),
      id_encrypted bytea not null, id_last4 text not null constraint kyc_document_last4 check (length(id_last4) between 1 and 4),
      pan_index bytea, name text not null constraint kyc_document_name check (name <> ''),
      address_encrypted bytea, reason text not null default '', on_date date not null, amount_paise bigint not null,
      by_user uuid, by_name text not null, at timestamptz not null,
      primary key (business_id, id), foreign key (business_id, document_id) references document,
      foreign key (business_id, party_id) references party,
      constraint kyc_document_is_whole check (case kind when 'pan' then pan_index is not null else address_encrypted is not null end)
    );
    create unique index kyc_document_once on kyc_document (business_id, document_id);
    create index kyc_document_pan_idx on kyc_document (business_id, pan_index) where pan_index is not null;
    create index kyc_document_party_idx on kyc_document (business_id, party_id) where party_id is not null;
    create index kyc_document_date_idx on kyc_document (business_id, kind, on_date, id);

    -- A refused paper is nowhere else: its id is no reference.
    create table cash_decision (
      business_id uuid not null references business, id uuid not null,
      outcome text not null constraint cash_decision_outcome check (outcome in ('blocked', 'warned', 'identified', 'unidentified', 'reported')),
      rule text not null, words text not null, aggregation text not null, direction text not null constraint cash_decision_direction check (direction in ('in', 'out')),
      sum_paise bigint not null, limit_paise bigint not null, now_paise bigint not null, total_paise bigint not null,
      party_id uuid, person text not null default '', phone text not null default '',
      document_id uuid, number text not null default '', before jsonb not null default '[]',
      branch_id uuid, till_id uuid, on_date date not null, by_user uuid, by_name text not null, at timestamptz not null,
      primary key (business_id, id), foreign key (business_id, party_id) references party
    );
    create index cash_decision_list_idx on cash_decision (business_id, at desc, id desc);
    create index cash_decision_rule_idx on cash_decision (business_id, rule, at desc, id desc);
    create index cash_decision_party_idx on cash_decision (business_id, party_id, at desc, id desc) where party_id is not null;
    create index cash_decision_document_idx on cash_decision (business_id, document_id) where document_id is not null;

    -- Who is one person with whom: the same PAN; the same mobile, unless two PANs say otherwise.
    create function same_person(business uuid, party uuid, pan bytea, mobile text) returns setof uuid language sql stable as $$
      with known as (
        select coalesce(pan, p.pan_index, (select k.pan_index from kyc_document k where k.business_id = business and k.party_id = party
            and k.pan_index is not null order by k.at desc limit 1)) as pan, coalesce(nullif(p.phone, ''), mobile) as phone
        from (select 1) one left join party p on p.business_id = business and p.id = party)
      select party where party is not null
      union select p.id from known n join party p on p.business_id = business and p.pan_index = n.pan
      union select k.party_id from known n join kyc_document k on k.business_id = business and k.pan_index = n.pan where k.party_id is not null
      union select p.id from known n join party p on p.business_id = business and p.phone = n.phone
        where n.phone <> '' and (n.pan is null or p.pan_index is null or p.pan_index = n.pan)
    $$;

    -- Of a line of cash alone, so that the other lines of a bill pass with one look at their account.
    create function posting_keeps_cash() returns trigger language plpgsql as $$
    declare
      v voucher;
      person uuid;
      paper jsonb;
    begin
      if new.commodity <> 'INR' or not exists (select 1 from account a
          where a.business_id = new.business_id and a.id = new.account_id and a.money = 'cash') then return null; end if;
      select * into v from voucher o where o.business_id = new.business_id and o.id = new.voucher_id;
      if v.kind in ('opening', 'closing', 'contra') then return null; end if;
      person := v.party_id;
      if person is null then
        select min(p.party_id::text)::uuid into person from posting p where p.business_id = new.business_id and p.voucher_id = new.voucher_id
          having count(distinct p.party_id) = 1;
      end if;
      select d.party_snapshot into paper from document d where d.business_id = v.business_id and d.id = v.document_id;
      if person is null and coalesce(paper->>'phone', '') = '' and btrim(coalesce(paper->>'name', '')) = '' then return null; end if;
      if v.reverses_id is not null then
        update person_cash c set in_paise = c.in_paise + least(new.amount, 0), out_paise = c.out_paise - greatest(new.amount, 0)
          where c.business_id = new.business_id and c.voucher_id = v.reverses_id;
        return null;
      end if;
      insert into person_cash as c (business_id, voucher_id, document_id, party_id, phone, name_key, number, on_date, at, in_paise, out_paise)
        values (v.business_id, v.id, v.document_id, person, case when person is null then coalesce(paper->>'phone', '') else '' end,
          case when person is null then lower(btrim(coalesce(paper->>'name', ''))) else '' end, v.number, v.on_date, v.at,
          greatest(new.amount, 0), greatest(-new.amount, 0))
        on conflict (business_id, voucher_id) do update set in_paise = c.in_paise + excluded.in_paise,
          out_paise = c.out_paise + excluded.out_paise;
      return null;
    end $$;
    create trigger posting_keeps_cash after insert on posting for each row execute function posting_keeps_cash('posting');
  `)
  for (const table of ['cash_rule', 'person_cash', 'kyc_document', 'cash_decision']) await tenantTable(db, table)
  for (const table of ['cash_rule', 'kyc_document', 'cash_decision']) await postedTable(db, table)
  await inEveryBusiness(db, rules)
  await inEveryBusiness(db, standing)
}

// The seed of src/core/cash-rules.ts on the day of this change.
const rules = `
  insert into cash_rule (business_id, id, jurisdiction, rule, words, currency, amount_paise, comparator, counts, aggregation, action, from_date, to_date, at)
  select b.id, gen_random_uuid(), 'IN', r.rule, r.words, 'INR', r.amount, r.comparator, r.counts, r.aggregation, r.action, r.from_date::date,
    r.to_date::date, now()
  from business b cross join (values
    ('269ST', 'cash.rule.269ST', 20000000, '>=', 'cash-in', 'day', 'block', '2017-04-01', '2026-03-31'),
    ('269ST', 'cash.rule.269ST', 20000000, '>=', 'cash-in', 'document', 'block', '2017-04-01', '2026-03-31'),
    ('269ST', 'cash.rule.269ST', 20000000, '>=', 'cash-in', 'event', 'block', '2017-04-01', '2026-03-31'),
    ('269ST', 'cash.rule.section186', 20000000, '>=', 'cash-in', 'day', 'block', '2026-04-01', null),
    ('269ST', 'cash.rule.section186', 20000000, '>=', 'cash-in', 'document', 'block', '2026-04-01', null),
    ('269ST', 'cash.rule.section186', 20000000, '>=', 'cash-in', 'event', 'block', '2026-04-01', null),
    ('PAN', 'cash.rule.114B', 20000000, '>', 'bill', 'document', 'identify', '2016-01-01', '2026-03-31'),
    ('PAN', 'cash.rule.rule159', 20000000, '>', 'bill', 'document', 'identify', '2026-04-01', null),
    ('PMLA', 'cash.rule.pmla', 100000000, '>=', 'cash-in', 'document', 'report', '2020-12-28', null),
    ('PMLA', 'cash.rule.pmla', 100000000, '>=', 'cash-in', 'event', 'report', '2020-12-28', null),
    ('40A3', 'cash.rule.40A3', 1000000, '>', 'cash-out', 'day', 'warn', '2017-04-01', null))
    as r (rule, words, amount, comparator, counts, aggregation, action, from_date, to_date)
  where b.id = :business::uuid`

// As the trigger keeps it, of what was written before there was one.
const standing = `
  insert into person_cash (business_id, voucher_id, document_id, party_id, phone, name_key, number, on_date, at, in_paise, out_paise)
  select v.business_id, v.id, v.document_id, c.party_id,
    case when c.party_id is null then coalesce(d.party_snapshot->>'phone', '') else '' end,
    case when c.party_id is null then lower(btrim(coalesce(d.party_snapshot->>'name', ''))) else '' end,
    v.number, v.on_date, v.at, c.plus, -c.minus
  from (
    select m.voucher_id, coalesce(o.party_id, case when count(distinct l.party_id) = 1 then min(l.party_id::text)::uuid end) as party_id, m.plus, m.minus
    from (
      select n.voucher_id, coalesce(sum(n.amount) filter (where n.amount > 0), 0) as plus, coalesce(sum(n.amount) filter (where n.amount < 0), 0) as minus
      from posting n join account a on a.business_id = n.business_id and a.id = n.account_id and a.money = 'cash'
      where n.business_id = :business::uuid and n.commodity = 'INR' group by 1) m
    join voucher o on o.business_id = :business::uuid and o.id = m.voucher_id
    join posting l on l.business_id = :business::uuid and l.voucher_id = m.voucher_id
    where o.kind not in ('opening', 'closing', 'contra', 'reversal')
      and not exists (select 1 from voucher r where r.business_id = :business::uuid and r.reverses_id = o.id)
    group by m.voucher_id, o.party_id, m.plus, m.minus) c
  join voucher v on v.business_id = :business::uuid and v.id = c.voucher_id
  left join document d on d.business_id = v.business_id and d.id = v.document_id
  where c.party_id is not null or coalesce(d.party_snapshot->>'phone', '') <> '' or btrim(coalesce(d.party_snapshot->>'name', '')) <> ''`

export async function down(db: Knex): Promise<void> {
  await db.raw(`
    drop trigger posting_keeps_cash on posting; drop function posting_keeps_cash(); drop function same_person(uuid, uuid, bytea, text);
    drop table cash_decision; drop table kyc_document; drop table person_cash; drop table cash_rule;
  `)
}
