import t from 'tap'
import { testDatabase } from '../database.ts'
import { runModel } from './run.ts'

/** Two hundred runs with those of the goods model; KHATA_MODEL_RUNS and KHATA_MODEL_SEED run more, or a failure again. */
const runs = Number(process.env['KHATA_MODEL_RUNS'] ?? 100)
const seed = process.env['KHATA_MODEL_SEED']

t.test('any order of sales, money, notes and locks leaves the books whole', async (t) => {
  const { db } = await testDatabase(t)
  const clock = () => new Date('2026-11-21T06:30:00Z')
  const said = await runModel({ db, clock }, { runs, ...(seed === undefined ? {} : { seed: Number(seed) }) })
  t.comment(said)
  t.pass(said)
})
