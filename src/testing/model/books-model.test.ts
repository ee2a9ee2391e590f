import t from 'tap'
import { modelDatabase } from './database.ts'
import { runModel } from './run.ts'

/** KHATA_MODEL_RUNS and KHATA_MODEL_SEED run more, or a failure again. */
const runs = Number(process.env['KHATA_MODEL_RUNS'] ?? 200)
const seed = process.env['KHATA_MODEL_SEED']

t.test('any order of sales, money, notes and locks leaves the books whole', async (t) => {
  // On a machine that does much else a run takes ten times as long.
  t.setTimeout(15 * 60_000)
  const db = await modelDatabase(t)
  const clock = () => new Date('2026-11-21T06:30:00Z')
  const said = await runModel({ db, clock }, { runs, ...(seed === undefined ? {} : { seed: Number(seed) }) })
  t.comment(said)
  t.pass(said)
})
