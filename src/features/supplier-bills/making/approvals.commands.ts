import { Refusal } from '../../../core/errors.ts'
import { isId } from '../../../db/ids.ts'
import { named } from '../../../db/named.ts'
import type { Tx } from '../../../db/tenant.ts'
import { mostOwn } from './making.form.ts'

/** What of goods on approval was bought of their supplier and is not billed; the item where the words name one. */
export interface BoughtLine {
  words: string
  pieces: number
  item: string
}

interface Approval {
  readonly approvalId: string
  readonly partyId: string
}

/** Throws Refusal 'supplierBills.refusal.approvalBilled' (409) where all of it stands in bills already. */
export async function boughtOnApproval(
  tx: Tx,
  businessId: string,
  { approvalId, partyId }: Approval,
): Promise<BoughtLine[]> {
  if (!isId(approvalId)) return []
  const lines = await named<BoughtLine>(tx, boughtLines, [businessId, approvalId, partyId, mostOwn])
  if (lines.length === 0) await refuseBilled(tx, businessId, approvalId)
  return lines
}

/**
 * Goods that were bought on approval stand in this bill, and in no other. Nothing for a form that began without them, and for
 * one that is sent again. Throws Refusal 'supplierBills.refusal.approvalBilled' (409) where another bill has them meanwhile.
 */
export async function billApproval(
  tx: Tx,
  businessId: string,
  { approvalId, partyId, billId }: Approval & { readonly billId: string },
): Promise<void> {
  if (!isId(approvalId)) return
  const lines = await named(tx, linesBilled, [businessId, approvalId, partyId, billId])
  if (lines.length === 0) await refuseBilled(tx, businessId, approvalId, billId)
}

/** A bill that is taken back bills nothing: its goods on approval may begin another. */
export const freeApproval = (tx: Tx, businessId: string, billId: string): Promise<unknown> =>
  named(tx, linesFreed, [businessId, billId])

async function refuseBilled(tx: Tx, businessId: string, approvalId: string, billId: string | null = null) {
  const bills = await named<{ id: string; number: string; by: string }>(tx, billsOf, [businessId, approvalId])
  const [other] = bills
  if (!other || bills.some(({ id }) => id === billId)) return
  throw new Refusal('supplierBills.refusal.approvalBilled', { number: other.number, by: other.by }, 409)
}

const boughtLines = {
  name: 'supplier_bills.bought_on_approval',
  text: `
    select l.description as words, l.pieces, coalesce(i.name, '') as item
    from approval_in a join approval_in_line l on l.business_id = a.business_id and l.approval_id = a.id and l.outcome = 'bought'
      and l.bill_id is null
    left join lateral (select name from item where business_id = $1 and archived_at is null and kind = 'goods'
      and name_key = lower(l.description) order by id limit 1) i on true
    where a.business_id = $1 and a.id = $2 and a.party_id = $3 order by l.line limit $4`,
}

const linesBilled = {
  name: 'supplier_bills.approval.bill',
  text: `
    update approval_in_line l set bill_id = $4 from approval_in a
    where a.business_id = $1 and a.id = $2 and a.party_id = $3
      and l.business_id = $1 and l.approval_id = a.id and l.outcome = 'bought' and l.bill_id is null returning l.line`,
}

const linesFreed = {
  name: 'supplier_bills.approval.free',
  text: 'update approval_in_line set bill_id = null where business_id = $1 and bill_id = $2',
}

const billsOf = {
  name: 'supplier_bills.approval.bills',
  text: `
    select d.id, d.number, d.issued_by_name as by from approval_in_line l
    join document d on d.business_id = l.business_id and d.id = l.bill_id
    where l.business_id = $1 and l.approval_id = $2 order by d.id desc`,
}
