import { Agent } from 'node:http'
import { makeLarge } from '../seeds/large.ts'
import { withClient } from '../src/db/roles.ts'
import { hashPassword } from '../src/features/auth/index.ts'
import { send } from './load.ts'
import type { Stage } from './stage.ts'

/** A seeded business, and somebody who is signed in there. */
export interface Shop {
  readonly name: string
  readonly invoices: number
  readonly businessId: string
  readonly cookie: string
  /** For forms. */
  readonly token: string
  readonly partyIds: readonly string[]
  /** Of whom something is due. */
  readonly owingIds: readonly string[]
  readonly saleIds: readonly string[]
  /** Hardly ever those of another run: nothing was printed of them yet. */
  readonly unprintedIds: readonly string[]
  readonly itemIds: readonly string[]
  /** The busiest ledger of all. */
  readonly salesAccountId: string
}

const password = 'a bench in the bazaar'
const emailOf = (name: string): string => `${name.toLowerCase().replaceAll(' ', '-')}@bench.test`

export interface ShopSize {
  readonly name: string
  readonly invoices: number
}

/** Makes those that are not there yet. */
export async function seedShops(
  { db, bulk }: Pick<Stage, 'db' | 'bulk'>,
  sizes: readonly ShopSize[],
  say: (line: string) => void,
): Promise<void> {
  const passwordHash = await hashPassword(password)
  for (const { name, invoices } of sizes) {
    if (await db('business_directory').where({ name }).first('id')) continue
    const began = performance.now()
    const size = invoices < 1000 ? { items: 40, parties: 20 } : {}
    await makeLarge(bulk, { ...size, name, invoices, owner: { email: emailOf(name), passwordHash }, now: new Date() })
    if (invoices >= 1000) say(`${name}: seeded in ${((performance.now() - began) / 1000).toFixed(1)} s`)
  }
  await passNight(bulk)
}

/** Shops made a year ago would have their books checked as soon as the app starts: minutes of work beside the pages. */
const passNight = (bulk: Stage['bulk']): Promise<unknown> =>
  withClient(bulk, (client) => client.query('update business_directory set created_at = now()'))

export async function enterShop({ port, bulk, db }: Stage, { name, invoices }: ShopSize): Promise<Shop> {
  const agent = new Agent({ keepAlive: true })
  try {
    const cookie = await signIn(agent, port, emailOf(name))
    const page = await send(agent, port, { method: 'GET', path: '/parties/new', headers: { cookie } }, true)
    const token = /name="_csrf" value="([^"]+)"/.exec(page.text)?.[1]
    if (!token) throw new Error(`No form's token on /parties/new, which answered ${page.status}.`)
    const { id: businessId } = await db('business_directory').where({ name }).first('id')
    return { name, invoices, businessId, cookie, token, ...(await idsOf(bulk, businessId)) }
  } finally {
    agent.destroy()
  }
}

async function signIn(agent: Agent, port: number, email: string): Promise<string> {
  const headers = { 'content-type': 'application/x-www-form-urlencoded', 'sec-fetch-site': 'same-origin' }
  const body = new URLSearchParams({ email, password }).toString()
  const answer = await send(agent, port, { method: 'POST', path: '/sign-in', headers, body })
  const cookie = answer.headers['set-cookie']?.find((one) => one.startsWith('khata='))?.split(';')[0]
  if (answer.status !== 303 || !cookie) throw new Error(`The bench cannot sign in: ${answer.status}.`)
  return cookie
}

/** A sample of what there is, the same at every run. */
async function idsOf(bulk: Stage['bulk'], businessId: string) {
  return withClient(bulk, async (client) => {
    const ids = async (sql: string): Promise<string[]> => {
      const { rows } = await client.query<{ id: string }>(sql, [businessId])
      return rows.map(({ id }) => id)
    }
    return {
      partyIds: await ids('select id from party where business_id = $1 order by md5(id::text) limit 500'),
      owingIds: await ids(
        `select party_id as id from party_balance where business_id = $1 and amount > 100000 order by md5(party_id::text) limit 500`,
      ),
      saleIds: await ids(
        `select id from document where business_id = $1 and kind = 'invoice' order by on_date desc, id desc limit 500`,
      ),
      unprintedIds: await ids(
        `select id from document where business_id = $1 and kind = 'invoice' order by random() limit 100`,
      ),
      itemIds: await ids('select id from item where business_id = $1 order by md5(id::text) limit 200'),
      salesAccountId: (await ids(`select id from account where business_id = $1 and role = 'sales'`))[0] ?? '',
    }
  })
}
