import { rupees, sum } from '../../../core/money.ts'
import { milli, quantity } from '../../../core/quantity.ts'
import { mg } from '../../../core/weight.ts'
import type {
  BadgeView,
  Fig,
  KvRow,
  OptionView,
  PagerView,
  SummaryView,
  TabsView,
  TitleView,
} from '../../../web/components.views.ts'
import { formFields } from '../../../web/form-fields.ts'
import { showCount } from '../../../words/format.ts'
import { isWordKey, type Translate } from '../../../words/index.ts'
import type { FieldErrors } from '../../../words/parsed.ts'
import type { CountLineKind } from '../closing/lines.ts'
import type { CountPerson, CountRow } from '../counts.queries.ts'
import { accuracyText, type CountReader, signed, weightText } from '../counts.views.ts'
import type { ScanRow } from '../scanning/scanning.queries.ts'
import { textOf, unitOf } from '../scanning/scanning.views.ts'
import type { CountLine, LineSum } from './lines.queries.ts'
import { eventText, factsOf, headOf, thingHref } from './showing.views.ts'

export interface LineView {
  line: number
  code: string
  href: string
  words: string
  kind: BadgeView
  said: string
  book: string
  counted: string
  difference: string
  value: string
  /** Empty where nothing is decided: it is only noted. */
  decisionName: string
  decisionLabel: string
  options: readonly OptionView[]
  reasonName: string
  reasonLabel: string
  reason: string
  error: string
  againLabel: string
  result: BadgeView | undefined
}

export interface ReviewView {
  summary: SummaryView
  head: TitleView
  href: string
  isReview: boolean
  canDecide: boolean
  canRecount: boolean
  approveAction: string
  approveHint: string
  alone: { label: string; value: string; error: string } | undefined
  cancelAction: string
  cancelled: string
  hidden: string
  printHref: string
  pdfHref: string
  voucherHref: string
  figs: readonly Fig[]
  tabs: TabsView
  seesCost: boolean
  lines: readonly LineView[]
  places: readonly string[]
  pager: PagerView
  facts: readonly KvRow[]
  note: string
}

declare module '../../../web/views.ts' {
  interface Views {
    'counts/review': ReviewView
  }
}

export interface ReviewShown {
  count: CountRow
  persons: readonly CountPerson[]
  sums: readonly LineSum[]
  lines: readonly CountLine[]
  places: readonly string[]
  kind: string
  pager: PagerView
  isHidden: boolean
  isAlone: boolean
  canApprove: boolean
  canManage: boolean
  seesCost: boolean
  typed: Readonly<Record<string, string>>
  errors: FieldErrors
}

export function reviewView(reader: CountReader, shown: ReviewShown): ReviewView {
  const { t } = reader
  const { count, sums, isHidden, canApprove, canManage, seesCost, typed, errors } = shown
  const href = `/stock/counts/${count.id}`
  const isReview = count.state === 'review'
  const value = `₹${rupees(sum(sums.map((one) => one.value)))}`
  const due = sums.reduce((total, one) => total + one.due, 0)
  const alone = errors['alone_reason']
  return {
    summary: formFields(t, { values: typed, errors }).summary(),
    head: headOf(reader, count),
    href,
    isReview,
    canDecide: isReview && canApprove,
    canRecount: isReview && canManage && !isHidden,
    approveAction: isReview && canApprove && !isHidden ? `${href}/approval` : '',
    approveHint: due > 0 ? t('counts.approve.hint', { value: seesCost ? value : '' }) : t('counts.approve.nothing'),
    alone: shown.isAlone
      ? {
          ...{ label: t('counts.approve.alone'), value: typed['alone_reason'] ?? '' },
          error: alone ? t(alone.key, alone.values) : '',
        }
      : undefined,
    cancelAction: isReview && canManage ? `${href}/cancellation` : '',
    cancelled: count.state === 'cancelled' ? (count.cancelReason ?? '') : '',
    hidden: isHidden ? t('counts.hidden') : '',
    printHref: count.state === 'cancelled' || isHidden ? '' : `${href}/print`,
    pdfHref: count.state === 'approved' ? `${href}/print.pdf` : '',
    voucherHref: count.voucherId ? `/vouchers/${count.voucherId}` : '',
    figs: isHidden ? [] : figsOf(t, count),
    tabs: tabsOf(t, href, sums, shown.kind),
    seesCost,
    lines: isHidden ? [] : shown.lines.map((line) => lineView(reader, shown, line)),
    places: shown.places,
    pager: shown.pager,
    facts: isHidden ? [] : factsOf(reader, shown),
    note: count.note,
  }
}

function figsOf(t: Translate, count: CountRow): Fig[] {
  if (count.state === 'cancelled') return []
  const fig = (label: string, value: string, tone: Fig['tone']): Fig => ({ label, value, unit: '', note: '', tone })
  return [
    fig(t('counts.expected'), showCount(count.expected), ''),
    fig(t('counts.counted'), showCount(count.counted), ''),
    fig(t('counts.differences'), showCount(count.differences), count.differences > 0 ? 'bad' : 'good'),
    fig(t('counts.accuracy'), accuracyText(count), count.differences > 0 ? 'warn' : 'good'),
  ]
}

function tabsOf(t: Translate, href: string, sums: readonly LineSum[], current: string): TabsView {
  const all = sums.reduce((total, { lines }) => total + lines, 0)
  const tabs = [{ kind: 'all' as const, lines: all }, ...sums]
  return {
    label: t('counts.review'),
    tabs: tabs.map(({ kind, lines }) => ({
      href: kind === 'all' ? href : `${href}?kind=${kind}`,
      text: `${t(`counts.line.${kind}`)} ${showCount(lines)}`,
      isCurrent: kind === current,
    })),
  }
}

const tones: Readonly<Record<CountLineKind, BadgeView['tone']>> = {
  missing: 'bad',
  found: 'good',
  elsewhere: 'warn',
  moved: 'warn',
  item: 'warn',
  lot: 'warn',
  uncounted: 'plain',
  note: 'plain',
}

function lineView(reader: CountReader, shown: ReviewShown, line: CountLine): LineView {
  const { t } = reader
  const { count, typed, errors } = shown
  const isOpen = count.state === 'review' && shown.canApprove && line.kind !== 'note'
  const [decisionName, reasonName] = [`d.${line.line}`, `r.${line.line}`]
  const decision = typed[decisionName] ?? line.decision
  const error = errors[reasonName]
  return {
    line: line.line,
    code: line.code,
    href: line.thingId ? thingHref(count.kind, line.thingId) : '',
    words: count.kind === 'pieces' ? line.words : '',
    kind: { text: t(`counts.line.${line.kind}`), tone: tones[line.kind] },
    said: saidOf(reader, count, line),
    ...figuresOf(t, count, line),
    value: line.value === 0n ? '' : signed(rupees(line.value), line.value),
    decisionName: isOpen ? decisionName : '',
    decisionLabel: t('counts.line.decisionOf', { code: line.code }),
    options: [
      { value: 'post', text: postText(t, line.kind), isChosen: decision === 'post' },
      { value: 'leave', text: t('counts.decide.leave'), isChosen: decision === 'leave' },
    ],
    reasonName,
    reasonLabel: t('counts.line.reasonOf', { code: line.code }),
    reason: typed[reasonName] ?? line.reason,
    error: error ? t(error.key, error.values) : '',
    againLabel: t('counts.line.againOf', { code: line.code }),
    result: resultOf(t, line),
  }
}

function postText(t: Translate, kind: CountLineKind): string {
  if (kind === 'missing') return t('counts.decide.missing')
  if (kind === 'moved' || kind === 'elsewhere') return t('counts.decide.moved')
  return t(kind === 'uncounted' ? 'counts.decide.uncounted' : 'counts.decide.post')
}

/** What last befell a missing piece, or what the scan of the others said. */
export function saidOf(reader: CountReader, count: CountRow, line: CountLine): string {
  const { t } = reader
  const meanwhile = line.movedMeanwhile ? t('counts.line.movedMeanwhile') : ''
  const place = line.bookPlace ? [line.bookPlace] : []
  switch (line.kind) {
    case 'missing':
      return [...place, eventText(reader, line.said)].filter(Boolean).join(' · ')
    case 'found':
    case 'elsewhere':
    case 'moved':
    case 'note':
      return [textOf(reader, count, scanOf(line)).text, line.place && t('counts.foundAt'), line.place]
        .filter(Boolean)
        .join(' · ')
    case 'item':
    case 'lot':
    case 'uncounted':
      return [...place, meanwhile].filter(Boolean).join(' · ')
  }
}

/** A line says what its scan said. */
const scanOf = (line: CountLine): ScanRow => ({
  ...{
    id: '',
    thingId: line.thingId,
    code: line.code,
    outcome: line.outcome,
    place: line.place,
    bookPlace: line.bookPlace,
  },
  ...{ words: line.words, note: line.said, quantity: milli(line.countedMilli), weight: mg(line.countedMg) },
  ...{ bookMilli: milli(line.bookMilli), bookMg: mg(line.bookMg), isExpected: false, byUser: '', byName: '' },
  ...{ at: new Date(0), endedAt: null },
})

export function figuresOf(
  t: Translate,
  { kind }: CountRow,
  line: CountLine,
): Pick<LineView, 'book' | 'counted' | 'difference'> {
  if (line.kind === 'note') return { book: '', counted: '', difference: '' }
  const isUncounted = line.kind === 'uncounted'
  if (kind === 'pieces') {
    const change = line.kind === 'missing' ? '−1' : line.kind === 'found' ? '+1' : ''
    return {
      book: line.kind === 'missing' ? '1' : '',
      counted: line.kind === 'missing' ? '0' : '1',
      difference: change,
    }
  }
  if (kind === 'items') {
    const off = milli(line.countedMilli - line.bookMilli)
    const unit = unitOf(t, line)
    const show = (amount: bigint) => `${quantity(milli(amount))} ${unit}`
    return {
      book: show(line.bookMilli),
      counted: isUncounted ? '–' : show(line.countedMilli),
      difference: isUncounted ? '–' : signed(quantity(off), off),
    }
  }
  const isStones = line.words === 'stones'
  const off = mg(line.countedMg - line.bookMg)
  return {
    book: weightText(t, mg(line.bookMg), isStones),
    counted: isUncounted ? '–' : weightText(t, mg(line.countedMg), isStones),
    difference: isUncounted ? '–' : signed(weightText(t, off, isStones), off),
  }
}

export function resultOf(t: Translate, line: CountLine): BadgeView | undefined {
  if (line.result === '') return undefined
  const badges = { posted: 'good', left: 'plain', changed: 'warn' } as const
  const key = `pieces.state.${line.resultState}`
  const state = line.result === 'changed' && isWordKey(key) ? `: ${t(key)}` : ''
  return { text: `${t(`counts.result.${line.result}`)}${state}`, tone: badges[line.result] }
}
