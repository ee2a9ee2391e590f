import { documentNumber, seriesProblem } from '../../../core/series.ts'
import type { FieldView, SummaryView, TabsView, TitleView } from '../../../web/components.views.ts'
import { formFields, type Typed } from '../../../web/form-fields.ts'
import { isWordKey, type Translate } from '../../../words/index.ts'
import type { SeriesRow } from '../businesses.queries.ts'
import { settingsHead, settingsNav } from '../settings/settings.views.ts'

export interface SeriesView {
  head: TitleView
  sidenav: TabsView
  summary: SummaryView
  canEdit: boolean
  rows: readonly SeriesRowView[]
}

export interface SeriesRowView {
  kind: string
  /** Said where there are several. */
  branch: string
  nextNumber: string
  prefix: FieldView
}

declare module '../../../web/views.ts' {
  interface Views {
    'settings/series': SeriesView
    'settings/_series': { rows: readonly SeriesRowView[] }
  }
}

export const prefixName = (series: Pick<SeriesRow, 'document_kind' | 'branch_id'>): string =>
  `prefix.${series.document_kind}.${series.branch_id}`

export const prefixesOf = (rows: readonly SeriesRow[]): Record<string, string> =>
  Object.fromEntries(rows.map((row) => [prefixName(row), row.prefix]))

export const seriesRows = (t: Translate, rows: readonly SeriesRow[], typed: Typed): SeriesRowView[] => {
  const f = formFields(t, typed)
  const hasBranches = new Set(rows.map((row) => row.branch_id)).size > 1
  return rows.map((row) => ({
    kind: kindText(t, row.document_kind),
    branch: hasBranches ? row.branch_name : '',
    nextNumber: numberOf(row),
    prefix: f.text(prefixName(row), 'settings.series.prefix', { maxlength: 8, width: 'w-s' }),
  }))
}

export const seriesView = (t: Translate, rows: readonly SeriesRow[], typed: Typed, canEdit: boolean): SeriesView => ({
  head: settingsHead(t, 'series'),
  sidenav: settingsNav(t, 'series'),
  summary: formFields(t, typed).summary(),
  canEdit,
  rows: seriesRows(t, rows, typed),
})

function kindText(t: Translate, kind: string): string {
  const key = `settings.series.kind.${kind}`
  return isWordKey(key) ? t(key) : kind
}

const numberOf = ({ prefix, fy, next }: SeriesRow): string =>
  seriesProblem(prefix, fy) ? '' : documentNumber({ prefix, fyLabel: fy, next })
