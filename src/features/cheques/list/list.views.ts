import { isPostDated } from '../../../core/cheque.ts'
import { type Paise, rupees } from '../../../core/money.ts'
import { newId } from '../../../db/ids.ts'
import { type Page, writeCursor } from '../../../db/paging.ts'
import type {
  BadgeView,
  Fig,
  PagerView,
  SelectView,
  SummaryView,
  TabsView,
  TitleView,
  VoidView,
} from '../../../web/components.views.ts'
import { formFields, type Typed } from '../../../web/form-fields.ts'
import { accountName } from '../../../words/account-name.ts'
import { showDate } from '../../../words/format.ts'
import type { Translate } from '../../../words/index.ts'
import type { BankAccount, ChequesDue } from '../cheques.queries.ts'
import { type Reader, stageBadge } from '../cheques.views.ts'
import type { ListedCheque } from './list.queries.ts'
import { type Shelf, shelves } from './shelves.ts'

export interface ChequesPage {
  summary: SummaryView
  head: TitleView
  bookTabs: TabsView
  canTake: boolean
  figs: readonly Fig[]
  tabs: TabsView
  shelf: string
  number: string
  party: string
  partyName: string
  allHref: string
  isIssued: boolean
  rows: readonly ChequeRowView[]
  empty: VoidView
  pager: PagerView
  /** Puts several into the bank at once; undefined where none is due or this person may not. */
  deposit: { account: SelectView; error: string } | undefined
}

interface ChequeRowView {
  id: string
  href: string
  number: string
  bank: string
  date: string
  party: string
  partyHref: string
  amount: string
  badge: BadgeView
  /** The box that chooses it for the bank: its name, its id for the step, and what it is called. */
  choice: { name: string; value: string; label: string; isChosen: boolean } | undefined
}

declare module '../../../web/views.ts' {
  interface Views {
    'cheques/list': ChequesPage
  }
}

export interface ListShown {
  shelf: Shelf
  number: string
  party: { id: string; name: string } | undefined
  page: Page<ListedCheque>
  due: ChequesDue
  banks: readonly BankAccount[]
  canTake: boolean
  isFirstPage: boolean
  bookTabs: TabsView
  typed: Typed
}

/** Each box that chooses a cheque carries the id of the step that it asks for, so that two presses are one. */
const choiceOf = (chequeId: string): string => `deposit.${chequeId}`

export function chequesPage(reader: Reader, shown: ListShown): ChequesPage {
  const { t } = reader
  const { shelf, number, party, page, canTake, typed, isFirstPage } = shown
  const f = formFields(t, typed)
  const isDepositing = canTake && page.rows.some((row) => isDepositable(reader, shelf, row))
  const last = page.rows.at(-1)
  const error = typed.errors['chosen']
  return {
    summary: f.summary(['chosen', 'account']),
    head: { title: t('cheques.title'), note: t('cheques.note'), back: undefined, badge: undefined },
    bookTabs: shown.bookTabs,
    canTake,
    figs: figsOf(reader, shown.due),
    tabs: {
      label: t('cheques.shelf'),
      tabs: shelves.map((name) => ({
        href: hrefOf({ show: name, party: party?.id ?? '' }),
        text: t(`cheques.shelf.${name}`),
        isCurrent: name === shelf,
      })),
    },
    shelf: shelf === 'found' ? '' : shelf,
    number,
    party: party?.id ?? '',
    partyName: party ? t('cheques.ofParty', { party: party.name }) : '',
    allHref: hrefOf({ show: shelf, q: number }),
    isIssued: shelf === 'issued',
    rows: page.rows.map((row) => rowView(reader, row, isDepositing && isDepositable(reader, shelf, row), typed)),
    empty: {
      icon: 'bank',
      title: shelf === 'found' ? t('cheques.found', { number }) : t('cheques.empty'),
      text: t(`cheques.empty.${shelf}`),
      action: undefined,
    },
    pager: {
      shown: t('shell.shown', { count: page.rows.length }),
      laterHref: isFirstPage ? '' : hrefOf({ show: shelf, q: number, party: party?.id ?? '' }),
      earlierHref:
        page.hasMore && last
          ? hrefOf({ show: shelf, q: number, party: party?.id ?? '', after: writeCursor([last.chequeDate, last.id]) })
          : '',
    },
    deposit: isDepositing
      ? {
          account: f.select('account', 'cheques.account', banksOf(t, shown.banks)),
          error: error ? t(error.key, error.values) : '',
        }
      : undefined,
  }
}

export const banksOf = (t: Translate, banks: readonly BankAccount[]) =>
  banks.map(({ id, name }) => ({ value: id, text: accountName(t, name) }))

const isDepositable = ({ today }: Reader, shelf: Shelf, cheque: ListedCheque): boolean =>
  (shelf === 'due' || shelf === 'hand') && cheque.stage === 'received' && !isPostDated(cheque, today)

function rowView(reader: Reader, row: ListedCheque, isChoosable: boolean, typed: Typed): ChequeRowView {
  const { t, locale } = reader
  const name = choiceOf(row.id)
  const before = typed.values[name]
  return {
    id: row.id,
    href: `/cheques/${row.id}`,
    number: row.number,
    bank: row.bankName,
    date: showDate(locale, row.chequeDate),
    party: row.partyName,
    partyHref: `/parties/${row.partyId}`,
    amount: rupees(row.amount),
    badge: stageBadge(reader, row),
    choice: isChoosable
      ? {
          name,
          value: before ?? newId(),
          label: t('cheques.choose', { number: row.number }),
          isChosen: before !== undefined,
        }
      : undefined,
  }
}

function figsOf({ t }: Reader, { toDeposit, soon, toEnter }: ChequesDue): Fig[] {
  const fig = (label: string, { count, amount }: { count: number; amount: Paise }, tone: Fig['tone']): Fig => ({
    label,
    value: `₹${rupees(amount)}`,
    unit: '',
    note: t('cheques.count', { count }),
    tone: count > 0 ? tone : '',
  })
  return [
    fig(t('cheques.figs.now'), toDeposit, 'warn'),
    fig(t('cheques.figs.soon'), soon, ''),
    fig(t('cheques.figs.enter'), toEnter, 'warn'),
  ]
}

function hrefOf(query: Record<string, string>): string {
  const given = Object.entries(query).filter(([name, text]) => text !== '' && !(name === 'show' && text === 'found'))
  return given.length > 0 ? `/cheques?${new URLSearchParams(given)}` : '/cheques'
}
