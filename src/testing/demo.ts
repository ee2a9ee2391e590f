import { ppid } from 'node:process'
import { makeDemo } from '../../seeds/demo.ts'
import { connect } from '../db/database.ts'
import { appRole, ownerRole, withClient } from '../db/roles.ts'
import { asRoot, testServer } from './server.ts'

/**
 * A database with the demo of one moment, made by the first test file of a run that asks for it: the others copy it, and the
 * next run sweeps it away.
 */
export async function demoTemplate({ now, secret }: { now: Date; secret: string }): Promise<string> {
  const server = testServer()
  // All files of a run have one parent; a database of that name whose process is gone is left over.
  const name = `test_${ppid}_demo`
  await withClient(asRoot(server), async (client) => {
    await client.query('select pg_advisory_lock(747284004)')
    const { rows } = await client.query('select 1 from pg_database where datname = $1', [name])
    if (rows.length > 0) return
    await client.query(
      `create database ${name}_making template ${server.template} strategy file_copy owner ${ownerRole}`,
    )
    const db = connect({ ...asRoot(server, `${name}_making`), user: appRole }, { max: 8, idleMs: 200 })
    await makeDemo(db, { now, secret }).finally(() => db.destroy())
    await client.query(`alter database ${name}_making rename to ${name}`)
  })
  return name
}
