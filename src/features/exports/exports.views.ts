import type { FieldView, SummaryView, TitleView } from '../../web/components.views.ts'
import { formFields, type Typed } from '../../web/form-fields.ts'
import type { Translate } from '../../words/index.ts'
import { typedDate } from '../books/index.ts'

export interface ExportsView {
  head: TitleView
  summary: SummaryView
  from: FieldView
  to: FieldView
}

declare module '../../web/views.ts' {
  interface Views {
    'exports/show': ExportsView
  }
}

interface Shown {
  from: string | undefined
  to: string | undefined
  typed: Readonly<Record<string, string>>
  errors?: Typed['errors']
}

export function exportsView(t: Translate, { from, to, typed, errors = {} }: Shown): ExportsView {
  const usual = { from: from === undefined ? '' : typedDate(from), to: to === undefined ? '' : typedDate(to) }
  const fields = formFields(t, { values: { ...usual, ...typed }, errors })
  return {
    head: {
      title: t('hub.exports'),
      note: t('exports.note'),
      back: { href: '/books', text: t('shell.nav.books') },
      badge: undefined,
    },
    summary: fields.summary(['from', 'to']),
    from: fields.date('from', 'exports.from'),
    to: fields.date('to', 'exports.to'),
  }
}
