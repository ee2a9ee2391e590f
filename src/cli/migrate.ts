import type { Command } from './command.ts'
import { withDatabase } from './database.ts'

export const migrate: Command = {
  name: 'migrate',
  says: 'Brings the tables up to date, as every start does.',
  flags: [],
  run: (_flags, { config, say }) =>
    withDatabase(config, async ({ migrated }) => {
      for (const name of migrated) say(name)
      say(migrated.length === 0 ? 'The tables are up to date.' : `${migrated.length} migrations ran.`)
      return 0
    }),
}
