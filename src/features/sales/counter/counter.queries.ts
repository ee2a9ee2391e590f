import type { IsoDate } from '../../../core/dates.ts'
import { NotFound } from '../../../core/errors.ts'
import type { Paise } from '../../../core/money.ts'
import type { Milli } from '../../../core/quantity.ts'
import { afterAll, termsOf } from '../../../core/search-terms.ts'
import type { Mct, Mg } from '../../../core/weight.ts'
import { isId } from '../../../db/ids.ts'
import { named } from '../../../db/named.ts'
import type { Tx } from '../../../db/tenant.ts'
import { together } from '../../../db/together.ts'
import { type FoundPiece, searchPieces } from '../../pieces/index.ts'
import { offersFor } from '../../price-lists/index.ts'
import type { ListPrice } from './counter.form.ts'

/** An item as the scan box finds it, with what the branch has of it. */
export interface FoundItem extends ListPrice {
  id: string
  name: string
  kind: 'goods' | 'service'
  unit: string
  inStock: Milli
}

const mostFound = 8

/** The item of a barcode, and those whose name or code begins so at one of its words, the likeliest first. */
export async function findItems(
  tx: Tx,
  businessId: string,
  { words, branchId }: { words: string; branchId: string | null },
): Promise<{ byCode: FoundItem | undefined; byName: FoundItem[] }> {
  const terms = termsOf(words)
  const [coded, begun] = await together([
    words === '' ? [] : byCode(tx, businessId, branchId, words),
    terms ? byTerm(tx, businessId, { branchId, begin: terms.phrase, others: [] }) : [],
  ])
  const [longest = '', ...others] = terms?.words ?? []
  const isElsewhere = begun.length === 0 && others.length > 0
  const found = isElsewhere ? await byTerm(tx, businessId, { branchId, begin: longest, others }) : begun
  return { byCode: coded[0], byName: found }
}

/** A lot as the scan box finds it. */
export interface FoundLot {
  id: string
  itemId: string
  name: string
  purity: string
  net: Mg
  /** Of loose stones. */
  carat: Mct
}

/** Pieces and lots that fit what is typed, the branch's own first. */
export async function findJewellery(
  tx: Tx,
  businessId: string,
  words: string,
  branchId: string | null,
): Promise<{ pieces: FoundPiece[]; lots: FoundLot[] }> {
  const terms = termsOf(words)
  if (!terms) return { pieces: [], lots: [] }
  const [pieces, lots] = await together([
    searchPieces(tx, businessId, words, branchId),
    named<FoundLot>(tx, lotsByTerm, [businessId, terms.phrase, afterAll(terms.phrase), branchId]),
  ])
  return { pieces, lots }
}

const byCode = (tx: Tx, businessId: string, branchId: string | null, code: string): Promise<FoundItem[]> =>
  named<FoundItem>(tx, itemByCode, [businessId, branchId, code])

/** A word and a barcode may begin alike: the item is found once. */
async function byTerm(
  tx: Tx,
  businessId: string,
  { branchId, begin, others }: { branchId: string | null; begin: string; others: readonly string[] },
): Promise<FoundItem[]> {
  const like = others.map((word) => `%${word.replaceAll(/[\\%_]/g, '\\$&')}%`)
  const rows = await named<FoundItem>(tx, itemsByTerm, [
    businessId,
    branchId,
    begin,
    afterAll(begin),
    like,
    3 * mostFound,
  ])
  return [...new Map(rows.map((item) => [item.id, item])).values()].slice(0, mostFound)
}

/** With the price lists that bear on them. Throws NotFound when one of them is not of this business. */
export async function listPrices(
  tx: Tx,
  businessId: string,
  itemIds: readonly string[],
  whose: { partyId: string | undefined; onDate: IsoDate },
): Promise<ReadonlyMap<string, ListPrice>> {
  const asked = [...new Set(itemIds)]
  if (asked.length === 0) return new Map()
  if (!asked.every(isId)) throw new NotFound('no such item')
  const [rows, offers] = await together([
    named<ListPrice & { id: string }>(tx, pricesOf, [businessId, asked]),
    offersFor(tx, businessId, { itemIds: asked, ...whose }),
  ])
  if (rows.length < asked.length) throw new NotFound('no such item')
  return new Map(rows.map((row) => [row.id, { ...row, lists: offers.get(row.id) }]))
}

/** An order of the customer that waits, with what is left of its advances. */
export interface WaitingOrder {
  id: string
  number: string
  advance: Paise
}

export const listWaitingOrders = (tx: Tx, businessId: string, partyId: string): Promise<WaitingOrder[]> =>
  named(tx, waitingOrders, [businessId, partyId])

/** Who may be named as the seller of a line: of this branch, or of the whole shop. */
export const listSellers = (tx: Tx, businessId: string, branchId: string | null): Promise<SellerOfLine[]> =>
  named(tx, sellersOf, [businessId, branchId])

export interface SellerOfLine {
  id: string
  name: string
}

/** What is open of a note that goods came back for; empty where nothing is. Throws NotFound for what is no note's id. */
export async function findNoteItem(
  tx: Tx,
  businessId: string,
  { noteId, partyId }: { noteId: string; partyId: string },
): Promise<string> {
  if (!isId(noteId)) throw new NotFound('no such note')
  const [item] = await named<{ id: string }>(tx, itemOfNote, [businessId, partyId, noteId])
  return item?.id ?? ''
}

/** The bill that came of a form, if it was issued. */
export async function isIssued(tx: Tx, businessId: string, id: string): Promise<boolean> {
  return (await named(tx, issuedOf, [businessId, id])).length > 0
}

const found = `
    i.id, i.name, i.kind, i.unit, i.sale_price_paise as price, i.price_includes_tax as "includesTax",
    coalesce((select l.quantity_milli from stock_level l where l.business_id = $1 and l.item_id = i.id
      and l.branch_id = coalesce($2::uuid, (select b.id from branch b where b.business_id = $1 and b.is_main order by b.id limit 1))),
      0) as "inStock"`

const itemByCode = {
  name: 'counter.item.code',
  text: `select ${found} from item i where i.business_id = $1 and i.barcode = $3 and i.barcode <> '' and i.archived_at is null
      and not exists (select 1 from article a where a.business_id = i.business_id and a.item_id = i.id)`,
}

const itemsByTerm = {
  name: 'counter.item.term',
  text: `
    select ${found} from item_search f join item i on i.business_id = f.business_id and i.id = f.item_id
    where f.business_id = $1 and f.term >= $3 and f.term < $4 and i.archived_at is null and i.name_key like all($5::text[])
      and not exists (select 1 from article a where a.business_id = i.business_id and a.item_id = i.id)
    order by f.term, f.item_id limit $6`,
}

const lotsByTerm = {
  name: 'counter.lot.term',
  text: `
    select l.id, l.item_id as "itemId", l.name, coalesce(case when l.kind <> 'stones' then u.name end, '') as purity, l.net_mg as net, l.carat_mct as carat
    from (select distinct s.item_id from item_search s join article a on a.business_id = s.business_id and a.item_id = s.item_id
      where s.business_id = $1 and s.term >= $2 and s.term < $3 and a.tracking = 'lot' and not a.is_old_metal limit 20) f
    join lot l on l.business_id = $1 and l.item_id = f.item_id and (l.net_mg > 0 or l.carat_mct > 0) and l.archived_at is null
      and l.branch_id = coalesce($4::uuid, l.branch_id)
    left join purity u on u.business_id = l.business_id and u.id = l.purity_id
    order by l.name, l.id limit 8`,
}

const pricesOf = {
  name: 'counter.prices',
  text: `
    select id, sale_price_paise as price, price_includes_tax as "includesTax" from item
    where business_id = $1 and id = any($2::uuid[])`,
}

const waitingOrders = {
  name: 'counter.orders',
  text: `
    select d.id, d.number, coalesce((select sum(i.open_amount) from sales_order_advance a
        join open_item i on i.business_id = a.business_id and i.document_id = a.receipt_id and i.kind = 'advance' and i.side = 'credit'
        where a.business_id = d.business_id and a.order_id = d.id), 0)::bigint as advance
    from document d join sales_order o on o.business_id = d.business_id and o.document_id = d.id
    where d.business_id = $1 and d.party_id = $2 and d.kind = 'sales-order' and d.state = 'issued'
      and o.state in ('open', 'part-delivered')
    order by d.on_date desc, d.id desc limit 5`,
}

const sellersOf = {
  name: 'counter.sellers',
  text: `
    select id, name from salesperson where business_id = $1 and archived_at is null and (branch_id is null or branch_id = $2 or $2::uuid is null)
    order by name, id limit 100`,
}

const issuedOf = {
  name: 'counter.issued',
  text: 'select 1 from document where business_id = $1 and id = $2',
}

const itemOfNote = {
  name: 'counter.note.item',
  text: `
    select id from open_item
    where business_id = $1 and party_id = $2 and voucher_id = $3 and kind = 'note' and side = 'credit' and open_amount > 0`,
}
