import type { Paise } from '../../../core/money.ts'
import { named } from '../../../db/named.ts'
import type { Tx } from '../../../db/tenant.ts'
import { together } from '../../../db/together.ts'
import { findVoucher, type VoucherLine, type VoucherRow } from '../../books/index.ts'

/** What was entered beside the lines; none of a voucher that another page made. */
export interface EntryRow {
  form: string
  taxable: Paise
  rateBp: number
  hsn: string
  isInputCredit: boolean
  isReverseCharge: boolean
  placeOfSupply: string
  otherNumber: string
  otherDate: string | null
  reason: string
}

export interface AttachmentRow {
  sha256: string
  name: string
  mime: string
  size: number
  byName: string
  at: Date
}

export interface ShownVoucher {
  voucher: VoucherRow
  lines: readonly VoucherLine[]
  entry: EntryRow | undefined
  attachments: readonly AttachmentRow[]
}

/** Throws NotFound. */
export async function findShown(tx: Tx, businessId: string, id: string): Promise<ShownVoucher> {
  const [found, [entry], attachments] = await together([
    findVoucher(tx, businessId, id),
    named<EntryRow>(tx, entryOf, [businessId, id]),
    named<AttachmentRow>(tx, attachmentsOf, [businessId, id]),
  ])
  return { ...found, entry, attachments }
}

const entryOf = {
  name: 'vouchers.show.entry',
  text: `
    select form, taxable_paise as taxable, rate_bp as "rateBp", hsn, is_input_credit as "isInputCredit", is_reverse_charge as "isReverseCharge",
      place_of_supply as "placeOfSupply", other_number as "otherNumber", other_date as "otherDate", reason
    from voucher_entry where business_id = $1 and voucher_id = $2`,
}

const attachmentsOf = {
  name: 'vouchers.show.attachments',
  text: `
    select a.sha256, a.name, f.mime, a.size_bytes as size, a.by_name as "byName", a.at
    from voucher_attachment a join file f on f.business_id = a.business_id and f.sha256 = a.sha256
    where a.business_id = $1 and a.voucher_id = $2 order by a.at, a.name`,
}
