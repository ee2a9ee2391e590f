import knex from 'knex'
import type pg from 'pg'
import { addDays, todayIn } from '../src/core/dates.ts'
import type { PgConfig } from '../src/db/database.ts'
import { newId } from '../src/db/ids.ts'
import { withClient } from '../src/db/roles.ts'
import { inBusiness, type Tx } from '../src/db/tenant.ts'
import { createUser, findUserIfAny } from '../src/features/auth/index.ts'
import { accountsByRole } from '../src/features/books/index.ts'
import { createBusiness } from '../src/features/businesses/index.ts'
import type { SellerSnapshot } from '../src/features/sales/index.ts'
import { instant, zone } from './demo/moments.ts'
import { seededRandom } from './demo/random.ts'
import { gstinOf } from './demo/shop.ts'
import { beginChain, chainEnd, forgeChain } from './large/chain.ts'
import { type Batch, copyBatch } from './large/copy.ts'
import { furnishShop, type Size } from './large/furnish.ts'
import { keepDays } from './large/kept-days.ts'
import { KeptTotals } from './large/kept-totals.ts'
import { Numbers } from './large/numbers.ts'
import { fillPieces } from './large/pieces.ts'
import { type Desk, Writer } from './large/writer.ts'
import { tradeYear } from './large/year.ts'

export interface LargeOptions extends Partial<Size> {
  name: string
  invoices: number
  /** Tagged pieces in stock: then it is a jeweller's. */
  pieces?: number
  /** Who owns it: made when nobody signs in with the email. */
  owner: { email: string; passwordHash: string }
  now: Date
  /** The first day; otherwise a year ago. */
  from?: string | undefined
  onProgress?: (invoices: number) => void
}

const state = '24'

/**
 * Makes a business with a year of bills, each decided by the app's own rules, and writes the rows by COPY in one
 * transaction. `bulk` is the server's superuser, whom neither row security nor a trigger slows, or the tables' owner.
 */
export async function makeLarge(bulk: PgConfig, options: LargeOptions): Promise<{ businessId: string }> {
  const db = knex({ client: 'pg', connection: { ...bulk }, pool: { min: 0, max: 1 } })
  const businessId = newId()
  try {
    await inBusiness(db, businessId, (tx) => fill(tx, businessId, options))
  } finally {
    await db.destroy()
  }
  await settleDown(bulk)
  return { businessId }
}

async function fill(tx: Tx, businessId: string, options: LargeOptions): Promise<void> {
  const { now, invoices, onProgress } = options
  const today = todayIn(now, zone)
  const from = options.from ?? addDays(today, -364)
  const client: pg.Client = await tx.client.acquireConnection()
  const isBound = await isBoundByRows(tx)
  const send = async (batches: readonly Batch[]) => {
    for (const batch of batches) await copyBatch(client, batch, isBound)
  }
  const desk = await openDesk(tx, businessId, { options, from, isBare: !isBound })
  await beginChain(tx)
  const writer = new Writer(desk, await chainEnd(tx, businessId))
  const size = { parties: Math.max(1, Math.ceil(invoices / 20)), items: 500, ...given(options), invoices }
  const { shop, batches } = await furnishShop(tx, desk, writer, size, seededRandom(invoices))
  await send(batches)
  if (!isBound) await tx.raw('set local session_replication_role = replica')
  // While the database takes one part, the next one is made.
  let sent = Promise.resolve()
  for (const done of tradeYear(shop, { from, to: today, invoices })) {
    await new Promise(setImmediate)
    if (done % atOnce !== 0 && done !== invoices) continue
    await sent
    await desk.numbers.begin(tx, businessId, desk.branchId)
    sent = send(writer.batches())
    sent.catch(() => undefined)
    onProgress?.(done)
  }
  await sent
  await send(desk.totals.batches(businessId, desk.branchId))
  await keepDays(tx, businessId, { hasTriggers: isBound })
  await desk.numbers.keep(tx, businessId)
  await forgeChain(tx, businessId)
  if (!options.pieces) return
  if (!isBound) await tx.raw('set local session_replication_role = origin')
  const stock = { branchId: desk.branchId, pieces: options.pieces, onDate: today }
  await fillPieces(tx, businessId, stock, { ...desk.by, at: now })
}

const atOnce = 2000

function given({ parties, items }: Partial<Size>): Partial<Size> {
  return { ...(parties !== undefined && { parties }), ...(items !== undefined && { items }) }
}

async function isBoundByRows(tx: Tx): Promise<boolean> {
  const { rows } = await tx.raw('select not rolsuper as bound from pg_roles where rolname = current_user')
  return rows[0].bound
}

/** The business by its own command, with all that a new one has, and what its rows repeat. */
async function openDesk(
  tx: Tx,
  businessId: string,
  { options, from, isBare }: { options: LargeOptions; from: string; isBare: boolean },
): Promise<Desk> {
  const { name, owner } = options
  const at = instant(from, 540)
  const found = await findUserIfAny(tx, owner.email)
  const { id: userId } = found ?? (await createUser(tx, { ...owner, name: 'Asha' }, at))
  const by = { userId, name: found?.name ?? 'Asha', at }
  const kind = options.pieces ? 'jeweller' : house.kind
  const business = { ...house, kind, name, id: businessId, state, gstin: gstinOf(state, 'AAKFL4410M') } as const
  const { branchId } = await createBusiness(tx, business, by)
  await tx('business').where({ id: businessId }).update({ setup_done_at: at })
  const seller: SellerSnapshot = {
    ...{
      name,
      legalName: name,
      address: `${house.address}, ${house.city}, ${house.pin}`,
      gstin: business.gstin,
      state,
    },
    ...{ phone: house.phone, email: '', upiVpa: house.upiVpa, terms: '', isComposition: false, accent: 'indigo' },
    ...{ bankName: '', bankAccount: '', bankIfsc: '', bankBranch: '', logoSha256: null, locale: 'en' },
  }
  return {
    ...{ businessId, branchId, state, from, by, isBare, seller: JSON.stringify(seller) },
    roles: await accountsByRole(tx, businessId),
    numbers: await Numbers.of(tx, businessId),
    totals: new KeptTotals(),
  }
}

const house = {
  kind: 'general',
  accent: 'indigo',
  address: '101, Ring Road',
  city: 'Surat',
  pin: '395002',
  phone: '+912612345678',
  upiVpa: 'largeshop@okaxis',
} as const

/** What so many rows at once leave to be done: figures for the planner, and marks that a page is seen by all. */
const settleDown = (bulk: PgConfig): Promise<unknown> => withClient(bulk, (client) => client.query('vacuum (analyze)'))
