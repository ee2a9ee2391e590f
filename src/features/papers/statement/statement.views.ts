import { type Ageing, ageing } from '../../../core/allocation.ts'
import type { IsoDate } from '../../../core/dates.ts'
import { splitDrCr } from '../../../core/ledger.ts'
import { absolute, add, type Paise, paise, rupees } from '../../../core/money.ts'
import { grams, mg } from '../../../core/weight.ts'
import { showDate, showDayMonth } from '../../../words/format.ts'
import type { Translate } from '../../../words/index.ts'
import type { Statement, StatementRow } from '../../books/index.ts'
import type { PartySnapshot } from '../../sales/index.ts'
import { amountInWords } from '../amount-in-words.ts'
import {
  type BarView,
  type FactView,
  fact,
  filled,
  type LetterheadView,
  letterhead,
  type PaperReader,
  type PartyBoxView,
  partyBox,
} from '../paper.views.ts'
import { type PayView, payView } from '../pay-qr.ts'
import type { Gist, House, OpenThen } from './statement.queries.ts'

export interface StatementView {
  title: string
  bar: BarView | undefined
  letterhead: LetterheadView
  party: PartyBoxView
  facts: readonly FactView[]
  caption: string
  opening: SideView & { date: string }
  rows: readonly RowView[]
  closing: SideView & { label: string; debit: string; credit: string }
  metals: readonly MetalView[]
  /** Nothing where the balance is. */
  inWords: string
  ageTitle: string
  ages: readonly { label: string; amount: string }[]
  open: string
  pay: PayView | undefined
  shop: string
}

/** What is owed of a metal, in grams. */
interface MetalView {
  title: string
  heads: { debit: string; credit: string; balance: string }
  opening: SideView & { date: string }
  rows: readonly RowView[]
  closing: SideView & { label: string; debit: string; credit: string }
}

interface SideView {
  balance: string
  side: string
}

interface RowView extends SideView {
  date: string
  words: string
  note: string
  debit: string
  credit: string
}

declare module '../../../web/views.ts' {
  interface Views {
    'print/statement': StatementView
  }
}

export interface MetalStatement {
  metal: 'gold' | 'silver'
  statement: Statement
}

export interface StatementOf {
  house: House
  logo: string
  party: PartySnapshot
  isCustomer: boolean
  period: { from: IsoDate; to: IsoDate }
  today: IsoDate
  statement: Statement
  metals: readonly MetalStatement[]
  gists: readonly Gist[]
  open: readonly OpenThen[]
  /** What the party owes today: this is paid, whatever period the paper shows. */
  balance: Paise
  bar?: BarView
}

/** A party's khata on paper, read by the party: debit is what it owes, credit what it paid. */
export function statementView(reader: PaperReader, of: StatementOf): StatementView {
  const { t, locale } = reader
  const { house, party, period, statement } = of
  const closing = paise(statement.closing)
  const between = { from: showDate(locale, period.from), to: showDate(locale, period.to) }
  return {
    title: t('papers.statementOf', { name: party.name }),
    bar: of.bar,
    letterhead: letterhead(t, house, of.logo, { title: t('papers.title.statement'), copy: t('shell.period', between) }),
    party: partyBox(t, t('papers.statementFor'), party, ''),
    facts: factsOf(t, statement),
    caption: t('papers.statementOf', { name: party.name }),
    opening: { date: dayOf(reader, period, period.from), ...sideOf(t, statement.opening) },
    rows: rowsOf(reader, of, statement, inRupees),
    closing: closingOf(reader, of, statement, inRupees),
    metals: of.metals.map((owed) => metalView(reader, of, owed)),
    inWords: closing === 0n ? '' : t('papers.only', { words: amountInWords(locale, closing) }),
    ...agesOf(reader, of),
    pay: payOf(t, of),
    shop: house.name,
  }
}

function closingOf(
  { t, locale }: PaperReader,
  { period }: StatementOf,
  { debit, credit, closing }: Statement,
  show: Show,
): StatementView['closing'] {
  const label = t('khata.closingOn', { date: showDate(locale, period.to) })
  return { label, debit: show(debit), credit: show(credit), ...sideOf(t, closing, show) }
}

function metalView(reader: PaperReader, of: StatementOf, { metal, statement }: MetalStatement): MetalView {
  const { t } = reader
  const head = (text: string): string => `${text} ${t('units.GMS.symbol')}`
  return {
    title: t(`khata.metal.${metal}`),
    heads: { debit: head(t('shell.debit')), credit: head(t('shell.credit')), balance: head(t('shell.balance')) },
    opening: { date: dayOf(reader, of.period, of.period.from), ...sideOf(t, statement.opening, inGrams) },
    rows: rowsOf(reader, of, statement, inGrams),
    closing: closingOf(reader, of, statement, inGrams),
  }
}

type Show = (amount: bigint) => string
const inRupees: Show = (amount) => rupees(paise(amount))
const inGrams: Show = (amount) => grams(mg(amount))

function factsOf(t: Translate, { opening, debit, credit, closing }: Statement): FactView[] {
  const { balance, side } = sideOf(t, opening)
  const owed = `₹${rupees(absolute(paise(closing)))}`
  return [
    fact(t('shell.opening'), filled([balance, side]).join(' ')),
    fact(t('papers.debits'), rupees(paise(debit))),
    fact(t('papers.credits'), credit === 0n ? rupees(paise(0n)) : `−${rupees(paise(credit))}`),
    fact(closing >= 0n ? t('papers.youOwe') : t('papers.weOwe'), owed, 'big'),
  ]
}

function sideOf(t: Translate, amount: bigint, show: Show = inRupees): SideView {
  const balance = show(amount < 0n ? -amount : amount)
  if (amount === 0n) return { balance, side: '' }
  return { balance, side: amount > 0n ? t('shell.dr') : t('shell.cr') }
}

function rowsOf(reader: PaperReader, { gists, period }: StatementOf, statement: Statement, show: Show): RowView[] {
  const gistOf = new Map(gists.map((gist) => [gist.documentId, gist]))
  return statement.rows
    .toReversed()
    .map((row) => rowOf(reader, row, gistOf.get(row.documentId ?? ''), { period, show }))
}

function rowOf(
  reader: PaperReader,
  row: StatementRow,
  gist: Gist | undefined,
  { period, show }: { period: StatementOf['period']; show: Show },
): RowView {
  const { t } = reader
  const { debit, credit } = splitDrCr(row.amount)
  const isPaidOnBill = row.kind === 'sales' && row.amount < 0n
  const kind = isPaidOnBill ? t('khata.kind.paidOnBill') : t(`khata.kind.${row.kind}`)
  return {
    date: dayOf(reader, period, row.onDate),
    words: filled([kind, row.number]).join(' '),
    note: filled([noteOf(t, row, gist), row.isReversed ? t('khata.reversed') : '']).join(' · '),
    debit: debit === 0n ? '' : show(debit),
    credit: credit === 0n ? '' : show(credit),
    ...sideOf(t, row.balance, show),
  }
}

/** The year is said where the paper spans more than one. */
const dayOf = ({ locale }: PaperReader, { from, to }: StatementOf['period'], day: IsoDate): string =>
  from.slice(0, 4) === to.slice(0, 4) ? showDayMonth(locale, day) : showDate(locale, day)

/** What was bought, or how it was paid. */
function noteOf(t: Translate, { kind, amount, narration }: StatementRow, gist: Gist | undefined): string {
  const modes = (gist?.modes ?? []).map((mode) => t(`shell.mode.${mode}`)).join(', ')
  if (kind === 'receipt' || kind === 'payment') return filled([modes, narration]).join(', ')
  if (gist?.theirs) return filled([t('papers.theirBill', { number: gist.theirs }), narration]).join(', ')
  if (kind !== 'sales') return narration
  if (amount < 0n) return modes
  return gist?.first ? moreText(t, gist.first, gist.lines - 1) : narration
}

const moreText = (t: Translate, first: string, count: number): string =>
  count > 0 ? t('papers.andMore', { first, count }) : first

const mostOpen = 12

function agesOf(reader: PaperReader, of: StatementOf): Pick<StatementView, 'ageTitle' | 'ages' | 'open'> {
  const { t, locale } = reader
  const dues = of.isCustomer || of.statement.closing >= 0n ? 'debit' : 'credit'
  const { to } = of.period
  const bills = of.open.filter(({ side }) => side === dues)
  const listed = bills.slice(0, mostOpen).map(({ number, kind, dueOn, openAmount }) =>
    t('papers.openBill', {
      number: number || t(`khata.item.${kind}`),
      date: showDate(locale, dueOn),
      amount: rupees(openAmount),
    }),
  )
  const rest = bills.length > mostOpen ? [t('papers.moreOpen', { count: bills.length - mostOpen })] : []
  return {
    ageTitle: t('papers.ages', { date: showDate(locale, to) }),
    ages: agesView(t, ageing(of.open, to, 'due', dues)),
    open: [
      ...(listed.length > 0 ? [t('papers.open', { bills: [...listed, ...rest].join('; ') })] : []),
      t('papers.differs'),
    ].join(' '),
  }
}

function agesView(t: Translate, { buckets, advances, balance }: Ageing): StatementView['ages'] {
  const over90 = add(buckets['91-120'], buckets['over-120'])
  const of = (label: string, amount: Paise) => ({ label, amount: rupees(amount) })
  return [
    of(t('papers.age.notDue'), buckets['not-due']),
    of(t('papers.age.days', { days: '1–30' }), buckets['1-30']),
    of('31–60', buckets['31-60']),
    of('61–90', buckets['61-90']),
    of(t('papers.age.over', { days: 90 }), over90),
    of(t('papers.age.advances'), advances),
    of(t('shell.total'), balance),
  ]
}

/** A paper about an earlier time asks for nothing: since then money may have come. */
function payOf(t: Translate, { house, party, period, today, balance }: StatementOf): PayView | undefined {
  if (period.to < today) return undefined
  const reference = `K-${party.id?.slice(-8) ?? ''}`
  return payView(t, { vpa: house.upiVpa, shop: house.name, amount: balance, reference, note: 'Khata' })
}
