import type { FieldView, SummaryView, TitleView, VoidView } from '../../../web/components.views.ts'
import { formFields } from '../../../web/form-fields.ts'
import { showInstant } from '../../../words/format.ts'
import type { Said } from '../../../words/index.ts'
import { newHref, type Reader, saidKind } from '../vouchers.views.ts'
import type { TemplateRow } from './templates.commands.ts'

export interface TemplatesView {
  summary: SummaryView
  head: TitleView
  canEdit: boolean
  rows: readonly TemplateRowView[]
  empty: VoidView
}

interface TemplateRowView {
  id: string
  name: string
  kind: string
  by: string
  useHref: string
  renameTo: string
  removeTo: string
  field: FieldView
  isOpen: boolean
}

declare module '../../../web/views.ts' {
  interface Views {
    'vouchers/templates': TemplatesView
  }
}

export function templatesView(
  { t, locale, zone }: Reader,
  rows: readonly TemplateRow[],
  { canEdit, wrong }: { canEdit: boolean; wrong: { id: string; name: string; said: Said } | undefined },
): TemplatesView {
  const fieldOf = ({ id, name }: TemplateRow): FieldView => {
    const isWrong = wrong?.id === id
    const typed = { values: { name: isWrong ? wrong.name : name }, errors: isWrong ? { name: wrong.said } : {} }
    const field = formFields(t, typed).text('name', 'shell.name', { maxlength: 60, width: 'w-m' })
    const ownId = `name-${id}`
    return { ...field, id: ownId, describedBy: isWrong ? `${ownId}-e` : '' }
  }
  const links = wrong ? [{ href: `#name-${wrong.id}`, text: t(wrong.said.key, wrong.said.values) }] : []
  return {
    summary: { prefix: wrong ? `${t('shell.errorTitle')} ` : '', links },
    head: {
      title: t('vouchers.templates'),
      note: t('vouchers.templates.help'),
      back: { href: '/vouchers', text: t('vouchers.title') },
      badge: undefined,
    },
    canEdit,
    rows: rows.map((row) => ({
      id: row.id,
      name: row.name,
      kind: saidKind(t, { kind: row.form, form: row.form }),
      by: `${row.byName} · ${showInstant(locale, zone, row.updatedAt)}`,
      useHref: `/vouchers/new?template=${row.id}`,
      renameTo: `/vouchers/templates/${row.id}`,
      removeTo: `/vouchers/templates/${row.id}/removal`,
      field: fieldOf(row),
      isOpen: wrong?.id === row.id,
    })),
    empty: {
      icon: 'copy',
      title: t('vouchers.templates.empty'),
      text: t('vouchers.templates.empty.help'),
      action: canEdit ? { href: newHref('journal'), text: t('vouchers.kind.journal') } : undefined,
    },
  }
}
