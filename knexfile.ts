import type { Knex } from 'knex'
import { readConfig } from './src/config.ts'

/** For knex's own command line, such as `npx knex migrate:make name`; the app migrates by itself (src/db/migrate.ts). */
const config: Knex.Config = {
  client: 'pg',
  connection: readConfig().databaseUrl ?? '',
  migrations: { directory: './migrations', extension: 'ts', loadExtensions: ['.ts'] },
}

export default config
