import type { Actor } from '../../../core/actor.ts'
import type { IsoDate } from '../../../core/dates.ts'
import { NotFound } from '../../../core/errors.ts'
import type { Paise } from '../../../core/money.ts'
import type { Milli } from '../../../core/quantity.ts'
import { named } from '../../../db/named.ts'
import type { Tx } from '../../../db/tenant.ts'
import { audit } from '../../audit/index.ts'

export interface SupplierItemFacts {
  readonly itemId: string
  readonly theirName: string
  readonly theirCode: string
  /** Of one unit, without tax; zero where none is known. */
  readonly price: Paise
  /** The least that is sold; zero where any is. */
  readonly minimum: Milli
  readonly leadDays: number | null
}

/**
 * Writes what a supplier calls the items that he is known for, what he asks, the least that he sells and how many days he
 * takes. Rows that did not change stay as they are; an item that he is not known for is left out. Throws NotFound for a
 * supplier that is not there.
 */
export async function saveSupplierItems(
  tx: Tx,
  businessId: string,
  { partyId, items, onDate }: { partyId: string; items: readonly SupplierItemFacts[]; onDate: IsoDate },
  actor: Actor,
): Promise<{ changed: number }> {
  const of = (value: (item: SupplierItemFacts) => unknown) => items.map(value)
  const [supplier] = await named(tx, supplierById, [businessId, partyId])
  if (!supplier) throw new NotFound(`no supplier ${partyId}`)
  const changed = await named<{ itemId: string }>(tx, itemsChanged, [
    ...[businessId, partyId, onDate, actor.at, of(({ itemId }) => itemId), of(({ theirName }) => theirName)],
    ...[of(({ theirCode }) => theirCode), of(({ price }) => price), of(({ minimum }) => minimum)],
    of(({ leadDays }) => leadDays),
  ])
  const ids = new Set(changed.map(({ itemId }) => itemId))
  const after = items.flatMap(({ itemId, theirName, theirCode, price, minimum, leadDays }) =>
    ids.has(itemId)
      ? [{ item: itemId, name: theirName, code: theirCode, price_paise: price, minimum, days: leadDays }]
      : [],
  )
  if (after.length > 0)
    await audit(tx, businessId, actor, {
      action: 'supplier-items.changed',
      entity: 'party',
      entityId: partyId,
      after: { items: after },
    })
  return { changed: changed.length }
}

const supplierById = {
  name: 'purchase_orders.supplier.known',
  text: 'select id from party where business_id = $1 and id = $2',
}

const itemsChanged = {
  name: 'purchase_orders.supplier.items.change',
  text: `
    update party_item s set their_name = l.their_name, their_code = l.their_code, minimum_milli = l.minimum, lead_days = l.days,
      price_on = case when s.price_paise = l.price then s.price_on when l.price > 0 then $3::date end, price_paise = l.price, updated_at = $4
    from unnest($5::uuid[], $6::text[], $7::text[], $8::bigint[], $9::bigint[], $10::int[])
      as l (item, their_name, their_code, price, minimum, days)
    where s.business_id = $1 and s.party_id = $2 and s.item_id = l.item
      and (s.their_name, s.their_code, s.price_paise, s.minimum_milli, s.lead_days)
        is distinct from (l.their_name, l.their_code, l.price, l.minimum, l.days)
    returning s.item_id as "itemId"`,
}
