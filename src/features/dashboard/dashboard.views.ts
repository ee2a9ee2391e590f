import { daysBetween, type IsoDate } from '../../core/dates.ts'
import { rupees, wholeRupees } from '../../core/money.ts'
import { can } from '../../core/permissions.ts'
import { whatsappLink } from '../../core/whatsapp.ts'
import type { BadgeView, Fig } from '../../web/components.views.ts'
import type { Membership } from '../../web/who.ts'
import { showDayMonth, showDayOfWeek, showInstant } from '../../words/format.ts'
import { isLocale, type Locale, type Translate, translator } from '../../words/index.ts'
import type { CheckRun } from '../books/index.ts'
import type { ChequesDue } from '../cheques/index.ts'
import { type AgeingView, payableView, receivableView } from './ageing.views.ts'
import { type ChartView, chartView } from './chart.views.ts'
import type { AccountToday, Ageing, LastBill, SalesDay, ToDo, TopDue } from './dashboard.queries.ts'
import { standingFigs, todayFigs } from './figures.views.ts'
import { type MoneyView, moneyView } from './money.views.ts'
import { hasFailed, type StepsView, stepsView, type TodoView, todoView } from './todo.views.ts'

export interface DashboardView {
  title: string
  /** Empty where the person may not. */
  receiveHref: string
  booksHref: string
  /** When the books were found wrong; empty while they hold. */
  alert: string
  figs: readonly (readonly Fig[])[]
  steps: StepsView | undefined
  chart: ChartView | undefined
  todo: TodoView
  money: MoneyView | undefined
  ageing: AgeingView | undefined
  payable: AgeingView | undefined
  dues: DuesView | undefined
  bills: BillsView | undefined
}

export interface DuesView {
  rows: readonly {
    href: string
    name: string
    late: BadgeView | undefined
    amount: string
    whatsappHref: string
    whatsappSays: string
  }[]
  canShare: boolean
}

export interface BillsView {
  rows: readonly {
    href: string
    series: string
    number: string
    party: string
    date: string
    total: string
    isCancelled: boolean
  }[]
}

declare module '../../web/views.ts' {
  interface Views {
    'dashboard/show': DashboardView
    'dashboard/welcome': { name: string; shop: string }
    'dashboard/_dues': DuesView
    'dashboard/_bills': BillsView
  }
}

/** What was found; what the role may not see was not asked for. */
export interface Facts {
  toDo: ToDo
  days: readonly SalesDay[] | undefined
  accounts: readonly AccountToday[] | undefined
  ageing: Ageing | undefined
  dues: readonly TopDue[] | undefined
  bills: readonly LastBill[] | undefined
  check: CheckRun | undefined
  cheques: ChequesDue | undefined
}

export interface Reader {
  t: Translate
  locale: Locale
  business: Membership
  today: IsoDate
}

export function dashboardView(reader: Reader, facts: Facts): DashboardView {
  const { t, locale, business, today } = reader
  const { toDo, days, accounts, ageing, dues, bills, check, cheques } = facts
  const steps = stepsView(reader, toDo)
  const standing = standingFigs(reader, {
    ...(days && { days }),
    ...(accounts && { accounts }),
    ...(ageing && { ageing }),
  })
  return {
    title: showDayOfWeek(locale, today),
    receiveHref: can(business.role, 'payment.make') ? '/payments/receipts/new' : '',
    booksHref: can(business.role, 'books.view') ? '/books' : '',
    alert: check && hasFailed(check) ? showInstant(locale, business.zone, check.at) : '',
    figs: [todayFigs(reader, days, accounts), standing].filter((row) => row.length > 0),
    steps,
    chart: days && chartView(reader, days),
    todo: todoView(reader, {
      toDo,
      ...(ageing && { ageing }),
      ...(check && { check }),
      ...(cheques && { cheques }),
      ...(accounts && { accounts }),
    }),
    money: accounts && can(business.role, 'books.view') ? moneyView(t, accounts) : undefined,
    ageing: ageing && receivableView(t, ageing),
    payable: ageing && can(business.role, 'books.view') ? payableView(t, ageing.payable) : undefined,
    dues: dues && dues.length > 0 ? duesView(reader, dues) : undefined,
    bills: bills && bills.length > 0 ? billsView(reader, bills) : undefined,
  }
}

function duesView(reader: Reader, dues: readonly TopDue[]): DuesView {
  const { t, business, today } = reader
  const canShare = can(business.role, 'khata.share')
  return {
    canShare,
    rows: dues.map((due) => ({
      href: `/parties/${due.id}`,
      name: due.name,
      late: lateBadge(t, due.dueOn, today),
      amount: rupees(due.amount),
      whatsappHref: canShare ? reminderHref(business, due) : '',
      whatsappSays: t('dashboard.remind', { name: due.name }),
    })),
  }
}

function lateBadge(t: Translate, dueOn: IsoDate | null, today: IsoDate): BadgeView | undefined {
  const late = dueOn === null ? 0 : daysBetween(dueOn, today)
  if (late <= 0) return undefined
  return { text: t('dashboard.late', { count: late }), tone: late > 30 ? 'bad' : 'warn' }
}

/** The dues as a message in the language of the party's papers; the person who presses it sends it. */
function reminderHref(business: Membership, { name, phone, locale, amount }: TopDue): string {
  const said = translator(isLocale(locale) ? locale : business.locale)
  const values = { name, amount: wholeRupees(amount), shop: business.name }
  return whatsappLink(phone || undefined, said('khata.whatsapp', values))
}

function billsView({ t, locale }: Reader, bills: readonly LastBill[]): BillsView {
  return {
    rows: bills.map(({ id, number, party, onDate, total, isCancelled }) => {
      const cut = number.lastIndexOf('/') + 1
      return {
        href: `/sales/${id}`,
        series: number.slice(0, cut),
        number: number.slice(cut),
        party: party || t('sales.walkIn'),
        date: showDayMonth(locale, onDate),
        total: rupees(total),
        isCancelled,
      }
    }),
  }
}
