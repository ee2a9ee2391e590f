import type pg from 'pg'
import { standardPurities } from '../src/core/metal.ts'
import { newId } from '../src/db/ids.ts'
import { withClient } from '../src/db/roles.ts'
import { benchCounterPage } from './counter-page.ts'
import type { Shot } from './load.ts'
import { measure } from './measure.ts'
import { type Ask, form } from './pages.ts'
import type { Measured } from './report.ts'
import { enterShop, type Shop, seedShops } from './shops.ts'
import { openStage, type Stage } from './stage.ts'

const size = { name: 'Bench jeweller', invoices: 1000 }
const pieces = 100_000
const clients = 8
const half = pieces / 2

/**
 * A jeweller's counter over a stock of 100,000 tagged pieces: eight tills that scan, and bills of five pieces with old gold.
 * No piece is sold twice: what was sold goes on from where the last run ended.
 */
export async function benchCounter(
  folder: string,
  profile: readonly string[],
): Promise<{ rows: Measured[]; page: string[] }> {
  const stage = await openStage(folder, profile, (made) => seedShops(made, [size], console.log))
  try {
    const shop = await enterShop(stage, size)
    const stock = await withClient(stage.bulk, (client) => stockUp(client, shop))
    const rows: Measured[] = []
    const scans = { clients, seconds: 4, requests: 2000 }
    rows.push(await measure(stage, [shop], scanOf(), scans))
    rows.push(await measure(stage, [shop], scanInto(stock), scans))
    for (const many of [1, clients])
      rows.push(await measure(stage, [shop], sell(stage, stock), { clients: many, seconds: 4, requests: 400 }))
    const tags = Array.from({ length: 20 }, (_, i) => tagOf(pieces - 100 + i))
    return { rows, page: await benchCounterPage(stage, shop, tags) }
  } finally {
    await stage.stop()
  }
}

interface Stock {
  readonly itemId: string
  readonly purityId: string
  readonly partyId: string
  /** In the order of their tags, from P-000001 on. */
  readonly pieceIds: readonly string[]
}

const tagOf = (n: number): string => `P-${String(n + 1).padStart(6, '0')}`
const htmx = { 'hx-request': 'true', 'hx-request-type': 'partial' }

/** A scan into an empty bill. */
const scanOf = (): Ask => ({
  name: 'scan a tag',
  isHarmless: true,
  shot: (shop, index) => {
    const id = newId()
    const fields = { id, scan: tagOf((index * 7919) % half), do: 'add' }
    return form(shop, `/sales/drafts/${id}`, fields, 200, htmx)
  },
})

/** A scan into a bill that holds four pieces, none of them in a bill of the others. */
const scanInto = (stock: Stock): Ask => ({
  name: 'scan a tag, the fifth',
  isHarmless: true,
  shot: (shop, index) => {
    const id = newId()
    const from = half + ((index * 5 * 787) % half)
    const fields = { id, ...linesOf(stock, from, 4), scan: tagOf(from + 4), do: 'add' }
    return form(shop, `/sales/drafts/${id}`, fields, 200, htmx)
  },
})

let sold = 0

const sell = (_stage: Stage, stock: Stock): Ask => ({
  name: 'issue five pieces with old gold',
  shot: (shop): Shot => {
    const from = sold
    sold += 5
    const fields = { id: newId(), ...linesOf(stock, from, 5), ...oldGold(stock), party: stock.partyId, pay: 'khata' }
    return form(shop, '/sales', fields, 303)
  },
})

function linesOf({ itemId, pieceIds }: Stock, from: number, count: number): Record<string, string> {
  const lines = Array.from({ length: count }, (_, i) => [
    [`lines.${i + 1}.item`, itemId],
    [`lines.${i + 1}.piece`, pieceIds[from + i] ?? ''],
    [`lines.${i + 1}.quantity`, '1'],
  ])
  return Object.fromEntries(lines.flat())
}

const oldGold = ({ purityId }: Stock): Record<string, string> => ({
  ...{ og_document: newId(), og_rows: '1', og_id_kind: 'aadhaar', og_id: '4321 8765 1234', og_declared: 'yes' },
  ...{ 'og.0.words': 'Bangles', 'og.0.purity': purityId, 'og.0.gross': '10', 'og.0.dust': '0.2' },
  ...{ 'og.0.touch': '91', 'og.0.melting': '2' },
})

/** Purities, the day's rates, one article and its pieces, as the owner of the tables writes them. */
async function stockUp(client: pg.Client, shop: Shop): Promise<Stock> {
  const { businessId } = shop
  await client.query("select set_config('app.business_id', $1, false)", [businessId])
  await client.query("update business set kind = 'jeweller' where id = $1", [businessId])
  await client.query("update business_directory set kind = 'jeweller' where id = $1", [businessId])
  const [purityId, itemId] = [newId(), newId()]
  const purity = standardPurities.find(({ name }) => name === '22K 916')
  await client.query(
    `insert into purity (business_id, id, metal, name, fineness) values ($1, $2, 'gold', 'Bench 22K', $3)`,
    [businessId, purityId, purity?.fineness ?? 9160],
  )
  await client.query(
    `insert into board_rate (business_id, id, purity_id, side, rate_paise, from_at, by_name)
      select $1, gen_random_uuid(), $2, side, rate, now() - interval '1 second', 'bench' from (values ('sell', 1240000), ('buy', 1222860)) as r (side, rate)`,
    [businessId, purityId],
  )
  await client.query(
    `insert into item (business_id, id, kind, name, unit, hsn, gst_class_id, created_at, updated_at)
      select $1, $2, 'goods', 'Chain', 'PCS', '711319', (select id from gst_class where business_id = $1 order by name limit 1), now(), now()`,
    [businessId, itemId],
  )
  await client.query(`insert into article (business_id, item_id, purity_id, tracking) values ($1, $2, $3, 'piece')`, [
    businessId,
    itemId,
    purityId,
  ])
  await insertPieces(client, { businessId, itemId, purityId })
  const ids = await client.query<{ id: string }>('select id from piece where business_id = $1 order by tag', [
    businessId,
  ])
  const partyId = shop.partyIds[0] ?? ''
  await client.query(
    `insert into party_address (business_id, id, party_id, kind, address, city, pin, state)
      select $1, gen_random_uuid(), $2, 'billing', '12 Ring Road', 'Surat', '395002', '24'
      where not exists (select 1 from party_address where business_id = $1 and party_id = $2)`,
    [businessId, partyId],
  )
  await client.query('update party set credit_limit_paise = null where business_id = $1', [businessId])
  await client.query('analyze')
  return { itemId, purityId, partyId, pieceIds: ids.rows.map(({ id }) => id) }
}

/** Light enough that a bill of five needs no PAN once the old gold is off. */
async function insertPieces(
  client: pg.Client,
  { businessId, itemId, purityId }: { businessId: string; itemId: string; purityId: string },
): Promise<void> {
  await client.query(
    `insert into piece (business_id, id, item_id, branch_id, purity_id, tag, gross_mg, net_mg, fineness, fine_mg, cost_paise, making_kind,
        making_value, wastage_kind, wastage_value, state, came_on, created_at, updated_at)
      select $1, gen_random_uuid(), $2, (select id from branch where business_id = $1 order by is_main desc limit 1), $3,
        'P-' || lpad(n::text, 6, '0'), w, w, 9160, round(w * 0.916), w * 1100, 'per-gram', 35000, 'percent', 300, 'in-stock', current_date, now(), now()
      from (select n, 1000 + n % 1500 as w from generate_series(1, $4::int) as n) g`,
    [businessId, itemId, purityId, pieces],
  )
  await client.query(
    `insert into stock_level (business_id, item_id, branch_id, quantity_milli, value_paise, gross_mg, net_mg, fine_mg)
      select business_id, item_id, branch_id, count(*) * 1000, sum(cost_paise), sum(gross_mg), sum(net_mg), sum(fine_mg)
      from piece where business_id = $1 group by 1, 2, 3`,
    [businessId],
  )
}
