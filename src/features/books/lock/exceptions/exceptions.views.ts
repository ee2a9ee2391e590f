import { can, type Role } from '../../../../core/permissions.ts'
import type { AreaView, BadgeView, FieldView, OptionView } from '../../../../web/components.views.ts'
import type { FormFields } from '../../../../web/form-fields.ts'
import { showDate, showInstant } from '../../../../words/format.ts'
import type { WordKey } from '../../../../words/index.ts'
import type { Reader } from '../../books.views.ts'
import type { ExceptionRow } from './exceptions.queries.ts'
import { type Hold, holds, isHolding } from './exceptions.rules.ts'

export interface ExceptionsView {
  rows: readonly RowView[]
  /** Undefined for who may not ask, and while nothing is closed. */
  ask: { id: string; from: FieldView; to: FieldView; reason: AreaView } | undefined
}

interface RowView {
  days: string
  by: string
  at: string
  reason: string
  state: BadgeView
  decided: string
  note: string
  /** What this reader may do with it; `says` stands where another person must decide. */
  decide: { action: string; holds: readonly OptionView[] } | undefined
  endAction: string
  says: string
}

export interface Shown {
  rows: readonly ExceptionRow[]
  fields: FormFields
  id: string
  isLocked: boolean
}
export interface Me {
  userId: string
  role: Role
  now: Date
}

export function exceptionsView(reader: Reader, me: Me, { rows, fields, id, isLocked }: Shown): ExceptionsView {
  const mayAsk = isLocked && can(me.role, 'books.post')
  return {
    rows: rows.map((row) => rowView(reader, me, row)),
    ask: mayAsk
      ? {
          id,
          from: fields.date('from', 'lock.ask.from'),
          to: fields.date('to', 'lock.ask.to', { isOptional: true }),
          reason: fields.area('reasonAsked', 'lock.ask.reason', { maxlength: 500 }),
        }
      : undefined,
  }
}

function rowView({ t, locale, zone }: Reader, me: Me, row: ExceptionRow): RowView {
  const mayGrant = can(me.role, 'books.grant')
  const isOwn = row.askedBy === me.userId
  const isWaiting = row.isGranted === null
  const at = (date: Date): string => showInstant(locale, zone, date)
  const [from, to] = [showDate(locale, row.from), showDate(locale, row.to)]
  const holdsNow = isHolding(row, me.now)
  return {
    days: from === to ? from : `${from} – ${to}`,
    by: row.askedByName,
    at: at(row.askedAt),
    reason: row.reason,
    state: stateOf({ t, locale, zone }, row, holdsNow),
    decided: row.decidedAt ? t('lock.state.decidedBy', { name: row.decidedByName, at: at(row.decidedAt) }) : '',
    note: row.note,
    decide:
      isWaiting && mayGrant && !isOwn
        ? {
            action: `/books/lock/exceptions/${row.id}/decision`,
            holds: holds.map((hold) => ({ value: hold, text: t(holdWords[hold]), isChosen: hold === '24' })),
          }
        : undefined,
    endAction: holdsNow && mayGrant ? `/books/lock/exceptions/${row.id}/end` : '',
    says: isWaiting && isOwn ? t('lock.waitsForOther') : '',
  }
}

function stateOf({ t, locale, zone }: Reader, row: ExceptionRow, holdsNow: boolean): BadgeView {
  if (row.isGranted === null) return { text: t('lock.state.waiting'), tone: 'warn' }
  if (!row.isGranted) return { text: t('lock.state.refused'), tone: 'bad' }
  if (!holdsNow || !row.until) return { text: t('lock.state.over'), tone: 'plain' }
  return { text: t('lock.state.open', { until: showInstant(locale, zone, row.until) }), tone: 'good' }
}

const holdWords: Record<Hold, WordKey> = { '1': 'lock.hold.1', '24': 'lock.hold.24', '168': 'lock.hold.168' }
