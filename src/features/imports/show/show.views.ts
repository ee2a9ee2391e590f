import { parseRupees, rupees, zero } from '../../../core/money.ts'
import { maskPan } from '../../../core/pan.ts'
import { showPhone } from '../../../core/phone.ts'
import { stateName } from '../../../core/states.ts'
import type { Fig, LinkView, TitleView } from '../../../web/components.views.ts'
import { showCount, showInstant } from '../../../words/format.ts'
import type { Said } from '../../../words/index.ts'
import type { Counts } from '../imports.queries.ts'
import type { ImportRow, ImportRun } from '../imports.types.ts'
import { problemField, problemSaid, type Reader, stateBadge } from '../imports.views.ts'
import { rolesOfText } from '../rows/changes.rules.ts'
import { knownChanges } from '../undo/undo-changes.ts'

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
  problemsTitle: string
  problemsNote: string
  /** What it would change, or changed, of what was here: some of it. */
  changes: readonly { line: string; name: string; says: readonly { field: string; was: string; now: string }[] }[]
  changesNote: string
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
  changes: readonly ImportRow[]
  sameFile: Date | undefined
}

export function importView(
  reader: Reader,
  { run, counts, problems, changes, sameFile }: Shown,
  { jobId, problem }: { jobId: string; problem: Said | undefined },
): ImportView {
  const { t, locale, zone } = reader
  const { state, kind } = run
  const isChecked = state === 'checked'
  const wrong = counts.refused + counts.failed
  const todo = counts.new + counts.change
  const changing = counts.change + counts.changed
  const canRun = todo > 0 && (isChecked || state === 'running' || state === 'stopped')
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
          text: t('imports.run', { count: todo }),
          again: isChecked ? '' : t('imports.run.again'),
        }
      : undefined,
    columnsHref: isChecked ? `/imports/${run.id}/columns` : '',
    dropAction: isChecked ? `/imports/${run.id}/removal` : '',
    undoHref:
      counts.made + counts.changed > 0 && (state === 'done' || state === 'stopped' || state === 'undoing')
        ? `/imports/${run.id}/undo`
        : '',
    nothing: isChecked && todo === 0 ? t('imports.run.nothing') : '',
    problems: problems.filter(({ problems: said }) => said.length > 0).map((row) => problemRow(reader, run, row)),
    problemsTitle: t(wrong === 0 ? 'imports.count.kept' : 'imports.problems'),
    problemsNote:
      wrong > shownProblems ? t('imports.problems.first', { count: shownProblems, total: showCount(wrong) }) : '',
    changes: changes.map((row) => changeRow(reader, run, row)),
    changesNote:
      changing > changes.length
        ? t('imports.problems.first', { count: changes.length, total: showCount(changing) })
        : '',
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
  const change = counts.change > 0 ? [fig(t('imports.count.change'), counts.change, 'good')] : []
  if (state === 'checked') return [rows, fig(t('imports.count.new'), counts.new, 'good'), ...change, ...rest]
  return [
    rows,
    fig(t('imports.count.made'), counts.made, 'good'),
    ...(counts.changed > 0 ? [fig(t('imports.count.changed'), counts.changed, 'good')] : []),
    ...change,
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

function changeRow({ t }: Reader, { kind, mapping }: ImportRun, { line, cells, changes }: ImportRow) {
  return {
    line: String(line),
    name: cut(cells[mapping['name'] ?? -1] ?? ''),
    says: knownChanges(kind, changes).map(({ field, was, now }) => ({
      field: problemField(t, kind, { field, key: 'imports.row.failed' }),
      was: cut(shownText(t, field, was)),
      now: cut(shownText(t, field, now)),
    })),
  }
}

const moneyFields = ['limit', 'amount', 'salePrice', 'purchasePrice']

/** As people read it: a State by its name, a PAN by its end. */
function shownText(t: Reader['t'], field: string, text: string): string {
  if (text === '') return '–'
  if (field === 'pan') return maskPan(text)
  if (field === 'phone') return showPhone(text)
  if (moneyFields.includes(field)) return rupees(parseRupees(text) ?? zero)
  if (field === 'state') return stateName(text) ?? text
  if (field === 'priceWithTax') return t(text === 'yes' ? 'shell.yes' : 'shell.no')
  if (field !== 'role') return text
  const { isCustomer, isSupplier, isKarigar } = rolesOfText(text)
  const words = [isCustomer && t('imports.role.customer'), isSupplier && t('imports.role.supplier')]
  return [...words, isKarigar && t('imports.role.karigar')].filter(Boolean).join(', ')
}

const longest = 60
const cut = (text: string): string => (text.length > longest ? `${text.slice(0, longest)}…` : text)
