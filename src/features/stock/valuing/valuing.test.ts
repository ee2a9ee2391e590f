import t from 'tap'
import { paise } from '../../../core/money.ts'
import { milli } from '../../../core/quantity.ts'
import { newId } from '../../../db/ids.ts'
import { testApp } from '../../../testing/app.ts'
import { actorFor, aMember } from '../../../testing/cast.ts'
import { rs } from '../../../testing/goods-shop.ts'
import { runJobs } from '../../../testing/jobs.ts'
import { aStockYard, buy, faultsOf, send, use, type Yard } from '../../../testing/stock-yard.ts'
import { valueDue } from './starting.commands.ts'

t.test('goods valued anew', async (t) => {
  const kit = await testApp(t)
  const { as, root } = kit
  const due = (yard: Yard) => yard.inShop((tx) => valueDue(tx, yard.id, newId(), actorFor(yard.asha, kit)))
  const worth = async (yard: Yard) => {
    const levels = await root('stock_level').where({ business_id: yard.id }).orderBy('branch_id').select('*')
    return levels.map(({ quantity_milli, value_paise }) => [Number(quantity_milli) / 1000, Number(value_paise) / 100])
  }

  t.test('a receipt of an earlier day makes dearer what was used since, here and where it was sent', async (t) => {
    const yard = await aStockYard(kit, { method: 'weighted-average', items: 1 })
    const goods = { itemId: yard.itemIds[0] ?? '', branchId: yard.branches[0] }
    const browser = as(yard.asha)
    t.match((await browser.get('/stock/valuing')).body, /Nothing was valued anew yet/)
    await yard.inShop(async (tx) => {
      await buy(tx, yard, { ...goods, quantity: milli(10_000n), cost: rs('100'), onDate: '2026-10-01' })
      await use(tx, yard, { ...goods, quantity: milli(4_000n), onDate: '2026-10-05' })
      await send(tx, yard, { ...goods, toId: yard.branches[1], quantity: milli(4_000n), onDate: '2026-10-06' })
      await use(tx, yard, { ...goods, branchId: yard.branches[1], quantity: milli(1_000n), onDate: '2026-10-07' })
    })
    t.equal((await root('revaluation_due').where({ business_id: yard.id })).length, 0)
    await yard.inShop((tx) =>
      buy(tx, yard, { ...goods, quantity: milli(10_000n), cost: rs('200'), onDate: '2026-10-02' }),
    )
    t.match((await browser.get('/stock/valuing')).body, /1 item waits to be valued anew/)
    await due(yard)
    await due(yard)
    t.equal((await root('job').where({ business_id: yard.id })).length, 1, 'two entries are one work')
    await runJobs(kit)
    // 20 for 300: 4 used at 15, 4 sent at 15, of which one was used there.
    t.same(await worth(yard), [
      [12, 180],
      [3, 45],
    ])
    t.same(await faultsOf(yard), [])
    const [run] = await root('revaluation').where({ business_id: yard.id })
    t.match(run, { moves: 4, stock_paise: paise(-25_00n), reason: 'Entry of an earlier day' })
    const list = await browser.get('/stock/valuing')
    t.match(list.body, /Entry of an earlier day.*-25\.00/s)
    const page = await browser.get(`/stock/valuing/${run.id}`)
    t.match(page.body, /Rice.*Own use.*40\.00.*60\.00/s)
    t.match(page.body, /Transfer/)
    t.match((await browser.get(`/jobs/${run.id}`)).body, /4 moves are worth something else/)
    const id = newId()
    for (let press = 0; press < 2; press += 1) t.equal((await browser.post('/stock/valuing', { id })).statusCode, 303)
    await runJobs(kit)
    t.match((await browser.get(`/stock/valuing/${id}`)).body, /Nothing changed/)
  })

  t.test('another method holds from the first open day, and is refused while items wait', async (t) => {
    const yard = await aStockYard(kit, { method: 'weighted-average', items: 1 })
    const goods = { itemId: yard.itemIds[0] ?? '', branchId: yard.branches[0] }
    const browser = as(yard.asha)
    await yard.inShop(async (tx) => {
      await buy(tx, yard, { ...goods, quantity: milli(10_000n), cost: rs('100'), onDate: '2026-10-01' })
      await buy(tx, yard, { ...goods, quantity: milli(10_000n), cost: rs('200'), onDate: '2026-10-02' })
      await use(tx, yard, { ...goods, quantity: milli(4_000n), onDate: '2026-10-05' })
    })
    t.match((await browser.get('/stock/valuing/method')).body, /It holds from the first entry on/)
    const change = (method: string) => browser.post('/stock/valuing/method', { id: newId(), method })
    t.equal((await change('lifo')).statusCode, 422)
    t.match((await change('weighted-average')).body, /values by this method already/)
    t.equal((await change('fifo')).statusCode, 303)
    const waits = await change('weighted-average')
    t.same([waits.statusCode, /still wait to be valued/.test(waits.body)], [409, true])
    t.same(await faultsOf(yard), [], 'also before the job has begun')
    await runJobs(kit)
    t.same(await worth(yard), [[16, 260]])
    t.same(await faultsOf(yard), [])
    await yard.inShop((tx) => use(tx, yard, { ...goods, quantity: milli(8_000n), onDate: '2026-10-08' }))
    t.same(await worth(yard), [[8, 160]], 'six at ten and two at twenty')
    await root('business').where({ id: yard.id }).update({ lock_date: '2026-10-06' })
    t.equal((await change('weighted-average')).statusCode, 303)
    await runJobs(kit)
    // 16 for 260 when the 7th began: 8 go at 16.25.
    t.same(await worth(yard), [[8, 130]])
    t.same(await faultsOf(yard), [])
  })

  t.test('costs are for who may see them', async (t) => {
    const yard = await aStockYard(kit, { method: 'fifo', items: 1 })
    const cashier = as(await aMember(kit, yard, 'cashier'))
    t.equal((await cashier.get('/stock/valuing')).statusCode, 403)
    t.equal((await cashier.post('/stock/valuing', { id: newId() })).statusCode, 403)
    t.equal((await cashier.post('/stock/valuing/method', { id: newId(), method: 'fifo' })).statusCode, 403)
    t.equal((await as(yard.asha).get(`/stock/valuing/${newId()}`)).statusCode, 404)
  })
})
