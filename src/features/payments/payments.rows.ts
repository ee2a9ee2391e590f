import type { Actor } from '../../core/actor.ts'
import type { IsoDate } from '../../core/dates.ts'
import { named } from '../../db/named.ts'
import type { Tx } from '../../db/tenant.ts'
import { together } from '../../db/together.ts'
import type { Direction, MoneyDecision } from './payments.rules.ts'

export interface NewMoneyPaper {
  readonly id: string
  readonly kind: Direction
  readonly seriesId: string
  readonly number: string
  readonly onDate: IsoDate
  readonly partyId: string
  readonly branchId: string
  readonly note: string
  readonly requestHash: string
}

/** The paper with the ways in which it was paid; who gave and who took are written on it for ever. */
export async function insertMoneyPaper(
  tx: Tx,
  businessId: string,
  paper: NewMoneyPaper,
  { total, tenders }: MoneyDecision,
  actor: Actor,
): Promise<void> {
  if (actor.userId === null) throw new Error('money is received and paid by a person')
  const { id, kind, seriesId, number, onDate, partyId, branchId, note, requestHash } = paper
  const head = [businessId, id, kind, seriesId, number, onDate, partyId, branchId, total, note, requestHash]
  const columns = [
    tenders.map(({ mode }) => mode),
    tenders.map(({ accountId }) => accountId),
    tenders.map(({ amount }) => amount),
    tenders.map(({ reference }) => reference),
  ]
  await together([
    named(tx, paperInsert, [...head, actor.userId, actor.name, actor.at]),
    named(tx, tendersInsert, [businessId, id, ...columns]),
  ])
}

// The snapshots have the shape of a bill's. A receipt names no supply: the State is where it was written.
const paperInsert = {
  name: 'payments.paper.insert',
  text: `
    insert into document (business_id, id, kind, state, series_id, number, on_date, party_id, branch_id, place_of_supply, supply,
      total_paise, note, request_hash, issued_by, issued_by_name, issued_at, party_snapshot, seller_snapshot)
    select $1, $2, $3, 'issued', $4, $5, $6, $7, $8, r.state, 'intra', $9, $10, $11, $12, $13, $14,
      jsonb_build_object('id', p.id, 'name', p.name, 'phone', p.phone, 'email', p.email, 'gstin', p.gstin, 'locale', p.locale,
        'state', coalesce(nullif(p.state, ''), a.state, ''),
        'address', coalesce(concat_ws(', ', nullif(a.address, ''), nullif(a.city, ''), nullif(a.pin, '')), '')),
      jsonb_build_object('name', b.name, 'legalName', b.legal_name, 'gstin', coalesce(g.gstin, ''), 'state', r.state,
        'address', coalesce(nullif(r.address, ''), concat_ws(', ', nullif(b.address, ''), nullif(b.city, ''), nullif(b.pin, ''))),
        'phone', coalesce(nullif(r.phone, ''), b.phone), 'email', b.email, 'upiVpa', b.upi_vpa, 'bankName', b.bank_name,
        'bankAccount', b.bank_account, 'bankIfsc', b.bank_ifsc, 'bankBranch', b.bank_branch, 'terms', b.terms,
        'isComposition', b.tax_scheme = 'composition', 'accent', b.accent, 'logoSha256', b.logo_sha256, 'locale', b.locale)
    from business b
    join branch r on r.business_id = b.id and r.id = $8
    join party p on p.business_id = b.id and p.id = $7
    left join gst_registration g on g.business_id = r.business_id and g.id = r.registration_id
    left join lateral (select * from party_address d where d.business_id = p.business_id and d.party_id = p.id and d.kind = 'billing'
      order by d.id limit 1) a on true
    where b.id = $1`,
}

const tendersInsert = {
  name: 'payments.tenders.insert',
  text: `
    insert into document_tender (business_id, document_id, line, mode, account_id, amount_paise, reference)
    select $1, $2, t.line, t.mode, t.account_id, t.amount, t.reference
    from unnest($3::text[], $4::uuid[], $5::bigint[], $6::text[]) with ordinality as t (mode, account_id, amount, reference, line)`,
}
