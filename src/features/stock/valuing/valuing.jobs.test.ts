import t from 'tap'
import { milli } from '../../../core/quantity.ts'
import { newId } from '../../../db/ids.ts'
import { testApp } from '../../../testing/app.ts'
import { cash, rs, walkIn } from '../../../testing/goods-shop.ts'
import { runJobs } from '../../../testing/jobs.ts'
import { aStockYard, buy, faultsOf } from '../../../testing/stock-yard.ts'
import { issueOnce } from '../../sales/index.ts'
import { valueDue } from './starting.commands.ts'
import { valuingJob } from './valuing.jobs.ts'

const items = 45

t.test('the job is left in the middle, taken up by another, and sold beside', { timeout: 120_000 }, async (t) => {
  const kit = await testApp(t)
  const yard = await aStockYard(kit, { method: 'weighted-average', items })
  const goods = { branchId: yard.branches[0], quantity: milli(10_000n) }
  await yard.inShop(async (tx) => {
    for (const itemId of yard.itemIds) {
      await buy(tx, yard, { ...goods, itemId, cost: rs('100'), onDate: '2026-10-02' })
      await buy(tx, yard, { ...goods, itemId, cost: rs('300'), onDate: '2026-10-01' })
    }
  })
  const id = newId()
  await yard.inShop((tx) => valueDue(tx, yard.id, id, yard.actor))
  const due = async () => (await kit.root('revaluation_due').where({ business_id: yard.id })).length
  t.equal(await due(), items)

  const dying = { ...valuingJob, work: dieAfter(1) }
  await runJobs(kit, { kinds: [dying] }).catch(() => undefined)
  t.equal(await due(), items - 20, 'what was done stays done, and the marks say what is left')
  t.same(await faultsOf(yard), [])

  await kit.root('job').where({ id }).update({ state: 'queued' })
  const sales = yard.itemIds.map((_, n) => {
    const lines = [yard.line(n, 2_000n), yard.line((n + 7) % items, 1_000n)]
    return issueOnce(kit.db, yard.id, yard.bill({ buyer: walkIn, lines, tenders: [cash('300')] }), yard.actor)
  })
  await Promise.all([runJobs(kit), ...sales])
  t.equal(await due(), 0)
  t.match(await kit.root('job').where({ id }).first(), { state: 'done' })
  const levels = await kit.root('stock_level').where({ business_id: yard.id }).select('quantity_milli', 'value_paise')
  // Twenty for 400, of which three were sold.
  for (const level of levels) t.same(level, { quantity_milli: 17_000n, value_paise: rs('340') })
  t.same(await faultsOf(yard), [])
})

/** Works as the job does, but its process ends after so many steps. */
function dieAfter(steps: number): typeof valuingJob.work {
  return (tools, job, progress) => {
    let left = steps
    const throwIfCancelled = () => {
      if (left === 0) throw new Error('killed')
      left -= 1
    }
    return valuingJob.work(tools, job, { ...progress, throwIfCancelled })
  }
}
