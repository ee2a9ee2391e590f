import { Agent } from 'node:http'
import { setTimeout as delay } from 'node:timers/promises'
import type pg from 'pg'
import { financialYear, todayIn } from '../src/core/dates.ts'
import { newId } from '../src/db/ids.ts'
import { withClient } from '../src/db/roles.ts'
import { drawStatement, findStatementHead } from '../src/features/papers/index.ts'
import { createPrinter } from '../src/pdf/printer.ts'
import { assetText } from '../src/web/assets.ts'
import { send } from './load.ts'
import { residentOf, since, type Used, usedBy } from './processes.ts'
import { enterShop, type Shop, seedShops } from './shops.ts'
import { openStage, type Stage } from './stage.ts'

/** A thousand parties with some twenty bills each. */
const size = { name: 'Bench bulk', invoices: 20_000 }

/** Others may use the machine, so that what is compared is measured in the same minutes. */
const rounds = 3

/**
 * The statements of all parties of a shop by the app's own job, and the same pages printed by the same browser with nothing
 * else to do, one after the other and several times: how fast each goes, and what the app holds in memory meanwhile.
 */
export async function benchBulk(folder: string, nodeFlags: readonly string[]): Promise<void> {
  const stage = await openStage(folder, nodeFlags, (made) => seedShops(made, [size], console.log))
  const bare = await openBare(folder)
  try {
    const shop = await enterShop(stage, size)
    const parties = await partiesOf(stage, shop)
    const sheets = await drawAll(stage, shop, parties)
    await printSome(shop, stage, parties)
    await bare.print(sheets.slice(0, 10))
    const made: Made[] = []
    const alone: Alone[] = []
    for (let round = 1; round <= rounds; round += 1) {
      alone.push(await bare.print(sheets))
      made.push(await runJob(stage, shop))
      console.log(`Round ${round}: ${roundSaid(made.at(-1), alone.at(-1))}`)
    }
    report(made, alone)
  } finally {
    await bare.close()
    await stage.stop()
  }
}

interface Alone {
  count: number
  ms: number
  used: Used
}

interface Made extends Alone {
  before: number
  /** Of the app when so many were made, in bytes. */
  held: ReadonlyMap<number, number>
  pdfBytes: number
  zipBytes: number
}

function report(made: readonly Made[], alone: readonly Alone[]): void {
  const [ours, bare] = [median(made.map(perSecond)), median(alone.map(perSecond))]
  const [first, last, lone] = [made[0], made.at(-1), alone.at(-1)]
  if (!first || !last || !lone) return
  const heldSaid = ({ before, held }: Made) =>
    [`${megabytes(before)} before`, ...[...held].map(([count, bytes]) => `${megabytes(bytes)} at ${count}`)].join(', ')
  console.log(
    [
      `Chromium alone: ${bare.toFixed(1)} a second; the job: ${ours.toFixed(1)} a second,`,
      `${((ours / bare) * 100).toFixed(0)} % of it (medians of ${rounds} rounds).`,
      `Files of ${megabytes(last.pdfBytes)} (PDF) and ${megabytes(last.zipBytes)} (zip).`,
      `Processor time for one: ${cpuSaid(last.used, last.count)}; alone ${cpuSaid(lone.used, lone.count)}.`,
      `The app held, in the first round: ${heldSaid(first)};`,
      `in the last: ${heldSaid(last)}.`,
    ].join('\n'),
  )
}

const perSecond = ({ count, ms }: Alone): number => (count / ms) * 1000
const median = (values: readonly number[]): number => values.toSorted((a, b) => a - b)[values.length >> 1] ?? Number.NaN
const roundSaid = (made: Made | undefined, alone: Alone | undefined): string =>
  made && alone ? `alone ${perSecond(alone).toFixed(1)} a second, the job ${perSecond(made).toFixed(1)}.` : ''

const cpuSaid = ({ app, database, chromium }: Used, count: number): string => {
  const all = [app, database, chromium].map((ms) => (ms / count).toFixed(1))
  return `app ${all[0]} ms, database ${all[1]} ms, browser ${all[2]} ms`
}
const megabytes = (bytes: number): string => `${(bytes / 1_000_000).toFixed(1)} MB`

async function partiesOf({ bulk }: Stage, { businessId }: Shop): Promise<string[]> {
  return withClient(bulk, async (client) => {
    const sql = 'select id from party where business_id = $1 order by name_key, id'
    return (await client.query<{ id: string }>(sql, [businessId])).rows.map(({ id }) => id)
  })
}

/** The app's browser is started and its code warm, as on any day. */
async function printSome(shop: Shop, { port }: Stage, parties: readonly string[]): Promise<void> {
  const agent = new Agent({ keepAlive: true })
  try {
    for (const id of parties.slice(0, 10))
      await send(agent, port, { method: 'GET', path: `/parties/${id}/statement.pdf`, headers: { cookie: shop.cookie } })
  } finally {
    agent.destroy()
  }
}

const marks = [100, 500, 1000] as const

const runJob = (stage: Stage, shop: Shop): Promise<Made> =>
  // Over one connection: opening them takes the server as long as the statements.
  withClient(stage.bulk, (client) => followJob(stage, shop, client))

async function followJob(stage: Stage, shop: Shop, client: pg.Client): Promise<Made> {
  const id = newId()
  const pid = stage.watched.app
  const before = residentOf(pid)
  const usedBefore = usedBy(stage.watched)
  const held = new Map<number, number>()
  await begin(stage, shop, id)
  for (;;) {
    await delay(200)
    const job = await jobOf(client, id)
    if (job.state === 'failed') throw new Error(`The job failed: ${JSON.stringify(job.said)}`)
    for (const mark of marks) if (job.done >= mark && !held.has(mark)) held.set(mark, residentOf(pid))
    if (job.state !== 'done') continue
    const used = since(usedBefore, usedBy(stage.watched))
    const [pdfBytes, zipBytes] = [
      await bytesOf(client, id, 'statements.pdf'),
      await bytesOf(client, id, 'statements.zip'),
    ]
    return { count: job.done, ms: job.ms, used, before, held, pdfBytes, zipBytes }
  }
}

async function begin({ port }: Stage, shop: Shop, id: string): Promise<void> {
  const agent = new Agent()
  const headers = {
    cookie: shop.cookie,
    'content-type': 'application/x-www-form-urlencoded',
    'sec-fetch-site': 'same-origin',
  }
  const fields = { _csrf: shop.token, id, make: 'files' }
  try {
    const body = new URLSearchParams(fields).toString()
    const { status } = await send(agent, port, { method: 'POST', path: '/statements', headers, body })
    if (status !== 303) throw new Error(`The job did not begin: ${status}.`)
  } finally {
    agent.destroy()
  }
}

interface JobRow {
  state: string
  total: number
  done: number
  said: unknown
  ms: number
}

async function jobOf(client: pg.Client, id: string): Promise<JobRow> {
  const sql = `select state, total, done, said, extract(epoch from finished_at - started_at)::float8 * 1000 as ms from job where id = $1`
  const [row] = (await client.query<JobRow>(sql, [id])).rows
  if (!row) throw new Error('The job is not there.')
  return row
}

async function bytesOf(client: pg.Client, id: string, name: string): Promise<number> {
  const sql =
    'select coalesce(sum(octet_length(bytes)), 0)::float8 as bytes from job_file where job_id = $1 and name = $2'
  return (await client.query<{ bytes: number }>(sql, [id, name])).rows[0]?.bytes ?? 0
}

/** The pages that the job prints: without dates the form means the year so far. */
async function drawAll(stage: Stage, shop: Shop, parties: readonly string[]): Promise<string[]> {
  const to = todayIn(new Date(), 'Asia/Kolkata')
  const { from } = financialYear(to)
  const head = await findStatementHead(stage.db, shop.businessId)
  const sheets: string[] = []
  for (const partyId of parties)
    sheets.push((await drawStatement(stage.db, shop.businessId, { partyId, from, to }, { at: new Date(), head })).html)
  return sheets
}

/** The app's printer without the app: it always has the next sheet, which is as fast as it goes. */
async function openBare(dataDir: string) {
  const chromiumPath = process.env['CHROMIUM_PATH']
  const printer = createPrinter({ dataDir, ...(chromiumPath && { chromiumPath }) })
  const css = assetText('print.css')
  // All that this process has begun counts as the browser; of it only the browser has work now.
  const own = { app: process.pid, database: 0 }
  return {
    async print(sheets: readonly string[]): Promise<Alone> {
      const usedBefore = usedBy(own)
      const began = performance.now()
      let next = 0
      const lane = async () => {
        for (let html = sheets[next++]; html !== undefined; html = sheets[next++])
          await printer.pdf({ html, css, paper: 'a4' })
      }
      await Promise.all([lane(), lane(), lane(), lane()])
      return { count: sheets.length, ms: performance.now() - began, used: since(usedBefore, usedBy(own)) }
    },
    close: () => printer.close(),
  }
}
