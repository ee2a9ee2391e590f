import type pg from 'pg'
import { PgBoss } from 'pg-boss'
import type { PgConfig } from '../db/database.ts'
import { appRole, withClient } from '../db/roles.ts'

/** Where pg-boss keeps its tables, apart from the app's. */
export const queueSchema = 'queue'

/**
 * Makes or brings up to date the tables of the queue as the owner of all tables, and gives the app's role what pg-boss needs
 * to put jobs in, take them out and look after them: it can make or change no table there.
 */
export async function migrateQueue(owner: PgConfig): Promise<void> {
  await withClient(owner, async (client) => {
    const db = { executeSql: (text: string, values?: unknown[]) => client.query(text, values) }
    const boss = new PgBoss({ db, schema: queueSchema, supervise: false, schedule: false })
    boss.on('error', () => undefined)
    await boss.start()
    await boss.stop({ graceful: false, close: false })
    if (!(await isOpen(client))) await client.query(rights)
  })
}

async function isOpen(client: pg.Client): Promise<boolean> {
  const { rows } = await client.query<{ open: boolean }>(
    `select bool_and(has_schema_privilege('${appRole}', n.oid, 'usage')
       and has_table_privilege('${appRole}', c.oid, case when c.relname = any($1) then 'delete' else 'select' end)) as open
     from pg_class c join pg_namespace n on n.oid = c.relnamespace where n.nspname = $2 and c.relkind in ('r', 'p')`,
    [tablesOfJobs, queueSchema],
  )
  return rows[0]?.open ?? false
}

const tablesOfJobs = ['job', 'job_common', 'job_dependency']

const rights = `
  grant usage on schema ${queueSchema} to ${appRole};
  grant select on all tables in schema ${queueSchema} to ${appRole};
  grant insert, update, delete on ${tablesOfJobs.map((table) => `${queueSchema}.${table}`).join(', ')} to ${appRole};
  grant insert, update on ${queueSchema}.queue to ${appRole};
  grant update on ${queueSchema}.version to ${appRole};
`
