import { createCipheriv, createDecipheriv, createHmac, hkdfSync, randomBytes } from 'node:crypto'
import { named } from './named.ts'
import type { Tx } from './tenant.ts'

/**
 * Fields that must not be read from a stolen copy of the database (PAN, bank numbers, secrets): AES-256-GCM under a key of
 * the business's own, which is wrapped by a master key made from KHATA_SECRET. A sealed field is one byte that numbers
 * the key, 12 bytes of IV, 16 of tag, then the text; where it stands is bound in, so that it cannot be moved elsewhere.
 */
export interface Place {
  businessId: string
  table: string
  column: string
  /** The id of the row. */
  row: string
}

/** The keys of one business, as `Vault.keysOf` gives them. */
export interface FieldKeys {
  readonly newest: Key
  readonly all: readonly Key[]
}
interface Key {
  readonly number: number
  readonly cipher: Buffer
  readonly index: Buffer
}

export interface Vault {
  /** Made when the business has none yet. Read anew in each transaction: a key of one that was rolled back must not stay. */
  keysOf(tx: Tx, businessId: string): Promise<FieldKeys>
}

/** It was changed or moved, or sealed under another secret. */
export class UnreadableField extends Error {
  override name = 'UnreadableField'
}

const keyBytes = 32
const ivBytes = 12
const tagBytes = 16

/** Opens the keys of every business by the secret of the installation. */
export function fieldVault(secret: string): Vault {
  const master = derived(Buffer.from(secret), 'khata: wraps the keys of businesses')
  return {
    async keysOf(tx, businessId) {
      const rows = await named<WrappedKey>(tx, keysOfBusiness, [businessId])
      const found = unwrapped(master, businessId, rows)
      if (found) return found
      const number = Math.max(0, ...rows.map((row) => row.number)) + 1
      await named(tx, addKey, [businessId, number, wrap(master, businessId, number, randomBytes(keyBytes))])
      const made = unwrapped(master, businessId, await named<WrappedKey>(tx, keysOfBusiness, [businessId]))
      if (!made) throw new Error('a key that was just wrapped cannot be unwrapped')
      return made
    },
  }
}

/** Encrypts a text for its place. Twice the same text gives two different results. */
export function seal({ newest }: FieldKeys, place: Place, text: string): Buffer {
  return Buffer.concat([Buffer.of(newest.number), encrypt(newest.cipher, pathOf(place), Buffer.from(text))])
}

/** The text that was sealed for this place. Throws UnreadableField. */
export function open({ all }: FieldKeys, place: Place, sealed: Buffer): string {
  const key = all.find(({ number }) => number === sealed[0])
  if (!key) throw new UnreadableField('sealed under a key that is not here')
  return decrypt(key.cipher, pathOf(place), sealed.subarray(1)).toString()
}

/** By this an exact text is found without being stored: the same for the same text, business, table and column. */
export function blindIndex({ all, newest }: FieldKeys, { table, column }: Omit<Place, 'row'>, text: string): Buffer {
  return createHmac('sha256', (all[0] ?? newest).index)
    .update(`${table}|${column}|${text}`)
    .digest()
}

const pathOf = ({ businessId, table, column, row }: Place): string => `${businessId}|${table}|${column}|${row}`
const pathOfKey = (businessId: string, number: number): string => `${businessId}|business_key|wrapped|${number}`

interface WrappedKey {
  number: number
  wrapped: Buffer
}

const keysOfBusiness = {
  name: 'keys_of_business',
  text: 'select number, wrapped from business_key where business_id = $1 order by number',
}
const addKey = {
  name: 'key_of_business.insert',
  text: 'insert into business_key (business_id, number, wrapped) values ($1, $2, $3) on conflict (business_id, number) do nothing',
}

const wrap = (master: Buffer, businessId: string, number: number, key: Buffer): Buffer =>
  encrypt(master, pathOfKey(businessId, number), key)

/** Keys under a secret that was lost are left out; what they sealed is lost with it. */
function unwrapped(master: Buffer, businessId: string, rows: readonly WrappedKey[]): FieldKeys | undefined {
  const all = rows.flatMap(({ number, wrapped }) => {
    const key = decryptIfAny(master, pathOfKey(businessId, number), wrapped)
    return key ? [{ number, cipher: derived(key, 'khata: encrypts'), index: derived(key, 'khata: finds') }] : []
  })
  const newest = all.at(-1)
  return newest && { all, newest }
}

function encrypt(key: Buffer, path: string, plain: Buffer): Buffer {
  const iv = randomBytes(ivBytes)
  const cipher = createCipheriv('aes-256-gcm', key, iv, { authTagLength: tagBytes }).setAAD(Buffer.from(path))
  const body = Buffer.concat([cipher.update(plain), cipher.final()])
  return Buffer.concat([iv, cipher.getAuthTag(), body])
}

function decrypt(key: Buffer, path: string, sealed: Buffer): Buffer {
  const plain = decryptIfAny(key, path, sealed)
  if (!plain) throw new UnreadableField('changed, moved, or sealed under another secret')
  return plain
}

function decryptIfAny(key: Buffer, path: string, sealed: Buffer): Buffer | undefined {
  if (sealed.length < ivBytes + tagBytes) return undefined
  const iv = sealed.subarray(0, ivBytes)
  const decipher = createDecipheriv('aes-256-gcm', key, iv, { authTagLength: tagBytes })
    .setAAD(Buffer.from(path))
    .setAuthTag(sealed.subarray(ivBytes, ivBytes + tagBytes))
  const body = decipher.update(sealed.subarray(ivBytes + tagBytes))
  try {
    return Buffer.concat([body, decipher.final()])
  } catch {
    return undefined
  }
}

const derived = (key: Buffer, purpose: string): Buffer => Buffer.from(hkdfSync('sha256', key, '', purpose, keyBytes))
