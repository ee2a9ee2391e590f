import { NotFound } from '../../../core/errors.ts'
import { named } from '../../../db/named.ts'
import type { Tx } from '../../../db/tenant.ts'
import type { Locale } from '../../../words/index.ts'
import type { SellerSnapshot } from '../../sales/index.ts'

export interface House {
  branchId: string
  state: string
  fyStartMonth: number
  locale: Locale
  seller: SellerSnapshot
}

/** The branch that buys, or the main one, with what its papers say of it. Throws NotFound. */
export async function findHouse(tx: Tx, businessId: string, branchId: string | undefined): Promise<House> {
  const [house] = await named<House>(tx, houseOf, [businessId, branchId ?? null])
  if (!house) throw new NotFound('no such branch')
  return house
}

/** The purchase that already has this id. */
export async function findBefore(
  tx: Tx,
  businessId: string,
  id: string,
): Promise<{ number: string; hash: string } | undefined> {
  const [before] = await named<{ number: string; hash: string }>(tx, purchaseThere, [businessId, id])
  return before
}

const houseOf = {
  name: 'old_gold.house',
  text: `
    select r.id as "branchId", r.state, b.fy_start_month as "fyStartMonth", b.locale,
      jsonb_build_object('name', b.name, 'legalName', b.legal_name, 'gstin', coalesce(g.gstin, ''), 'state', r.state,
        'address', coalesce(nullif(r.address, ''), concat_ws(', ', nullif(b.address, ''), nullif(b.city, ''), nullif(b.pin, ''))),
        'phone', coalesce(nullif(r.phone, ''), b.phone), 'email', b.email, 'upiVpa', b.upi_vpa, 'bankName', b.bank_name,
        'bankAccount', b.bank_account, 'bankIfsc', b.bank_ifsc, 'bankBranch', b.bank_branch, 'terms', b.terms, 'accent', b.accent,
        'isComposition', b.tax_scheme = 'composition', 'logoSha256', b.logo_sha256, 'locale', b.locale) as seller
    from business b
    join branch r on r.business_id = b.id
      and r.id = coalesce($2::uuid, (select m.id from branch m where m.business_id = $1 and m.is_main order by m.id limit 1))
    left join gst_registration g on g.business_id = r.business_id and g.id = r.registration_id
    where b.id = $1`,
}

const purchaseThere = {
  name: 'old_gold.before',
  text: 'select number, request_hash as hash from document where business_id = $1 and id = $2',
}
