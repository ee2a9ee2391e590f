import { Agent } from 'node:http'
import { setTimeout as delay } from 'node:timers/promises'
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

/**
 * The statements of all parties of a shop by the app's own job, and then the same pages printed by the same browser with
 * nothing else to do: how long each takes, and what the app held in memory meanwhile.
 */
export async function benchBulk(folder: string): Promise<void> {
  const stage = await openStage(folder, [], (made) => seedShops(made, [size], console.log))
  try {
    const shop = await enterShop(stage, size)
    const parties = await partiesOf(stage, shop)
    await printSome(shop, stage, parties)
    const made = await runJob(stage, shop)
    const bare = await printBare(stage, shop, parties, folder)
    console.log(
      [
        `The job made ${made.count} statements of ${bare.pages} sheets in ${seconds(made.ms)} (${rate(made.count, made.ms)}),`,
        `files of ${megabytes(made.pdfBytes)} (PDF) and ${megabytes(made.zipBytes)} (zip).`,
        `Chromium alone printed the same ones in ${seconds(bare.ms)} (${rate(bare.pages, bare.ms)}): the job went at`,
        `${((bare.ms / made.ms) * 100).toFixed(0)} % of its rate.`,
        `Processor time for one: ${cpuSaid(made.used, made.count)}; alone ${cpuSaid(bare.used, bare.pages)}.`,
        `The app held ${megabytes(made.before)} before, ${megabytes(made.most)} at most and ${megabytes(made.after)} after;`,
        `half-way it had reached ${megabytes(made.halfway)}.`,
      ].join('\n'),
    )
  } finally {
    await stage.stop()
  }
}

const cpuSaid = ({ app, database, chromium }: Used, count: number): string => {
  const all = [app, database, chromium].map((ms) => (ms / count).toFixed(1))
  return `app ${all[0]} ms, database ${all[1]} ms, browser ${all[2]} ms`
}
const seconds = (ms: number): string => `${(ms / 1000).toFixed(1)} s`
const rate = (count: number, ms: number): string => `${((count / ms) * 1000).toFixed(1)} a second`
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

async function runJob(stage: Stage, shop: Shop) {
  const id = newId()
  const pid = stage.watched.app
  const before = residentOf(pid)
  const usedBefore = usedBy(stage.watched)
  await begin(stage, shop, id)
  let [most, halfway] = [before, before]
  for (;;) {
    await delay(200)
    most = Math.max(most, residentOf(pid))
    const job = await jobOf(stage, id)
    if (job.done * 2 <= job.total) halfway = most
    if (job.state === 'failed') throw new Error(`The job failed: ${JSON.stringify(job.said)}`)
    if (job.state !== 'done') continue
    const used = since(usedBefore, usedBy(stage.watched))
    const [pdfBytes, zipBytes] = [
      await bytesOf(stage, id, 'statements.pdf'),
      await bytesOf(stage, id, 'statements.zip'),
    ]
    return { count: job.done, ms: job.ms, used, before, most, halfway, after: residentOf(pid), pdfBytes, zipBytes }
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

async function jobOf({ bulk }: Stage, id: string): Promise<JobRow> {
  return withClient(bulk, async (client) => {
    const sql = `select state, total, done, said, extract(epoch from finished_at - started_at)::float8 * 1000 as ms from job where id = $1`
    const [row] = (await client.query<JobRow>(sql, [id])).rows
    if (!row) throw new Error('The job is not there.')
    return row
  })
}

async function bytesOf({ bulk }: Stage, id: string, name: string): Promise<number> {
  return withClient(bulk, async (client) => {
    const sql =
      'select coalesce(sum(octet_length(bytes)), 0)::float8 as bytes from job_file where job_id = $1 and name = $2'
    return (await client.query<{ bytes: number }>(sql, [id, name])).rows[0]?.bytes ?? 0
  })
}

/** As many at once as the app's printer has pages. */
async function printBare(stage: Stage, shop: Shop, parties: readonly string[], dataDir: string) {
  const sheets: string[] = []
  // As the form has it without dates.
  const to = todayIn(new Date(), 'Asia/Kolkata')
  const { from } = financialYear(to)
  const head = await findStatementHead(stage.db, shop.businessId)
  for (const partyId of parties)
    sheets.push((await drawStatement(stage.db, shop.businessId, { partyId, from, to }, { at: new Date(), head })).html)
  const chromiumPath = process.env['CHROMIUM_PATH']
  const printer = createPrinter({ dataDir, ...(chromiumPath && { chromiumPath }) })
  const css = assetText('print.css')
  try {
    for (const html of sheets.slice(0, 10)) await printer.pdf({ html, css, paper: 'a4' })
    // All that this process has begun counts as the browser; of it only the browser has work now.
    const own = { app: process.pid, database: stage.watched.database }
    const usedBefore = usedBy(own)
    const began = performance.now()
    let next = 0
    const page = async () => {
      for (let html = sheets[next++]; html !== undefined; html = sheets[next++])
        await printer.pdf({ html, css, paper: 'a4' })
    }
    await Promise.all([page(), page()])
    return { ms: performance.now() - began, pages: sheets.length, used: since(usedBefore, usedBy(own)) }
  } finally {
    await printer.close()
  }
}
