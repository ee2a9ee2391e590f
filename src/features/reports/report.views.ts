import type {
  FieldView,
  Fig,
  LinkView,
  SelectView,
  SummaryView,
  TabsView,
  TitleView,
  VoidView,
} from '../../web/components.views.ts'
import { type FormFields, formFields } from '../../web/form-fields.ts'
import { showDate } from '../../words/format.ts'
import type { FieldErrors } from '../../words/parsed.ts'
import { typedDate } from '../books/index.ts'
import type { AskedDates, TypedReport } from './asked.form.ts'
import { type Between, type PresetName, presetDays, presetsOf } from './period.rules.ts'
import type { Report, ReportAlert, ReportDefinition, ReportFilters, ReportReader } from './report.ts'
import { chartView, type ReportChartView } from './report-chart.views.ts'
import { type ReportTableView, reportTable } from './report-table.views.ts'

export interface ReportPage {
  summary: SummaryView
  head: TitleView
  presets: TabsView
  action: string
  dates: readonly FieldView[]
  selects: readonly SelectView[]
  fields: readonly FieldView[]
  figs: readonly Fig[]
  alerts: readonly (ReportAlert & { href: string })[]
  /** Undefined where nothing is to be shown. */
  links: readonly LinkView[]
  chart: ReportChartView | undefined
  table: ReportTableView | undefined
  empty: VoidView | undefined
  /** The same report on paper and as files; all empty while its dates are wrong. */
  printHref: string
  files: readonly { href: string; text: string }[]
  firstHref: string
  nextHref: string
}

declare module '../../web/views.ts' {
  interface Views {
    'reports/show': ReportPage
  }
}

export interface Shown {
  definition: ReportDefinition
  typed: TypedReport
  errors: FieldErrors
  /** Undefined while the dates are wrong. */
  asked: AskedDates | undefined
  report: Report | undefined
  filters: ReportFilters
  today: string
  startMonth: number
}

export function reportPage(reader: ReportReader, shown: Shown): ReportPage {
  const { t } = reader
  const { definition, report, filters, errors } = shown
  const f = reportFields(reader, shown)
  const names = definition.dates === 'period' ? ['from', 'to'] : ['on']
  const hasRows = report !== undefined && report.rows.length > 0
  return {
    summary: formFields(t, { values: {}, errors }).summary(names),
    head: {
      title: report?.title ?? t(definition.title),
      note: report?.note ?? '',
      back: { href: definition.above?.href ?? '/reports', text: t(definition.above?.title ?? 'reports.title') },
      badge: undefined,
    },
    presets: presetLinks(reader, shown),
    action: addressOf(definition, shown.typed),
    dates:
      definition.dates === 'period'
        ? [f.date('from', 'shell.from'), f.date('to', 'shell.to')]
        : [f.date('on', 'reports.on')],
    selects: [...filters.selects, ...(definition.compares ? [comparisonField(reader, f)] : [])],
    fields: filters.fields,
    figs: report?.figs ?? [],
    alerts: (report?.alerts ?? []).map((alert) => ({ ...alert, href: alert.href ?? '' })),
    links: report?.links ?? [],
    chart: hasRows && report.chart ? chartView(report.chart) : undefined,
    table: hasRows ? reportTable(reader, report) : undefined,
    empty: report && !hasRows ? emptyOf(reader, report) : undefined,
    ...waysOut(reader, shown),
    ...pager(shown),
  }
}

/** The form's fields, filled with what was typed, else with the dates that are shown. */
export function reportFields(
  { t }: Pick<ReportReader, 't'>,
  { typed, errors, asked }: Pick<Shown, 'typed' | 'errors' | 'asked'>,
): FormFields {
  const dates = asked && { from: typedDate(asked.from), to: typedDate(asked.to), on: typedDate(asked.to) }
  return formFields(t, { values: { ...typed, ...dates }, errors })
}

function comparisonField({ t }: ReportReader, f: FormFields): SelectView {
  return f.select('compare', 'reports.compare', [
    { value: '', text: t('reports.compare.none') },
    { value: 'before', text: t('reports.compare.before') },
    { value: 'year', text: t('reports.compare.year') },
  ])
}

function presetLinks({ t }: ReportReader, { definition, asked, typed, today, startMonth }: Shown): TabsView {
  const kept = keptOf(definition, typed)
  const isShown = (name: PresetName): boolean => {
    const { from, to } = presetDays(name, today, startMonth)
    return asked?.to === to && (definition.dates === 'as-of' || asked.from === from)
  }
  return {
    label: t('reports.presets'),
    tabs: (definition.presets ?? presetsOf(definition.dates)).map((name) => ({
      href: hrefOf(addressOf(definition, typed), { period: name, ...kept }),
      text: t(`reports.preset.${definition.dates === 'as-of' ? 'on.' : ''}${name}`),
      isCurrent: isShown(name),
    })),
  }
}

function waysOut({ t }: ReportReader, { definition, asked, typed }: Shown): Pick<ReportPage, 'printHref' | 'files'> {
  if (asked === undefined) return { printHref: '', files: [] }
  const url = addressOf(definition, typed)
  const query = { ...datesOf(definition, asked), ...keptOf(definition, typed) }
  const files = (['pdf', 'xlsx', 'csv'] as const).map((ending) => ({
    href: hrefOf(`${url}.${ending}`, query),
    text: t(`reports.file.${ending}`),
  }))
  return { printHref: hrefOf(`${url}/print`, query), files }
}

function pager({ definition, asked, typed, report }: Shown): Pick<ReportPage, 'firstHref' | 'nextHref'> {
  if (asked === undefined) return { firstHref: '', nextHref: '' }
  const url = addressOf(definition, typed)
  const query = { ...datesOf(definition, asked), ...keptOf(definition, typed) }
  return {
    firstHref: typed['after'] ? hrefOf(url, query) : '',
    nextHref: report?.next ? hrefOf(url, { ...query, after: report.next }) : '',
  }
}

function emptyOf({ t }: ReportReader, { empty }: Report): VoidView {
  return {
    icon: 'reports',
    title: empty?.title ?? t('reports.empty'),
    text: empty?.text ?? t('reports.empty.text'),
    action: undefined,
  }
}

/** What stays as it is when other dates are asked for: the report's own fields and the comparison. */
function keptOf({ query = {}, compares }: ReportDefinition, typed: TypedReport): Record<string, string> {
  const names = [...Object.keys(query), ...(compares ? ['compare'] : [])]
  return Object.fromEntries(names.map((name) => [name, typed[name] ?? '']))
}

const datesOf = ({ dates }: ReportDefinition, { from, to }: Between): Record<string, string> =>
  dates === 'period' ? { from, to } : { on: to }

/** Where a report stands for what was asked: one of one thing has its id there. */
const addressOf = ({ url }: ReportDefinition, typed: TypedReport): string => url.replace(':id', typed['id'] ?? '')

/** An address with what was given; a name without a value is left out. */
export function hrefOf(url: string, query: Readonly<Record<string, string>>): string {
  let given = ''
  for (const [name, text] of Object.entries(query))
    if (text !== '') given += `${given === '' ? '?' : '&'}${escaped(name)}=${escaped(text)}`
  return url + given
}

/** As an address has it. Ids, days and names need nothing; a page has hundreds, and URLSearchParams takes its time. */
const escaped = (text: string): string =>
  /^[\w.*-]*$/.test(text) ? text : new URLSearchParams([['', text]]).toString().slice(1)

/** "1 Apr 2026 to 21 Nov 2026" */
export const saidPeriod = ({ t, locale }: Pick<ReportReader, 't' | 'locale'>, { from, to }: Between): string =>
  from === to ? showDate(locale, to) : t('shell.period', { from: showDate(locale, from), to: showDate(locale, to) })

/** "As of 21 Nov 2026" */
export const saidDay = ({ t, locale }: Pick<ReportReader, 't' | 'locale'>, day: string): string =>
  t('shell.asOf', { date: showDate(locale, day) })
