import { Agent } from 'node:http'
import { paise, zero } from '../src/core/money.ts'
import { milli } from '../src/core/quantity.ts'
import { mg } from '../src/core/weight.ts'
import { newId } from '../src/db/ids.ts'
import { withClient } from '../src/db/roles.ts'
import { inBusiness } from '../src/db/tenant.ts'
import { receiveGoods } from '../src/features/goods-receipts/index.ts'
import { bringIn, type File, jobEnded, timedOn } from './imports.ts'
import { send } from './load.ts'
import { form } from './pages.ts'
import type { Shop } from './shops.ts'
import type { Stage } from './stage.ts'

const inOneGo = 500
const inAFile = 5000
const plain = {
  ...{ huid: '', counter: 'Bench', size: '', note: '', otherWeight: mg(0n), stones: [], hallmark: zero, other: zero },
  ...{ otherWords: '', fixedPrice: null, making: null, wastage: null },
}

/** A receipt of 500 pieces in one go, by the command that the form calls: two seconds at most. */
export async function benchReceipt({ bulk, db, watched }: Stage, { businessId }: Shop): Promise<void> {
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
  const actor = { userId: row.user, name: 'Bench', at }
  const work = () => inBusiness(db, businessId, (tx) => receiveGoods(tx, businessId, request, actor))
  // The command runs in this very process.
  const took = await timedOn({ watched: { ...watched, app: process.pid } }, work)
  console.log(`receipt of ${inOneGo} pieces: ${took}; at most 2 s.`)
}

/** A supplier's list of 5,000 pieces, by the pages and the long work that the form begins. */
export async function benchList(stage: Stage, shop: Shop): Promise<void> {
  const [row] = await withClient(stage.bulk, async (client) => {
    const { rows } = await client.query<{ item: string; party: string }>(
      `select a.item_id as item, (select id from party where business_id = $1 and is_supplier limit 1) as party
      from article a where a.business_id = $1 and a.tracking = 'piece' limit 1`,
      [shop.businessId],
    )
    return rows
  })
  const mark = newId().slice(-6).toUpperCase()
  const lines = Array.from({ length: inAFile }, (_, at) => `L${mark}-${at},10.250,${60_000 + at}`)
  const fields = { id: newId(), party_id: row?.party ?? '', 'lines.0.item': row?.item ?? '', their_number: mark }
  let sheet = ''
  const read = await timedOn(stage, async () => {
    sheet = await sendList(stage, shop, { ...fields, sheet: '0' }, ['Tag,Gross,Cost', ...lines].join('\r\n'))
  })
  const written = await timedOn(stage, async () => {
    const asked = form(shop, '/purchases/receipts', { ...fields, 'lines.0.sheet': sheet }, 303)
    const { headers } = await send(new Agent(), stage.port, asked)
    await jobEnded(stage, String(headers['location']).slice('/jobs/'.length))
  })
  console.log(`list of ${inAFile} pieces into a receipt: read in ${read}, written in ${written}; at most 20 s.`)
}

async function sendList(
  { port }: Stage,
  { cookie, token }: Shop,
  fields: Readonly<Record<string, string>>,
  text: string,
): Promise<string> {
  const body = new FormData()
  for (const [name, value] of Object.entries({ _csrf: token, ...fields })) body.append(name, value)
  body.append('file', new Blob([text]), 'list.csv')
  const headers = { cookie, 'sec-fetch-site': 'same-origin' }
  const answer = await fetch(`http://127.0.0.1:${port}/purchases/receipts/sheet`, { method: 'POST', body, headers })
  const [, sheet] = /name="lines\.0\.sheet" value="([^"]+)"/.exec(await answer.text()) ?? []
  if (!sheet) throw new Error(`A list was refused: ${answer.status}`)
  return sheet
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
