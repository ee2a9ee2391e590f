import type { ChoicesView, SelectView, SummaryView, TitleView } from '../../../web/components.views.ts'
import { formFields, type Typed } from '../../../web/form-fields.ts'
import { showDate } from '../../../words/format.ts'
import { fieldsOf } from '../imports.fields.ts'
import type { ImportRow, ImportRun } from '../imports.types.ts'
import { columnLetter, type Reader } from '../imports.views.ts'

export interface MappingView {
  summary: SummaryView
  head: TitleView
  action: string
  dropAction: string
  fields: readonly SelectView[]
  twins: ChoicesView | undefined
  branch: SelectView | undefined
  openingOn: string
  preview: {
    heads: readonly { letter: string; text: string }[]
    rows: readonly { line: string; cells: readonly string[] }[]
  }
}

declare module '../../../web/views.ts' {
  interface Views {
    'imports/columns': MappingView
  }
}

const longest = 40

export function mappingView(
  { t, locale }: Reader,
  typed: Typed,
  {
    run,
    rows,
    branches,
  }: { run: ImportRun; rows: readonly ImportRow[]; branches: readonly { id: string; name: string }[] },
): MappingView {
  const f = formFields(t, typed)
  const columns = run.headings.map((heading, column) => ({
    value: String(column),
    text:
      heading === ''
        ? columnLetter(column)
        : t('imports.columns.one', { letter: columnLetter(column), heading: cut(heading) }),
  }))
  const none = { value: '', text: t('imports.columns.none') }
  const fields = fieldsOf[run.kind]
  const isList = run.kind === 'parties' || run.kind === 'items'
  const twins = (['leave', 'update', 'add'] as const).map((value) => ({ value, text: t(`imports.twins.${value}`) }))
  return {
    summary: f.summary(fields.map(({ name }) => `column.${name}`)),
    head: {
      title: t('imports.of', { kind: t(`imports.kind.${run.kind}`), file: run.fileName }),
      note: t('imports.columns.note'),
      back: { href: '/imports', text: t('imports.title') },
      badge: undefined,
    },
    action: `/imports/${run.id}/columns`,
    dropAction: `/imports/${run.id}/removal`,
    fields: fields.map(({ name, label, isNeeded }) =>
      f.select(`column.${name}`, label, [none, ...columns], { width: 'w-form', isOptional: !isNeeded }),
    ),
    twins: isList ? f.radios('twins', 'imports.twins', twins, { hint: 'imports.twins.hint' }) : undefined,
    branch:
      (run.kind === 'items' || run.kind === 'pieces') && branches.length > 1
        ? f.select(
            'branch',
            'imports.branch',
            branches.map(({ id, name }) => ({ value: id, text: name })),
          )
        : undefined,
    openingOn: t('imports.openingOn', { date: showDate(locale, run.onDate) }),
    preview: {
      heads: run.headings.map((heading, column) => ({ letter: columnLetter(column), text: cut(heading) })),
      rows: rows.map(({ line, cells }) => ({
        line: String(line),
        cells: run.headings.map((_, column) => cut(cells[column] ?? '')),
      })),
    },
  }
}

const cut = (text: string): string => (text.length > longest ? `${text.slice(0, longest)}…` : text)
