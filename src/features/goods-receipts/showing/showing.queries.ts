import type { IsoDate } from '../../../core/dates.ts'
import { NotFound } from '../../../core/errors.ts'
import type { LandedBasis } from '../../../core/landed-cost.ts'
import type { Paise } from '../../../core/money.ts'
import type { Milli } from '../../../core/quantity.ts'
import { named } from '../../../db/named.ts'
import type { Tx } from '../../../db/tenant.ts'
import { together } from '../../../db/together.ts'
import { listAttachments, type ShownFile } from '../../attachments/index.ts'
import type { PartySnapshot, SellerSnapshot } from '../../sales/index.ts'
import { type ReceiptLine, receiptLines } from '../billing/receipt-lines.queries.ts'

export interface ReceiptHead {
  id: string
  number: string
  onDate: IsoDate
  state: 'issued' | 'cancelled'
  partyId: string
  party: PartySnapshot
  seller: SellerSnapshot
  placeOfSupply: string
  branchName: string
  theirNumber: string
  theirDate: IsoDate | null
  cost: Paise
  landed: Paise
  landedBy: LandedBasis
  differs: boolean
  waits: boolean
  note: string
  byName: string
  voucherId: string | null
  cancelReason: string | null
  cancelledOn: IsoDate | null
}

export interface ShownLine extends ReceiptLine {
  ordered: Milli | null
  rejectReason: string
  lotName: string
}

export interface FoundReceipt {
  receipt: ReceiptHead
  lines: ShownLine[]
  files: ShownFile[]
}

/** Throws NotFound. */
export async function findReceipt(tx: Tx, businessId: string, id: string): Promise<FoundReceipt> {
  const [[receipt], lines, more, files] = await together([
    named<ReceiptHead>(tx, receiptById, [businessId, id]),
    receiptLines(tx, businessId, { receiptIds: [id] }),
    named<Pick<ShownLine, 'line' | 'ordered' | 'rejectReason' | 'lotName'>>(tx, moreOf, [businessId, id]),
    listAttachments(tx, businessId, id),
  ])
  if (!receipt) throw new NotFound(`no goods receipt ${id}`)
  const none = { ordered: null, rejectReason: '', lotName: '' }
  const shown = lines.map((line) => ({ ...line, ...(more.find((one) => one.line === line.line) ?? none) }))
  return { receipt, lines: shown, files }
}

const receiptById = {
  name: 'goods_receipts.find',
  text: `
    select d.id, d.number, d.on_date as "onDate", d.state, d.party_id as "partyId", d.party_snapshot as party, d.seller_snapshot as seller,
      d.place_of_supply as "placeOfSupply", r.name as "branchName", g.their_number as "theirNumber", g.their_date as "theirDate",
      d.cost_paise as cost, g.landed_paise as landed, g.landed_by as "landedBy", g.differs, g.waits_for_bill as waits, d.note,
      d.issued_by_name as "byName", d.cancel_reason as "cancelReason", (d.cancelled_at at time zone b.zone)::date::text as "cancelledOn",
      (select v.id from voucher v where v.business_id = d.business_id and v.document_id = d.id and v.kind = 'stock-journal'
        order by v.id limit 1) as "voucherId"
    from goods_receipt g
    join document d on d.business_id = g.business_id and d.id = g.document_id
    join branch r on r.business_id = d.business_id and r.id = d.branch_id
    join business b on b.id = d.business_id
    where g.business_id = $1 and g.document_id = $2`,
}

const moreOf = {
  name: 'goods_receipts.find.lines',
  text: `
    select l.line, l.ordered_milli as ordered, l.reject_reason as "rejectReason", coalesce(t.name, '') as "lotName"
    from goods_receipt_line l left join lot t on t.business_id = l.business_id and t.id = l.lot_id
    where l.business_id = $1 and l.receipt_id = $2`,
}
