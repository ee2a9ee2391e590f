import { named } from '../../../db/named.ts'
import type { Tx } from '../../../db/tenant.ts'

export interface Asked {
  /** The caller's own number for it. */
  at: number
  name: string
  phone: string
  gstin: string
}

export interface Twin {
  at: number
  id: string
  isCustomer: boolean
  isSupplier: boolean
  isKarigar: boolean
  termsDays: number
}

/**
 * Parties that are no doubt the ones asked for: of the same GSTIN, the same phone, or the same name where not both have a
 * phone. Archived ones are left out. One may be found more than once, and several may fit.
 */
export async function listTwins(tx: Tx, businessId: string, asked: readonly Asked[]): Promise<Twin[]> {
  return named<Twin>(tx, twins, [
    businessId,
    asked.map(({ at }) => at),
    asked.map(({ name }) => name),
    asked.map(({ phone }) => phone),
    asked.map(({ gstin }) => gstin),
  ])
}

const joined = (on: string) => `
  select a.at, p.id, p.is_customer as "isCustomer", p.is_supplier as "isSupplier", p.is_karigar as "isKarigar", p.terms_days as "termsDays"
  from asked a join party p on p.business_id = $1 and p.archived_at is null and ${on}`

const twins = {
  name: 'parties.twins',
  text: `
    with asked as (select * from unnest($2::integer[], $3::text[], $4::text[], $5::text[]) as a (at, name, phone, gstin))
    ${joined("p.gstin = a.gstin and p.gstin <> ''")}
    union ${joined("p.phone = a.phone and p.phone <> ''")}
    union ${joined("p.name_key = lower(a.name) and (p.phone = '' or a.phone = '' or p.phone = a.phone)")}`,
}

export interface UsedParty {
  id: string
  name: string
}

/** Of these parties those that something was written for since: a voucher that stands but these, a paper, a dues link. */
export async function listUsedParties(
  tx: Tx,
  businessId: string,
  { ids, voucherIds }: { ids: readonly string[]; voucherIds: readonly string[] },
): Promise<UsedParty[]> {
  return named<UsedParty>(tx, usedParties, [businessId, ids, voucherIds])
}

const usedParties = {
  name: 'parties.used',
  text: `
    select p.id, p.name from party p
    where p.business_id = $1 and p.id = any($2::uuid[]) and (
      exists (select 1 from posting l where l.business_id = p.business_id and l.party_id = p.id
        and l.voucher_id <> all($3::uuid[]) and not exists (select 1 from voucher v
          where v.business_id = l.business_id and v.id = l.voucher_id and (v.kind = 'reversal'
            or exists (select 1 from voucher r where r.business_id = v.business_id and r.reverses_id = v.id))))
      or exists (select 1 from open_item i where i.business_id = p.business_id and i.party_id = p.id
        and i.voucher_id = any($3::uuid[]) and i.open_amount <> i.amount)
      or exists (select 1 from document d where d.business_id = p.business_id and d.party_id = p.id)
      or exists (select 1 from portal_link k where k.business_id = p.business_id and k.party_id = p.id)
      or exists (select 1 from draft d where d.business_id = p.business_id and position(p.id::text in d.body::text) > 0)
    ) order by p.name_key, p.id`,
}
