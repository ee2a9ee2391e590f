import pg from 'pg'
import type { Config } from '../config.ts'
import type { PgConfig } from './database.ts'
import { EmbeddedError, startEmbedded } from './embedded.ts'
import { appRole, ensureRoles, ownerRole, passwordsFrom, withClient } from './roles.ts'

export type Targets = {
  /** Makes and migrates the tables. */
  owner: PgConfig
  /** Runs the app: owns nothing, is bound by row security. */
  app: PgConfig
  /** Ends what was started; call it when all connections are closed. */
  stop: () => Promise<void>
}

/** The database cannot be used as it is; the message says in a line what to do. */
export class DatabaseError extends Error {
  override name = 'DatabaseError'
}

/** The database that the settings name, its roles made where they may be; without a DATABASE_URL an embedded server's. */
export async function databaseTargets(config: Config, onEvent?: (text: string) => void): Promise<Targets> {
  try {
    return config.databaseUrl === undefined
      ? await embeddedTargets(config, onEvent)
      : await externalTargets(config, parseUrl(config.databaseUrl))
  } catch (error) {
    if (error instanceof DatabaseError) throw error
    if (error instanceof EmbeddedError) throw new DatabaseError(error.message, { cause: error })
    throw new DatabaseError(`DATABASE_URL: the database does not answer as it should: ${reason(error)}.`, {
      cause: error,
    })
  }
}

async function embeddedTargets(config: Config, onEvent?: (text: string) => void): Promise<Targets> {
  const server = await startEmbedded({ dataDir: config.dataDir, onEvent })
  const database = { ...server.admin, database: 'khata' }
  await ensureRoles(server.admin, 'khata')
  const stop = async () => void (await server.stop())
  return { owner: { ...database, user: ownerRole }, app: { ...database, user: appRole }, stop }
}

async function externalTargets(config: Config, admin: PgConfig): Promise<Targets> {
  const stop = async () => undefined
  if (config.databaseAppUrl !== undefined) {
    const app = parseUrl(config.databaseAppUrl)
    await verifyApp(app, admin.user)
    return { owner: admin, app, stop }
  }
  await refuseWithoutRights(admin)
  const passwords = passwordsFrom(config.secret)
  const owner = { ...admin, user: ownerRole, password: passwords.owner }
  const app = { ...admin, user: appRole, password: passwords.app }
  if (!config.mayResetRoles) await refuseOthersRoles(admin, [owner, app])
  await ensureRoles(admin, admin.database, passwords)
  await verifyApp(app, owner.user)
  return { owner, app, stop }
}

/** pg's own reading of the URL, ssl and socket folders included. */
function parseUrl(url: string): PgConfig {
  const { host, port, user, database, password, ssl } = new pg.Client({ connectionString: url })
  const target = { host, port, user: user ?? 'postgres', database: database ?? 'khata', ssl }
  return typeof password === 'string' ? { ...target, password } : target
}

async function refuseWithoutRights(admin: PgConfig): Promise<void> {
  const { rows } = await withClient(admin, (client) =>
    client.query<{ may: boolean }>(
      'select rolsuper or rolcreaterole as may from pg_roles where rolname = current_user',
    ),
  )
  if (rows[0]?.may) return
  throw new DatabaseError(
    `DATABASE_URL: ${admin.user} may not make roles. Have \`create role ${appRole} login password '...'\` run there, and set DATABASE_APP_URL to it.`,
  )
}

/** Roles belong to the whole server: another Khata there must not be locked out by this one's passwords. */
async function refuseOthersRoles(admin: PgConfig, roles: PgConfig[]): Promise<void> {
  const names = roles.map((role) => role.user)
  const { rows } = await withClient(admin, (client) =>
    client.query<{ name: string }>('select rolname as name from pg_roles where rolname = any($1)', [names]),
  )
  for (const role of roles.filter(({ user }) => rows.some(({ name }) => name === user))) {
    const state = await withClient({ ...role, database: 'postgres' }, async () => 'in').catch((error) => error?.code)
    if (state !== '28P01') continue
    throw new DatabaseError(
      `DATABASE_URL: the password of ${role.user} there does not come from this KHATA_SECRET. If you changed the secret, start once with DATABASE_RESET_ROLES=on; if another Khata uses that server, give this one a server of its own.`,
    )
  }
}

/** What row security and the posted tables rest on. */
async function verifyApp(app: PgConfig, owner: string): Promise<void> {
  const { rows } = await reach(app, (client) =>
    client.query<{ wrong: string | null }>(`
      select case
        when rolsuper then 'is a superuser'
        when rolbypassrls then 'bypasses row security'
        when exists (select from pg_class where relowner = pg_roles.oid and relkind in ('r', 'p')) then 'owns tables'
        when not coalesce((select pg_has_role(current_user, oid, 'usage') from pg_roles where rolname = '${appRole}'), false)
          then 'is neither ${appRole} nor a member of it'
      end as wrong
      from pg_roles where rolname = current_user`),
  )
  const wrong = app.user === owner ? "is DATABASE_URL's own" : rows[0]?.wrong
  if (!wrong) return
  throw new DatabaseError(
    `DATABASE_APP_URL: the role ${app.user} ${wrong}. Have \`create role ${appRole} login password '...'\` run there, and set DATABASE_APP_URL to it.`,
  )
}

async function reach<T>(app: PgConfig, work: (client: pg.Client) => Promise<T>): Promise<T> {
  return withClient(app, work).catch((error) => {
    throw new DatabaseError(`DATABASE_APP_URL: the database does not let ${app.user} in: ${reason(error)}.`, {
      cause: error,
    })
  })
}

const reason = (error: unknown): string =>
  error instanceof AggregateError ? reason(error.errors[0]) : error instanceof Error ? error.message : String(error)
