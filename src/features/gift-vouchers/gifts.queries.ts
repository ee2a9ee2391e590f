import type { IsoDate } from '../../core/dates.ts'
import { NotFound } from '../../core/errors.ts'
import { type Paise, zero } from '../../core/money.ts'
import { isId } from '../../db/ids.ts'
import { named } from '../../db/named.ts'
import { pageSize } from '../../db/paging.ts'
import type { Tx } from '../../db/tenant.ts'
import { together } from '../../db/together.ts'
import type { PartySnapshot, SellerSnapshot } from '../sales/index.ts'
import type { GiftMoveKind } from './gifts.commands.ts'
import type { GiftState } from './gifts.rules.ts'

export interface GiftRow {
  id: string
  code: string
  amount: Paise
  left: Paise
  soldOn: IsoDate
  expiresOn: IsoDate | null
  state: GiftState
  saleId: string
  number: string
  partyId: string | null
  partyName: string
}

/** Newest first, one more than a page holds. */
export const listGifts = (
  tx: Tx,
  businessId: string,
  { today, state, code, after }: { today: IsoDate; state: GiftState | ''; code: string; after: string | undefined },
): Promise<GiftRow[]> => named(tx, listOf, [businessId, today, state, code, after ?? lastId, pageSize + 1])

const lastId = 'ffffffff-ffff-ffff-ffff-ffffffffffff'

export interface GiftMoveRow {
  id: string
  kind: GiftMoveKind
  onDate: IsoDate
  amount: Paise
  number: string
  documentId: string | null
  documentKind: string | null
  reason: string
  byName: string
}

/** Throws NotFound. */
export async function findGift(
  tx: Tx,
  businessId: string,
  id: string,
  today: IsoDate,
): Promise<{ gift: GiftRow; moves: GiftMoveRow[] }> {
  if (!isId(id)) throw new NotFound(`no gift voucher ${id}`)
  const [[gift], moves] = await together([
    named<GiftRow>(tx, giftById, [businessId, today, id]),
    named<GiftMoveRow>(tx, movesOf, [businessId, id]),
  ])
  if (!gift) throw new NotFound(`no gift voucher ${id}`)
  return { gift, moves }
}

export interface SalePaper {
  id: string
  number: string
  onDate: IsoDate
  total: Paise
  party: PartySnapshot
  seller: SellerSnapshot
  byName: string
  voucherId: string
  mode: string
}

/** Throws NotFound. */
export async function findGiftSale(
  tx: Tx,
  businessId: string,
  id: string,
  today: IsoDate,
): Promise<{ paper: SalePaper; gifts: GiftRow[] }> {
  const [[paper], gifts] = await together([
    named<SalePaper>(tx, paperById, [businessId, id]),
    named<GiftRow>(tx, giftsOfSale, [businessId, today, id]),
  ])
  if (!paper) throw new NotFound(`no sale of gift vouchers ${id}`)
  return { paper, gifts }
}

/** What the shop owes for all of them. */
export async function owedForGifts(tx: Tx, businessId: string): Promise<Paise> {
  return (await named<{ amount: Paise }>(tx, owedOn, [businessId, 'gift-vouchers']))[0]?.amount ?? zero
}

const stateOf = `
  case when g.voided_at is not null then 'void'
    when g.expires_on < $2::date and (g.left_paise > 0 or exists (select 1 from gift_voucher_move l
      where l.business_id = g.business_id and l.gift_voucher_id = g.id and l.kind = 'lapsed')) then 'expired'
    when g.left_paise = 0 then 'used' else 'open' end`

const rows = `
  select g.id, g.code, g.amount_paise as amount, g.left_paise as left, g.sold_on as "soldOn", g.expires_on as "expiresOn",
    ${stateOf} as state, g.document_id as "saleId", d.number, g.party_id as "partyId",
    coalesce(d.party_snapshot ->> 'name', '') as "partyName"
  from gift_voucher g join document d on d.business_id = g.business_id and d.id = g.document_id
  where g.business_id = $1`

const listOf = {
  name: 'gift_vouchers.list',
  text: `${rows} and ($3 = '' or ${stateOf} = $3) and ($4 = '' or g.code = $4) and g.id < $5::uuid order by g.id desc limit $6`,
}
const giftById = { name: 'gift_vouchers.one', text: `${rows} and g.id = $3` }
const giftsOfSale = { name: 'gift_vouchers.of_sale', text: `${rows} and g.document_id = $3 order by g.id` }

const movesOf = {
  name: 'gift_vouchers.moves',
  text: `
    select m.id, m.kind, m.on_date as "onDate", m.amount_paise as amount, coalesce(d.number, v.number) as number,
      m.document_id as "documentId", d.kind as "documentKind", m.reason, m.by_name as "byName"
    from gift_voucher_move m
    join voucher v on v.business_id = m.business_id and v.id = m.voucher_id
    left join document d on d.business_id = m.business_id and d.id = m.document_id
    where m.business_id = $1 and m.gift_voucher_id = $2 order by m.id desc limit 200`,
}

const paperById = {
  name: 'gift_vouchers.paper',
  text: `
    select d.id, d.number, d.on_date as "onDate", d.total_paise as total, d.party_snapshot as party, d.seller_snapshot as seller,
      d.issued_by_name as "byName", v.id as "voucherId", m.mode
    from document d
    join voucher v on v.business_id = d.business_id and v.document_id = d.id
    join document_tender m on m.business_id = d.business_id and m.document_id = d.id
    where d.business_id = $1 and d.id = $2 and d.kind = 'gift-voucher'`,
}

const owedOn = {
  name: 'books.owed_on_role',
  text: `
    select coalesce(sum(m.credit - m.debit), 0)::bigint as amount
    from account a join account_month m on m.business_id = a.business_id and m.account_id = a.id and m.commodity = 'INR'
    where a.business_id = $1 and a.role = $2`,
}
