import type { FieldView, PagerView, SummaryView, TabsView, TitleView, VoidView } from '../../../web/components.views.ts'
import { formFields, type Typed } from '../../../web/form-fields.ts'
import type { Translate } from '../../../words/index.ts'
import type { Group, Member } from './groups.queries.ts'

export interface GroupsView {
  head: TitleView
  summary: SummaryView
  tabs: TabsView
  id: string
  name: FieldView
  rows: readonly { href: string; name: string; isArchived: boolean; parties: string; lists: string }[]
  empty: VoidView
}

export interface GroupView {
  head: TitleView
  summary: SummaryView
  action: string
  name: FieldView
  archive: { action: string; text: string }
  members: readonly { href: string; name: string }[]
  pager: PagerView
  empty: VoidView
}

declare module '../../../web/views.ts' {
  interface Views {
    'price-lists/groups': GroupsView
    'price-lists/group': GroupView
  }
}

const url = '/price-lists/groups'

export function groupsView(
  t: Translate,
  typed: Typed,
  { groups, tabs, id }: { groups: readonly Group[]; tabs: TabsView; id: string },
): GroupsView {
  const f = formFields(t, typed)
  return {
    head: { title: t('prices.groups'), note: t('prices.groups.note'), back: undefined, badge: undefined },
    summary: f.summary(['name']),
    tabs,
    id,
    name: f.text('name', 'prices.group.name', { hint: 'prices.group.hint', maxlength: 60, width: 'w-l' }),
    rows: groups.map((group) => ({
      href: `${url}/${group.id}`,
      name: group.name,
      isArchived: group.isArchived,
      parties: String(group.parties),
      lists: String(group.lists),
    })),
    empty: { icon: 'parties', title: t('prices.groups.empty'), text: t('prices.groups.empty.text'), action: undefined },
  }
}

export function groupView(
  t: Translate,
  typed: Typed,
  { group, members, pager }: { group: Group; members: readonly Member[]; pager: Omit<PagerView, 'shown'> },
): GroupView {
  const f = formFields(t, typed)
  const at = `${url}/${group.id}`
  return {
    head: {
      title: group.name,
      note: '',
      back: { href: url, text: t('prices.groups') },
      badge: group.isArchived ? { text: t('shell.archived'), tone: 'plain' } : undefined,
    },
    summary: f.summary(['name']),
    action: at,
    name: f.text('name', 'prices.group.name', { maxlength: 60, width: 'w-l' }),
    archive: group.isArchived
      ? { action: `${at}/return`, text: t('shell.bringBack') }
      : { action: `${at}/archive`, text: t('shell.archive') },
    members: members.map(({ id, name }) => ({ href: `/parties/${id}`, name })),
    pager: { ...pager, shown: members.length > 0 ? t('prices.group.members', { count: group.parties }) : '' },
    empty: { icon: 'parties', title: t('prices.group.nobody'), text: t('prices.group.nobody.text'), action: undefined },
  }
}
