import fc from 'fast-check'
import { Refusal } from '../../core/errors.ts'
import { inBusiness } from '../../db/tenant.ts'
import { booksNow, hledgerReckons, sorted } from '../hledger.ts'
import { hasOracle } from '../oracles.ts'
import { undone } from './database.ts'
import { playOf } from './play.ts'
import { type Step, steps } from './steps.ts'
import { look, type Model, type NotedBooks, newModel, openShop, type World } from './world.ts'

/**
 * Random days of a shop, done by the commands of the screens on a real database. After every step the books are what the
 * model reckoned and the books check holds; a refused step left nothing behind; and of one run in
 * three hledger reckons the books as they stood after every step as we did. Throws with the seed of a failure; says the seed that was used.
 */
export async function runModel(kit: World['kit'], options: { runs: number; seed?: number }): Promise<string> {
  const seed = options.seed ?? Math.floor(Math.random() * 2 ** 31)
  const days = fc.commands([steps.map((step) => new Deed(step))], { maxCommands: 14, size: 'max' })
  const tally = { done: 0, refused: 0, runs: 0 }
  const shop = await openShop(kit)
  const { size: last } = (await look({ ...shop, kit })).seen
  const books: NotedBooks[] = []
  const property = fc.asyncProperty(days, async (commands) => {
    await undone(kit.db, async (db) => {
      const real: World = { ...shop, kit: { ...kit, db }, tally, books, last }
      await fc.asyncModelRun(() => ({ model: newModel(), real }), commands)
      await askHledger(books, { least: 50 })
    })
    tally.runs += 1
  })
  await fc.assert(property, { seed, numRuns: options.runs, endOnFailure: true })
  await askHledger(books, { least: 1 })
  return `${tally.runs} runs, ${tally.done} steps done, ${tally.refused} refused, seed ${seed}`
}

/** After every step of one run in three; those that buy and sell goods are asked of in all. */
const isNoted = ({ tally }: World): boolean => tally.runs % 3 === 0

/** Keeps the books as they stand after a step, for hledger. */
export async function noteBooks({ kit, shop, books }: Noting, after: string): Promise<void> {
  if (!hasOracle('hledger')) return
  books.push({ ...(await inBusiness(kit.db, shop.id, (tx) => booksNow(tx, shop.id))), after })
}

type Noting = Pick<World, 'kit' | 'books'> & { shop: { id: string } }

/** Of many steps at once: to start it takes longer than a run. */
export async function askHledger(books: NotedBooks[], { least }: { least: number }): Promise<void> {
  if (books.length < Math.max(least, 1)) return
  const noted = books.splice(0)
  const reckoned = await hledgerReckons(noted.map(({ journal }) => journal)).catch((error: unknown) => {
    throw new Error(noted.map(({ after }, nth) => `${nth} ${after}`).join('\n'), { cause: error })
  })
  for (const [nth, { balances, after }] of noted.entries())
    expectSame(`hledger after ${after}`, sorted(reckoned[nth] ?? new Map()), sorted(balances))
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
    const before = real.last
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
    if (isDone && isNoted(real)) await noteBooks(real, `${this}`)
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
