import { absolute, type Paise, rupees } from '../../../core/money.ts'
import { showPhone } from '../../../core/phone.ts'
import { writeCursor } from '../../../db/paging.ts'
import type { OptionView, PagerView, TabsView, TitleView, VoidView } from '../../../web/components.views.ts'
import { optionsOf } from '../../../web/form-fields.ts'
import { showDate } from '../../../words/format.ts'
import type { Locale, Translate } from '../../../words/index.ts'
import { stateSaid } from '../state-said.ts'
import type { ListedPage, ListedParty } from './list.queries.ts'
import { type Show, shows } from './shows.ts'

export interface PartiesView {
  head: TitleView
  canAdd: boolean
  tabs: TabsView
  show: Show
  q: string
  /** Undefined where the business has no groups. */
  groups: { options: readonly OptionView[] } | undefined
  /** What was just archived, to be undone; undefined otherwise. */
  undo: { text: string; action: string } | undefined
  rows: readonly PartyRowView[]
  empty: VoidView
  pager: PagerView
}

export interface PartyRowView {
  id: string
  href: string
  name: string
  isArchived: boolean
  phone: string
  state: string
  lastOn: string
  balance: string
  side: string
}

declare module '../../../web/views.ts' {
  interface Views {
    'parties/list': PartiesView
  }
}

export interface Asked {
  show: Show
  q: string
  /** The id of a price group; empty for all. */
  group: string
}

export function partiesView(
  { t, locale }: { t: Translate; locale: Locale },
  asked: Asked,
  page: ListedPage,
  { canAdd, undo, groups }: Pick<PartiesView, 'canAdd' | 'undo'> & { groups: readonly { id: string; name: string }[] },
): PartiesView {
  const [first, last] = [page.rows[0], page.rows.at(-1)]
  return {
    head: { title: t('parties.title'), note: '', back: undefined, badge: undefined },
    canAdd,
    tabs: tabsView(t, asked),
    show: asked.show,
    q: asked.q,
    groups: groups.length > 0 ? groupsView(t, asked, groups) : undefined,
    undo,
    rows: page.rows.map((row) => rowView(t, locale, row)),
    empty: emptyView(t, asked, canAdd),
    pager: {
      shown: t('shell.shown', { count: page.rows.length }),
      laterHref: page.hasEarlier && first ? hrefOf(asked, { before: cursorOf(first) }) : '',
      earlierHref: page.hasLater && last ? hrefOf(asked, { after: cursorOf(last) }) : '',
    },
  }
}

/** What a party owes or is owed, with the side as a word; nothing where nothing is open. */
export function duesOf(t: Translate, dues: Paise): { balance: string; side: string } {
  if (dues === 0n) return { balance: '', side: '' }
  return { balance: rupees(absolute(dues)), side: dues > 0n ? t('shell.dr') : t('shell.cr') }
}

const cursorOf = ({ key, id }: ListedParty): string => writeCursor([key, id])

function groupsView(t: Translate, { group }: Asked, groups: readonly { id: string; name: string }[]) {
  return { options: optionsOf(t('parties.group.all'), groups, group) }
}

function tabsView(t: Translate, { show, q, group }: Asked): TabsView {
  const tabs = shows.map((one) => ({
    href: hrefOf({ show: one, q, group }),
    text: t(`parties.show.${one}`),
    isCurrent: one === show,
  }))
  return { label: t('parties.show'), tabs }
}

function hrefOf({ show, q, group }: Asked, more: Record<string, string> = {}): string {
  const query = new URLSearchParams({
    ...(show !== 'all' && { show }),
    ...(q && { q }),
    ...(group && { group }),
    ...more,
  }).toString()
  return query ? `/parties?${query}` : '/parties'
}

function rowView(t: Translate, locale: Locale, { id, name, phone, state, isArchived, dues, lastOn }: ListedParty) {
  return {
    id,
    href: `/parties/${id}`,
    name,
    isArchived,
    phone: phone && showPhone(phone),
    state: stateSaid(t, state),
    lastOn: lastOn ? showDate(locale, lastOn) : '',
    ...duesOf(t, dues),
  }
}

function emptyView(t: Translate, { show, q, group }: Asked, canAdd: boolean): VoidView {
  const isSearch = q !== '' || show !== 'all' || group !== ''
  return {
    icon: 'parties',
    title: isSearch ? t('shell.nothingFound') : t('parties.empty'),
    text: q || group ? t('shell.nothingFoundHelp') : t(`parties.empty.${show}`),
    action: canAdd && !isSearch ? { href: '/parties/new', text: t('parties.new') } : undefined,
  }
}
