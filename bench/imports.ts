import { Agent } from 'node:http'
import { setTimeout as delay } from 'node:timers/promises'
import { newId } from '../src/db/ids.ts'
import { withClient } from '../src/db/roles.ts'
import { send } from './load.ts'
import { residentOf, since, usedBy } from './processes.ts'
import { enterShop, type Shop, seedShops } from './shops.ts'
import { openStage, type Stage } from './stage.ts'

const size = { name: 'Bench imports', invoices: 20 }
const rows = 20_000

export interface File {
  readonly kind: 'parties' | 'items' | 'bills' | 'pieces'
  readonly table: readonly string[]
  /** Every row is here already, and says something else. */
  readonly isUpdate?: boolean
}

/** Every tenth party owes bill by bill, and nothing in one amount: it would be counted twice. */
const owing = (at: number): number => at - (at % 10)

const parties = (street: string): readonly string[] => [
  'Name,Phone,State,Address,City,PIN,Opening balance',
  ...lines((at) => {
    const opening = at === owing(at) ? '' : `${100 + at}.50 Dr`
    return `Party ${at} Traders,${9_800_000_000 + at},Gujarat,${at} ${street},Surat,395003,${opening}`
  }),
]
const items = (price: number): readonly string[] => [
  'Name,Unit,HSN,GST %,Sale price,Purchase price,Barcode,Opening quantity',
  ...lines((at) => {
    const rest = `80,${8_900_000_000_000 + at},${1 + (at % 50)}`
    return `Item ${at} of the shop,PCS,1101,18,${price + at}.50,${rest}`
  }),
]
const bills: readonly string[] = [
  'Party,Phone,Bill number,Bill date,Due date,Amount due',
  ...lines((at) => `Party ${owing(at)} Traders,${9_800_000_000 + owing(at)},B-${at},14/02/2020,16/03/2020,500`),
]

/** Files as an old program writes them: what is brought in by the page of imports, and taken back. */
const files: readonly File[] = [
  { kind: 'parties', table: parties('Station Road') },
  { kind: 'items', table: items(100) },
  { kind: 'parties', table: parties('Ring Road'), isUpdate: true },
  { kind: 'items', table: items(200), isUpdate: true },
  { kind: 'bills', table: bills },
]

function lines(line: (at: number) => string): string[] {
  return Array.from({ length: rows }, (_, at) => line(at))
}

/** How long 20,000 rows of each kind take by the app's own pages and job, and what the app held meanwhile. */
export async function benchImports(folder: string): Promise<void> {
  const stage = await openStage(folder, [], (made) => seedShops(made, [size], console.log))
  try {
    const shop = await enterShop(stage, size)
    const made: [said: string, id: string][] = []
    for (const file of files) made.push(await bringIn(stage, shop, file))
    for (const [said, id] of made.toReversed()) {
      const undo = await timedOn(stage, () => work(stage, shop, `/imports/${id}/undo`))
      console.log(`${said}: taken back in ${undo}.`)
    }
  } finally {
    await stage.stop()
  }
}

export async function bringIn(
  stage: Stage,
  shop: Shop,
  { kind, table, isUpdate }: File,
): Promise<[said: string, id: string]> {
  const [before, id] = [residentOf(stage.watched.app), newId()]
  const more = isUpdate ? { twins: 'update' } : {}
  const said = `${table.length - 1} ${kind}${isUpdate ? ', changed' : ''}`
  const timed = (work: () => Promise<unknown>) => timedOn(stage, work)
  const read = await timed(() => upload(stage, shop, { id, kind, text: table.join('\r\n') }))
  const check = async () => post(stage, shop, `/imports/${id}/columns`, { ...(await columnsOf(stage, id)), ...more })
  const checked = await timed(check)
  const run = await timed(() => work(stage, shop, `/imports/${id}/run`))
  const held = Math.round((residentOf(stage.watched.app) - before) / 1_000_000)
  console.log(`${said}: read in ${read}, checked in ${checked}, brought in in ${run}; the app grew by ${held} MB.`)
  return [said, id]
}

/** By the clock, and by the processors: on a machine that has nothing else to do the two are about the same. */
export async function timedOn({ watched }: Pick<Stage, 'watched'>, work: () => Promise<unknown>): Promise<string> {
  const [began, before] = [performance.now(), usedBy(watched)]
  await work()
  const { app, database } = since(before, usedBy(watched))
  return `${((performance.now() - began) / 1000).toFixed(1)} s (${((app + database) / 1000).toFixed(1)} s of processor)`
}

async function upload(
  { port }: Stage,
  { cookie, token }: Shop,
  { id, kind, text }: { id: string; kind: string; text: string },
): Promise<void> {
  const form = new FormData()
  for (const [name, value] of Object.entries({ _csrf: token, id, kind })) form.append(name, value)
  form.append('file', new Blob([text]), `${kind}.csv`)
  const answer = await fetch(`http://127.0.0.1:${port}/imports`, {
    method: 'POST',
    body: form,
    headers: { cookie, 'sec-fetch-site': 'same-origin' },
    redirect: 'manual',
  })
  if (answer.status !== 303) throw new Error(`A file of ${kind} was refused: ${answer.status}`)
}

/** As the app guessed them. */
async function columnsOf({ bulk }: Stage, id: string): Promise<Record<string, string>> {
  return withClient(bulk, async (client) => {
    const { rows } = await client.query<{ mapping: Record<string, number> }>(
      'select mapping from import_run where id = $1',
      [id],
    )
    return Object.fromEntries(
      Object.entries(rows[0]?.mapping ?? {}).map(([name, at]) => [`column.${name}`, String(at)]),
    )
  })
}

async function post(
  { port }: Stage,
  { cookie, token }: Shop,
  path: string,
  fields: Record<string, string>,
): Promise<void> {
  const agent = new Agent()
  const headers = { cookie, 'content-type': 'application/x-www-form-urlencoded', 'sec-fetch-site': 'same-origin' }
  const body = new URLSearchParams({ _csrf: token, ...fields }).toString()
  const { status } = await send(agent, port, { method: 'POST', path, headers, body })
  agent.destroy()
  if (status !== 303) throw new Error(`${path} answered ${status}`)
}

/** Begins the job and waits for its end; the queue looks at its own pace, as in a shop. */
async function work(stage: Stage, shop: Shop, path: string): Promise<void> {
  const job = newId()
  await post(stage, shop, path, { job })
  await jobEnded(stage, job)
}

export async function jobEnded(stage: Stage, job: string): Promise<void> {
  for (;;) {
    await delay(200)
    const state = await withClient(stage.bulk, async (client) => {
      const { rows } = await client.query<{ state: string }>('select state from job where id = $1', [job])
      return rows[0]?.state
    })
    if (state === 'done') return
    if (state === 'failed') throw new Error('The work failed.')
  }
}
