import { Readable } from 'node:stream'
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { stringify } from 'csv-stringify/sync'
import type { Deps } from '../../../app.ts'
import type { Db } from '../../../db/database.ts'
import { fieldVault, type Vault } from '../../../db/fields.ts'
import { inBusiness } from '../../../db/tenant.ts'
import { guarded } from '../../../web/guarded.ts'
import { acting } from '../../../web/permissions.ts'
import { findRun, listRows } from '../imports.queries.ts'
import { config, params } from '../imports.schema.ts'
import type { ImportRow, ImportRun } from '../imports.types.ts'
import { columnLetter, problemField, problemSaid, type Reader } from '../imports.views.ts'
import { utf8Mark } from '../templates/template-files.ts'

const rowsAtOnce = 500

/** The rows that were not taken, with their own columns and the reason behind: to be corrected and brought again. */
export const refusedRoutes: FastifyPluginAsyncTypebox<Deps> = async (app, { db, config: settings }) => {
  const vault = fieldVault(settings.secret)

  app.get('/imports/:id/refused.csv', { schema: { params }, config }, async (request, reply) => {
    const { businessId, business } = acting(request)
    const run = await inBusiness(db, businessId, (tx) => findRun(tx, businessId, request.params.id))
    const reader = { t: reply.t, locale: request.locale, zone: business.zone }
    return reply
      .type('text/csv; charset=utf-8')
      .header('content-disposition', `attachment; filename="refused-${run.kind}.csv"`)
      .send(Readable.from(refusedCsv(db, businessId, run, { reader, vault }), { objectMode: false }))
  })
}

async function* refusedCsv(
  db: Db,
  businessId: string,
  run: ImportRun,
  { reader, vault }: { reader: Reader; vault: Vault },
): AsyncGenerator<string> {
  const { t } = reader
  const heads = run.headings.map((heading, column) => guarded(heading) || columnLetter(column))
  yield utf8Mark + stringify([[...heads, t('imports.line'), t('shell.reason')]])
  let after = 0
  for (;;) {
    const asked = { runId: run.id, states: ['refused', 'failed'] as const, after, limit: rowsAtOnce }
    const rows = await inBusiness(db, businessId, (tx) => listRows(tx, businessId, asked, vault))
    if (rows.length === 0) return
    yield stringify(rows.map((row) => written(reader, run, row)))
    after = rows.at(-1)?.line ?? after
  }
}

function written(reader: Reader, run: ImportRun, { cells, line, problems }: ImportRow): string[] {
  const reasons = problems.map((problem) => {
    const field = problemField(reader.t, run.kind, problem)
    const said = problemSaid(reader, problem)
    return field ? `${field}: ${said}` : said
  })
  return [...run.headings.map((_, column) => guarded(cells[column] ?? '')), String(line), reasons.join(' ')]
}
