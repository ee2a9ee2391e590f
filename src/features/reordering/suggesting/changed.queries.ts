import { isId } from '../../../db/ids.ts'
import { named } from '../../../db/named.ts'
import type { Tx } from '../../../db/tenant.ts'

/** Above so many lines of the log, or so many things in them, it is quicker to look at everything once more. */
const mostLines = 5000n
const mostThings = 300

/** Nothing of these says what there is, what is promised or what comes. */
const idle = (
  'bank board cash-rule cheque estimate gift-voucher hallmark-rate job loyalty lot member own-barcode party-group payment piece ' +
  'portal-link price-list revaluation salesperson session till voucher voucher-template year'
).split(' ')
const papers = new Set([
  ...[
    'adjustment',
    'goods-receipt',
    'old-gold',
    'order',
    'purchase-order',
    'purchase-return',
    'return',
    'sale',
    'supplier-bill',
  ],
  'transfer',
])
const ofOneItem = new Set(['item', 'stock'])

/**
 * The items of which something was done after one line of the edit log up to another, as every command writes there what it
 * did; undefined where that may be all of them.
 */
export async function changedItems(
  tx: Tx,
  businessId: string,
  { after, upTo }: { after: bigint; upTo: bigint },
): Promise<string[] | undefined> {
  if (upTo - after > mostLines) return undefined
  const lines = await named<{ entity: string; id: string }>(tx, linesSince, [businessId, after, upTo, idle])
  if (lines.length > mostThings || lines.some((line) => !isKnown(line))) return undefined
  const idsOf = (has: (entity: string) => boolean) => lines.filter(({ entity }) => has(entity)).map(({ id }) => id)
  const [paperIds, partyIds] = [idsOf((entity) => papers.has(entity)), idsOf((entity) => entity === 'party')]
  const found =
    paperIds.length + partyIds.length > 0
      ? await named<{ id: string }>(tx, itemsBehind, [businessId, paperIds, partyIds])
      : []
  return [...new Set([...idsOf((entity) => ofOneItem.has(entity)), ...found.map(({ id }) => id)])]
}

const isKnown = ({ entity, id }: { entity: string; id: string }): boolean =>
  isId(id) && (papers.has(entity) || ofOneItem.has(entity) || entity === 'party')

const linesSince = {
  name: 'reorder.changed.lines',
  text: `
    select distinct entity, entity_id as id from audit_line
    where business_id = $1 and seq > $2 and seq <= $3 and entity <> all($4::text[]) limit ${mostThings + 1}`,
}

// A paper's own lines and moves, what is left of the orders that it delivers or replaces, and what a supplier sells.
const itemsBehind = {
  name: 'reorder.changed.items',
  text: `
    with papers as (
      select id from unnest($2::uuid[]) as p (id)
      union select d.order_id from unnest($2::uuid[]) as p (id) join sales_order_delivery d on d.business_id = $1 and d.bill_id = p.id
      union select o.replaces_id from unnest($2::uuid[]) as p (id)
        join purchase_order o on o.business_id = $1 and o.document_id = p.id where o.replaces_id is not null
    )
    select l.item_id as id from papers p join document_line l on l.business_id = $1 and l.document_id = p.id where l.item_id is not null
    union select m.item_id from papers p join stock_move m on m.business_id = $1 and m.document_id = p.id
    union select l.item_id from papers p join movement_line l on l.business_id = $1 and l.movement_id = p.id where l.item_id is not null
    union select l.item_id from papers p join purchase_order_line l on l.business_id = $1 and l.order_id = p.id
    union select l.item_id from papers p join sales_order_line l on l.business_id = $1 and l.order_id = p.id where l.item_id is not null
    union select s.item_id from party_item s where s.business_id = $1 and s.party_id = any($3::uuid[])
    union select r.item_id from item_reorder r where r.business_id = $1 and r.supplier_id = any($3::uuid[])`,
}
