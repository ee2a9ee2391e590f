import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { connect } from '../src/db/database.ts'
import { schemaText } from '../src/testing/schema-text.ts'
import { asRoot } from '../src/testing/server.ts'
import { freshServer, prepareTemplate } from './test-server.ts'

// Writes docs/schema.sql from a database that the migrations made: node scripts/dump-schema.ts
const server = await freshServer()
try {
  const made = await prepareTemplate(server.admin)
  const db = connect(asRoot(made, made.template))
  writeFileSync(join(import.meta.dirname, '../docs/schema.sql'), await schemaText(db))
  await db.destroy()
} finally {
  await server.remove()
}
