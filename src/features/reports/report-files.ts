import { Readable } from 'node:stream'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { Deps } from '../../app.ts'
import { todayIn } from '../../core/dates.ts'
import { Refusal } from '../../core/errors.ts'
import { inBusiness } from '../../db/tenant.ts'
import { acting } from '../../web/permissions.ts'
import { type BarView, barView, findHouse, findLogo, lookOf, print } from '../papers/index.ts'
import { parseDates } from './asked.form.ts'
import { mayRead } from './may-read.ts'
import { type ReportOf, reportInParts, wholeReport } from './read-report.ts'
import type { ReportDefinition } from './report.ts'
import { ownOf, readerOf, schemaOf, typedOf } from './report-address.ts'
import { reportCsv } from './report-csv.ts'
import { reportPaper } from './report-print.views.ts'
import { mostSheetRows, reportXlsx } from './report-xlsx.ts'

/** A paper of 5,000 rows has 130 pages; more is no paper that anyone reads. */
const mostPaperRows = 5_000

/** The report on paper and as files, for the same address as its page. Wrong dates are refused with 422. */
export function reportFiles(app: FastifyInstance, deps: Deps, definition: ReportDefinition): void {
  const { db, clock, printer } = deps
  const { url, permission } = definition
  const route = { schema: schemaOf(definition), config: { permission } } as const
  const today = (request: FastifyRequest) => todayIn(clock(), acting(request).business.zone)
  const reportOf = (request: FastifyRequest, reply: FastifyReply) =>
    readAddress(definition, request, reply, today(request))
  const send = (reply: FastifyReply, request: FastifyRequest, ending: Ending, body: Buffer | Readable) =>
    sendFile(reply, ending, `${definition.name}-${today(request)}`, body)

  app.get(`${url}/print`, route, async (request, reply) => {
    const bar = barView(request.locale, reply.t, {
      backTo: { href: request.url.replace('/print', ''), text: reply.t(definition.title) },
      pdfHref: request.url.replace('/print', '.pdf'),
    })
    return draw(deps, reply, reportOf(request, reply), bar)
  })

  app.get(`${url}.pdf`, route, async (request, reply) => {
    const html = await draw(deps, reply, reportOf(request, reply), undefined)
    return send(reply, request, 'pdf', await print(printer, { html, size: 'a4' }))
  })

  app.get(`${url}.csv`, route, async (request, reply) => {
    const { head, parts } = await reportInParts(db, reportOf(request, reply))
    return send(reply, request, 'csv', Readable.from(reportCsv(head, parts), { objectMode: false }))
  })

  app.get(`${url}.xlsx`, route, async (request, reply) => {
    const report = await wholeReport(db, reportOf(request, reply), mostSheetRows)
    return send(reply, request, 'xlsx', await reportXlsx(report))
  })
}

function readAddress(
  definition: ReportDefinition,
  request: FastifyRequest,
  reply: FastifyReply,
  today: string,
): ReportOf {
  const { businessId, business } = acting(request)
  mayRead(definition, business.role)
  const typed = typedOf(request)
  const { startMonth } = business
  const parsed = parseDates(definition, typed, { today, startMonth })
  if (!parsed.ok) throw new Refusal(Object.values(parsed.errors)[0]?.key ?? 'fields.date')
  const asked = { ...parsed.value, today, startMonth, own: ownOf(definition, typed) }
  return { businessId, definition, asked, reader: readerOf(request, reply) }
}

async function draw(
  { db }: Pick<Deps, 'db'>,
  reply: FastifyReply,
  of: ReportOf,
  bar: BarView | undefined,
): Promise<string> {
  const { reader, businessId } = of
  const whole = await wholeReport(db, of, mostPaperRows)
  const report = { ...whole, isLandscape: of.definition.isLandscape ?? whole.isLandscape ?? false }
  const { house, logo } = await inBusiness(db, businessId, async (tx) => {
    const house = await findHouse(tx, businessId)
    return { house, logo: await findLogo(tx, businessId, house.logoSha256) }
  })
  const paper = reportPaper(reader, { house, logo, report, bar })
  return reply.paper('print/report', paper, lookOf(reader.locale, house.accent))
}

type Ending = 'pdf' | 'csv' | 'xlsx'
const types: Readonly<Record<Ending, string>> = {
  pdf: 'application/pdf',
  csv: 'text/csv; charset=utf-8',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
}

function sendFile(reply: FastifyReply, ending: Ending, name: string, body: Buffer | Readable): FastifyReply {
  const place = ending === 'pdf' ? 'inline' : 'attachment'
  return reply
    .type(types[ending])
    .header('cache-control', 'private, no-store')
    .header('content-disposition', `${place}; filename="${name}.${ending}"`)
    .send(body)
}
