import type { FastifyInstance } from 'fastify'
import type { Deps } from '../../app.ts'
import { todayIn } from '../../core/dates.ts'
import { pageSize } from '../../db/paging.ts'
import { inBusiness, type Tx } from '../../db/tenant.ts'
import { together } from '../../db/together.ts'
import { acting } from '../../web/permissions.ts'
import type { Membership } from '../../web/who.ts'
import { parseDates, type TypedReport } from './asked.form.ts'
import { mayRead } from './may-read.ts'
import type { ReportDefinition, ReportReader } from './report.ts'
import { reportFields, reportPage, type Shown } from './report.views.ts'
import { ownOf, readerOf, schemaOf, typedOf } from './report-address.ts'
import { reportFiles } from './report-files.ts'

/**
 * Gives a report its page, its print page and its files: PDF, CSV and XLSX. All five take the same address, so that what is
 * on the screen is what is printed and saved.
 */
export function reportRoutes(app: FastifyInstance, deps: Deps, definition: ReportDefinition): void {
  const { db, clock } = deps
  const { url, permission, keepsPlans = false } = definition
  const route = { schema: schemaOf(definition), config: { permission } } as const

  app.get(url, route, async (request, reply) => {
    const { businessId, business } = acting(request)
    mayRead(definition, business.role)
    const [typed, reader] = [typedOf(request), readerOf(request, reply)]
    const today = todayIn(clock(), business.zone)
    const shown = await inBusiness(db, businessId, (tx) => readShown(tx, business, definition, typed, reader, today), {
      keepsPlans,
    })
    return reply.code(shown.asked ? 200 : 422).page('reports/show', reportPage(reader, shown))
  })
  reportFiles(app, deps, definition)
}

/** Dates that are none are shown with what is wrong with them, beside no figures at all. */
async function readShown(
  tx: Tx,
  { id: businessId, startMonth }: Membership,
  definition: ReportDefinition,
  typed: TypedReport,
  reader: ReportReader,
  today: string,
): Promise<Shown> {
  const parsed = parseDates(definition, typed, { today, startMonth })
  const errors = parsed.ok ? {} : parsed.errors
  const asked = parsed.ok ? parsed.value : undefined
  // Room for the line of totals.
  const page = { after: typed['after'] || undefined, limit: pageSize - 1, isScreen: true }
  const more = { own: ownOf(definition, typed), today, startMonth, page }
  const [filters, report] = await together([
    definition.filters?.(tx, businessId, reportFields(reader, { typed, errors, asked }), reader),
    asked && definition.build(tx, businessId, { ...asked, ...more }, reader),
  ])
  return {
    definition,
    typed,
    errors,
    asked,
    report,
    filters: filters ?? { selects: [], fields: [] },
    today,
    startMonth,
  }
}
