import type { BadgeView, TabsView, TitleView } from '../../../web/components.views.ts'
import { showCount, showDate, showInstant } from '../../../words/format.ts'
import type { Said } from '../../../words/index.ts'
import type { Reader } from '../books.views.ts'
import { voucherKinds } from '../vouchers/vouchers.rules.ts'
import type { CheckRun } from './check.commands.ts'
import { type Finding, isOnlyWarning, mostFindings, type PointResult, points } from './check.rules.ts'

export interface CheckView {
  head: TitleView
  tabs: TabsView
  verdict: VerdictView
  points: readonly PointView[]
}

/** How the last check ended, in one line. */
export interface VerdictView {
  tone: 'good' | 'warn' | 'bad'
  icon: 'check' | 'warn' | 'stop'
  title: string
  text: string
}

interface PointView {
  number: number
  name: string
  checked: string
  result: BadgeView
  findings: readonly { what: string; of: string; href: string }[]
  more: string
}

declare module '../../../web/views.ts' {
  interface Views {
    'books/check': CheckView
    'books/_verdict': VerdictView
  }
}

export function checkView(reader: Reader, tabs: TabsView, run: CheckRun | undefined): CheckView {
  const { t } = reader
  return {
    head: { title: t('books.check.title'), note: t('books.check.note'), back: undefined, badge: undefined },
    tabs,
    verdict: verdictView(reader, run),
    points: points.map((point) =>
      pointView(
        reader,
        point,
        run?.results.find((result) => result.point === point),
      ),
    ),
  }
}

function verdictView({ t, locale, zone }: Reader, run: CheckRun | undefined): VerdictView {
  if (!run) return { tone: 'warn', icon: 'warn', title: t('books.check.never'), text: t('books.check.never.help') }
  const text = t('books.check.when', {
    at: showInstant(locale, zone, run.at),
    name: run.byName,
    seconds: (run.tookMs / 1000).toFixed(1),
  })
  const wrong = run.results.filter((result) => !result.holds)
  const faults = wrong.filter((result) => !isOnlyWarning(result.point))
  if (faults.length > 0)
    return { tone: 'bad', icon: 'stop', title: t('books.check.wrong', { count: faults.length }), text }
  if (wrong.length > 0) return { tone: 'warn', icon: 'warn', title: t('books.check.warned'), text }
  return { tone: 'good', icon: 'check', title: t('books.check.holds'), text }
}

function pointView(reader: Reader, point: PointResult['point'], result: PointResult | undefined): PointView {
  const { t } = reader
  const findings = result?.findings ?? []
  return {
    number: point,
    name: t(`books.check.point.${point}`),
    checked: result ? showCount(result.checked) : '',
    result: resultView(reader, result),
    findings: findings.map((finding) => findingView(reader, finding)),
    more: findings.length === mostFindings ? t('books.check.more', { count: mostFindings }) : '',
  }
}

function resultView({ t }: Reader, result: PointResult | undefined): BadgeView {
  if (!result) return { text: t('books.check.result.notYet'), tone: 'plain' }
  if (result.holds) return { text: t('books.check.result.holds'), tone: 'good' }
  if (isOnlyWarning(result.point)) return { text: t('books.check.result.look'), tone: 'warn' }
  return { text: t('books.check.result.wrong'), tone: 'bad' }
}

function findingView(reader: Reader, { what, of, href }: Finding): PointView['findings'][number] {
  return { what: reader.t(what.key, shownValues(reader, what)), of: shownName(reader, of), href }
}

/** A voucher without a number is named by its kind and day: "receipt 2026-11-21". */
function shownName({ t, locale }: Reader, of: string): string {
  const [, kindText, day] = /^(?:([a-z-]+) )?(\d{4}-\d\d-\d\d)$/.exec(of) ?? []
  if (day === undefined) return of
  const kind = voucherKinds.find((one) => one === kindText)
  return kind ? `${t(`books.kind.${kind}`)}, ${showDate(locale, day)}` : showDate(locale, day)
}

/** Dates stand in a kept finding as they are in the database. */
function shownValues({ locale }: Reader, { values = {} }: Said): NonNullable<Said['values']> {
  const shown = Object.entries(values).map(([name, value]) => [name, isDay(value) ? showDate(locale, value) : value])
  return Object.fromEntries(shown)
}

const isDay = (value: string | number): value is string => typeof value === 'string' && /^\d{4}-\d\d-\d\d$/.test(value)
