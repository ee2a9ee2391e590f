import { randomBytes } from 'node:crypto'
import { hash } from '@node-rs/argon2'
import type { Actor } from '../core/actor.ts'
import type { Role } from '../core/permissions.ts'
import type { Db } from '../db/database.ts'
import { addMember, createUser } from '../features/auth/index.ts'
import { createBusiness, type NewBusiness } from '../features/businesses/index.ts'

export interface Person {
  id: string
  name: string
  email: string
  /** Where `as(person)` works; undefined for who belongs to no business. */
  businessId: string | undefined
}

/** A business of its own with its people. What a test does not name gets a sensible value. */
export interface Shop {
  id: string
  branchId: string
  name: string
  /** Owns it. */
  asha: Person
  /** Stands at the counter. */
  bharat: Person
  /** Keeps the books. */
  chitra: Person
}

export interface CastKit {
  db: Db
  clock: () => Date
}

/** Everybody's password in tests. */
export const testPassword = 'try-khata'

/** A fresh shop made by the real command: Asha owns it, Bharat sells, Chitra keeps the books. */
export async function aShop(kit: CastKit, has: Partial<NewBusiness> = {}): Promise<Shop> {
  const name = has.name ?? 'Asha Stores'
  const asha = await aPerson(kit, 'Asha')
  const made = await createBusiness(kit.db, { kind: 'general', state: '24', ...has, name }, actorFor(asha, kit))
  const shop = { ...made, name, asha: { ...asha, businessId: made.id } }
  const [bharat, chitra] = await Promise.all([
    aMember(kit, shop, 'cashier', 'Bharat'),
    aMember(kit, shop, 'accountant', 'Chitra'),
  ])
  return { ...shop, bharat, chitra }
}

/** Dev owns another shop, and is a stranger in every other one. */
export async function devsShop(kit: CastKit, has: Partial<NewBusiness> = {}): Promise<Shop & { dev: Person }> {
  const shop = await aShop(kit, { name: 'Dev Traders', ...has })
  const dev = await aMember(kit, shop, 'owner', 'Dev')
  return { ...shop, dev }
}

/** One more person of a shop, in any role. */
export async function aMember(
  kit: CastKit,
  shop: Pick<Shop, 'id' | 'asha'>,
  role: Role,
  name = 'Esha',
): Promise<Person> {
  const person = await aPerson(kit, name)
  await addMember(kit.db, shop.id, { userId: person.id, role }, actorFor(shop.asha, kit))
  return { ...person, businessId: shop.id }
}

/** Someone who can sign in and belongs to no business yet. */
export async function aPerson(kit: CastKit, name: string): Promise<Person> {
  const email = `${name.toLowerCase()}.${randomBytes(5).toString('hex')}@shop.test`
  const { id } = await createUser(kit.db, { name, email, passwordHash: await passwordHash() }, kit.clock())
  return { id, name, email, businessId: undefined }
}

/** Who does it, for commands that a test calls directly. */
export const actorFor = (person: Person, kit: CastKit): Actor => ({
  userId: person.id,
  name: person.name,
  at: kit.clock(),
})

let made: Promise<string> | undefined
/** Made once a process and of the least strength: tests need it quickly, and nobody has to be kept out. */
function passwordHash(): Promise<string> {
  made ??= hash(testPassword, { memoryCost: 8, timeCost: 1, parallelism: 1 })
  return made
}
