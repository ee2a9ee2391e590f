import { absolute, paise, sum, wholeRupees } from '../../core/money.ts'
import { can } from '../../core/permissions.ts'
import type { IconName } from '../../web/icons.ts'
import type { Membership } from '../../web/who.ts'
import { showInstant } from '../../words/format.ts'
import type { Locale, Translate } from '../../words/index.ts'
import { type CheckRun, isOnlyWarning } from '../books/index.ts'
import type { ChequesDue } from '../cheques/index.ts'
import type { AccountToday, Ageing, ToDo } from './dashboard.queries.ts'
import { mostCounted } from './dashboard.rules.ts'

export interface TodoView {
  rows: readonly { href: string; icon: IconName; text: string; note: string; tone: '' | 'warn' | 'bad' }[]
}

/** What a new shop does first: each step with its way there, or done. */
export interface StepsView {
  steps: readonly { title: string; help: string; href: string; action: string; isDone: boolean; isNext: boolean }[]
}

declare module '../../web/views.ts' {
  interface Views {
    'dashboard/_todo': TodoView
    'dashboard/_steps': StepsView
  }
}

export interface TodoReader {
  t: Translate
  locale: Locale
  business: Pick<Membership, 'role' | 'zone'>
}

interface Waiting {
  toDo: ToDo
  ageing?: Ageing
  check?: CheckRun
  cheques?: ChequesDue
  accounts?: readonly AccountToday[]
}

export function todoView(reader: TodoReader, { toDo, ageing, check, cheques, accounts }: Waiting): TodoView {
  const { business } = reader
  return {
    rows: [
      ...(ageing ? lateRows(reader, ageing) : []),
      ...(cheques ? chequeRows(reader, cheques) : []),
      ...(can(business.role, 'books.grant') ? askedRows(reader, toDo) : []),
      ...(accounts && can(business.role, 'books.post') ? openingRows(reader, accounts) : []),
      ...(can(business.role, 'sale.make') ? heldRows(reader, toDo) : []),
      ...(can(business.role, 'item.view') ? lowRows(reader, toDo) : []),
      ...(can(business.role, 'settings.edit') && !toDo.isSetUp ? [setupRow(reader)] : []),
      ...(can(business.role, 'books.view') ? [checkRow(reader, check)] : []),
    ],
  }
}

type Row = TodoView['rows'][number]

function lateRows({ t }: TodoReader, ageing: Ageing): Row[] {
  const { lateParties: count, isMoreLate, upTo60, upTo90, over90 } = ageing
  const rows: Row[] = []
  const link = { icon: 'rupee', tone: '' } as const
  if (count > 0) {
    const note = t('dashboard.parties', { count, shown: isMoreLate ? `${count}+` : String(count) })
    rows.push({ ...link, href: '/sales?status=overdue', text: t('dashboard.todo.late'), note })
  }
  const longLate = sum([upTo60, upTo90, over90])
  if (longLate > 0n)
    rows.push({
      ...link,
      href: '/parties?show=dues',
      text: t('dashboard.todo.longLate'),
      note: `₹${wholeRupees(longLate)}`,
    })
  return rows
}

function chequeRows({ t }: TodoReader, { toDeposit, soon, toEnter }: ChequesDue): Row[] {
  const row = (word: 'deposit' | 'soon' | 'enter', { count, amount }: ChequesDue['soon']): Row[] => {
    if (count === 0) return []
    const note = `₹${wholeRupees(amount)}`
    return [{ href: '/cheques', icon: 'bank', text: t(`dashboard.todo.cheques.${word}`), note, tone: '' }]
  }
  return [...row('deposit', toDeposit), ...row('enter', toEnter), ...row('soon', soon)]
}

function askedRows({ t }: TodoReader, { asked }: ToDo): Row[] {
  if (asked === 0) return []
  return [{ href: '/books/lock', icon: 'shield', text: t('dashboard.todo.asked'), note: String(asked), tone: 'warn' }]
}

/** What the old books ended with came in by halves: no year is closed before this is nil. */
function openingRows({ t }: TodoReader, accounts: readonly AccountToday[]): Row[] {
  const difference = accounts.find(({ role }) => role === 'opening-difference')?.balance ?? 0n
  if (difference === 0n) return []
  const note = `₹${wholeRupees(absolute(paise(difference)))}`
  return [{ href: '/books/opening', icon: 'scale', text: t('dashboard.todo.opening'), note, tone: 'warn' }]
}

function heldRows({ t }: TodoReader, { held: count }: ToDo): Row[] {
  if (count === 0) return []
  const note = t('dashboard.bills', { count, shown: String(count) })
  return [{ href: '/sales/drafts', icon: 'pause', text: t('dashboard.todo.held'), note, tone: '' }]
}

function lowRows({ t, business }: TodoReader, { low: count }: ToDo): Row[] {
  if (count === 0) return []
  const note = t('dashboard.items', { count, shown: count > mostCounted ? `${mostCounted}+` : String(count) })
  const href = can(business.role, 'purchase.view')
    ? '/reorder'
    : can(business.role, 'stock.view')
      ? '/stock?show=low'
      : '/items?show=low'
  return [{ href, icon: 'stock', text: t('dashboard.todo.low'), note, tone: '' }]
}

function setupRow({ t }: TodoReader): Row {
  const text = t('dashboard.todo.setup')
  return { href: '/setup/address', icon: 'settings', text, note: t('dashboard.todo.setup.note'), tone: 'warn' }
}

function checkRow({ t, locale, business }: TodoReader, check: CheckRun | undefined): Row {
  const link = { href: '/books/check', icon: 'books', text: t('dashboard.todo.check') } as const
  if (!check) return { ...link, note: t('dashboard.todo.check.never'), tone: '' }
  if (hasFailed(check)) return { ...link, note: t('dashboard.todo.check.failed'), tone: 'bad' }
  return { ...link, note: showInstant(locale, business.zone, check.at), tone: '' }
}

/** A negative cash book is a figure to look at; anything else means that the books are wrong. */
export const hasFailed = ({ results }: CheckRun): boolean =>
  results.some(({ holds, point }) => !holds && !isOnlyWarning(point))

/** The three steps to the first bill; undefined once there is one, or for who may take none of them. */
export function stepsView({ t, business }: TodoReader, toDo: ToDo): StepsView | undefined {
  if (toDo.hasBill) return undefined
  const all = [
    { name: 'item', needs: 'item.edit', href: '/items/new', isDone: toDo.hasItem },
    { name: 'party', needs: 'party.edit', href: '/parties/new', isDone: toDo.hasParty },
    { name: 'bill', needs: 'sale.make', href: '/sales/new', isDone: false },
  ] as const
  const open = all.filter(({ needs }) => can(business.role, needs))
  if (open.length === 0) return undefined
  const next = open.find(({ isDone }) => !isDone)
  return {
    steps: open.map(({ name, href, isDone }) => ({
      title: t(`dashboard.step.${name}`),
      help: t(`dashboard.step.${name}.help`),
      action: t(`dashboard.step.${name}.action`),
      href,
      isDone,
      isNext: name === next?.name,
    })),
  }
}
