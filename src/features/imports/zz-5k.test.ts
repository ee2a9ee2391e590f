import { readFileSync } from 'node:fs'
import t from 'tap'
import { fieldVault } from '../../db/fields.ts'
import { newId } from '../../db/ids.ts'
import { inBusiness } from '../../db/tenant.ts'
import { testApp } from '../../testing/app.ts'
import { aShop } from '../../testing/cast.ts'
import { findRun } from './imports.queries.ts'
import { startImport } from './run/run.commands.ts'
import { runRows } from './run/run-rows.ts'

const N = Number(process.env['N'] ?? 5000)
t.test('5k', { timeout: 400_000 }, async (t) => {
  const kit = await testApp(t)
  const shop = await aShop(kit)
  for (const withOpening of [false, true]) {
    const lines = [
      'Name,Phone,State,Address,City,PIN,Opening balance',
      ...Array.from(
        { length: N },
        (_, i) =>
          `Party ${withOpening} ${i} Traders,9${String((withOpening ? 700000000 : 800000000) + i)},Gujarat,${i} Station Road,Surat,395003,${withOpening ? '100 Dr' : ''}`,
      ),
    ]
    const id = newId()
    const form = new FormData()
    form.append('id', id)
    form.append('kind', 'parties')
    form.append('file', new Blob([lines.join('\n')]), 'x.csv')
    let s = Date.now()
    await kit.as(shop.asha).upload('/imports', form)
    console.error('upload', Date.now() - s)
    s = Date.now()
    const { mapping } = await kit.root('import_run').where({ id }).first('mapping')
    await kit
      .as(shop.asha)
      .post(
        `/imports/${id}/columns`,
        Object.fromEntries(Object.entries(mapping).map(([n, c]) => [`column.${n}`, String(c)])),
      )
    console.error('check', Date.now() - s)
    const actor = { userId: shop.asha.id, name: 'A', at: kit.clock() }
    await inBusiness(kit.db, shop.id, (tx) => startImport(tx, shop.id, { id, jobId: newId() }, actor))
    const run = await inBusiness(kit.db, shop.id, (tx) => findRun(tx, shop.id, id))
    for (;;) {
      const s = Date.now()
      const cpu = process.cpuUsage()
      const before = await dbCpu(kit)
      const step = await runRows(kit.db, shop.id, run, {
        today: '2026-11-21',
        actor,
        vault: fieldVault(kit.config.secret),
      })
      const used = process.cpuUsage(cpu)
      console.error(
        withOpening,
        'chunk',
        Date.now() - s,
        'ms, own cpu',
        Math.round((used.user + used.system) / 1000),
        'db cpu',
        (await dbCpu(kit)) - before,
      )
      if (!step) break
    }
  }
})

async function dbCpu(kit: { root: any; name: string }): Promise<number> {
  const { rows } = await kit.root.raw('select pid from pg_stat_activity where datname = ?', [kit.name])
  return rows.reduce((sum: number, { pid }: { pid: number }) => {
    const parts = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? []
    return sum + (Number(parts[11]) + Number(parts[12])) * 10
  }, 0)
}
