import { stringify } from 'csv-stringify/sync'
import { NotFound, Refusal } from '../../core/errors.ts'
import { isWordKey, type Locale, translator } from '../../words/index.ts'
import type { Job, JobDeps, JobKind, JobResult, Progress } from '../jobs/index.ts'
import { drawLoaded, findStatementHead, loadStatements, print } from '../papers/index.ts'
import { ahead } from './ahead.ts'
import { inBatches } from './batches.ts'
import { bundle, type Printed, unbundle } from './bundle.ts'
import { bytesOf, chosenOf, type Missed, type Place } from './chosen.ts'
import { filterOf, localeIn } from './job-input.ts'
import { type Joined, joinFiles } from './joined-files.ts'
import type { ChosenParty } from './statements.queries.ts'
import { fileNameOf, type StatementFilter } from './statements.rules.ts'

/** The printer has two pages: while these print, the next ones are read and drawn. */
const atOnce = 4
const bundleSize = 20

/**
 * Statements of many parties, each printed by itself, so that it counts its own pages; as they come they are joined to one
 * PDF and one zip. What is printed is kept in bundles: going on after a break joins these anew, and prints the rest.
 */
export const statementFiles: JobKind = {
  kind: 'statements',
  async work(deps, job, progress): Promise<JobResult> {
    const filter = filterOf(job.input)
    const { parties, place } = await chosenOf(deps, job, progress, filter)
    const joined = await joinFiles(progress, deps.clock())
    for (let index = 0; index < place.next; index += bundleSize) {
      progress.throwIfCancelled()
      await joined.add(unbundle(await bytesOf(progress, bundleAt(index))))
    }
    const missed = await printAll(deps, job, progress, { parties, place, filter, joined })
    const count = parties.length - missed.length
    if (count === 0) throw new Refusal('statements.refusal.none')
    await joined.end()
    await writeMissed(progress, missed, 'not-made.csv', localeIn(job.input))
    await progress.remove('.')
    return { said: { key: 'statements.made', values: { count } } }
  },
}

const bundleAt = (index: number): string => `.printed/${String(index).padStart(8, '0')}`

interface Printing {
  parties: readonly ChosenParty[]
  place: Place
  filter: StatementFilter
  joined: Joined
}

/** Goes on behind the last bundle that is kept. Says whose statement could not be made. */
async function printAll(
  deps: JobDeps,
  job: Job,
  progress: Progress,
  { parties, place, filter, joined }: Printing,
): Promise<readonly Missed[]> {
  const missed = [...place.missed]
  let kept = place.next
  const keep = async (papers: readonly (Printed | Missed)[]) => {
    const printed = papers.filter(isPrinted)
    await writeWhole(progress, bundleAt(kept), bundle(printed))
    const failed = papers.flatMap((one) => (isPrinted(one) ? [] : [one]))
    missed.push(...failed)
    kept += papers.length
    progress.add(printed.length, failed.length)
    await progress.checkpoint({ next: kept, missed })
    await joined.add(printed)
  }
  const head = await findStatementHead(deps.db, job.businessId)
  const left = parties.slice(place.next)
  const loaded = inBatches(left.length, bundleSize, (from) =>
    loadStatements(
      deps.db,
      job.businessId,
      left.slice(from, from + bundleSize).map(({ id }) => ({ partyId: id, from: filter.from, to: filter.to })),
      { at: deps.clock(), head },
    ),
  )
  const printOne = async (party: ChosenParty, index: number) =>
    printOf(deps, job, { party, index: place.next + index, found: await loaded(index) })
  let papers: (Printed | Missed)[] = []
  let keeping: Promise<void> = Promise.resolve()
  try {
    for await (const paper of ahead(left, atOnce, printOne)) {
      progress.throwIfCancelled()
      papers.push(paper)
      if (papers.length < bundleSize) continue
      await keeping
      // It is kept and joined while the next ones print.
      keeping = keep(papers)
      keeping.catch(() => undefined)
      papers = []
    }
  } finally {
    // Whatever happened, what is being kept is kept before anybody else goes on.
    await Promise.allSettled([keeping])
  }
  await keeping
  if (papers.length > 0) await keep(papers)
  return missed
}

const isPrinted = (one: Printed | Missed): one is Printed => 'pdf' in one

/** A party without a paper has a reason, in the words of who asked; a printer that gives up has none: it is tried again. */
async function printOf(
  { printer }: JobDeps,
  { input }: Job,
  { party: { name }, index, found }: { party: ChosenParty; index: number; found: Loaded | undefined },
): Promise<Printed | Missed> {
  if (found === undefined || found instanceof Error)
    return { name, why: whyOf(found ?? new NotFound(`no party ${name}`), localeIn(input)) }
  const { html } = await drawLoaded(found)
  return { name, fileName: fileNameOf(index, name), pdf: await print(printer, { html, size: 'a4' }) }
}

type Loaded = Awaited<ReturnType<typeof loadStatements>>[number]

/** Throws what is not for people. */
export function whyOf(error: unknown, locale: Locale): string {
  const t = translator(locale)
  if (error instanceof Refusal && isWordKey(error.key)) return t(error.key, error.values)
  if (error instanceof NotFound) return t('jobs.failed.notFound')
  throw error
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
  const csv = stringify(rows, { bom: true, record_delimiter: 'windows', escape_formulas: true })
  await writeWhole(progress, name, Buffer.from(csv), 'text/csv; charset=utf-8')
}

async function writeWhole(
  progress: Progress,
  name: string,
  bytes: Buffer,
  mime = 'application/octet-stream',
): Promise<void> {
  const file = await progress.file(name, mime)
  await file.write(bytes)
  await file.end()
}
