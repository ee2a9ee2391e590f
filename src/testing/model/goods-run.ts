import fc from 'fast-check'
import { inBusiness } from '../../db/tenant.ts'
import { hasOracle } from '../oracles.ts'
import { changedAnew, faultsOfGoods, lookAtGoods, wantedOf } from './goods-checks.ts'
import { goodsPlayOf } from './goods-play.ts'
import { type GoodsStep, goodsSettings, goodsSteps } from './goods-steps.ts'
import { type GoodsModel, type GoodsWorld, newGoodsWorld, type Tally } from './goods-world.ts'
import { askHledger, everyNth, expectSame, refusalOf } from './run.ts'

/**
 * Random days of a shop that buys, keeps and sells goods, by the commands of the screens on a real database. After every step
 * shelves, batches, roads and accounts are what the model reckoned, and the books check holds; a refused step left nothing
 * behind; at the end, once what is due is valued, to value all of it again changes nothing. Throws with the seed of a failure;
 * says the seed that was used.
 */
export async function runGoodsModel(
  kit: GoodsWorld['kit'],
  options: { runs: number; seed?: number; steps: number },
): Promise<string> {
  const seed = options.seed ?? Math.floor(Math.random() * 2 ** 31)
  const days = fc.commands([goodsSteps.map((step) => new GoodsDeed(step))], { maxCommands: options.steps, size: 'max' })
  const tally: Tally = { done: 0, refused: 0, runs: 0, deeds: new Map() }
  const property = fc.asyncProperty(goodsSettings, days, async (setting, commands) => {
    const world = await newGoodsWorld(kit, { setting, tally })
    await telling(world.real, async () => {
      await fc.asyncModelRun(() => world, commands)
      expectSame('valued anew', await changedAnew(world.real), 0)
      expectSame('the books check', (await lookAll(world.real, '2026-11-21')).faults, [])
    })
    tally.runs += 1
    if (tally.runs % everyNth === 0 && hasOracle('hledger')) await askHledger(world.real)
  })
  await fc.assert(property, { seed, numRuns: options.runs, endOnFailure: true })
  const deeds = [...tally.deeds].map(([what, { done, refused }]) => `${what} ${done}/${refused}`).sort()
  return `${tally.runs} runs, ${tally.done} steps done, ${tally.refused} refused (${deeds.join(', ')}), seed ${seed}`
}

/** What fails says what was done before. */
const telling = ({ story }: GoodsWorld, work: () => Promise<void>): Promise<void> =>
  work().catch((error: unknown) => {
    const said = error instanceof Error ? error.message : String(error)
    throw new Error([...story, said].join('\n'), { cause: error })
  })

const lookAll = (real: GoodsWorld, onDate: string) =>
  inBusiness(real.kit.db, real.shop.id, async (tx) => ({
    seen: await lookAtGoods(tx, real),
    faults: await faultsOfGoods(tx, real, onDate),
  }))

class GoodsDeed implements fc.AsyncCommand<GoodsModel, GoodsWorld> {
  readonly step: GoodsStep

  constructor(step: GoodsStep) {
    this.step = step
  }

  check(): boolean {
    return true
  }

  async run(model: GoodsModel, real: GoodsWorld): Promise<void> {
    const play = await goodsPlayOf(model, real, this.step)
    if (!play) return
    const before = real.last ?? (await lookAll(real, this.step.onDate)).seen.size
    const said = await inBusiness(real.kit.db, real.shop.id, (tx) => play.run(tx)).then(
      () => 'done' as const,
      (error: unknown) => refusalOf(error),
    )
    const isDone = said === 'done'
    if (play.expects === (isDone ? 'refused' : 'done')) throw new Error(`${this}: ${said}, where it ${play.expects}`)
    real.story.push(`${this}: ${said}`)
    count(real.tally, this.step.what, isDone ? 'done' : 'refused')
    if (isDone) play.apply()
    const { seen, faults } = await lookAll(real, this.step.onDate)
    const { size, ...after } = seen
    real.last = size
    expectSame(`${this}: ${said}`, after, wantedOf(model, real, after))
    if (!isDone) expectSame(`${this} was refused`, size, before)
    expectSame(`${this}: the books check`, faults, [])
  }

  toString(): string {
    return JSON.stringify(this.step)
  }
}

function count(tally: Tally, what: string, how: 'done' | 'refused'): void {
  tally[how] += 1
  const deed = tally.deeds.get(what) ?? { done: 0, refused: 0 }
  tally.deeds.set(what, deed)
  deed[how] += 1
}
