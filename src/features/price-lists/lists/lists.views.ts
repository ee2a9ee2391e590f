import type { IsoDate } from '../../../core/dates.ts'
import type {
  BadgeView,
  FieldView,
  PagerView,
  SelectView,
  SummaryView,
  TabsView,
  TitleView,
  VoidView,
} from '../../../web/components.views.ts'
import { formFields, type Typed } from '../../../web/form-fields.ts'
import { showCount, showDate } from '../../../words/format.ts'
import type { Locale, Translate } from '../../../words/index.ts'
import type { GroupName } from '../groups/groups.of-party.ts'
import type { PriceList } from './lists.queries.ts'

export interface Reader {
  t: Translate
  locale: Locale
  today: IsoDate
}

export interface ListsView {
  head: TitleView
  tabs: TabsView
  canEdit: boolean
  rows: readonly { href: string; name: string; badge: BadgeView; group: string; dates: string; lines: string }[]
  empty: VoidView
  pager: PagerView
}

export interface ListFormView {
  head: TitleView
  summary: SummaryView
  action: string
  cancelHref: string
  id: string
  copy: string
  name: FieldView
  group: SelectView
  from: FieldView
  to: FieldView
}

declare module '../../../web/views.ts' {
  interface Views {
    'price-lists/list': ListsView
    'price-lists/form': ListFormView
  }
}

export function listsView(
  reader: Reader,
  rows: readonly PriceList[],
  { tabs, pager, canEdit }: { tabs: TabsView; pager: Omit<PagerView, 'shown'>; canEdit: boolean },
): ListsView {
  const { t } = reader
  return {
    head: { title: t('prices.title'), note: t('prices.note'), back: undefined, badge: undefined },
    tabs,
    canEdit,
    rows: rows.map((list) => ({
      href: `/price-lists/${list.id}`,
      name: list.name,
      badge: stateOf(reader, list),
      group: groupSaid(t, list),
      dates: datesSaid(reader, list),
      lines: showCount(list.lines),
    })),
    empty: {
      icon: 'rupee',
      title: t('prices.empty'),
      text: t('prices.empty.text'),
      action: canEdit ? { href: '/price-lists/new', text: t('prices.new') } : undefined,
    },
    pager: { ...pager, shown: t('prices.shown', { count: rows.length }) },
  }
}

type Dated = Pick<PriceList, 'fromOn' | 'toOn'>

export function stateOf({ t, today }: Reader, { fromOn, toOn }: Dated): BadgeView {
  if (toOn !== null && toOn < today) return { text: t('prices.state.ended'), tone: 'plain' }
  if (fromOn > today) return { text: t('prices.state.later'), tone: 'acc' }
  return { text: t('prices.state.now'), tone: 'good' }
}

export const groupSaid = (t: Translate, { groupName }: Pick<PriceList, 'groupName'>): string =>
  groupName ?? t('prices.everyone')

export function datesSaid({ t, locale }: Omit<Reader, 'today'>, { fromOn, toOn }: Dated): string {
  const from = showDate(locale, fromOn)
  return toOn === null ? t('prices.since', { from }) : t('prices.between', { from, to: showDate(locale, toOn) })
}

/** The form as the list stands; days as they can be typed again. */
export const typedOf = ({ name, groupId, fromOn, toOn }: PriceList) => ({
  name,
  group: groupId ?? '',
  from: fromOn,
  to: toOn ?? '',
})

export function listFormView(
  t: Translate,
  typed: Typed,
  groups: readonly GroupName[],
  of: { id: string; copy: string } | { list: { id: string; name: string } },
): ListFormView {
  const f = formFields(t, typed)
  const at = 'list' in of ? `/price-lists/${of.list.id}` : '/price-lists'
  return {
    head: {
      title: 'list' in of ? t('prices.edit', { name: of.list.name }) : t('prices.new'),
      note: '',
      back: { href: at, text: 'list' in of ? of.list.name : t('prices.title') },
      badge: undefined,
    },
    summary: f.summary(['name', 'group', 'from', 'to']),
    action: at,
    cancelHref: at,
    id: 'list' in of ? '' : of.id,
    copy: 'list' in of ? '' : of.copy,
    name: f.text('name', 'shell.name', { maxlength: 80, isFirst: true }),
    group: f.select(
      'group',
      'prices.for',
      [{ value: '', text: t('prices.everyone') }, ...groups.map(({ id, name }) => ({ value: id, text: name }))],
      { hint: 'prices.for.hint', width: 'w-l' },
    ),
    from: f.date('from', 'shell.fromDate', { maxlength: 20 }),
    to: f.date('to', 'shell.toDate', { hint: 'prices.to.hint', maxlength: 20, isOptional: true }),
  }
}
