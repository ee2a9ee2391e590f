import { stringify } from 'csv-stringify/sync'
import { NotFound, Refusal } from '../../core/errors.ts'
import { PdfJoiner } from '../../pdf/join-pdfs.ts'
import { isWordKey, type Locale, translator } from '../../words/index.ts'
import type { Job, JobDeps, JobKind, JobResult, Progress } from '../jobs/index.ts'
import { drawStatement, print } from '../papers/index.ts'
import { ahead } from './ahead.ts'
import { bundle, type Printed, unbundle } from './bundle.ts'
import { bytesOf, chosenOf, type Missed, type Place } from './chosen.ts'
import { filterOf, localeIn } from './job-input.ts'
import type { ChosenParty } from './statements.queries.ts'
import { fileNameOf, type StatementFilter } from './statements.rules.ts'
import { zipWriter } from './zip-writer.ts'

/** The printer has two pages: while these print, the next ones are read and drawn. */
const atOnce = 4
const bundleSize = 20

/** Statements of many parties: printed one by one and kept in bundles, then joined to one PDF and one zip. */
export const statementFiles: JobKind = {
  kind: 'statements',
  async work(deps, job, progress): Promise<JobResult> {
    const filter = filterOf(job.input)
    const { parties, place } = await chosenOf(deps, job, progress, filter)
    const missed = await printAll(deps, job, progress, { parties, place, filter })
    const count = parties.length - missed.length
    if (count === 0) throw new Refusal('statements.refusal.none')
    await joinAll(progress, parties.length, deps.clock())
    await writeMissed(progress, missed, 'not-made.csv', localeIn(job.input))
    await progress.remove('.')
    return { said: { key: 'statements.made', values: { count } } }
  },
}

const bundleAt = (index: number): string => `.printed/${String(index).padStart(8, '0')}`

/** Goes on behind the last bundle that is kept. Says whose statement could not be made. */
async function printAll(
  deps: JobDeps,
  job: Job,
  progress: Progress,
  { parties, place, filter }: { parties: readonly ChosenParty[]; place: Place; filter: StatementFilter },
): Promise<readonly Missed[]> {
  const missed = [...place.missed]
  let papers: (Printed | Missed)[] = []
  let kept = place.next
  let keeping: Promise<void> = Promise.resolve()
  const keep = async (some: readonly (Printed | Missed)[]) => {
    const file = await progress.file(bundleAt(kept), 'application/octet-stream')
    await file.write(bundle(some.filter(isPrinted)))
    await file.end()
    const failed = some.flatMap((one) => (isPrinted(one) ? [] : [one]))
    missed.push(...failed)
    kept += some.length
    progress.add(some.length - failed.length, failed.length)
    await progress.checkpoint({ next: kept, missed })
  }
  const printOne = (party: ChosenParty, index: number) =>
    printOf(deps, job, { party, index: place.next + index, filter })
  for await (const paper of ahead(parties.slice(place.next), atOnce, printOne)) {
    papers.push(paper)
    if (papers.length < bundleSize) continue
    // It is kept while the next ones print.
    await keeping
    keeping = keep(papers)
    keeping.catch(() => undefined)
    papers = []
  }
  await keeping
  if (papers.length > 0) await keep(papers)
  return missed
}

const isPrinted = (one: Printed | Missed): one is Printed => 'pdf' in one

/** A party without a paper has a reason, in the words of who asked; a printer that gives up has none: it is tried again. */
async function printOf(
  { db, printer, clock }: JobDeps,
  { businessId, input }: Job,
  { party, index, filter }: { party: ChosenParty; index: number; filter: StatementFilter },
): Promise<Printed | Missed> {
  const { from, to } = filter
  const { name } = party
  try {
    const { html } = await drawStatement(db, businessId, { partyId: party.id, from, to }, clock())
    return { name, fileName: fileNameOf(index, name), pdf: await print(printer, { html, size: 'a4' }) }
  } catch (error) {
    return { name, why: whyOf(error, localeIn(input)) }
  }
}

/** Throws what is not for people. */
export function whyOf(error: unknown, locale: Locale): string {
  const t = translator(locale)
  if (error instanceof Refusal && isWordKey(error.key)) return t(error.key, error.values)
  if (error instanceof NotFound) return t('jobs.failed.notFound')
  throw error
}

/** Both files at once, a bundle in memory at a time. */
async function joinAll(progress: Progress, count: number, at: Date): Promise<void> {
  const [pdf, archive] = [
    await progress.file('statements.pdf', 'application/pdf'),
    await progress.file('statements.zip', 'application/zip'),
  ]
  const joiner = new PdfJoiner((bytes) => pdf.write(bytes))
  const zip = zipWriter((bytes) => archive.write(bytes), at)
  for (let index = 0; index < count; index += bundleSize) {
    progress.throwIfCancelled()
    for (const paper of unbundle(await bytesOf(progress, bundleAt(index)))) {
      await joiner.add(paper.pdf, paper.name)
      await zip.add(paper.fileName, paper.pdf)
    }
  }
  await joiner.end()
  await zip.end()
  await pdf.end()
  await archive.end()
}

/** Who was left out, with the reason; no file where nobody was. A name may begin as a formula does. */
export async function writeMissed(
  progress: Progress,
  missed: readonly Missed[],
  name: string,
  locale: Locale,
): Promise<void> {
  if (missed.length === 0) return
  const t = translator(locale)
  const rows = [[t('shell.party'), t('shell.reason')], ...missed.map((one) => [one.name, one.why])]
  const file = await progress.file(name, 'text/csv; charset=utf-8')
  await file.write(Buffer.from(stringify(rows, { bom: true, record_delimiter: 'windows', escape_formulas: true })))
  await file.end()
}
