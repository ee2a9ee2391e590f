import type { Nature } from '../../core/chart.ts'
import type { Commodity } from '../../core/ledger.ts'
import { named } from '../../db/named.ts'
import type { Tx } from '../../db/tenant.ts'
import type { VoucherKind } from '../books/index.ts'

export interface BookAccount {
  id: string
  parentId: string | null
  code: string
  name: string
  nature: Nature
  role: string | null
  isGroup: boolean
}

/** The chart, parents and their children by code. */
export const listAccounts = (tx: Tx, businessId: string): Promise<BookAccount[]> =>
  named<BookAccount>(tx, accounts, [businessId])

const accounts = {
  name: 'exports.accounts',
  text: `
    select id, parent_id as "parentId", code, name, nature, role, is_group as "isGroup" from account
    where business_id = $1 order by code`,
}

export interface BookParty {
  id: string
  name: string
  isSupplier: boolean
  isCustomer: boolean
  gstin: string
  state: string
  address: string
}

/** Every party, archived ones too: their entries stand in the books. */
export const listAllParties = (tx: Tx, businessId: string): Promise<BookParty[]> =>
  named<BookParty>(tx, parties, [businessId])

const parties = {
  name: 'exports.parties',
  text: `
    select p.id, p.name, p.is_supplier as "isSupplier", p.is_customer as "isCustomer", p.gstin, p.state,
      coalesce((select concat_ws(', ', nullif(a.address, ''), nullif(a.city, ''), nullif(a.pin, '')) from party_address a
        where a.business_id = $1 and a.party_id = p.id order by a.kind limit 1), '') as address
    from party p where p.business_id = $1 order by p.id`,
}

export interface BookVoucher {
  id: string
  kind: VoucherKind
  onDate: string
  number: string
  narration: string
  partyId: string | null
  lines: BookLine[]
}
export interface BookLine {
  accountId: string
  partyId: string | null
  commodity: Commodity
  amount: bigint
}

type Row = Omit<BookVoucher, 'lines'> & BookLine & { lineParty: string | null }
const inOne = 1000
const beforeAll = '00000000-0000-0000-0000-000000000000'

/** The vouchers of a span, oldest first, a thousand at a time. */
export async function* readVouchers(
  tx: Tx,
  businessId: string,
  { from, to }: { from: string; to: string },
): AsyncGenerator<BookVoucher[]> {
  let after: readonly [string, string] = [from, beforeAll]
  for (;;) {
    const rows = await named<Row>(tx, vouchersAfter, [businessId, ...after, to, inOne])
    const vouchers = grouped(rows)
    const last = vouchers.at(-1)
    if (!last) return
    yield vouchers
    if (vouchers.length < inOne) return
    after = [last.onDate, last.id]
  }
}

const vouchersAfter = {
  name: 'exports.vouchers',
  text: `
    with page as (
      select id, kind, on_date, number, narration, party_id from voucher
      where business_id = $1 and (on_date, id) > ($2::date, $3::uuid) and on_date <= $4 order by on_date, id limit $5)
    select v.id, v.kind, v.on_date as "onDate", v.number, v.narration, v.party_id as "partyId",
      l.account_id as "accountId", l.party_id as "lineParty", l.commodity, l.amount
    from page v join posting l on l.business_id = $1 and l.voucher_id = v.id
    order by v.on_date, v.id, l.line`,
}

function grouped(rows: readonly Row[]): BookVoucher[] {
  const vouchers: BookVoucher[] = []
  for (const { id, kind, onDate, number, narration, partyId, lineParty, ...line } of rows) {
    let voucher = vouchers.at(-1)
    if (voucher?.id !== id) {
      voucher = { id, kind, onDate, number, narration, partyId, lines: [] }
      vouchers.push(voucher)
    }
    voucher.lines.push({ ...line, partyId: lineParty })
  }
  return vouchers
}
