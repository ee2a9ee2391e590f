import type { IsoDate } from '../../../core/dates.ts'
import { NotFound } from '../../../core/errors.ts'
import type { PaidMode } from '../../../core/invoice-facts.ts'
import type { Paise } from '../../../core/money.ts'
import { isId } from '../../../db/ids.ts'
import { named } from '../../../db/named.ts'
import type { Tx } from '../../../db/tenant.ts'
import { together } from '../../../db/together.ts'
import { findVoucher, type VoucherLine, type VoucherRow } from '../../books/index.ts'
import { findAddresses, findParty } from '../../parties/index.ts'
import type { PartySnapshot, SellerSnapshot } from '../../sales/index.ts'
import { findLogo } from '../papers.queries.ts'
import { findHouse } from '../statement/statement.queries.ts'

/** What was typed beside the lines, with the tax that came of it. */
export interface PrintedEntry {
  form: string
  supply: 'intra' | 'inter' | ''
  taxable: Paise
  cgst: Paise
  sgst: Paise
  igst: Paise
  cess: Paise
  roundOff: Paise
  rateBp: number
  hsn: string
  isInputCredit: boolean
  placeOfSupply: string
  otherNumber: string
  otherDate: IsoDate | null
  reason: string
}

/** The voucher that this one takes back, or the one that takes it back. */
export interface Counterpart {
  isReversal: boolean
  kind: string
  form: string | null
  number: string
  onDate: IsoDate
  reason: string
}

export interface PrintedVoucher {
  voucher: VoucherRow
  lines: readonly VoucherLine[]
  entry: PrintedEntry | undefined
  counterpart: Counterpart | undefined
  /** How its receipt or payment was paid. */
  tenders: readonly { mode: PaidMode; reference: string }[]
  /** By the account: "HDFC Bank •••• 3100". */
  banks: ReadonlyMap<string, string>
  party: PartySnapshot | undefined
  seller: SellerSnapshot
  logo: string
  zone: string
}

/**
 * A voucher with all that its paper says. Where it has a document, shop and party stand as they were when that was issued;
 * else as they are today. Throws NotFound.
 */
export async function findVoucherPaper(tx: Tx, businessId: string, id: string): Promise<PrintedVoucher> {
  if (!isId(id)) throw new NotFound('no voucher has such an id')
  const key = [businessId, id]
  const [found, [entry], [counterpart], [document], tenders, banks, house] = await together([
    findVoucher(tx, businessId, id),
    named<PrintedEntry>(tx, entryOf, key),
    named<Counterpart>(tx, counterpartOf, key),
    named<Snapshots>(tx, snapshotsOf, key),
    named<PrintedVoucher['tenders'][number]>(tx, tendersOf, key),
    named<{ id: string; name: string }>(tx, banksOf, key),
    findHouse(tx, businessId),
  ])
  const seller = { ...house, ...document?.seller }
  const [party, logo] = await together([
    partyOf(tx, businessId, found, document),
    findLogo(tx, businessId, seller.logoSha256),
  ])
  const nameOf = new Map(banks.map((bank) => [bank.id, bank.name]))
  return { ...found, entry, counterpart, tenders, banks: nameOf, party, seller, logo, zone: house.zone }
}

interface Snapshots {
  party: Partial<PartySnapshot>
  seller: Partial<SellerSnapshot>
}

/** Nobody's where the lines are of several. */
async function partyOf(
  tx: Tx,
  businessId: string,
  { voucher, lines }: { voucher: VoucherRow; lines: readonly VoucherLine[] },
  document: Snapshots | undefined,
): Promise<PartySnapshot | undefined> {
  if (document?.party.name) return { ...nobody, ...document.party }
  const [only, ...others] = new Set(
    [voucher.party_id, ...lines.map(({ partyId }) => partyId)].filter((id) => id !== null),
  )
  if (only === undefined || others.length > 0) return undefined
  const [party, { billing }] = await together([findParty(tx, businessId, only), findAddresses(tx, businessId, only)])
  const { address, city, pin, state } = billing
  const lived = [address, city, pin].filter((part) => part !== '').join(', ')
  return { ...party, state: party.state || state, address: lived }
}

const nobody: PartySnapshot = {
  id: null,
  name: '',
  phone: '',
  email: '',
  gstin: '',
  state: '',
  address: '',
  locale: '',
}

const entryOf = {
  name: 'papers.voucher.entry',
  text: `
    select form, supply, taxable_paise as taxable, cgst_paise as cgst, sgst_paise as sgst, igst_paise as igst, cess_paise as cess,
      round_off_paise as "roundOff", rate_bp as "rateBp", hsn, is_input_credit as "isInputCredit",
      place_of_supply as "placeOfSupply", other_number as "otherNumber", other_date as "otherDate", reason
    from voucher_entry where business_id = $1 and voucher_id = $2`,
}

const counterpartOf = {
  name: 'papers.voucher.counterpart',
  text: `
    select o.is_reversal as "isReversal", c.kind, e.form, c.number, c.on_date as "onDate", c.narration as reason
    from (
      select r.id, true as is_reversal from voucher r where r.business_id = $1 and r.reverses_id = $2
      union all
      select v.reverses_id, false from voucher v where v.business_id = $1 and v.id = $2 and v.reverses_id is not null
    ) o
    join voucher c on c.business_id = $1 and c.id = o.id
    left join voucher_entry e on e.business_id = $1 and e.voucher_id = c.id`,
}

const snapshotsOf = {
  name: 'papers.voucher.snapshots',
  text: `
    select d.party_snapshot as party, d.seller_snapshot as seller
    from voucher v join document d on d.business_id = v.business_id and d.id = v.document_id
    where v.business_id = $1 and v.id = $2`,
}

const tendersOf = {
  name: 'papers.voucher.tenders',
  text: `
    select t.mode, t.reference
    from voucher v join document_tender t on t.business_id = v.business_id and t.document_id = v.document_id
    where v.business_id = $1 and v.id = $2 and v.kind in ('receipt', 'payment') order by t.line`,
}

const banksOf = {
  name: 'papers.voucher.banks',
  text: `
    select b.account_id as id, concat_ws(' •••• ', nullif(b.bank_name, ''), nullif(b.number_last4, '')) as name
    from bank_account b
    where b.business_id = $1 and (b.bank_name <> '' or b.number_last4 <> '') and b.account_id in
      (select l.account_id from posting l where l.business_id = $1 and l.voucher_id = $2)`,
}
