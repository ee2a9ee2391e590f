import t from 'tap'
import { newId } from '../../db/ids.ts'
import { testApp } from '../../testing/app.ts'
import { aShop } from '../../testing/cast.ts'
import { text } from '../../testing/html.ts'
import { csv, importKit } from '../../testing/imports.ts'
import { runJobs } from '../../testing/jobs.ts'
import type { JobKind } from '../jobs/index.ts'
import { importJobs } from './imports.jobs.ts'

t.test('an import that goes on, and back', { timeout: 110_000 }, async (t) => {
  const kit = await testApp(t)
  const { upload, check, work, bring, undo, balanceOf, wrongPoints, statesOf, countsOf } = importKit(kit)

  t.test('a party with a bill is kept, all others go, and counts are as before', async (t) => {
    const shop = await aShop(kit)
    const before = await countsOf(shop)
    const file = csv([
      ['Name', 'Address', 'Opening balance'],
      ['Anand', 'Ring Road', ''],
      ['Bhavna', '', '500'],
      ['Chetan', 'Market', ''],
    ])
    const first = await bring(t, shop.asha, 'parties', file)
    await undo(shop.asha, first)
    t.same(await statesOf(first), { undone: 3 })
    const after = await countsOf(shop)
    t.same(
      { ...after, party: 0, party_search: 0, voucher: 0, open_item: 0 },
      { ...before, party: 0, party_search: 0, voucher: 0, open_item: 0 },
    )
    t.same(
      await kit.root('party').where({ business_id: shop.id, archived_at: null }),
      [],
      'no party is left in the lists',
    )
    t.equal((await kit.root('party').where({ business_id: shop.id })).length, 1, 'who had an opening is archived')
    t.same(await wrongPoints(shop), [])

    const id = await bring(t, shop.asha, 'parties', file)
    const anand = await kit.root('party').where({ business_id: shop.id, name: 'Anand' }).first('id')
    await kit.root('draft').insert({
      business_id: shop.id,
      id: newId(),
      user_id: shop.asha.id,
      kind: 'sale',
      body: JSON.stringify({ party: anand.id }),
      label: '',
      updated_at: kit.clock(),
    })
    const page = await kit.as(shop.asha).get(`/imports/${id}/undo`)
    t.match(text(page.body), /2 are taken back.*1 was used since.*Anand/)
    t.equal((await kit.as(shop.asha).post(`/imports/${id}/undo`, { job: newId() })).statusCode, 422)
    await undo(shop.asha, id, { keep: 'yes' })
    t.same(await statesOf(id), { kept: 1, undone: 2 })
  })

  t.test('the same form is one import, and another file under it is refused', async (t) => {
    const shop = await aShop(kit)
    const file = csv([['Name'], ['Meera']])
    const { id } = await upload(shop.asha, 'parties', file)
    t.equal((await upload(shop.asha, 'parties', file, 'old.csv', id)).answer.statusCode, 303)
    const other = await upload(shop.asha, 'parties', csv([['Name'], ['Dev']]), 'old.csv', id)
    t.equal(other.answer.statusCode, 422)
    t.match(text(other.answer.body), 'already sent with another file')
    await check(shop.asha, id)
    const job = newId()
    await kit.as(shop.asha).post(`/imports/${id}/run`, { job })
    t.equal((await kit.as(shop.asha).post(`/imports/${id}/run`, { job })).headers.location, `/jobs/${job}`)
    await work()
    t.equal((await kit.root('party').where({ business_id: shop.id })).length, 1)
    t.equal((await kit.as(shop.asha).post(`/imports/${id}/run`, { job: newId() })).statusCode, 409)
    const again = await upload(shop.asha, 'parties', file)
    await check(shop.asha, again.id)
    t.same(await statesOf(again.id), { same: 1 })
    const page = await kit.as(shop.asha).get(`/imports/${again.id}`)
    t.match(text(page.body), /This very file was brought in before.*no new row to bring in/)
    await check(shop.asha, again.id, { twins: 'add' })
    t.same(await statesOf(again.id), { new: 1 })
    t.equal((await kit.as(shop.asha).post(`/imports/${again.id}/removal`)).statusCode, 303)
    t.same(await statesOf(again.id), {}, 'a dropped file keeps no rows')
  })

  t.test('a killed run goes on where it stood', async (t) => {
    const shop = await aShop(kit)
    const names = Array.from({ length: 1200 }, (_, at) => [`Party ${at}`, '10'])
    const { id } = await upload(shop.asha, 'parties', csv([['Name', 'Opening balance'], ...names]))
    await check(shop.asha, id)
    const job = newId()
    await kit.as(shop.asha).post(`/imports/${id}/run`, { job })
    const jobs = importJobs.map((kind) => ({ ...kind, work: killedAfter(kind.work, 2) }))
    await t.rejects(runJobs(kit, { kinds: jobs }), { message: 'killed' })
    const [half] = await kit.root('party').where({ business_id: shop.id }).count('id as n')
    t.match(await statesOf(id), { made: Number(half?.n) })
    t.ok(Number(half?.n) > 0 && Number(half?.n) < 1200, 'in the middle')
    await work()
    t.same(await statesOf(id), { made: 1200 })
    t.equal((await kit.root('party').where({ business_id: shop.id })).length, 1200, 'none twice')
    t.equal(await balanceOf(shop, 'debtors'), 12_000_00n)
    t.match(await kit.root('job').where({ id: job }).first(), { state: 'done', done: 1200, failed: 0 })
    t.same(await wrongPoints(shop), [])
  })

  t.test('one row that the books refuse stops no other', async (t) => {
    const shop = await aShop(kit)
    const file = csv([
      ['Name', 'Opening balance'],
      ['Anand', '10'],
      ['Bhavna', '999999999999.99'],
      ['Chetan', '30'],
    ])
    const id = await bring(t, shop.asha, 'parties', file)
    t.same(await statesOf(id), { failed: 1, made: 2 })
    t.match(text((await kit.as(shop.asha).get(`/imports/${id}`)).body), /3 .*Failed|Rows that are refused.*3/)
    t.match((await kit.as(shop.asha).get(`/imports/${id}/refused.csv`)).body, 'Bhavna')
  })

  t.test('two thousand rows, and all of them taken back', { timeout: 120_000 }, async (t) => {
    const shop = await aShop(kit)
    const rows = Array.from({ length: 2000 }, (_, at) => [`Item ${at}`, 'PCS', '18', '10', '7', String(1 + (at % 9))])
    const id = await bring(
      t,
      shop.asha,
      'items',
      csv([['Name', 'Unit', 'GST %', 'Sale price', 'Cost', 'Qty'], ...rows]),
    )
    t.same(await statesOf(id), { made: 2000 })
    t.match(
      text((await kit.as(shop.asha).get(`/imports/${id}`)).body),
      '2,000 Brought in'.split(' ').reverse().slice(0, 1)[0] ?? '',
    )
    await undo(shop.asha, id)
    t.same(await statesOf(id), { undone: 2000 })
    t.equal(await balanceOf(shop, 'stock'), 0n)
    t.same(await wrongPoints(shop), [])
  })
})

/** As if the process ended once it had done so many steps. */
function killedAfter(work: JobKind['work'], steps: number): JobKind['work'] {
  return (deps, job, progress) => {
    let left = steps
    const dying = {
      ...progress,
      throwIfCancelled: () => {
        if (left === 0) throw new Error('killed')
        left -= 1
      },
    }
    return work(deps, job, dying)
  }
}
