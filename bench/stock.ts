import { withClient } from '../src/db/roles.ts'
import { measure } from './measure.ts'
import type { Ask } from './pages.ts'
import { benchList, benchPieces, benchReceipt } from './receiving.ts'
import type { Measured } from './report.ts'
import { enterShop, type Shop, seedShops } from './shops.ts'
import { openStage, untidied } from './stage.ts'
import { type PurchasesSize, seedPurchases } from './stock-purchases.ts'
import { type StockSize, seedStock } from './stock-seed.ts'

const shopSize = { name: 'Bench stock', invoices: 1000 }
const stockSize: StockSize = { items: 20_000, movesEach: 100, articles: 100, piecesEach: 1000 }
const purchasesSize: PurchasesSize = { suppliers: 200, orders: 4000, receipts: 12_000, linesEach: 5, lots: 500 }
const clients = 8

/**
 * The screens of the stock over 20,000 items, 100,000 pieces and two million moves: each filter and each sort; and the lists of
 * purchases over 28,000 papers.
 */
export async function benchStock(folder: string, nodeFlags: readonly string[]): Promise<Measured[]> {
  const began = performance.now()
  const stage = await openStage(folder, nodeFlags, (made) => seedShops(made, [shopSize], console.log))
  try {
    const shop = await enterShop(stage, shopSize)
    await withClient(stage.bulk, (client) => seedStock(client, shop, stockSize))
    await withClient(stage.bulk, (client) => seedPurchases(client, shop, purchasesSize))
    console.log(`The stock was seeded in ${((performance.now() - began) / 1000).toFixed(0)} s.`)
    const seeded = await enterShop(stage, shopSize)
    const itemIds = await withClient(stage.bulk, async (client) => {
      const { rows } = await client.query<{ id: string }>(
        `select id from item where business_id = $1 and category like 'Bench%' order by md5(id::text) limit 200`,
        [seeded.businessId],
      )
      return rows.map(({ id }) => id)
    })
    const measured = await untidied(stage.bulk, async () => {
      const rows: Measured[] = []
      for (const ask of asks(itemIds))
        rows.push(await measure(stage, [seeded], ask, { clients, seconds: 1.2, requests: 1000 }))
      return rows
    })
    await benchReceipt(stage, seeded)
    await benchList(stage, seeded)
    await benchPieces(stage, seeded)
    return measured
  } finally {
    await stage.stop()
  }
}

const page = (name: string, path: (index: number) => string = () => name): Ask => ({
  name,
  shot: (shop: Shop, index) => ({
    method: 'GET',
    path: path(index),
    headers: { cookie: shop.cookie, 'accept-encoding': 'gzip' },
    expect: 200,
  }),
})

const asks = (itemIds: readonly string[]): Ask[] => {
  const filters = ['', 'show=low', 'show=out', 'show=excess', 'category=Bench+7', 'goods=articles', 'goods=items']
  const sorts = ['', 'sort=value', 'sort=cover']
  const lists = filters.flatMap((filter) =>
    sorts.map((sort) => ['/stock', [filter, sort].filter(Boolean).join('&')].filter(Boolean).join('?')),
  )
  const words = ['a', 'b1', 'c', '3f', 'art']
  return [
    ...lists.map((path) => page(path)),
    page('/stock?q=', (index) => `/stock?q=${words[index % words.length]}`),
    page('/stock/:id', (index) => `/stock/${itemIds[index % itemIds.length]}`),
    page('/stock/:id?kind=', (index) => `/stock/${itemIds[index % itemIds.length]}?kind=purchase`),
    page('/stock/as-of'),
    page('/stock/as-of, mid months', (index) => `/stock/as-of?on=-${150 + (index % 30)}`),
    ...[30, 90, 365].map((days) => page(`/stock/idle?days=${days}`)),
    page('/stock/groups'),
    ...['', 'state=sold', 'counter=Counter+3', 'age=91-180', 'least=20'].map((filter) =>
      page(['/pieces', filter].filter(Boolean).join('?')),
    ),
    page('/lots'),
    page('/reorder'),
    ...['', 'late', 'received', 'all'].map((list) => page(`/purchases/orders${list && `?list=${list}`}`)),
    ...['', 'waiting', 'differing'].map((show) => page(`/purchases/receipts${show && `?show=${show}`}`)),
    ...['', 'unpaid', 'overdue', 'differences'].map((show) => page(`/purchases/bills${show && `?show=${show}`}`)),
    page('/purchases/suppliers'),
  ]
}
