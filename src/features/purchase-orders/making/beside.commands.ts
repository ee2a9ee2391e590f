import type { Actor } from '../../../core/actor.ts'
import type { IsoDate } from '../../../core/dates.ts'
import { named } from '../../../db/named.ts'
import type { Tx } from '../../../db/tenant.ts'
import { together } from '../../../db/together.ts'
import { endOrder } from '../deciding/ending.commands.ts'
import type { OrderedLine } from './making.form.ts'

/**
 * Keeps what this supplier calls what was ordered, and the price that he was asked for it. What was left empty changes
 * nothing that is known.
 */
export async function rememberSupplier(
  tx: Tx,
  businessId: string,
  partyId: string,
  { lines, onDate }: { lines: readonly OrderedLine[]; onDate: IsoDate },
  actor: Actor,
): Promise<void> {
  // Of an item that stands in two lines the last is kept: one row is written once.
  const once = [...new Map(lines.map((line) => [line.itemId, line])).values()].toSorted((a, b) =>
    a.itemId < b.itemId ? -1 : 1,
  )
  const of = (value: (line: OrderedLine) => unknown) => once.map(value)
  await named(tx, remembered, [
    ...[businessId, partyId, onDate, actor.at, of(({ itemId }) => itemId)],
    ...[of(({ theirName }) => theirName), of(({ theirCode }) => theirCode), of(({ price }) => price)],
  ])
}

/** An order gives its place, and the advances that were paid on it, to the one that was made of it. Throws Refusal 409. */
export async function giveWay(
  tx: Tx,
  businessId: string,
  { id, to }: { id: string; to: { id: string; number: string } },
  actor: Actor,
): Promise<void> {
  await endOrder(tx, businessId, { id, how: 'replaced', reason: to.number }, actor)
  await together([
    named(tx, advancesMoved, [businessId, id, to.id]),
    // What it was ordered for is ordered by the other now.
    named(tx, originMoved, [businessId, id, to.id]),
  ])
}

const remembered = {
  name: 'purchase_orders.remember',
  text: `
    insert into party_item as p (business_id, party_id, item_id, their_name, their_code, price_paise, price_on, updated_at)
    select $1, $2, l.item, l.their_name, l.their_code, l.price, case when l.price > 0 then $3::date end, $4
    from unnest($5::uuid[], $6::text[], $7::text[], $8::bigint[]) as l (item, their_name, their_code, price)
    on conflict (business_id, party_id, item_id) do update set
      their_name = coalesce(nullif(excluded.their_name, ''), p.their_name),
      their_code = coalesce(nullif(excluded.their_code, ''), p.their_code),
      price_paise = case when excluded.price_paise > 0 then excluded.price_paise else p.price_paise end,
      price_on = coalesce(excluded.price_on, p.price_on), updated_at = excluded.updated_at`,
}

const advancesMoved = {
  name: 'purchase_orders.advances.move',
  text: 'update purchase_order_advance set order_id = $3 where business_id = $1 and order_id = $2',
}

const originMoved = {
  name: 'purchase_orders.origin.move',
  text: `
    update purchase_order n set sales_order_id = coalesce(n.sales_order_id, o.sales_order_id)
    from purchase_order o where n.business_id = $1 and n.document_id = $3 and o.business_id = $1 and o.document_id = $2`,
}
