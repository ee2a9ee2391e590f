import type { AreaView, FieldView, SummaryView, TabsView, TitleView } from '../../../web/components.views.ts'
import type { FormFields } from '../../../web/form-fields.ts'
import { showDate, showInstant } from '../../../words/format.ts'
import type { Reader } from '../books.views.ts'
import type { LockRow } from './lock.queries.ts'

export interface LockView {
  head: TitleView
  tabs: TabsView
  summary: SummaryView
  lockDate: FieldView
  reason: AreaView
  history: readonly { at: string; by: string; from: string; to: string; reason: string }[]
}

declare module '../../../web/views.ts' {
  interface Views {
    'books/lock': LockView
  }
}

export function lockView(
  reader: Reader,
  tabs: TabsView,
  found: { lockDate: string | null; history: readonly LockRow[] },
  fields: FormFields,
): LockView {
  const { t, locale, zone } = reader
  const shown = (date: string | null): string => (date === null ? t('books.lock.open') : showDate(locale, date))
  const note =
    found.lockDate === null ? t('books.lock.isOpen') : t('books.lock.isLocked', { date: shown(found.lockDate) })
  return {
    head: { title: t('books.lock.title'), note, back: undefined, badge: undefined },
    tabs,
    summary: fields.summary(['lockDate', 'reason']),
    lockDate: fields.date('lockDate', 'books.lock.date', { hint: 'books.lock.date.hint', isOptional: true }),
    reason: fields.area('reason', 'shell.reason', { hint: 'books.lock.reason.hint', maxlength: 500, isOptional: true }),
    history: found.history.map((row) => ({
      at: showInstant(locale, zone, row.at),
      by: row.byName,
      from: shown(row.from),
      to: shown(row.to),
      reason: row.reason,
    })),
  }
}
