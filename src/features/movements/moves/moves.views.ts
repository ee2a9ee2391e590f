import { rupees } from '../../../core/money.ts'
import { quantity } from '../../../core/quantity.ts'
import { grams } from '../../../core/weight.ts'
import { type Page, writeCursor } from '../../../db/paging.ts'
import type {
  FieldView,
  OptionView,
  PagerView,
  SummaryView,
  TabsView,
  TitleView,
  VoidView,
} from '../../../web/components.views.ts'
import { formFields, optionsOf } from '../../../web/form-fields.ts'
import { paperAddress } from '../../../web/paper-address.ts'
import type { Membership } from '../../../web/who.ts'
import { showDate } from '../../../words/format.ts'
import type { Locale, Translate } from '../../../words/index.ts'
import type { FieldErrors } from '../../../words/parsed.ts'
import type { Typed } from '../movements.schema.ts'
import { movementTabs, unitText } from '../movements.words.ts'
import type { ListedMove, MoveChoices } from './moves.queries.ts'
import { moveKinds } from './moves.rules.ts'

export interface MovesView {
  summary: SummaryView
  head: TitleView
  tabs: TabsView
  csvHref: string
  item: string
  itemName: string
  allHref: string
  kind: readonly OptionView[]
  branch: readonly OptionView[]
  by: readonly OptionView[]
  from: FieldView
  to: FieldView
  isNarrowed: boolean
  showsCost: boolean
  rows: readonly {
    id: string
    date: string
    item: string
    itemHref: string
    tag: string
    kind: string
    branch: string
    by: string
    paper: string
    paperHref: string
    cameIn: string
    wentOut: string
    value: string
  }[]
  empty: VoidView
  pager: PagerView
}

declare module '../../../web/views.ts' {
  interface Views {
    'movements/moves': MovesView
  }
}

export interface MovesOf {
  choices: MoveChoices
  typed: Typed
  errors: FieldErrors
  business: Pick<Membership, 'kind'>
  showsCost: boolean
}

export function movesView(
  { t, locale }: { t: Translate; locale: Locale },
  { rows, hasMore }: Page<ListedMove>,
  { choices, typed, errors, business, showsCost }: MovesOf,
): MovesView {
  const f = formFields(t, { values: typed, errors })
  const last = rows.at(-1)
  const asked = Object.entries(typed).filter(([, value]) => value !== '')
  const href = (path: string, more: readonly [string, string][] = []) => {
    const query = String(new URLSearchParams([...asked, ...more]))
    return query === '' ? path : `${path}?${query}`
  }
  const options = (name: string, all: string, choice: readonly { id: string; name: string }[]) =>
    optionsOf(all, choice, typed[name] ?? '')
  return {
    summary: f.summary(),
    head: { title: t('movements.moves.title'), note: t('movements.moves.about'), back: undefined, badge: undefined },
    tabs: movementTabs(t, business.kind, 'moves'),
    csvHref: href('/stock/moves.csv'),
    item: typed['item'] ?? '',
    itemName: choices.itemName,
    allHref: '/stock/moves',
    kind: options(
      'kind',
      t('movements.kind.all'),
      moveKinds.map((id) => ({ id, name: t(`movements.kind.${id}`) })),
    ),
    branch: options('branch', t('movements.branch.all'), choices.branches),
    by: options('by', t('movements.by.all'), choices.people),
    from: f.date('from', 'movements.moves.from', { isOptional: true }),
    to: f.date('to', 'movements.moves.to', { isOptional: true }),
    isNarrowed: Boolean(typed['from'] || typed['to'] || typed['by'] || errors['from'] || errors['to']),
    showsCost,
    rows: rows.map((row) => ({
      id: row.id,
      date: showDate(locale, row.onDate),
      item: row.itemName,
      itemHref: `/stock/moves?item=${row.itemId}`,
      tag: row.tag,
      kind: t(`movements.kind.${row.kind}`),
      branch: row.branchName,
      by: choices.people.find(({ id }) => id === row.byUser)?.name ?? '',
      paper: row.number ?? row.note,
      paperHref: paperAddress(row),
      cameIn: row.quantity > 0n ? amountOf(t, row) : '',
      wentOut: row.quantity < 0n ? amountOf(t, row) : '',
      value: rupees(row.value),
    })),
    empty: {
      icon: 'stock',
      title: t(asked.length > 0 ? 'shell.nothingFound' : 'movements.moves.empty'),
      text: t('movements.moves.about'),
      action: asked.length > 0 ? { href: '/stock/moves', text: t('movements.moves.all') } : undefined,
    },
    pager: {
      shown: t('shell.shown', { count: rows.length }),
      laterHref: '',
      earlierHref: hasMore && last ? href('/stock/moves', [['before', writeCursor([last.onDate, last.id])]]) : '',
    },
  }
}

const amountOf = (t: Translate, { quantity: of, gross, tag, unit }: ListedMove): string => {
  const all = quantity(of).replace(/^-/, '')
  if (tag === '' || gross === 0n) return `${all} ${unitText(t, unit)}`
  return `${grams(gross).replace(/^-/, '')} g`
}
