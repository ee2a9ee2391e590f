import type { BillRounding } from '../../core/bill.ts'
import { NotFound } from '../../core/errors.ts'
import { named } from '../../db/named.ts'
import type { Tx } from '../../db/tenant.ts'

export interface BusinessRow {
  id: string
  name: string
  legal_name: string
  kind: 'general' | 'jeweller'
  state: string
  address: string
  city: string
  pin: string
  phone: string
  email: string
  zone: string
  locale: 'en' | 'hi' | 'gu'
  fy_start_month: number
  tax_scheme: 'regular' | 'composition' | 'unregistered'
  rounding: BillRounding
  negative_stock: 'refuse' | 'warn'
  upi_vpa: string
  bank_name: string
  bank_account: string
  bank_ifsc: string
  bank_branch: string
  accent: 'madder' | 'leaf' | 'indigo'
  terms: string
  /** How many days an estimate holds. */
  estimate_days: number
  /** The least advance for which an order books its rate, in basis points of its estimate. */
  order_advance_bp: number
  logo_sha256: string | null
  setup_step: number
  setup_done_at: Date | null
  /** Of the main branch; empty where the business is not registered. */
  gstin: string
}

export async function findBusiness(tx: Tx, businessId: string): Promise<BusinessRow> {
  const [row] = await named<BusinessRow>(tx, businessById, [businessId])
  if (!row) throw new NotFound(`no business ${businessId}`)
  return row
}

export interface BranchRow {
  id: string
  name: string
  code: string
  state: string
  address: string
  phone: string
  is_main: boolean
  gstin: string
  archived_at: Date | null
}

/** All branches, the main one first, those that were closed last. */
export const listBranches = (tx: Tx, businessId: string): Promise<BranchRow[]> => named(tx, branches, [businessId])

export async function findBranch(tx: Tx, businessId: string, id: string): Promise<BranchRow> {
  const branch = (await listBranches(tx, businessId)).find((one) => one.id === id)
  if (!branch) throw new NotFound(`no branch ${id}`)
  return branch
}

export interface SeriesRow {
  id: string
  document_kind: string
  branch_id: string
  branch_name: string
  fy: string
  prefix: string
  next: bigint
}

/** The series that number this year's papers: of each kind and branch the one that was begun last. */
export const listSeries = (tx: Tx, businessId: string, fy: string): Promise<SeriesRow[]> =>
  named(tx, seriesOfYear, [businessId, fy])

const businessById = {
  name: 'business.find',
  text: `
    select b.id, b.name, b.legal_name, b.kind, b.state, b.address, b.city, b.pin, b.phone, b.email, b.zone, b.locale,
      b.fy_start_month, b.tax_scheme, b.rounding, b.negative_stock, b.upi_vpa, b.bank_name, b.bank_account, b.bank_ifsc,
      b.bank_branch, b.accent, b.terms, b.estimate_days, b.order_advance_bp, b.logo_sha256, b.setup_step, b.setup_done_at, coalesce(g.gstin, '') as gstin
    from business b
    left join branch m on m.business_id = b.id and m.is_main
    left join gst_registration g on g.business_id = b.id and g.id = m.registration_id
    where b.id = $1`,
}

const branches = {
  name: 'branch.list',
  text: `
    select b.id, b.name, b.code, b.state, b.address, b.phone, b.is_main, coalesce(g.gstin, '') as gstin, b.archived_at
    from branch b left join gst_registration g on g.business_id = b.business_id and g.id = b.registration_id
    where b.business_id = $1 order by b.archived_at is not null, b.is_main desc, lower(b.name), b.id`,
}

const seriesOfYear = {
  name: 'series.list',
  text: `
    select distinct on (s.branch_id, s.document_kind) s.id, s.document_kind, s.branch_id, b.name as branch_name, s.fy,
      s.prefix, s.next
    from series s join branch b on b.business_id = s.business_id and b.id = s.branch_id
    where s.business_id = $1 and s.fy = $2 and b.archived_at is null order by s.branch_id, s.document_kind, s.id desc`,
}
