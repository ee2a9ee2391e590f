import { financialYear, type IsoDate, todayIn } from '../../../core/dates.ts'
import { NotFound } from '../../../core/errors.ts'
import { leftToBill } from '../../../core/goods-receipt.ts'
import { type Paise, subtract, zero } from '../../../core/money.ts'
import { type Milli, milli } from '../../../core/quantity.ts'
import type {
  BilledItem,
  ReceiptLineFacts,
  SupplierBillFacts,
  SupplierBillRequest,
} from '../../../core/supplier-bill-facts.ts'
import type { EntryAccount } from '../../../core/voucher-facts.ts'
import { isId } from '../../../db/ids.ts'
import { named } from '../../../db/named.ts'
import type { Tx } from '../../../db/tenant.ts'
import { together } from '../../../db/together.ts'
import { accountsByRole } from '../../books/index.ts'
import { lockReceiptLines, type ReceiptLine, receiptLines } from '../../goods-receipts/index.ts'
import { lockMoneyOf } from '../../payments/index.ts'
import type { PartySnapshot, SellerSnapshot } from '../../sales/index.ts'

export interface LoadedBill {
  /** The bill that already has this id: the second press of one form. */
  existing: { number: string; hash: string } | undefined
  facts: SupplierBillFacts
  house: BillHouse
  party: BillParty
  received: readonly ReceiptLine[]
}

export interface LoadOptions {
  /** None: the main branch. */
  readonly branchId?: string | undefined
  readonly mayBackdate?: boolean
  readonly at: Date
  /** Who asks: a closed day may be open for a person. */
  readonly by: string | null
  /** Without it, to show beforehand what would come of it. */
  readonly lock: boolean
}

/**
 * Reads what a supplier's bill is decided from; with `lock` the supplier is locked first, then his receipts. Throws NotFound
 * for a supplier or branch that is not there, Refusal 'goodsReceipts.refusal.lineGone' (409) for a receipt that went.
 */
export async function loadBill(
  tx: Tx,
  businessId: string,
  request: SupplierBillRequest,
  { branchId, mayBackdate = false, at, by, lock }: LoadOptions,
): Promise<LoadedBill> {
  const { partyId, onDate, theirDate, theirNumber } = request
  if (!isId(partyId)) throw new NotFound('no such supplier')
  if (lock) await lockMoneyOf(tx, businessId, partyId)
  const refs = request.lines.flatMap(({ of }) =>
    of.kind === 'receipt' ? [{ receiptId: of.receiptId, line: of.line }] : [],
  )
  const receiptIds = [...new Set(refs.map(({ receiptId }) => receiptId))]
  const accountIds = request.lines.flatMap(({ of }) =>
    of.kind === 'account' && isId(of.accountId) ? [of.accountId] : [],
  )
  const itemIds = request.lines.flatMap(({ of }) => (of.kind === 'goods' && isId(of.itemId) ? [of.itemId] : []))
  const numberedIn = financialYear(theirDate).label
  const year = financialYear(onDate)
  const [houses, parties, existing, twins, goods, accounts, items, roles, received] = await together([
    named<BillHouse>(tx, houseOf, [businessId, branchId ?? null, by, onDate, at]),
    named<BillParty>(tx, partyOf, [businessId, partyId]),
    named<{ number: string; hash: string }>(tx, billThere, [businessId, request.id]),
    named<{ id: string; number: string }>(tx, twinOf, [businessId, partyId, numberedIn, theirNumber, request.id]),
    named<{ goods: Paise }>(tx, goodsOfYear, [businessId, partyId, year.from, year.to, request.id]),
    named<EntryAccount & { name: string }>(tx, accountsOf, [businessId, accountIds]),
    named<BilledItem>(tx, itemsOf, [businessId, itemIds]),
    accountsByRole(tx, businessId),
    lock ? lockReceiptLines(tx, businessId, refs) : receiptLines(tx, businessId, { receiptIds }),
  ])
  const [[house], [party]] = [houses, parties]
  if (!house) throw new NotFound('no such branch')
  if (!party) throw new NotFound('no such supplier')
  const own = received.filter((one) => one.partyId === partyId)
  return {
    existing: existing[0],
    house,
    party,
    received: own,
    facts: {
      today: todayIn(at, house.zone),
      mayBackdate,
      lockDate: house.lockDate,
      isRegular: house.taxScheme === 'regular',
      isRegistered: house.taxScheme !== 'unregistered',
      ownState: house.state,
      party,
      receiptLines: factsOf(own, await orderedOf(tx, businessId, own)),
      items: new Map(items.map((item) => [item.id, item])),
      accounts: new Map(accounts.map((account) => [account.id, account])),
      roles,
      keepsBackTds: house.keepsBackTds,
      tolerance: { bp: house.toleranceBp, amount: house.tolerance },
      goodsBefore: goods[0]?.goods ?? zero,
      twin: twins[0] ?? null,
    },
  }
}

type Ordered = { orderId: string; line: number; difference: Milli }

/** How much more or less came than was ordered, of the lines that came for an order. */
async function orderedOf(tx: Tx, businessId: string, lines: readonly ReceiptLine[]): Promise<Ordered[]> {
  const ids = [...new Set(lines.flatMap(({ orderId }) => orderId ?? []))]
  return ids.length === 0 ? [] : named<Ordered>(tx, orderLines, [businessId, ids])
}

const factsOf = (lines: readonly ReceiptLine[], ordered: readonly Ordered[] = []): ReceiptLineFacts[] =>
  lines.map((one) => ({
    ...{ receiptId: one.receiptId, line: one.line, number: one.number, itemId: one.itemId, words: one.itemName },
    ...{ hsn: one.hsn, unit: one.unit, rateBp: 0, received: one.accepted, left: leftToBill(one) },
    ...{ price: one.price, cost: one.cost, costLeft: subtract(one.cost, one.cleared), fine: one.fine },
    orderDifference:
      ordered.find(({ orderId, line }) => orderId === one.orderId && line === one.orderLine)?.difference ?? milli(0n),
    orderPrice: one.orderPrice,
  }))

export interface BillHouse {
  branchId: string
  state: string
  taxScheme: 'regular' | 'composition' | 'unregistered'
  lockDate: IsoDate | null
  zone: string
  fyStartMonth: number
  keepsBackTds: boolean
  toleranceBp: number
  tolerance: Paise
  /** Which branch of the business it is, counted from the first. */
  ordinal: number
  negative: 'refuse' | 'warn'
  seller: SellerSnapshot
}

export interface BillParty {
  id: string
  name: string
  state: string
  isSupplier: boolean
  hasGstin: boolean
  hasPan: boolean
  termsDays: number
  isArchived: boolean
  snapshot: PartySnapshot
}

export async function findBillParty(tx: Tx, businessId: string, id: string): Promise<BillParty> {
  const [party] = isId(id) ? await named<BillParty>(tx, partyOf, [businessId, id]) : []
  if (!party) throw new NotFound('no such supplier')
  return party
}

export async function findBillHouse(
  tx: Tx,
  businessId: string,
  { branchId, by, onDate, at }: { branchId: string | undefined; by: string | null; onDate: IsoDate; at: Date },
): Promise<BillHouse> {
  const [house] = await named<BillHouse>(tx, houseOf, [businessId, branchId ?? null, by, onDate, at])
  if (!house) throw new NotFound('no such branch')
  return house
}

const houseOf = {
  name: 'supplier_bills.house',
  text: `
    select r.id as "branchId", r.state, b.tax_scheme as "taxScheme", closed_until(b.id, $3, $4, $5) as "lockDate", b.zone,
      b.fy_start_month as "fyStartMonth", b.keeps_back_tds as "keepsBackTds", b.negative_stock as negative,
      b.bill_tolerance_bp as "toleranceBp", b.bill_tolerance_paise as tolerance,
      (select count(*) from branch o where o.business_id = b.id and o.id <= r.id)::int as ordinal,
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

const partyOf = {
  name: 'supplier_bills.party',
  text: `
    select p.id, p.name, coalesce(nullif(p.state, ''), nullif(left(p.gstin, 2), ''), a.state, '') as state, p.is_supplier as "isSupplier",
      p.gstin <> '' as "hasGstin", p.gstin <> '' or p.pan_encrypted is not null as "hasPan", p.terms_days as "termsDays",
      p.archived_at is not null as "isArchived",
      jsonb_build_object('id', p.id, 'name', p.name, 'phone', p.phone, 'email', p.email, 'gstin', p.gstin, 'locale', p.locale,
        'state', coalesce(nullif(p.state, ''), a.state, ''),
        'address', coalesce(concat_ws(', ', nullif(a.address, ''), nullif(a.city, ''), nullif(a.pin, '')), '')) as snapshot
    from party p
    left join lateral (select * from party_address d where d.business_id = p.business_id and d.party_id = p.id and d.kind = 'billing'
      order by d.id limit 1) a on true
    where p.business_id = $1 and p.id = $2`,
}

const billThere = {
  name: 'supplier_bills.there',
  text: 'select number, request_hash as hash from document where business_id = $1 and id = $2',
}

const twinOf = {
  name: 'supplier_bills.twin',
  text: `
    select d.id, d.number from supplier_bill b join document d on d.business_id = b.business_id and d.id = b.document_id
    where b.business_id = $1 and b.party_id = $2 and b.numbered_in = $3
      and b.number_key = upper(regexp_replace($4, '\\s', '', 'g')) and b.document_id <> $5
    limit 1`,
}

const goodsOfYear = {
  name: 'supplier_bills.goods_of_year',
  text: `
    select coalesce(sum(b.goods_paise), 0)::bigint as goods
    from supplier_bill b join document d on d.business_id = b.business_id and d.id = b.document_id
    where b.business_id = $1 and b.party_id = $2 and b.numbered_in is not null and d.state = 'issued'
      and d.on_date between $3::date and $4::date and b.document_id <> $5`,
}

const accountsOf = {
  name: 'supplier_bills.accounts',
  text: `
    select id, name, nature, role, money, is_group as "isGroup", archived_at is not null as "isArchived"
    from account where business_id = $1 and id = any($2::uuid[])`,
}

const itemsOf = {
  name: 'supplier_bills.items',
  text: `
    select i.id, i.name as words, i.hsn, i.unit, i.kind,
      exists (select 1 from article a where a.business_id = i.business_id and a.item_id = i.id) as "isArticle"
    from item i where i.business_id = $1 and i.id = any($2::uuid[]) and i.archived_at is null`,
}

const orderLines = {
  name: 'supplier_bills.order_lines',
  text: `
    select order_id as "orderId", line, greatest(received_milli - quantity_milli, -closed_milli) as difference
    from purchase_order_line
    where business_id = $1 and order_id = any($2::uuid[])`,
}
