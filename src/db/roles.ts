import { createHash, createHmac, pbkdf2Sync, randomBytes } from 'node:crypto'
import pg from 'pg'
import type { PgConfig } from './database.ts'

export const ownerRole = 'khata_owner'
export const appRole = 'khata_app'

export type Passwords = { owner: string; app: string }

type RoleName = typeof ownerRole | typeof appRole

/** No statement of the app may hold others up: it ends after these, whoever asked. */
const appLimits = {
  statement_timeout: '8s',
  idle_in_transaction_session_timeout: '15s',
  lock_timeout: '3s',
  // Compiling a plan takes longer than any page of ours may.
  jit: 'off',
}

const lockKey = 747_284_001

/**
 * Makes the two roles and the database: khata_owner makes the tables, khata_app runs the app and owns nothing. Doing
 * it again changes nothing; two processes may do it at once. `admin` is a role that may create roles and databases.
 */
export async function ensureRoles(admin: PgConfig, database: string, passwords?: Passwords): Promise<void> {
  await withClient(admin, async (client) => {
    // The lock goes with the connection, so that a killed process leaves none behind.
    await client.query('select pg_advisory_lock($1)', [lockKey])
    await ensureRole(client, ownerRole, passwords?.owner)
    await ensureRole(client, appRole, passwords?.app)
    await limitApp(client)
    await ensureDatabase(client, database)
    // Still under the lock: two grants on one database at once end in "tuple concurrently updated".
    await withClient({ ...admin, database }, openSchema)
  })
}

/** A role's password follows from the secret, so that nobody has to keep another one. */
export function passwordsFrom(secret: string): Passwords {
  const derive = (role: RoleName) => createHmac('sha256', secret).update(`database role ${role}`).digest('base64url')
  return { owner: derive(ownerRole), app: derive(appRole) }
}

async function ensureRole(client: pg.Client, role: RoleName, password: string | undefined): Promise<void> {
  const { rows } = await client.query('select from pg_roles where rolname = $1', [role])
  if (rows.length === 0) await client.query(`create role ${role} login`).catch(ignoreDuplicate)
  if (password !== undefined) await client.query(`alter role ${role} password '${scramVerifier(password)}'`)
}

async function limitApp(client: pg.Client): Promise<void> {
  const { rows } = await client.query<{ has: string[] | null }>(
    'select rolconfig as has from pg_roles where rolname = $1',
    [appRole],
  )
  for (const [setting, value] of Object.entries(appLimits)) {
    if (!rows[0]?.has?.includes(`${setting}=${value}`))
      await client.query(`alter role ${appRole} set ${setting} = '${value}'`)
  }
}

async function ensureDatabase(client: pg.Client, database: string): Promise<void> {
  const { rows } = await client.query('select from pg_database where datname = $1', [database])
  if (rows.length > 0) return
  const name = pg.escapeIdentifier(database)
  await becomeMemberOf(client, ownerRole)
  await client.query(`create database ${name} owner ${ownerRole}`).catch(ignoreDuplicate)
}

/** Objects may be handed only to a role that one is a member of (from Postgres 16 on, having made it is not enough). */
async function becomeMemberOf(client: pg.Client, role: RoleName): Promise<void> {
  const { rows } = await client.query('select from pg_roles where rolname = current_user and rolsuper')
  if (rows.length === 0) await client.query(`grant ${role} to current_user`)
}

async function openSchema(client: pg.Client): Promise<void> {
  const { rows } = await client.query<{ owner: string; db: string }>(
    `select nspowner::regrole::text as owner, current_database() as db from pg_namespace where nspname = 'public'`,
  )
  const here = rows[0]
  if (!here || here.owner === ownerRole) return
  const name = pg.escapeIdentifier(here.db)
  await becomeMemberOf(client, ownerRole)
  await client.query(`
    grant connect, create, temporary on database ${name} to ${ownerRole};
    revoke all on database ${name} from public;
    grant connect on database ${name} to ${appRole};
    alter schema public owner to ${ownerRole};
    revoke all on schema public from public;
    grant usage on schema public to ${appRole};
  `)
}

/** The password itself never reaches the server or its log (RFC 5803). */
function scramVerifier(password: string): string {
  const salt = randomBytes(16)
  const salted = pbkdf2Sync(password, salt, 4096, 32, 'sha256')
  const keyed = (text: string) => createHmac('sha256', salted).update(text).digest()
  const stored = createHash('sha256').update(keyed('Client Key')).digest('base64')
  return `SCRAM-SHA-256$4096:${salt.toString('base64')}$${stored}:${keyed('Server Key').toString('base64')}`
}

/** Another process was quicker: role (42710), database (42P04), or either in the same instant (23505). */
function ignoreDuplicate(error: unknown): void {
  const code = error instanceof Error && 'code' in error ? error.code : undefined
  if (code !== '42710' && code !== '42P04' && code !== '23505') throw error
}

/** A connection for this work only. */
export async function withClient<T>(config: PgConfig, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client(config)
  client.on('error', () => undefined)
  try {
    await client.connect()
    return await work(client)
  } finally {
    await client.end().catch(() => undefined)
  }
}
