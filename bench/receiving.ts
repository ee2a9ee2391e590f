import { paise, zero } from '../src/core/money.ts'
import { milli } from '../src/core/quantity.ts'
import { mg } from '../src/core/weight.ts'
import { newId } from '../src/db/ids.ts'
import { withClient } from '../src/db/roles.ts'
import { inBusiness } from '../src/db/tenant.ts'
import { receiveGoods } from '../src/features/goods-receipts/index.ts'
import { bringIn, type File } from './imports.ts'
import type { Shop } from './shops.ts'
import type { Stage } from './stage.ts'

const inOneGo = 500
const inAFile = 5000
const plain = {
  ...{ huid: '', counter: 'Bench', size: '', note: '', otherWeight: mg(0n), stones: [], hallmark: zero, other: zero },
  ...{ otherWords: '', fixedPrice: null, making: null, wastage: null },
}

/** A receipt of 500 pieces in one go, by the command that the form calls: two seconds at most. */
export async function benchReceipt({ bulk, db }: Stage, { businessId }: Shop): Promise<void> {
  const [row] = await withClient(bulk, async (client) => {
    const { rows } = await client.query<{ item: string; party: string; user: string }>(
      `with supplier as (
        update party set is_supplier = true
        where business_id = $1 and id = (select id from party where business_id = $1 order by id limit 1) returning id)
      select a.item_id as item, s.id as party, (select user_id from membership where business_id = $1 limit 1) as user
      from article a cross join supplier s where a.business_id = $1 and a.tracking = 'piece' limit 1`,
      [businessId],
    )
    return rows
  })
  if (!row) throw new Error('The shop has no article in pieces.')
  const mark = newId().slice(-6).toUpperCase()
  const pieces = Array.from({ length: inOneGo }, (_, at) => ({
    ...{ ...plain, id: newId(), tag: `Q${mark}-${at}`, gross: mg(BigInt(5_000 + at)), cost: paise(40_000_00n) },
  }))
  const line = {
    ...{
      itemId: row.item,
      order: null,
      received: milli(BigInt(inOneGo) * 1000n),
      rejected: milli(0n),
      rejectReason: '',
    },
    ...{ price: null, batch: null, lot: null, pieces },
  }
  const at = new Date()
  const request = {
    ...{ id: newId(), partyId: row.party, branchId: null, onDate: at.toISOString().slice(0, 10), theirNumber: mark },
    ...{ theirDate: null, landed: zero, landedBy: 'value' as const, note: '', lines: [line] },
    ...{ takesExcess: false, takesExpired: false },
  }
  const began = performance.now()
  await inBusiness(db, businessId, (tx) =>
    receiveGoods(tx, businessId, request, { userId: row.user, name: 'Bench', at }),
  )
  console.log(`receipt of ${inOneGo} pieces: ${((performance.now() - began) / 1000).toFixed(2)} s (at most 2 s).`)
}

/** 5,000 pieces from a file, by the pages and the job of imports: twenty seconds at most. */
export async function benchPieces(stage: Stage, shop: Shop): Promise<void> {
  const [article] = await withClient(stage.bulk, async (client) => {
    const { rows } = await client.query<{ name: string }>(
      `select i.name from article a join item i on i.business_id = a.business_id and i.id = a.item_id
      where a.business_id = $1 and a.tracking = 'piece' limit 1`,
      [shop.businessId],
    )
    return rows
  })
  const mark = newId().slice(-6).toUpperCase()
  const lines = Array.from(
    { length: inAFile },
    (_, at) => `${article?.name ?? ''},P${mark}-${at},10.250,${60_000 + at},Tray 1`,
  )
  const file: File = { kind: 'pieces', table: ['Article,Tag,Gross weight,Cost,Counter', ...lines] }
  await bringIn(stage, shop, file)
}
