import type { Fig, LinkView, TitleView } from '../../../web/components.views.ts'
import { showCount, showInstant } from '../../../words/format.ts'
import type { Said } from '../../../words/index.ts'
import type { Counts } from '../imports.queries.ts'
import type { ImportRow, ImportRun } from '../imports.types.ts'
import { problemField, problemSaid, type Reader, stateBadge } from '../imports.views.ts'

export interface ImportView {
  head: TitleView
  problem: string
  /** This very file was brought in before. */
  sameFile: string
  figs: readonly Fig[]
  /** Its progress, while it goes. */
  progress: LinkView | undefined
  run: { action: string; job: string; text: string; again: string } | undefined
  columnsHref: string
  dropAction: string
  undoHref: string
  nothing: string
  problems: readonly { line: string; says: readonly { column: string; value: string; reason: string }[] }[]
  problemsNote: string
  refusedHref: string
}

declare module '../../../web/views.ts' {
  interface Views {
    'imports/show': ImportView
  }
}

/** So many refused rows stand on the page; the file has all of them. */
export const shownProblems = 20

interface Shown {
  run: ImportRun
  counts: Counts
  problems: readonly ImportRow[]
  sameFile: Date | undefined
}

export function importView(
  reader: Reader,
  { run, counts, problems, sameFile }: Shown,
  { jobId, problem }: { jobId: string; problem: Said | undefined },
): ImportView {
  const { t, locale, zone } = reader
  const { state, kind } = run
  const isChecked = state === 'checked'
  const wrong = counts.refused + counts.failed
  const canRun = counts.new > 0 && (isChecked || state === 'running' || state === 'stopped')
  const isAtWork = state === 'running' || state === 'undoing'
  const when = showInstant(locale, zone, run.createdAt)
  return {
    head: {
      title: t('imports.of', { kind: t(`imports.kind.${kind}`), file: run.fileName }),
      note: t('imports.by', { name: run.byName, when }),
      back: { href: '/imports', text: t('imports.title') },
      badge: stateBadge(t, state),
    },
    problem: problem ? problemSaid(reader, problem) : '',
    sameFile: sameFile && isChecked ? t('imports.sameFile', { when: showInstant(locale, zone, sameFile) }) : '',
    figs: figsOf(reader, run, counts),
    progress: isAtWork && run.jobId ? { href: `/jobs/${run.jobId}`, text: t('imports.run.progress') } : undefined,
    run: canRun
      ? {
          action: `/imports/${run.id}/run`,
          job: jobId,
          text: t('imports.run', { count: counts.new }),
          again: isChecked ? '' : t('imports.run.again'),
        }
      : undefined,
    columnsHref: isChecked ? `/imports/${run.id}/columns` : '',
    dropAction: isChecked ? `/imports/${run.id}/removal` : '',
    undoHref:
      counts.made > 0 && (state === 'done' || state === 'stopped' || state === 'undoing')
        ? `/imports/${run.id}/undo`
        : '',
    nothing: isChecked && counts.new === 0 ? t('imports.run.nothing') : '',
    problems: problems.map((row) => problemRow(reader, run, row)),
    problemsNote:
      wrong > shownProblems ? t('imports.problems.first', { count: shownProblems, total: showCount(wrong) }) : '',
    refusedHref: wrong > 0 ? `/imports/${run.id}/refused.csv` : '',
  }
}

function figsOf({ t }: Reader, { state, total }: ImportRun, counts: Counts): Fig[] {
  const fig = (label: Fig['label'], count: number, tone: Fig['tone'] = ''): Fig => ({
    label,
    value: showCount(count),
    unit: '',
    note: '',
    tone: count > 0 ? tone : '',
  })
  const rows = fig(t('imports.rows'), total)
  const rest = [fig(t('imports.count.same'), counts.same), fig(t('imports.count.refused'), counts.refused, 'warn')]
  if (state === 'checked') return [rows, fig(t('imports.count.new'), counts.new, 'good'), ...rest]
  return [
    rows,
    fig(t('imports.count.made'), counts.made, 'good'),
    ...(counts.new > 0 ? [fig(t('imports.count.new'), counts.new)] : []),
    ...rest,
    ...(counts.failed > 0 ? [fig(t('imports.count.failed'), counts.failed, 'bad')] : []),
    ...(counts.undone > 0 ? [fig(t('imports.count.undone'), counts.undone)] : []),
    ...(counts.kept > 0 ? [fig(t('imports.count.kept'), counts.kept)] : []),
  ]
}

function problemRow(reader: Reader, { kind, mapping }: ImportRun, { line, cells, problems }: ImportRow) {
  return {
    line: String(line),
    says: problems.map((problem) => ({
      column: problemField(reader.t, kind, problem),
      value: cut(cells[mapping[problem.field] ?? -1] ?? ''),
      reason: problemSaid(reader, problem),
    })),
  }
}

const longest = 60
const cut = (text: string): string => (text.length > longest ? `${text.slice(0, longest)}…` : text)
