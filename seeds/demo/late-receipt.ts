import type { Actor } from '../../src/core/actor.ts'
import { addDays, type IsoDate } from '../../src/core/dates.ts'
import { paise } from '../../src/core/money.ts'
import { milli } from '../../src/core/quantity.ts'
import { newId } from '../../src/db/ids.ts'
import type { Tx } from '../../src/db/tenant.ts'
import { receiveGoods } from '../../src/features/goods-receipts/index.ts'

interface Late {
  readonly isJeweller: boolean
  readonly branchId: string
  readonly today: IsoDate
}

/** Goods that came weeks ago and are entered today, dearer than the rest: what was sold since is valued anew by them. */
export async function receiveLate(
  tx: Tx,
  businessId: string,
  { isJeweller, branchId, today }: Late,
  actor: Actor,
): Promise<void> {
  const of = { business_id: businessId }
  const told = isJeweller
    ? ({ supplier: 'Velvet Pack', item: 'Jewellery box, velvet', units: 40n, price: 124_00n } as const)
    : ({ supplier: 'Bhavani Trading Company', item: 'Rice, Kolam, loose', units: 50n, price: 56_50n } as const)
  const party = await tx('party')
    .where({ ...of, name: told.supplier })
    .first('id')
  const item = await tx('item')
    .where({ ...of, name: told.item })
    .first('id')
  const onDate = addDays(today, -26)
  const came = { received: milli(told.units * 1000n), rejected: milli(0n), rejectReason: '', price: paise(told.price) }
  const request = {
    ...{ id: newId(), partyId: party.id, branchId, onDate, theirNumber: 'DC/418', theirDate: onDate },
    ...{ landed: paise(0n), landedBy: 'value' as const, note: 'The challan was found in the drawer' },
    ...{ takesExcess: false, takesExpired: false },
    lines: [{ itemId: item.id, order: null, ...came, batch: null, pieces: [], lot: null }],
  }
  await receiveGoods(tx, businessId, request, actor, { mayBackdate: true })
}
