import { NotFound } from '../../../core/errors.ts'
import type { PostingLine } from '../../../core/ledger.ts'
import { named } from '../../../db/named.ts'
import type { Tx } from '../../../db/tenant.ts'
import type { VoucherKind } from './vouchers.rules.ts'

export interface VoucherRow {
  id: string
  kind: VoucherKind
  on_date: string
  number: string
  party_id: string | null
  party_name: string | null
  document_id: string | null
  document_kind: string | null
  document_number: string | null
  reverses_id: string | null
  reversed_by: string | null
  narration: string
  by_name: string
  at: Date
}

export interface VoucherLine extends PostingLine {
  readonly partyId: string | null
  readonly partyName: string | null
  readonly accountName: string
}

/** A voucher with its lines, in one round trip. Throws NotFound. */
export async function findVoucher(
  tx: Tx,
  businessId: string,
  id: string,
): Promise<{ voucher: VoucherRow; lines: VoucherLine[] }> {
  const [vouchers, lines] = await Promise.all([
    named<VoucherRow>(tx, voucherById, [businessId, id]),
    named<VoucherLine>(tx, linesOfVoucher, [businessId, id]),
  ])
  const [voucher] = vouchers
  if (!voucher) throw new NotFound(`no voucher ${id}`)
  return { voucher, lines }
}

const voucherById = {
  name: 'books.voucher.find',
  text: `
    select v.id, v.kind, v.on_date, v.number, v.party_id, p.name as party_name, v.document_id, d.kind as document_kind,
      d.number as document_number, v.reverses_id, r.id as reversed_by, v.narration, v.by_name, v.at
    from voucher v
    left join party p on p.business_id = v.business_id and p.id = v.party_id
    left join document d on d.business_id = v.business_id and d.id = v.document_id
    left join voucher r on r.business_id = v.business_id and r.reverses_id = v.id
    where v.business_id = $1 and v.id = $2`,
}

const linesOfVoucher = {
  name: 'books.voucher.lines',
  text: `
    select l.account_id as "accountId", a.name as "accountName", l.party_id as "partyId", p.name as "partyName", l.commodity, l.amount
    from posting l
    join account a on a.business_id = l.business_id and a.id = l.account_id
    left join party p on p.business_id = l.business_id and p.id = l.party_id
    where l.business_id = $1 and l.voucher_id = $2
    order by l.line`,
}
