import fc from 'fast-check'
import { Refusal } from '../../core/errors.ts'
import { inBusiness } from '../../db/tenant.ts'
import { hledgerBalances, hledgerCheck, ourBalances, sorted, wholeJournal } from '../hledger.ts'
import { hasOracle } from '../oracles.ts'
import { playOf } from './play.ts'
import { type Step, steps } from './steps.ts'
import { look, type Model, newWorld, type World } from './world.ts'

/**
 * Random days of a shop, done by the commands of the screens on a real database. After every step the books are what the
 * model reckoned and the books check holds; a refused step left nothing behind. Throws with the seed of a failure; says the
 * seed that was used.
 */
export async function runModel(kit: World['kit'], options: { runs: number; seed?: number }): Promise<string> {
  const seed = options.seed ?? Math.floor(Math.random() * 2 ** 31)
  const days = fc.commands([steps.map((step) => new Deed(step))], { maxCommands: 14, size: 'max' })
  const tally = { done: 0, refused: 0, runs: 0 }
  const property = fc.asyncProperty(days, async (commands) => {
    const world = await newWorld(kit, tally)
    await fc.asyncModelRun(() => world, commands)
    tally.runs += 1
    if (tally.runs % everyNth === 0 && hasOracle('hledger')) await askHledger(world.real)
  })
  await fc.assert(property, { seed, numRuns: options.runs, endOnFailure: true })
  return `${tally.runs} runs, ${tally.done} steps done, ${tally.refused} refused, seed ${seed}`
}

/** One in ten is enough: starting it takes longer than the run. */
export const everyNth = 10

export async function askHledger({ kit, shop }: { kit: World['kit']; shop: { id: string } }): Promise<void> {
  const [journal, ours] = await inBusiness(kit.db, shop.id, async (tx) => [
    await wholeJournal(tx, shop.id),
    await ourBalances(tx, shop.id),
  ])
  if (ours.size === 0) return
  await hledgerCheck(journal)
  expectSame('hledger', sorted(await hledgerBalances(journal)), sorted(ours))
}

class Deed implements fc.AsyncCommand<Model, World> {
  readonly step: Step

  constructor(step: Step) {
    this.step = step
  }

  check(): boolean {
    return true
  }

  async run(model: Model, real: World): Promise<void> {
    const play = await playOf(model, real, this.step)
    if (!play) return
    const before = real.last ?? (await look(real)).seen.size
    const said = await inBusiness(real.kit.db, real.shop.id, (tx) => play.run(tx)).then(
      () => 'done' as const,
      (error: unknown) => refusalOf(error),
    )
    const isDone = said === 'done'
    if (play.expects === (isDone ? 'refused' : 'done')) throw new Error(`${this}: ${said}, where it ${play.expects}`)
    real.tally[isDone ? 'done' : 'refused'] += 1
    if (isDone) play.apply()
    const { seen, faults } = await look(real)
    const { size, ...after } = seen
    real.last = size
    const { balances, cash, pieces } = model
    expectSame(`${this}: ${said}`, after, { balances, cash, pieces })
    if (!isDone) expectSame(`${this} was refused`, size, before)
    expectSame(`${this}: the books check`, faults, [])
  }

  toString(): string {
    return JSON.stringify(this.step)
  }
}

export function refusalOf(error: unknown): string {
  if (error instanceof Refusal) return error.key
  throw error
}

export function expectSame(what: string, found: unknown, wanted: unknown): void {
  const [one, other] = [found, wanted].map((value) =>
    JSON.stringify(value, (_, part) => (typeof part === 'bigint' ? `${part}` : part)),
  )
  if (one !== other) throw new Error(`${what}: found ${one}, wanted ${other}`)
}
