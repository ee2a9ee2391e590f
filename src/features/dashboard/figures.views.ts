import type { AccountRole } from '../../core/chart.ts'
import { addDays, addMonths, type IsoDate, monthStart } from '../../core/dates.ts'
import { absolute, divRound, negate, type Paise, paise, subtract, sum, wholeRupees } from '../../core/money.ts'
import { can } from '../../core/permissions.ts'
import type { Fig } from '../../web/components.views.ts'
import type { Membership } from '../../web/who.ts'
import { showCount, showDayMonth } from '../../words/format.ts'
import type { Locale, Translate } from '../../words/index.ts'
import type { AccountToday, Ageing, SalesDay } from './dashboard.queries.ts'
import { mostCounted } from './dashboard.rules.ts'

export interface FiguresReader {
  t: Translate
  locale: Locale
  today: IsoDate
  business: Pick<Membership, 'role'>
}

const plain = { unit: '', note: '', tone: '' } as const
const shown = (amount: Paise): string => `${amount < 0n ? '−' : ''}₹${wholeRupees(absolute(amount))}`
const none = paise(0n)

/** Today: what was sold, and what came in by each way of paying; the balances beside it for who may see the books. */
export function todayFigs(
  reader: FiguresReader,
  days: readonly SalesDay[] | undefined,
  accounts: readonly AccountToday[] | undefined,
): Fig[] {
  return [...salesFigs(reader, days), ...moneyFigs(reader, accounts)]
}

function salesFigs({ t, today }: FiguresReader, days: readonly SalesDay[] | undefined): Fig[] {
  if (!days) return []
  const day = days.find(({ onDate }) => onDate === today)
  const count = day?.bills ?? 0
  const before = days.find(({ onDate }) => onDate === addDays(today, -1))
  const bills = t('dashboard.bills', { count, shown: showCount(count) })
  const note = `${bills} · ${t('dashboard.yesterday', { amount: shown(before?.total ?? none) })}`
  return [{ ...plain, label: t('dashboard.salesToday'), value: shown(day?.total ?? none), note }]
}

function moneyFigs({ t, business }: FiguresReader, accounts: readonly AccountToday[] | undefined): Fig[] {
  if (!accounts) return []
  const seesBooks = can(business.role, 'books.view')
  const all = (is: (account: AccountToday) => boolean) => ({
    came: shown(sum(accounts.filter(is).map(({ came }) => came))),
    balance: shown(sum(accounts.filter(is).map(({ balance }) => balance))),
  })
  const cash = all(({ money }) => money === 'cash')
  const upi = all(({ role }) => role === 'upi')
  const bank = all(({ money }) => money === 'bank')
  const bankAndCard = all(({ money, role }) => money === 'bank' || role === 'card')
  const note = (said: string) => (seesBooks ? said : '')
  return [
    {
      ...plain,
      label: t('dashboard.cashIn'),
      value: cash.came,
      note: note(t('dashboard.inHand', { amount: cash.balance })),
    },
    {
      ...plain,
      label: t('dashboard.upiIn'),
      value: upi.came,
      note: note(t('dashboard.toSettle', { amount: upi.balance })),
    },
    {
      ...plain,
      label: t('dashboard.bankIn'),
      value: bankAndCard.came,
      note: note(t('dashboard.inBank', { amount: bank.balance })),
    },
  ]
}

const balanceOf = (accounts: readonly AccountToday[], role: AccountRole): Paise =>
  accounts.find((account) => account.role === role)?.balance ?? none

/** How it stands: what is to come and to go, this month beside the last, and the gross profit for who may see the books. */
export function standingFigs(
  reader: FiguresReader,
  { days, accounts, ageing }: { days?: readonly SalesDay[]; accounts?: readonly AccountToday[]; ageing?: Ageing },
): Fig[] {
  return [
    ...(accounts && ageing ? duesFigs(reader, accounts, ageing) : []),
    ...(days ? [monthFig(reader, days)] : []),
    ...(days && can(reader.business.role, 'books.view') ? [profitFig(reader, days)] : []),
  ]
}

function duesFigs({ t }: FiguresReader, accounts: readonly AccountToday[], ageing: Ageing): Fig[] {
  const parties = (count: number) =>
    t('dashboard.parties', { count, shown: count > mostCounted ? `${mostCounted}+` : String(count) })
  const pay = negate(balanceOf(accounts, 'creditors'))
  return [
    {
      ...plain,
      label: t('dashboard.toReceive'),
      value: shown(balanceOf(accounts, 'debtors')),
      note: parties(ageing.owing),
    },
    { ...plain, label: t('dashboard.toPay'), value: shown(pay), note: parties(ageing.owed) },
  ]
}

/** Beside the last month up to the same day, for half a month says nothing beside a whole one. */
function monthFig({ t, locale, today }: FiguresReader, days: readonly SalesDay[]): Fig {
  const sameDay = addMonths(today, -1)
  const [now, before] = [soldBetween(days, monthStart(today), today), soldBetween(days, monthStart(sameDay), sameDay)]
  const note = t('dashboard.lastMonth', { amount: shown(before.total), day: showDayMonth(locale, sameDay) })
  return { ...plain, label: t('dashboard.month'), value: shown(now.total), note }
}

/** What is left of the sales before GST when the goods are paid. */
function profitFig({ t, today }: FiguresReader, days: readonly SalesDay[]): Fig {
  const { taxable, cost } = soldBetween(days, monthStart(today), today)
  const profit = subtract(taxable, cost)
  const percent = taxable > 0n ? divRound(profit * 100n, taxable, 'half-up') : 0n
  const note = t('dashboard.profit.note', { percent: percent.toString() })
  return { ...plain, label: t('dashboard.profit'), value: shown(profit), note, tone: profit < 0n ? 'bad' : '' }
}

function soldBetween(days: readonly SalesDay[], from: IsoDate, to: IsoDate): Omit<SalesDay, 'onDate' | 'bills'> {
  const within = days.filter(({ onDate }) => onDate >= from && onDate <= to)
  const of = (key: 'total' | 'taxable' | 'cost') => sum(within.map((day) => day[key]))
  return { total: of('total'), taxable: of('taxable'), cost: of('cost') }
}
