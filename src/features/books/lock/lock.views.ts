import { can, type Role } from '../../../core/permissions.ts'
import type { AreaView, FieldView, SummaryView, TabsView, TitleView } from '../../../web/components.views.ts'
import type { FormFields } from '../../../web/form-fields.ts'
import { showDate, showInstant } from '../../../words/format.ts'
import type { Reader } from '../books.views.ts'
import type { ExceptionsView } from './exceptions/exceptions.views.ts'
import type { LockRow } from './lock.queries.ts'

export interface LockView {
  head: TitleView
  tabs: TabsView
  summary: SummaryView
  /** False for who may look only. */
  mayLock: boolean
  lockDate: FieldView
  reason: AreaView
  exceptions: ExceptionsView
  history: readonly { at: string; by: string; from: string; to: string; reason: string }[]
}

declare module '../../../web/views.ts' {
  interface Views {
    'books/lock': LockView
    'books/_exceptions': ExceptionsView
  }
}

export function lockView(
  reader: Reader,
  tabs: TabsView,
  found: { lockDate: string | null; history: readonly LockRow[]; role: Role; exceptions: ExceptionsView },
  fields: FormFields,
): LockView {
  const { t, locale, zone } = reader
  const shown = (date: string | null): string => (date === null ? t('books.lock.open') : showDate(locale, date))
  const note =
    found.lockDate === null ? t('books.lock.isOpen') : t('books.lock.isLocked', { date: shown(found.lockDate) })
  return {
    head: { title: t('books.lock.title'), note, back: undefined, badge: undefined },
    tabs,
    summary: fields.summary(['lockDate', 'reason', 'from', 'to', 'reasonAsked']),
    mayLock: can(found.role, 'books.lock'),
    exceptions: found.exceptions,
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
