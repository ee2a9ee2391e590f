import { rupees, sum } from '../../../core/money.ts'
import { showCount, showDate } from '../../../words/format.ts'
import { type BarView, type FactView, fact, type LetterheadView, letterhead } from '../../papers/index.ts'
import type { SellerSnapshot } from '../../sales/index.ts'
import type { CountPerson, CountRow } from '../counts.queries.ts'
import { accuracyText, type CountReader, signed, whatOf } from '../counts.views.ts'
import type { CountLine, LineSum } from '../showing/lines.queries.ts'
import { figuresOf, resultOf, saidOf } from '../showing/review.views.ts'
import type { Progress } from '../showing/showing.queries.ts'
import { factsOf } from '../showing/showing.views.ts'

/** More than these stand on the screen alone. */
export const mostLines = 500

/** The result of a count, to be signed by who counted and who approved. */
export interface CountPaperView {
  title: string
  bar: BarView | undefined
  letterhead: LetterheadView
  what: string
  facts: readonly FactView[]
  figs: readonly FactView[]
  people: readonly { name: string; counted: string }[]
  lines: readonly {
    code: string
    words: string
    kind: string
    said: string
    book: string
    counted: string
    difference: string
    value: string
    result: string
  }[]
  seesCost: boolean
  total: string
  more: string
  note: string
  counters: string
  approver: string
}

declare module '../../../web/views.ts' {
  interface Views {
    'print/stock-count': CountPaperView
  }
}

export interface CountPaperOf {
  count: CountRow
  persons: readonly CountPerson[]
  sums: readonly LineSum[]
  lines: readonly CountLine[]
  progress: Progress
  seller: SellerSnapshot
  logo: string
  bar: BarView | undefined
  seesCost: boolean
}

export function countPaper(reader: CountReader, of: CountPaperOf): CountPaperView {
  const { t, locale } = reader
  const { count, sums, lines, progress, seller, logo, bar, seesCost } = of
  const title = t('counts.paper.title')
  const all = sums.reduce((total, one) => total + one.lines, 0)
  const notice = count.state === 'approved' ? '' : t('counts.paper.draft')
  return {
    title: `${title} ${count.number}`,
    bar,
    letterhead: letterhead(t, seller, logo, { title, notice }),
    what: [whatOf(t, count), t('counts.branchIs', { name: count.branchName })].join(' · '),
    facts: [
      fact(t('shell.number'), count.number, 'b'),
      fact(t('shell.date'), showDate(locale, count.onDate), 'b'),
      // The value stands under the lines, for those who may see it.
      ...factsOf(reader, of)
        .filter(({ label }) => label !== t('counts.fact.value'))
        .map(({ label, value }) => fact(label, value)),
    ],
    figs: [
      fact(t('counts.expected'), showCount(count.expected)),
      fact(t('counts.counted'), showCount(count.counted)),
      fact(t('counts.differences'), showCount(count.differences), 'b'),
      fact(t('counts.accuracy'), accuracyText(count), 'b'),
    ],
    people: progress.people.map((one) => ({ name: one.name, counted: showCount(one.counted + one.strange) })),
    lines: lines.map((line) => ({
      code: line.code,
      words: count.kind === 'pieces' ? line.words : '',
      kind: t(`counts.line.${line.kind}`),
      said: [saidOf(reader, count, line), line.reason].filter(Boolean).join(' · '),
      ...figuresOf(t, count, line),
      value: line.value === 0n ? '' : signed(rupees(line.value), line.value),
      result: resultOf(t, line)?.text ?? '',
    })),
    seesCost,
    total: rupees(sum(sums.map(({ value }) => value))),
    more: all > lines.length ? t('counts.paper.more', { count: showCount(all - lines.length) }) : '',
    note: count.note,
    counters: progress.people.map(({ name }) => name).join(', '),
    approver: count.approvedByName,
  }
}
