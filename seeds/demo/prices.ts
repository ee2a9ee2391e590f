import type { Actor } from '../../src/core/actor.ts'
import { addDays, type IsoDate } from '../../src/core/dates.ts'
import { paise } from '../../src/core/money.ts'
import { milli } from '../../src/core/quantity.ts'
import { newId } from '../../src/db/ids.ts'
import type { Tx } from '../../src/db/tenant.ts'
import {
  applyChange,
  createGroup,
  createList,
  putLines,
  setPartyGroup,
  undoChange,
} from '../../src/features/price-lists/index.ts'
import { instant } from './moments.ts'

/** So many customers with a GSTIN buy wholesale. */
const wholesalers = 5

/**
 * A group of wholesale customers with a list of its own, from a dozen less, and an offer for everyone on one category that
 * begins tomorrow: no bill of the past is another one for it. The same at every run.
 */
export async function writePriceLists(tx: Tx, businessId: string, today: IsoDate, owner: Actor): Promise<void> {
  const actor = { ...owner, at: instant(addDays(today, -1), 700) }
  const [groupId, listId, offerId] = [newId(), newId(), newId()]
  await createGroup(tx, businessId, { id: groupId, name: 'Wholesale' }, actor)
  const parties: { id: string }[] = await tx('party')
    .where({ business_id: businessId, is_customer: true, archived_at: null })
    .orderByRaw("gstin = '', name, id")
    .limit(wholesalers)
    .select('id')
  for (const { id: partyId } of parties) await setPartyGroup(tx, businessId, { partyId, groupId }, actor)
  const items: { id: string; sale_price_paise: bigint }[] = await tx('item')
    .where({ business_id: businessId, kind: 'goods', archived_at: null })
    .andWhere('sale_price_paise', '>', 0)
    .orderBy('name')
    .limit(12)
    .select('id', 'sale_price_paise')
  const list = { id: listId, name: 'Wholesale', groupId, fromOn: addDays(today, -20), toOn: null }
  await createList(tx, businessId, list, actor)
  const lines = items.flatMap(({ id: itemId, sale_price_paise: price }) =>
    ([1n, 12n] as const).map((min) => {
      const amount = paise((price * (min === 1n ? 95n : 90n)) / 100n)
      return { itemId, category: '', min: milli(min * 1000n), price: { kind: 'fixed', amount } } as const
    }),
  )
  await putLines(tx, businessId, { listId, lines }, actor)
  const sorted: { category: string } | undefined = await tx('item')
    .where({ business_id: businessId, archived_at: null })
    .andWhere('category', '<>', '')
    .orderBy('category')
    .first('category')
  if (!sorted) return
  const offer = {
    id: offerId,
    name: 'Festival week',
    groupId: null,
    fromOn: addDays(today, 1),
    toOn: addDays(today, 7),
  }
  await createList(tx, businessId, offer, actor)
  const off = {
    itemId: null,
    category: sorted.category,
    min: milli(1000n),
    price: { kind: 'change', bp: -500 },
  } as const
  await putLines(tx, businessId, { listId: offerId, lines: [off] }, actor)
  await raiseInVain(tx, businessId, sorted.category, today, actor)
}

/** A raise of one category that was thought better of. */
async function raiseInVain(tx: Tx, businessId: string, category: string, today: IsoDate, actor: Actor): Promise<void> {
  const rule = { kind: 'percent', bp: 300, rounding: '1' } as const
  const change = { id: newId(), chosen: { of: 'category', category }, price: 'sale', rule } as const
  await applyChange(tx, businessId, { ...change, seen: undefined, without: [] }, { today, actor })
  await undoChange(tx, businessId, change.id, { ...actor, at: new Date(actor.at.getTime() + 300_000) })
}
