import type { DecidedMove } from '../../../core/invoice.ts'
import { negate, type Paise } from '../../../core/money.ts'
import type { Milli } from '../../../core/quantity.ts'
import type { NegativeStock } from '../../../core/stock.ts'
import { type Mct, type Mg, mct, mg } from '../../../core/weight.ts'

export interface BillRow {
  id: string
  number: string
  state: 'issued' | 'cancelled'
  partyId: string | null
  branchId: string
  onDate: string
  total: Paise
  voucherId: string
  lockDate: string | null
  zone: string
  negative: NegativeStock
  /** Goods of it came back: a credit note stands against it. */
  hasReturns: boolean
}

export const billLocked = {
  name: 'sales.cancel.bill',
  text: `
    select d.id, d.number, d.state, d.party_id as "partyId", d.branch_id as "branchId", d.on_date as "onDate",
      d.total_paise as total, v.id as "voucherId", closed_until(b.id, $3, $4, $5) as "lockDate", b.zone, b.negative_stock as negative,
      exists (select 1 from sale_return r join document n on n.business_id = r.business_id and n.id = r.document_id
        where r.business_id = d.business_id and r.bill_id = d.id and n.state = 'issued') as "hasReturns"
    from document d
    join business b on b.id = d.business_id
    join voucher v on v.business_id = d.business_id and v.document_id = d.id and v.kind = 'sales'
    where d.business_id = $1 and d.id = $2 and d.kind in ('invoice', 'bill-of-supply')
    for update of d`,
}

export const postingsOf = {
  name: 'sales.cancel.postings',
  text: `
    select account_id as "accountId", party_id as "partyId", commodity, amount from posting
    where business_id = $1 and voucher_id = $2 order by line`,
}

export interface TenderRow {
  account_id: string
  amount: Paise
  is_owed: boolean
}

export const tendersOf = {
  name: 'sales.cancel.tenders',
  text: `
    select account_id, amount_paise as amount, mode in ('points', 'gift-voucher') as is_owed from document_tender
    where business_id = $1 and document_id = $2`,
}

export interface MoveRow {
  itemId: string
  quantity: Milli
  value: Paise
  pieceId: string | null
  lotId: string | null
  batchId: string | null
  gross: Mg
  net: Mg
  fine: Mg
  carat: Mct
  pieces: number
}

/** As the bill moved it: the weights of jewellery are told above zero. */
export function decidedMove({
  itemId,
  quantity,
  value,
  pieceId,
  lotId,
  gross,
  net,
  fine,
  carat,
  pieces,
}: MoveRow): DecidedMove {
  const move = { itemId, quantity, value }
  const id = pieceId ?? lotId
  if (id === null) return move
  const weights = { gross: mg(-gross), net: mg(-net), fine: mg(-fine), carat: mct(-carat) }
  return { ...move, of: { kind: pieceId ? 'piece' : 'lot', id, goes: { ...weights, pieces, value: negate(value) } } }
}

export const movesOf = {
  name: 'sales.cancel.moves',
  text: `
    select item_id as "itemId", quantity_milli as quantity, value_paise as value, piece_id as "pieceId", lot_id as "lotId",
      batch_id as "batchId", gross_mg as gross, net_mg as net, fine_mg as fine, carat_mct as carat, lot_pieces as pieces
    from stock_move where business_id = $1 and document_id = $2 and kind = 'sale' order by id`,
}

export interface ItemRow {
  id: string
  isOwn: boolean
  amount: bigint
  settledOn: string | null
}

export const itemsLocked = {
  name: 'sales.cancel.items',
  text: `
    select i.id, i.voucher_id = $2 as "isOwn", i.amount,
      (select max(a.on_date) from allocation a where a.business_id = $1 and a.to_item_id = i.id) as "settledOn"
    from open_item i
    where i.business_id = $1 and (i.voucher_id = $2 or i.id in (
      select a.from_item_id from allocation a join open_item o on o.business_id = a.business_id and o.id = a.to_item_id
      where o.business_id = $1 and o.voucher_id = $2))
    order by i.due_on, i.on_date, i.id for update of i`,
}
