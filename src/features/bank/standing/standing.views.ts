import { type Position, reconciled } from '../../../core/bank-match.ts'
import type { IsoDate } from '../../../core/dates.ts'
import { absolute, type Paise, rupees } from '../../../core/money.ts'
import { accountName } from '../../../words/account-name.ts'
import { showDate } from '../../../words/format.ts'
import { type BarView, type House, type LetterheadView, letterhead } from '../../papers/index.ts'
import type { BankAccount } from '../bank.queries.ts'
import { mostStanding } from '../bank.rules.ts'
import type { Reader } from '../bank.views.ts'
import type { Standing } from './standing.queries.ts'

export interface StandingPaper {
  title: string
  bar: BarView
  letterhead: LetterheadView
  book: { label: string; amount: string }
  sections: readonly SectionView[]
  computed: string
  closing: string
  difference: string
}

interface SectionView {
  label: string
  sum: string
  /** In parts: no part of a table is longer than a page. */
  parts: readonly (readonly { date: string; name: string; words: string; amount: string }[])[]
  more: string
}

declare module '../../../web/views.ts' {
  interface Views {
    'bank/standing': StandingPaper
  }
}

export interface StandingOf {
  account: BankAccount
  house: House
  logo: string
  on: IsoDate
  figures: Position
  entries: readonly Standing[]
  lines: readonly Standing[]
  bar: BarView
}

export function standingPaper(reader: Reader, of: StandingOf): StandingPaper {
  const { t, locale } = reader
  const { account, house, logo, on, figures, entries, lines, bar } = of
  const { computed, difference } = reconciled(figures)
  const title = t('bank.paper.title')
  const date = showDate(locale, on)
  const copy = `${accountName(t, account.name)} · ${t('shell.asOf', { date })}`
  const side = (rows: readonly Standing[], isIn: boolean) => rows.filter(({ amount }) => amount > 0n === isIn)
  const section = (label: string, sum: Paise, rows: readonly Standing[]) => sectionOf(reader, label, sum, rows)
  return {
    title: `${title} · ${accountName(t, account.name)}`,
    bar,
    letterhead: letterhead(t, house, logo, { title, copy }),
    book: { label: t('bank.paper.book', { date }), amount: rupees(figures.book) },
    sections: [
      section(t('bank.paper.entriesOut'), absolute(figures.entriesOut), side(entries, false)),
      section(t('bank.paper.entriesIn'), absolute(figures.entriesIn), side(entries, true)),
      section(t('bank.paper.linesIn'), absolute(figures.linesIn), side(lines, true)),
      section(t('bank.paper.linesOut'), absolute(figures.linesOut), side(lines, false)),
    ],
    computed: rupees(computed),
    closing: figures.closing === null ? t('bank.notTold') : rupees(figures.closing),
    difference: difference === null ? '–' : difference === 0n ? t('bank.nil') : rupees(difference),
  }
}

const partRows = 40

function sectionOf({ t, locale }: Reader, label: string, sum: Paise, rows: readonly Standing[]): SectionView {
  const shown = rows.slice(0, mostStanding).map(({ onDate, amount, number, kind, isOpening, words }) => ({
    date: showDate(locale, onDate),
    name: isOpening ? t('bank.opening') : number || (kind ? t(`books.kind.${kind}`) : ''),
    words,
    amount: rupees(absolute(amount)),
  }))
  return {
    label,
    sum: rupees(sum),
    parts: Array.from({ length: Math.ceil(shown.length / partRows) }, (_, at) =>
      shown.slice(at * partRows, (at + 1) * partRows),
    ),
    more: rows.length > mostStanding ? t('bank.paper.more', { most: mostStanding }) : '',
  }
}
