import { Refusal } from '../../core/errors.ts'
import type { Db } from '../../db/database.ts'
import { inBusiness } from '../../db/tenant.ts'
import { showCount } from '../../words/format.ts'
import type { Asked, Report, ReportDefinition, ReportReader, Row } from './report.ts'

/** What is asked, but for the part: whoever reads a report to its end asks for one part after another. */
export type AskedWhole = Omit<Asked, 'page'>

export interface ReportOf {
  businessId: string
  definition: ReportDefinition
  asked: AskedWhole
  reader: ReportReader
}

/** A part is large enough that few round trips read a year, and small enough that memory stays flat. */
const partRows = 1000

/**
 * The report without its rows, and its rows in parts, each read in a transaction of its own when it is wanted. The first
 * is read at once, so that what is refused is refused before an answer begins.
 */
export async function reportInParts(
  db: Db,
  of: ReportOf,
): Promise<{ head: Report; parts: AsyncGenerator<readonly Row[]> }> {
  const first = await readPart(db, of, undefined)
  async function* parts(): AsyncGenerator<readonly Row[]> {
    let part = first
    yield part.rows
    while (part.next !== undefined) {
      part = await readPart(db, of, part.next)
      yield part.rows
    }
  }
  return { head: first, parts: parts() }
}

/** The report with all its rows. Throws Refusal when they are more than `most`. */
export async function wholeReport(db: Db, of: ReportOf, most: number): Promise<Report> {
  const { head, parts } = await reportInParts(db, of)
  const rows: Row[] = []
  for await (const part of parts) {
    rows.push(...part)
    if (rows.length > most) throw new Refusal('reports.refusal.tooLong', { max: showCount(most) })
  }
  return { ...head, rows, next: undefined }
}

function readPart(
  db: Db,
  { businessId, definition, asked, reader }: ReportOf,
  after: string | undefined,
): Promise<Report> {
  const page = { after, limit: partRows, isScreen: false }
  return inBusiness(db, businessId, (tx) => definition.build(tx, businessId, { ...asked, page }, reader))
}
