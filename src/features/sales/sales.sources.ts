import type { InvoiceDecision } from '../../core/invoice.ts'
import type { InvoiceRequest } from '../../core/invoice-facts.ts'
import { deliveriesOf, type OpenLine } from '../../core/order.ts'
import { mct } from '../../core/weight.ts'
import { named } from '../../db/named.ts'
import type { Tx } from '../../db/tenant.ts'
import { InvoiceRefused } from './sales.request.ts'

interface Source {
  kind: 'estimate' | 'sales-order' | 'challan'
  number: string
  state: 'issued' | 'cancelled'
  partyId: string | null
  /** Another bill that stands was made of it. */
  billed: string | null
}

/**
 * Locks the estimate, order or challan that the bill is made of, so that two bills of one estimate wait for each other.
 * Throws InvoiceRefused (409) for one that is used up, cancelled or of another customer.
 */
export async function lockSource(
  tx: Tx,
  businessId: string,
  { id, buyer }: InvoiceRequest,
  from: string,
): Promise<void> {
  await named(tx, sourceLocked, [businessId, from])
  // By a statement of its own: it sees what was made of it by whoever held it before.
  const [source] = await named<Source>(tx, sourceById, [businessId, from, id])
  if (!source) throw new InvoiceRefused([{ key: 'estimates.refusal.noSource', status: 409 }])
  const { number, billed } = source
  if (source.state === 'cancelled')
    throw new InvoiceRefused([{ key: 'estimates.refusal.sourceCancelled', values: { number }, status: 409 }])
  if (source.kind === 'estimate' && billed)
    throw new InvoiceRefused([{ key: 'estimates.refusal.used', values: { number, bill: billed }, status: 409 }])
  const isOthers = buyer.kind !== 'party' || buyer.partyId !== source.partyId
  if (source.kind !== 'estimate' && isOthers)
    throw new InvoiceRefused([{ key: 'estimates.refusal.otherParty', values: { number } }])
}

/**
 * Notes what a bill delivers of its order, and whether the order is done. To be called once the bill's paper is written and
 * the order is locked by `lockSource`; of a bill that is made of anything else it writes nothing.
 */
export async function deliverOrder(
  tx: Tx,
  businessId: string,
  { from, billId, lines }: { from: string; billId: string; lines: InvoiceDecision['lines'] },
): Promise<void> {
  const open = await named<OpenLine>(tx, openLines, [businessId, from])
  if (open.length === 0) return
  const billed = lines.map(({ itemId, quantity, piece }) => {
    const pieceId = piece && !piece.sold.left ? piece.sold.id : null
    const carat = piece?.sold.isPacket ? piece.goes.carat : mct(0n)
    return { itemId, quantity, pieceId, carat, isJewel: piece !== null, net: piece?.goes.net ?? 0n }
  })
  const found = deliveriesOf(open, billed)
  await named(tx, deliveriesInsert, [
    ...[businessId, billId, from],
    found.map(({ billLine }) => billLine),
    found.map(({ line }) => line),
    found.map(({ quantity }) => quantity),
    found.map(({ billLine }) => billed[billLine - 1]?.net ?? 0n),
    found.map(({ carat }) => carat),
  ])
  await refreshOrders(tx, businessId, billId)
}

/** Says anew how far the orders are that a bill delivered of: also when it is cancelled, which takes its deliveries back. */
export async function refreshOrders(tx: Tx, businessId: string, billId: string): Promise<void> {
  await named(tx, ordersRefreshed, [businessId, billId])
}

const left = `l.quantity_milli - coalesce((select sum(v.quantity_milli) from sales_order_delivery v
        join document b on b.business_id = v.business_id and b.id = v.bill_id and b.state = 'issued'
        where v.business_id = l.business_id and v.order_id = l.order_id and v.order_line = l.line), 0)`

const openLines = {
  name: 'sales.order.open_lines',
  text: `
    select l.line, l.item_id as "itemId", l.piece_id as "pieceId", (${left})::bigint as "left",
      (l.carat_mct * l.quantity_milli / 1000)::bigint as carat,
      greatest(l.carat_mct * l.quantity_milli / 1000 - coalesce((select sum(v.carat_mct) from sales_order_delivery v
        join document b on b.business_id = v.business_id and b.id = v.bill_id and b.state = 'issued'
        where v.business_id = l.business_id and v.order_id = l.order_id and v.order_line = l.line), 0), 0)::bigint as "leftCarat"
    from sales_order_line l where l.business_id = $1 and l.order_id = $2 order by l.line`,
}

const deliveriesInsert = {
  name: 'sales.order.deliveries',
  text: `
    insert into sales_order_delivery (business_id, bill_id, order_id, bill_line, order_line, quantity_milli, weight_mg,
      carat_mct)
    select $1, $2, $3, d.* from unnest($4::smallint[], $5::smallint[], $6::bigint[], $7::bigint[], $8::bigint[]) as d`,
}

const ordersRefreshed = {
  name: 'sales.order.refresh',
  text: `
    update sales_order o set state = case
        when x.whole then 'delivered' when x."some" then 'part-delivered' else 'open' end
    from (
      select l.order_id, bool_and(${left} <= 0) as whole, bool_or(${left} < l.quantity_milli) as "some"
      from sales_order_line l
      where l.business_id = $1 and l.order_id in (select order_id from sales_order_delivery where business_id = $1 and bill_id = $2)
      group by l.order_id) x
    where o.business_id = $1 and o.document_id = x.order_id and o.state <> 'cancelled'`,
}

const sourceLocked = {
  name: 'sales.source.lock',
  text: 'select 1 from document where business_id = $1 and id = $2 for no key update',
}

const sourceById = {
  name: 'sales.source',
  text: `
    select d.kind, d.number, d.state, d.party_id as "partyId",
      (select b.number from document b where b.business_id = d.business_id and b.from_document_id = d.id and b.state = 'issued'
        and b.kind in ('invoice', 'bill-of-supply') and b.id <> $3 limit 1) as billed
    from document d
    where d.business_id = $1 and d.id = $2 and d.kind in ('estimate', 'sales-order', 'challan')`,
}
