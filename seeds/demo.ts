import type { Actor } from '../src/core/actor.ts'
import { type IsoDate, todayIn } from '../src/core/dates.ts'
import type { Db } from '../src/db/database.ts'
import { fieldVault, type Vault } from '../src/db/fields.ts'
import { newId } from '../src/db/ids.ts'
import { inBusiness, type Tx } from '../src/db/tenant.ts'
import { addMemberIn, createUser, findUserIfAny, hashPassword } from '../src/features/auth/index.ts'
import { createBusiness } from '../src/features/businesses/index.ts'
import { annapurna } from './demo/annapurna.ts'
import { balaji } from './demo/balaji.ts'
import { sayLimits } from './demo/cash.ts'
import { accountsOf, openBooks, takeCheques } from './demo/entries.ts'
import { receiveLate } from './demo/late-receipt.ts'
import { beginLoyalty } from './demo/loyalty.ts'
import { instant, minuteOf, zone } from './demo/moments.ts'
import { moveGoods } from './demo/movements.ts'
import { buyFromPeople } from './demo/old-gold.ts'
import { furnish } from './demo/opening.ts'
import { estimateGroceries, takeOrders } from './demo/orders.ts'
import { fillCounters } from './demo/pieces.ts'
import { type DemoPlan, planYear } from './demo/plan.ts'
import { playYear } from './demo/play.ts'
import { writePriceLists } from './demo/prices.ts'
import { orderGoods } from './demo/purchase-orders.ts'
import { sendSomeBack } from './demo/purchase-returns.ts'
import { writeRates } from './demo/rates.ts'
import { receiveAndBill } from './demo/receipts.ts'
import { keepLevels } from './demo/reordering.ts'
import { takeSomeBack } from './demo/returns.ts'
import type { DemoPerson, DemoShop } from './demo/shop.ts'
import { countStock } from './demo/stock-counts.ts'
import { demoSalespeople, demoTills } from './demo/tills.ts'
import { valueLate } from './demo/valuing.ts'

export const demoPassword = 'try-khata'
const shops: readonly DemoShop[] = [balaji, annapurna]
/** Sees the books of the other shop too, so that switching can be tried. */
const guest = { of: balaji, at: annapurna, role: 'auditor' } as const

export interface DemoOptions {
  now: Date
  /** The installation's, for what is kept sealed. */
  secret: string
}

/**
 * Makes the demo businesses by the app's own commands, each in one transaction and both at once; they are kept together or
 * not at all. Does nothing, and answers false, where there is a business already.
 */
export async function makeDemo(db: Db, { now, secret }: DemoOptions): Promise<boolean> {
  if (await db('business_directory').first('id')) return false
  const vault = fieldVault(secret)
  const passwordHash = await hashPassword(demoPassword)
  const today = todayIn(now, zone)
  const years = shops.map((shop) => ({ shop, plan: planYear(shop, { today, minute: minuteOf(now, today) }) }))
  const people = new Map<string, Actor>()
  for (const { shop, plan } of years)
    for (const person of shop.people)
      people.set(person.email, await userOf(db, person, passwordHash, instant(plan.from, 540)))
  const together = new Meeting(years.length)
  await Promise.all(
    years.map((year) => {
      const id = newId()
      const make = (tx: Tx) => makeShop(tx, id, year, { people, vault, now })
      return inBusiness(db, id, (tx) => together.arrive(() => make(tx)))
    }),
  )
  return true
}

/** Whether the demo's people may sign in here: a start that printed them where they are not would mislead. */
export async function isDemoThere(db: Db): Promise<boolean> {
  const emails = shops.flatMap(({ people }) => people.slice(0, 1).map(({ email }) => email))
  const found = await Promise.all(emails.map((email) => findUserIfAny(db, email)))
  return found.every((user) => user !== undefined)
}

async function userOf(db: Db, { name, email, locale }: DemoPerson, passwordHash: string, at: Date): Promise<Actor> {
  const found = await findUserIfAny(db, email)
  const { id } = found ?? (await createUser(db, { name, email, locale, passwordHash }, at))
  return { userId: id, name, at }
}

interface Cast {
  people: ReadonlyMap<string, Actor>
  vault: Vault
  now: Date
}

async function makeShop(
  tx: Tx,
  id: string,
  { shop, plan }: { shop: DemoShop; plan: DemoPlan },
  { people, vault, now }: Cast,
): Promise<void> {
  const actors = new Map(shop.people.map((person) => [person.role, people.get(person.email)]))
  const owner = actors.get('owner')
  if (!owner) throw new Error(`the demo shop ${shop.business.name} has no owner`)
  const { branchId } = await createBusiness(tx, { ...shop.business, id }, owner)
  await completeSetup(tx, id, owner.at)
  await addPeople(tx, id, shop, people, owner)
  const ids = await furnish(tx, id, { shop, plan, branchId }, owner, vault)
  const today = todayIn(now, zone)
  const cashier = actors.get('cashier') ?? owner
  const tills = await demoTills(tx, id, { branchId, today, now }, { ...cashier, at: owner.at })
  const sellers = shop.business.kind === 'jeweller' ? await demoSalespeople(tx, id, { ...cashier, at: owner.at }) : []
  const by = (role: 'owner' | 'cashier', day: IsoDate, minute: number): Actor => {
    const tillId = role === 'cashier' ? tills.tillOn(day) : undefined
    return { ...(actors.get(role) ?? owner), at: instant(day, minute), ...(tillId && { tillId }) }
  }
  const accounts = await accountsOf(tx, id)
  await openBooks(tx, id, { shop, plan, branchId }, accounts, owner)
  await playYear(tx, id, { shop, plan, branchId, ids, accounts, sellers, vault }, by, tills.begin)
  await tills.begin(today)
  if (shop.business.kind === 'jeweller') await writeRates(tx, id, { seed: shop.seed, today, now }, owner)
  if (shop.business.kind === 'jeweller') await fillCounters(tx, id, { seed: shop.seed, branchId, today }, owner)
  if (shop.business.kind === 'jeweller') await buyFromPeople(tx, id, { branchId, today }, owner, vault)
  if (shop.business.kind === 'jeweller') await sayLimits(tx, id, today, owner)
  if (shop.business.kind === 'jeweller') await beginLoyalty(tx, id, { seed: shop.seed, branchId, today }, owner)
  await takeSomeBack(tx, id, { today, now }, owner)
  if (shop.business.kind === 'jeweller') await takeOrders(tx, id, { branchId, today }, owner, now)
  else await estimateGroceries(tx, id, { branchId, today }, owner, now)
  const ordering = { isJeweller: shop.business.kind === 'jeweller', branchId, today, now }
  await orderGoods(tx, id, ordering, { owner, keeper: actors.get('stock-keeper') ?? cashier })
  await receiveAndBill(tx, id, ordering, owner)
  await sendSomeBack(tx, id, ordering, owner)
  await moveGoods(tx, id, ordering, {
    owner,
    keeper: actors.get('stock-keeper') ?? actors.get('manager') ?? cashier,
    vault,
  })
  await countStock(tx, id, ordering, { owner, cashier })
  if (shop.business.kind !== 'jeweller') await writePriceLists(tx, id, today, { ...owner, at: now })
  await receiveLate(tx, id, ordering, { ...owner, at: now })
  await valueLate(tx, id, today, { ...owner, at: now })
  await keepLevels(tx, id, ordering, { ...owner, at: now })
  await takeCheques(tx, id, { shop, ids, today }, { ...owner, at: now })
}

/** Its wizard was gone through. */
async function completeSetup(tx: Tx, id: string, at: Date): Promise<void> {
  const bank = { bank_name: 'State Bank of India', bank_account: '30118842017', bank_ifsc: 'SBIN0000480' }
  await tx('business')
    .where({ id })
    .update({ ...bank, setup_done_at: at })
}

async function addPeople(
  tx: Tx,
  id: string,
  shop: DemoShop,
  people: ReadonlyMap<string, Actor>,
  owner: Actor,
): Promise<void> {
  const guests = shop === guest.at ? guest.of.people.slice(0, 1).map(({ email }) => ({ email, role: guest.role })) : []
  for (const { email, role } of [...shop.people, ...guests]) {
    const userId = people.get(email)?.userId
    if (userId && userId !== owner.userId) await addMemberIn(tx, id, { userId, role }, owner)
  }
}

/** Whoever is done waits for the others, so that all are committed at one moment, or none. */
class Meeting {
  #all: Promise<unknown>
  #arrived: (work: Promise<void>) => void = () => undefined

  constructor(count: number) {
    const works: Promise<void>[] = []
    this.#all = new Promise((resolve, reject) => {
      this.#arrived = (work) => {
        works.push(work)
        work.catch(reject)
        if (works.length === count) Promise.all(works).then(resolve, reject)
      }
    })
  }

  async arrive(work: () => Promise<void>): Promise<void> {
    const done = work()
    this.#arrived(done)
    await Promise.all([done, this.#all])
  }
}
