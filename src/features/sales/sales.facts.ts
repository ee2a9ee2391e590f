import type { BillRounding } from '../../core/bill.ts'
import { todayIn } from '../../core/dates.ts'
import { NotFound } from '../../core/errors.ts'
import type {
  Authority,
  GstKind,
  InvoiceFacts,
  InvoiceItem,
  InvoiceParty,
  InvoiceRequest,
  TaxScheme,
} from '../../core/invoice-facts.ts'
import { type Paise, zero } from '../../core/money.ts'
import type { NegativeStock, StockLevel } from '../../core/stock.ts'
import type { Vault } from '../../db/fields.ts'
import { named } from '../../db/named.ts'
import type { Tx } from '../../db/tenant.ts'
import { together } from '../../db/together.ts'
import type { CurrentRate } from '../board/index.ts'
import { accountsByRole } from '../books/index.ts'
import { loadCash, type Person, panIndex } from '../compliance/index.ts'
import { giftFacts } from '../gift-vouchers/index.ts'
import { loyaltyFacts } from '../loyalty/index.ts'
import { levelOf, lockLevels, readLevels } from '../stock/index.ts'
import { loadJewellery } from './jewellery.facts.ts'

export interface LoadedFacts {
  /** The bill that already has this id: the second press of one form. */
  existing: Existing | undefined
  facts: InvoiceFacts
  house: HouseRow
  party: PartyRow | undefined
  /** The board, where the bill or the counter asks for it. */
  rates: readonly CurrentRate[]
}

export interface LoadOptions {
  /** None: the main branch. */
  readonly branchId?: string | undefined
  readonly mayExceedCredit?: boolean
  /** Who allows what the clerk may not. */
  readonly authority?: Authority | undefined
  /** Only to be shown while the bill is made: nothing is locked. */
  readonly isLook?: boolean
  /** The day's rates, also while nothing is priced by them yet. */
  readonly needsBoard?: boolean
  /** Cash is taken that no tender of the request says yet. */
  readonly takesCash?: boolean
  /** Finds who else gave the PAN that the bill names; without it that one counts alone. */
  readonly vault?: Vault | undefined
  readonly at: Date
  /** Who asks: a closed day may be open for a person. */
  readonly by: string | null
}

/**
 * Locks and reads what a bill is decided from, all statements sent together. Locked are the party (its credit), the
 * person (the cash of the day), its points, the gift vouchers and then the stock by item. Throws NotFound for a party or branch that is not there.
 */
export async function loadFacts(
  tx: Tx,
  businessId: string,
  request: InvoiceRequest,
  options: LoadOptions,
): Promise<LoadedFacts> {
  const {
    branchId = null,
    mayExceedCredit = false,
    authority = null,
    isLook = false,
    needsBoard = false,
    takesCash = false,
    vault,
    at,
    by,
  } = options
  const itemIds = [...new Set(request.lines.map(({ itemId }) => itemId))]
  const { buyer, onDate } = request
  const partyId = buyer.kind === 'party' ? buyer.partyId : undefined
  const codes = request.tenders.flatMap(({ mode, reference }) => (mode === 'gift-voucher' ? reference : []))
  const pan = request.identity?.kind === 'pan' ? request.identity.pan : undefined
  const panKey = pan !== undefined && vault ? await panIndex(tx, businessId, pan, vault) : undefined
  const [houses, party, cash, loyalty, gifts, jewellery, items, levels, roles] = await together([
    named<HouseRow & Nullable<Existing>>(tx, houseOf, [businessId, branchId, request.id, by, onDate, at]),
    loadParty(tx, businessId, request, isLook),
    loadCash(tx, businessId, personOf(request, panKey), {
      ...{ onDate: request.onDate, lock: !isLook, bills: 'of-day' },
      hasCash: takesCash || request.tenders.some(({ mode }) => mode === 'cash'),
    }),
    loyaltyFacts(tx, businessId, { partyId, onDate, isLook }),
    giftFacts(tx, businessId, codes, { isLook }),
    // Pieces and lots before the levels, by their ids: every sale takes its locks in one order.
    loadJewellery(tx, businessId, request, { isLook, needsBoard, at }),
    itemIds.length === 0 ? [] : named<ItemRow>(tx, itemsOn, [businessId, itemIds, request.onDate]),
    isLook ? readLevels(tx, businessId, branchId, itemIds) : lockLevels(tx, businessId, branchId, itemIds),
    accountsByRole(tx, businessId),
  ])
  const [house] = houses
  if (!house) throw new NotFound('no such branch')
  if (request.buyer.kind === 'party' && !party) throw new NotFound(`no party ${request.buyer.partyId}`)
  const { rates, ...ofJewellery } = jewellery
  const facts: InvoiceFacts = {
    today: todayIn(at, house.zone),
    business: house,
    branch: { id: house.branchId, state: house.state },
    party: party ? partyFacts(party) : null,
    items: new Map(items.map((item) => [item.id, itemFacts(item, levelOf(levels, item.id))])),
    roles,
    mayExceedCredit,
    cash,
    loyalty,
    gifts,
    ...ofJewellery,
    authority,
  }
  return { existing: existingOf(house), facts, house, party, rates }
}

async function loadParty(
  tx: Tx,
  businessId: string,
  { buyer }: InvoiceRequest,
  isLook: boolean,
): Promise<PartyRow | undefined> {
  if (buyer.kind !== 'party') return undefined
  // After the lock in a statement of its own: it reads what was written by whoever held it before.
  const [, parties] = await together([
    isLook ? [] : named(tx, partyLocked, [businessId, buyer.partyId]),
    named<PartyRow>(tx, partyById, [businessId, buyer.partyId]),
  ])
  return parties[0]
}

function personOf({ buyer }: InvoiceRequest, pan: Buffer | undefined): Person {
  if (buyer.kind === 'party') return { partyId: buyer.partyId, phone: '', name: '', pan }
  return { partyId: null, phone: buyer.phone, name: buyer.name, pan }
}

function partyFacts(row: PartyRow): InvoiceParty {
  return { ...row, address: addressOf(row), state: row.state || row.addressState }
}

export const addressOf = ({ address, city, pin }: Pick<PartyRow, 'address' | 'city' | 'pin'>): string =>
  [address, city, pin].filter((part) => part !== '').join(', ')

const itemFacts = (row: ItemRow, level: StockLevel): InvoiceItem => ({ ...row, level })

type Nullable<Row> = { [Key in keyof Row]: Row[Key] | null }

const existingOf = ({ number, total, kept, requestHash }: Nullable<Existing>): Existing | undefined =>
  number === null || total === null || requestHash === null
    ? undefined
    : { number, total, kept: kept ?? zero, requestHash }

export interface Existing {
  number: string
  total: Paise
  /** The money that stayed: what was given beyond it went back as change. */
  kept: Paise
  requestHash: string
}

export interface HouseRow {
  branchId: string
  state: string
  taxScheme: TaxScheme
  rounding: BillRounding
  negativeStock: NegativeStock
  lockDate: string | null
  zone: string
  fyStartMonth: number
  locale: string
  name: string
  legalName: string
  address: string
  phone: string
  email: string
  gstin: string
  upiVpa: string
  bankName: string
  bankAccount: string
  bankIfsc: string
  bankBranch: string
  terms: string
  logoSha256: string | null
  accent: string
}

const houseOf = {
  name: 'sales.house',
  text: `
    select r.id as "branchId", r.state, b.tax_scheme as "taxScheme", b.rounding, b.negative_stock as "negativeStock",
      closed_until(b.id, $4, $5, $6) as "lockDate", b.zone, b.fy_start_month as "fyStartMonth", b.locale, b.name, b.legal_name as "legalName",
      coalesce(nullif(r.address, ''), concat_ws(', ', nullif(b.address, ''), nullif(b.city, ''), nullif(b.pin, ''))) as address,
      coalesce(nullif(r.phone, ''), b.phone) as phone, b.email, coalesce(g.gstin, '') as gstin, b.upi_vpa as "upiVpa",
      b.bank_name as "bankName", b.bank_account as "bankAccount", b.bank_ifsc as "bankIfsc", b.bank_branch as "bankBranch",
      b.terms, b.logo_sha256 as "logoSha256", b.accent,
      d.number, d.total_paise as total, d.request_hash as "requestHash",
      (select coalesce(sum(x.amount_paise), 0)::bigint from document_tender x
        where x.business_id = d.business_id and x.document_id = d.id) as kept
    from business b
    join branch r on r.business_id = b.id
      and r.id = coalesce($2::uuid, (select m.id from branch m where m.business_id = $1 and m.is_main order by m.id limit 1))
    left join gst_registration g on g.business_id = r.business_id and g.id = r.registration_id
    left join document d on d.business_id = b.id and d.id = $3
    where b.id = $1`,
}

export interface PartyRow extends Omit<InvoiceParty, 'address' | 'state'> {
  phone: string
  email: string
  locale: string
  state: string
  addressState: string
  address: string
  city: string
  pin: string
}

const partyLocked = {
  name: 'sales.party.lock',
  text: 'select 1 from party where business_id = $1 and id = $2 for no key update',
}

const partyById = {
  name: 'sales.party',
  text: `
    select p.id, p.name, p.phone, p.email, p.locale, p.gstin, p.state, p.terms_days as "termsDays",
      p.credit_limit_paise as "creditLimit", p.archived_at is not null as "isArchived",
      coalesce(k.amount, 0) as balance, coalesce(a.address, '') as address, coalesce(a.city, '') as city,
      coalesce(a.pin, '') as pin, coalesce(a.state, '') as "addressState"
    from party p
    left join party_balance k on k.business_id = p.business_id and k.party_id = p.id and k.commodity = 'INR'
    left join lateral (
      select * from party_address d where d.business_id = p.business_id and d.party_id = p.id and d.kind = 'billing'
      order by d.id limit 1) a on true
    where p.business_id = $1 and p.id = $2`,
}

interface ItemRow extends Omit<InvoiceItem, 'level'> {
  gstKind: GstKind
}

const itemsOn = {
  name: 'sales.items',
  text: `
    select i.id, i.name, i.hsn, i.unit, i.kind, c.kind as "gstKind", r.rate_bp as "rateBp", i.archived_at is not null as "isArchived",
      exists (select 1 from article a where a.business_id = i.business_id and a.item_id = i.id) as "isArticle",
      i.purchase_price_paise as "purchasePrice", i.tracks_batches as "tracksBatches"
    from item i
    join gst_class c on c.business_id = i.business_id and c.id = i.gst_class_id
    left join lateral (
      select x.rate_bp from gst_class_rate x
      where x.business_id = c.business_id and x.gst_class_id = c.id and x.from_date <= $3::date
      order by x.from_date desc limit 1) r on true
    where i.business_id = $1 and i.id = any($2::uuid[])`,
}
