import t from 'tap'
import { modelDatabase } from './database.ts'
import { runGoodsModel } from './goods-run.ts'

/** KHATA_MODEL_RUNS, _SEED run more, or a failure again, _STEPS longer days. */
const runs = Number(process.env['KHATA_MODEL_RUNS'] ?? 200)
const steps = Number(process.env['KHATA_MODEL_STEPS'] ?? 8)
const seed = process.env['KHATA_MODEL_SEED']

t.test('any order of buying, moving, counting, selling and valuing leaves shelves and books whole', async (t) => {
  // On a machine that does much else a run takes ten times as long.
  t.setTimeout(15 * 60_000)
  const db = await modelDatabase(t)
  const clock = () => new Date('2026-11-21T06:30:00Z')
  const options = { runs, steps, ...(seed === undefined ? {} : { seed: Number(seed) }) }
  const said = await runGoodsModel({ db, clock }, options)
  t.comment(said)
  t.pass(said)
})
