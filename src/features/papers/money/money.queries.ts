import type { OpenItemKind } from '../../../core/allocation.ts'
import type { IsoDate } from '../../../core/dates.ts'
import { NotFound } from '../../../core/errors.ts'
import type { PaidMode } from '../../../core/invoice-facts.ts'
import type { Paise } from '../../../core/money.ts'
import { isId } from '../../../db/ids.ts'
import { named } from '../../../db/named.ts'
import type { Tx } from '../../../db/tenant.ts'
import { together } from '../../../db/together.ts'
import type { PartySnapshot, SellerSnapshot } from '../../sales/index.ts'

export interface MoneyPaper {
  id: string
  kind: 'receipt' | 'payment'
  state: 'issued' | 'cancelled'
  number: string
  onDate: IsoDate
  total: Paise
  note: string
  party: PartySnapshot
  seller: SellerSnapshot
  placeOfSupply: string
  byName: string
  cancelReason: string | null
  /** The order whose advance it is, or whose advance it gives back. */
  orderNumber: string | null
  isRefund: boolean
}

export interface MoneyPaperParts {
  paper: MoneyPaper
  tenders: { mode: PaidMode; amount: Paise; reference: string }[]
  /** What it settled in the moment in which it was written; what it was used for later stands on no paper. */
  settled: { number: string; kind: OpenItemKind; amount: Paise }[]
  /** What was kept as an advance or on account. */
  rest: { kind: OpenItemKind; amount: Paise }[]
}

/** A receipt or payment as it was written. Throws NotFound. */
export async function findMoneyPaper(tx: Tx, businessId: string, id: string): Promise<MoneyPaperParts> {
  if (!isId(id)) throw new NotFound('no paper has such an id')
  const key = [businessId, id]
  const [[paper], tenders, settled, rest] = await together([
    named<MoneyPaper>(tx, paperById, key),
    named<MoneyPaperParts['tenders'][number]>(tx, tendersOf, key),
    named<MoneyPaperParts['settled'][number]>(tx, settledAtOnce, key),
    named<MoneyPaperParts['rest'][number]>(tx, restOf, key),
  ])
  if (!paper) throw new NotFound(`no receipt or payment ${id}`)
  return { paper, tenders, settled, rest }
}

const paperById = {
  name: 'papers.money',
  text: `
    select d.id, d.kind, d.state, d.number, d.on_date as "onDate", d.total_paise as total, d.note, d.party_snapshot as party,
      d.seller_snapshot as seller, d.place_of_supply as "placeOfSupply", d.issued_by_name as "byName",
      d.cancel_reason as "cancelReason", o.number as "orderNumber", r.document_id is not null as "isRefund"
    from document d
    left join sales_order_advance a on a.business_id = d.business_id and a.receipt_id = d.id
    left join sales_order r on r.business_id = d.business_id and r.refund_id = d.id
    left join document o on o.business_id = d.business_id and o.id = coalesce(a.order_id, r.document_id)
    where d.business_id = $1 and d.id = $2 and d.kind in ('receipt', 'payment')`,
}

const tendersOf = {
  name: 'papers.money.tenders',
  text: `
    select mode, amount_paise as amount, reference from document_tender
    where business_id = $1 and document_id = $2 order by line`,
}

const settledAtOnce = {
  name: 'papers.money.settled',
  text: `
    select o.number, o.kind, a.amount
    from document d
    join open_item i on i.business_id = d.business_id and i.document_id = d.id and i.kind <> 'reversal'
    join allocation a on a.business_id = i.business_id and a.from_item_id = i.id and a.at = d.issued_at and a.reverses_id is null
    join open_item o on o.business_id = a.business_id and o.id = a.to_item_id
    where d.business_id = $1 and d.id = $2
    order by o.due_on, o.on_date, o.id`,
}

const restOf = {
  name: 'papers.money.rest',
  text: `
    select kind, amount from open_item
    where business_id = $1 and document_id = $2 and kind in ('advance', 'on-account') order by id`,
}
