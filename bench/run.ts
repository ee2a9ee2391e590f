import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { cpus, tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import { benchBulk } from './bulk-statements.ts'
import { benchCounter } from './counter.ts'
import { benchImports } from './imports.ts'
import { bareFastify, barePrint } from './limits.ts'
import { each, measure, type Pace } from './measure.ts'
import { type Ask, actions, issue, pages, prints } from './pages.ts'
import { residentOf, since, usedBy } from './processes.ts'
import { recordRequests, replay } from './recording.ts'
import { type Measured, sized, table } from './report.ts'
import { enterShop, type Shop, type ShopSize, seedShops } from './shops.ts'
import { openStage, type Stage, untidied } from './stage.ts'
import { benchStock } from './stock.ts'

const help = `npm run bench                    pages, actions and the machine's limits at 1 k, 10 k and 100 k invoices
npm run bench -- --quick         1 k and 10 k, shortly
npm run bench -- --large         1 M too
npm run bench -- --pages         no actions, no limits
npm run bench -- --only parties  only what has this in its name
npm run bench -- --bulk          only the statements of 1,000 parties, beside Chromium's own rate
npm run bench -- --imports       only imports of 20,000 rows
npm run bench -- --counter       only a jeweller's counter over 100,000 pieces
npm run bench -- --stock         only the screens of a stock of 20,000 items and 100,000 pieces
npm run bench -- --keep          keeps the seeded database for the next run with --keep
npm run bench -- --profile x     writes a processor profile of the app into the folder x`

const { values: flags } = parseArgs({
  options: {
    quick: { type: 'boolean' },
    large: { type: 'boolean' },
    pages: { type: 'boolean' },
    only: { type: 'string' },
    bulk: { type: 'boolean' },
    imports: { type: 'boolean' },
    counter: { type: 'boolean' },
    stock: { type: 'boolean' },
    keep: { type: 'boolean' },
    profile: { type: 'string' },
    help: { type: 'boolean' },
  },
})

const small = Array.from({ length: 20 }, (_, i): ShopSize => ({ name: `Bench 20 of ${i + 1}`, invoices: 20 }))
const sizes = [1000, 10_000, ...(flags.quick ? [] : [100_000]), ...(flags.large ? [1_000_000] : [])]
const pace: Pace = flags.quick ? { seconds: 0.4, requests: 400 } : { seconds: 1.2, requests: 2000 }
const only = (ask: { name: string }): boolean => flags.only === undefined || ask.name.includes(flags.only)
const profile = flags.profile === undefined ? [] : ['--cpu-prof', `--cpu-prof-dir=${flags.profile}`]
const rows: Measured[] = []

if (flags.help) console.log(help)
else if (flags.bulk) await inFolder((folder) => benchBulk(folder, profile))
else if (flags.imports) await inFolder(benchImports)
else if (flags.counter) await inFolder(counterAlone)
else if (flags.stock) await inFolder(async (folder) => console.log(`\n${table(await benchStock(folder, profile))}`))
else await bench()

async function counterAlone(folder: string): Promise<void> {
  const { rows: measured, page } = await benchCounter(folder, profile)
  console.log(`\n${table(measured)}\n\n${page.join('\n')}`)
}

async function inFolder(work: (folder: string) => Promise<void>): Promise<void> {
  const folder = flags.keep ? join(tmpdir(), 'khata-bench') : mkdtempSync(join(tmpdir(), 'khata-bench-'))
  try {
    await work(folder)
  } finally {
    if (!flags.keep) rmSync(folder, { recursive: true, force: true })
  }
}

async function bench(): Promise<void> {
  const began = performance.now()
  const folder = flags.keep ? join(tmpdir(), 'khata-bench') : mkdtempSync(join(tmpdir(), 'khata-bench-'))
  const named = sizes.map((invoices): ShopSize => ({ name: `Bench ${sized(invoices)}`, invoices }))
  const hasActions = !flags.pages && [issue, ...actions].some(only)
  try {
    const stage = await openStage(folder, profile, (made) =>
      seedShops(made, [...(hasActions ? small : []), ...named], console.log),
    )
    const fresh = residentOf(stage.watched.app)
    try {
      const shops = await enterShops(stage, named)
      await untidied(stage.bulk, () => benchPages(stage, shops))
      if (hasActions) await benchActions(stage, shops)
      if (!flags.pages && flags.only === undefined) await benchLimits(stage, shops, folder)
      const megabytes = [fresh, residentOf(stage.watched.app)].map((bytes) => Math.round(bytes / 1_000_000))
      console.log(`The app held ${megabytes[0]} MB when it began to serve, and ${megabytes[1]} MB at the end.`)
    } finally {
      await stage.stop()
    }
    conclude(performance.now() - began)
  } finally {
    if (!flags.keep) rmSync(folder, { recursive: true, force: true })
  }
}

/** One after another: so many sign-ins at once from one address look like an attack. */
async function enterShops(stage: Stage, all: readonly ShopSize[]): Promise<Shop[]> {
  const shops: Shop[] = []
  for (const size of all) shops.push(await enterShop(stage, size))
  return shops
}

async function benchPages(stage: Stage, shops: readonly Shop[]): Promise<void> {
  for (const shop of shops) {
    begin(`Pages at ${sized(shop.invoices)} invoices (ms of processor time for an answer: app, db, browser)`)
    for (const ask of pages.filter(only))
      for (const clients of [1, 8]) await keep(measure(stage, [shop], ask, { ...pace, clients }))
  }
  const largest = shops.at(-1)
  if (!largest) return
  begin('Papers')
  for (const ask of prints.filter(only)) await benchPrint(stage, largest, ask)
}

function benchPrint(stage: Stage, shop: Shop, ask: Ask): Promise<void> {
  const seconds = ask.isPrint ? 5 : pace.seconds
  return keep(measure(stage, [shop], ask, { ...pace, seconds, clients: 1 }))
}

async function benchActions(stage: Stage, shops: readonly Shop[]): Promise<void> {
  begin('Actions')
  const one = shops.find(({ invoices }) => invoices === 10_000)
  if (!one) return
  const many = only(issue) ? await enterShops(stage, small) : []
  const busy = { seconds: flags.quick ? 1 : 3, requests: 5000 }
  if (only(issue)) {
    for (const clients of [1, 8, 50])
      await keep(measure(stage, [one], issue, { ...busy, clients }, `${issue.name}, one series`))
    for (const clients of [1, 8, 50])
      await keep(measure(stage, many, issue, { ...busy, clients }, `${issue.name}, ${many.length} businesses`))
  }
  for (const ask of actions.filter(only))
    for (const clients of [1, 8]) await keep(measure(stage, [one], ask, { ...pace, clients }))
}

/** What the machine could do in these same minutes. */
async function benchLimits(stage: Stage, shops: readonly Shop[], folder: string): Promise<void> {
  begin('Limits of this machine')
  for (const clients of [1, 8]) {
    const { loaded } = await bareFastify(clients, pace.seconds)
    await keep(Promise.resolve({ what: 'bare Fastify', invoices: undefined, clients, cpu: undefined, ...loaded }))
  }
  const shop = shops.find(({ invoices }) => invoices === 10_000)
  if (!shop) return
  for (const name of ['/parties', '/parties/:id', issue.name]) {
    const ask = [...pages, issue].find((one) => one.name === name)
    if (ask) await benchSql(stage, shop, ask)
  }
  const printed = await barePrint(folder, 20)
  await keep(
    Promise.resolve({ what: 'Chromium, a still page', invoices: undefined, clients: 1, cpu: undefined, ...printed }),
  )
}

async function benchSql(stage: Stage, shop: Shop, ask: Ask): Promise<void> {
  // Of several, so that not all wait for the rows of one.
  const recordings = await recordRequests(
    stage,
    [...Array(16).keys()].map((index) => ask.shot(shop, index)),
  )
  const isNewEachTime = ask === issue
  // What recorded them is still being tidied up.
  await delay(200)
  for (const clients of [1, 8]) {
    let before = usedBy(stage.watched)
    const onWarm = () => {
      before = usedBy(stage.watched)
    }
    const loaded = await replay(stage.app, recordings, { ...pace, requests: 5000, clients, isNewEachTime, onWarm })
    const used = each(since(before, usedBy(stage.watched)), loaded.count)
    const cpu = { app: Number.NaN, chromium: 0, database: used.database }
    await keep(Promise.resolve({ what: `SQL of ${ask.name}`, invoices: shop.invoices, clients, cpu, ...loaded }))
  }
}

function begin(title: string): void {
  process.stderr.write(`\n${title} `)
}

/** Notes what was measured, and shows that something is. */
async function keep(measuring: Promise<Measured>): Promise<void> {
  const row = await measuring
  rows.push(row)
  process.stderr.write('.')
  if (row.firstError) console.log(`  ${row.what}: ${row.firstError}`)
}

function conclude(ms: number): void {
  console.log(`\n\n${table(rows)}`)
  const ratios = ratiosOf()
  if (ratios.length > 0) console.log(`\n${ratios.join('\n')}`)
  const heavy = rows.filter(
    ({ cpu, clients, what }) => cpu && clients === 8 && what.startsWith('/') && cpu.app + cpu.database > 2,
  )
  for (const { what, invoices, cpu } of heavy)
    console.log(`Over 2 ms: ${what} at ${sized(invoices ?? 0)}: ${((cpu?.app ?? 0) + (cpu?.database ?? 0)).toFixed(2)}`)
  mkdirSync('bench/results', { recursive: true })
  const file = join('bench/results', `${new Date().toISOString().replaceAll(':', '-').slice(0, 19)}.json`)
  const machine = { cpus: cpus().length, model: cpus()[0]?.model, node: process.version, commit: commit() }
  writeFileSync(file, `${JSON.stringify({ machine, flags, seconds: ms / 1000, rows }, null, 2)}\n`)
  console.log(`\n${(ms / 1000).toFixed(0)} s; all figures are in ${file}.`)
}

/** Of the limit, by requests a second at as many clients. */
function ratiosOf(): string[] {
  const rate = (what: string, invoices?: number): number | undefined =>
    rows.find((row) => row.what === what && row.clients === 8 && row.invoices === invoices)?.perSecond
  const said = (what: string, of: string, part: number | undefined, whole: number | undefined) =>
    part === undefined || whole === undefined ? [] : [`${what}: ${((part / whole) * 100).toFixed(0)} % of ${of}`]
  const hello = rate('bare Fastify')
  return [
    ...pages.flatMap(({ name }) => said(name, 'bare Fastify', rate(name, 10_000), hello)),
    ...['/parties', '/parties/:id'].flatMap((name) =>
      said(name, 'its SQL alone', rate(name, 10_000), rate(`SQL of ${name}`, 10_000)),
    ),
    ...said(
      issue.name,
      'its SQL alone',
      rate(`${issue.name}, one series`, 10_000),
      rate(`SQL of ${issue.name}`, 10_000),
    ),
    ...said(
      `${issue.name}, many businesses`,
      'its SQL on one series',
      rate(`${issue.name}, 20 businesses`),
      rate(`SQL of ${issue.name}`, 10_000),
    ),
    ...printRatio(),
  ]
}

function printRatio(): string[] {
  const first = rows.find(({ what }) => what === 'invoice.pdf, first')
  const still = rows.find(({ what }) => what === 'Chromium, a still page')
  if (!first || !still) return []
  return [`invoice.pdf, first: ${first.p50.toFixed(1)} ms, a still page ${still.p50.toFixed(1)} ms`]
}

function commit(): string {
  try {
    return execFileSync('git', ['rev-parse', '--short', 'HEAD'], { encoding: 'utf8' }).trim()
  } catch {
    return ''
  }
}
