import { addDays } from '../../../core/dates.ts'
import { absolute, type Paise, rupees } from '../../../core/money.ts'
import { quantity as shownQuantity } from '../../../core/quantity.ts'
import { isUnit } from '../../../core/units.ts'
import { type Valuation, valuations } from '../../../core/valuation.ts'
import type {
  ChoicesView,
  Fig,
  KvRow,
  LinkView,
  PagerView,
  SummaryView,
  TitleView,
  VoidView,
} from '../../../web/components.views.ts'
import { formFields, type Typed } from '../../../web/form-fields.ts'
import { showCount, showDate, showInstant } from '../../../words/format.ts'
import type { Locale, Translate } from '../../../words/index.ts'
import type { House } from './pools.queries.ts'
import type { RunLine, RunRow } from './runs.queries.ts'

export interface RunsView {
  head: TitleView
  method: LinkView | undefined
  /** The id of the work that the button begins; empty for who may not. */
  newId: string
  due: string
  rows: readonly {
    id: string
    href: string
    at: string
    by: string
    reason: string
    from: string
    moves: string
    stock: string
    cost: string
  }[]
  empty: VoidView
  pager: PagerView
}

export interface RunView {
  head: TitleView
  figs: readonly Fig[]
  empty: VoidView
  lines: readonly {
    id: string
    item: string
    href: string
    branch: string
    date: string
    kind: string
    quantity: string
    before: string
    after: string
    voucherHref: string
  }[]
  moreHref: string
}

export interface MethodView {
  head: TitleView
  summary: SummaryView
  id: string
  method: ChoicesView
  help: readonly KvRow[]
  what: readonly string[]
}

declare module '../../../web/views.ts' {
  interface Views {
    'stock/valuing': RunsView
    'stock/valued': RunView
    'stock/method': MethodView
  }
}

export interface Reader {
  t: Translate
  locale: Locale
  zone: string
}

export function runsView(
  reader: Reader,
  rows: readonly RunRow[],
  has: { method: Valuation; due: number; newId: string; mayChange: boolean; pager: PagerView },
): RunsView {
  const { t, locale, zone } = reader
  const method = t('valuing.method', { method: t(`valuing.method.${has.method}`) })
  return {
    head: { title: t('valuing.title'), note: `${t('valuing.note')} ${method}.`, back: undefined, badge: undefined },
    method: has.mayChange ? { href: '/stock/valuing/method', text: t('valuing.method.change') } : undefined,
    newId: has.newId,
    due: has.due > 0 ? t('valuing.due', { count: has.due }) : '',
    rows: rows.map(({ id, at, byName, reason, fromOn, moves, stock, cost }) => ({
      id,
      href: `/stock/valuing/${id}`,
      at: showInstant(locale, zone, at),
      by: byName,
      reason,
      from: showDate(locale, fromOn),
      moves: showCount(moves),
      stock: signed(stock),
      cost: signed(cost),
    })),
    empty: { icon: 'clock', title: t('valuing.empty'), text: t('valuing.empty.help'), action: undefined },
    pager: has.pager,
  }
}

export function runView(reader: Reader, run: RunRow, lines: readonly RunLine[], moreHref: string): RunView {
  const { t, locale, zone } = reader
  const at = showInstant(locale, zone, run.at)
  const back = { href: '/stock/valuing', text: t('valuing.title') }
  const note = `${run.reason} · ${t('valuing.from')} ${showDate(locale, run.fromOn)} · ${run.byName}`
  const fig = (label: string, value: string, words: string): Fig => ({ label, value, unit: '', note: words, tone: '' })
  return {
    head: { title: t('valuing.run.title', { at }), note, back, badge: undefined },
    figs: [
      fig(t('valuing.moves'), showCount(run.moves), ''),
      fig(t('valuing.stock'), signed(run.stock), t('valuing.run.stock.note')),
      fig(t('valuing.cost'), signed(run.cost), t('valuing.run.cost.note')),
    ],
    empty: { icon: 'check', title: t('valuing.none'), text: t('valuing.run.empty'), action: undefined },
    lines: lines.map((line) => lineView(reader, line)),
    moreHref,
  }
}

function lineView({ t, locale }: Reader, line: RunLine): RunView['lines'][number] {
  return {
    id: line.moveId,
    item: line.item,
    href: `/items/${line.itemId}`,
    branch: line.branch,
    date: showDate(locale, line.onDate),
    kind: t(`valuing.kind.${line.kind}`),
    quantity: `${shownQuantity(line.quantity)} ${isUnit(line.unit) ? t(`units.${line.unit}.symbol`) : line.unit}`,
    before: rupees(absolute(line.before)),
    after: rupees(absolute(line.after)),
    voucherHref: line.voucherId === null ? '' : `/vouchers/${line.voucherId}`,
  }
}

export function methodView({ t, locale }: Reader, typed: Typed, has: { house: House; id: string }): MethodView {
  const { house, id } = has
  const fields = formFields(t, typed)
  const choices = valuations.map((value) => ({ value, text: t(`valuing.method.${value}`) }))
  const { lockDate } = house
  const from = lockDate === null ? '' : showDate(locale, addDays(lockDate, 1))
  return {
    head: {
      title: t('valuing.method.title'),
      note: t('valuing.method.note'),
      back: { href: '/stock/valuing', text: t('valuing.title') },
      badge: undefined,
    },
    summary: fields.summary(['method']),
    id,
    method: fields.radios('method', 'valuing.method.title', choices),
    help: valuations.map((value) => ({
      label: t(`valuing.method.${value}`),
      value: t(`valuing.method.${value}.help`),
      href: '',
      kind: 'plain',
    })),
    what: [
      from === '' ? t('valuing.method.what.start') : t('valuing.method.what.from', { date: from }),
      t('valuing.method.what.job'),
    ],
  }
}

const signed = (amount: Paise): string => (amount > 0n ? `+${rupees(amount)}` : rupees(amount))
