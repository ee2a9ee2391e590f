import fc from 'fast-check'
import { inBusiness } from '../../db/tenant.ts'
import { undone } from './database.ts'
import { changedAnew, faultsOfGoods, keptToOrder, lookAtGoods, wantedOf } from './goods-checks.ts'
import { goodsPlayOf } from './goods-play.ts'
import { type GoodsSetting, type GoodsStep, goodsDays, goodsSettings } from './goods-steps.ts'
import {
  type GoodsModel,
  type GoodsWorld,
  newGoodsModel,
  type OpenedShop,
  openGoodsShop,
  type Tally,
} from './goods-world.ts'
import { askHledger, expectSame, noteBooks, refusalOf } from './run.ts'
import type { NotedBooks } from './world.ts'

/**
 * Random days of a shop that buys, keeps and sells goods, by the commands of the screens on a real database. After every step
 * shelves, batches, roads and accounts are what the model reckoned, and the books check holds; a refused step left nothing
 * behind; at the end, once what is due is valued, to value all of it again changes nothing, and hledger reckons the books as
 * they stood after every step as we did. Throws with the seed of a failure;
 * says the seed that was used.
 */
export async function runGoodsModel(
  kit: GoodsWorld['kit'],
  options: { runs: number; seed?: number; steps: number },
): Promise<string> {
  const seed = options.seed ?? Math.floor(Math.random() * 2 ** 31)
  const some = { maxCommands: options.steps, size: 'max' } as const
  const days = fc.oneof(...goodsDays.map((steps) => fc.commands([steps.map((step) => new GoodsDeed(step))], some)))
  const tally: Tally = { done: 0, refused: 0, runs: 0, deeds: new Map() }
  const opened = new Map<string, GoodsOpened>()
  const books: NotedBooks[] = []
  const property = fc.asyncProperty(goodsSettings, days, async (setting, commands) => {
    const name = JSON.stringify(setting)
    const shop = opened.get(name) ?? (await open(kit, setting))
    opened.set(name, shop)
    await undone(kit.db, async (db) => {
      const real: GoodsWorld = { ...shop, kit: { ...kit, db }, tally, story: [], books }
      await telling(real, async () => {
        await fc.asyncModelRun(() => ({ model: newGoodsModel(), real }), commands)
        const { kept, wanted } = await keptToOrder(real)
        expectSame('what to order', kept, wanted)
        expectSame('valued anew', await changedAnew(real), 0)
        expectSame('the books check', (await lookAll(real, '2026-11-21')).faults, [])
        await noteBooks(real, 'all was valued')
        await askHledger(books, { least: 50 })
      })
    })
    tally.runs += 1
  })
  await fc.assert(property, { seed, numRuns: options.runs, endOnFailure: true })
  await askHledger(books, { least: 1 })
  const deeds = [...tally.deeds].map(([what, { done, refused }]) => `${what} ${done}/${refused}`).sort()
  return `${tally.runs} runs, ${tally.done} steps done, ${tally.refused} refused (${deeds.join(', ')}), seed ${seed}`
}

/** What fails says what was done before. */
const telling = ({ story }: GoodsWorld, work: () => Promise<void>): Promise<void> =>
  work().catch((error: unknown) => {
    const said = error instanceof Error ? error.message : String(error)
    throw new Error([...story, said].join('\n'), { cause: error })
  })

const lookAll = (real: OpenedShop & Pick<GoodsWorld, 'kit'>, onDate: string) =>
  inBusiness(real.kit.db, real.shop.id, async (tx) => ({
    seen: await lookAtGoods(tx, real),
    faults: await faultsOfGoods(tx, real, onDate),
  }))

type GoodsOpened = OpenedShop & Pick<GoodsWorld, 'last'>

async function open(kit: GoodsWorld['kit'], setting: GoodsSetting): Promise<GoodsOpened> {
  const shop = await openGoodsShop(kit, setting)
  const { seen } = await lookAll({ ...shop, kit }, '2026-11-21')
  await keptToOrder({ ...shop, kit })
  return { ...shop, last: seen.size }
}

class GoodsDeed implements fc.AsyncCommand<GoodsModel, GoodsWorld> {
  readonly step: GoodsStep

  constructor(step: GoodsStep) {
    this.step = step
  }

  check(): boolean {
    return true
  }

  async run(model: GoodsModel, real: GoodsWorld): Promise<void> {
    const found = await goodsPlayOf(model, real, this.step)
    if (!found) return
    const { play, step } = found
    const told = JSON.stringify(step)
    const before = real.last
    const said = await inBusiness(real.kit.db, real.shop.id, (tx) => play.run(tx)).then(
      () => 'done' as const,
      (error: unknown) => refusalOf(error),
    )
    const isDone = said === 'done'
    if (play.expects === (isDone ? 'refused' : 'done')) throw new Error(`${told}: ${said}, where it ${play.expects}`)
    real.story.push(`${told}: ${said}`)
    count(real.tally, step.what, isDone ? 'done' : 'refused')
    if (isDone) play.apply()
    const { seen, faults } = await lookAll(real, step.onDate)
    const { size, ...after } = seen
    real.last = size
    expectSame(`${told}: ${said}`, after, wantedOf(model, real, after))
    if (!isDone) expectSame(`${told} was refused`, size, before)
    expectSame(`${told}: the books check`, faults, [])
    if (isDone) await noteBooks(real, `${told}`)
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
