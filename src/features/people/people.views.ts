import { todayIn } from '../../core/dates.ts'
import { canManage, type Role, roles } from '../../core/permissions.ts'
import { whatsappLink } from '../../core/whatsapp.ts'
import type { BadgeView, ChoicesView, KvRow, TabsView, TitleView } from '../../web/components.views.ts'
import { formFields } from '../../web/form-fields.ts'
import { showDate, showInstant } from '../../words/format.ts'
import type { Locale, Translate } from '../../words/index.ts'
import type { MemberRow } from './people.queries.ts'

export interface PeopleView {
  head: TitleView
  tabs: TabsView
  canInvite: boolean
  members: readonly MemberView[]
}

interface MemberView {
  href: string
  name: string
  email: string
  role: string
  joined: string
  seen: string
  isSelf: boolean
}

export interface PersonView {
  head: TitleView
  facts: { rows: readonly KvRow[]; isText: boolean }
  action: string
  isSelf: boolean
  canChange: boolean
  role: ChoicesView
  name: string
}

/** A link that is shown once, with ways to hand it on. */
export interface LinkView {
  head: TitleView
  link: string
  note: string
  shareHref: string
}

declare module '../../web/views.ts' {
  interface Views {
    'people/list': PeopleView
    'people/show': PersonView
    'people/link': LinkView
  }
}

export interface Reader {
  t: Translate
  locale: Locale
  zone: string
  userId: string
  role: Role
}

export const peopleView = (reader: Reader, rows: readonly MemberRow[]): PeopleView => ({
  head: { title: reader.t('people.title'), note: '', back: undefined, badge: undefined },
  tabs: peopleTabs(reader, '/people'),
  canInvite: canManage(reader.role, 'cashier'),
  members: rows.map((row) => memberView(reader, row)),
})

export function peopleTabs({ t, role }: Pick<Reader, 't' | 'role'>, current: string): TabsView {
  const places = [
    { href: '/people', text: t('people.members') },
    { href: '/people/salespeople', text: t('salespeople.title') },
    { href: '/people/invitations', text: t('people.invitations') },
  ]
  const open = canManage(role, 'cashier') ? places : places.slice(0, 2)
  return { label: t('people.title'), tabs: open.map((tab) => ({ ...tab, isCurrent: tab.href === current })) }
}

function memberView({ t, locale, zone, userId }: Reader, row: MemberRow): MemberView {
  return {
    href: `/people/${row.user_id}`,
    name: row.name,
    email: row.email,
    role: t(`roles.${row.role}`),
    joined: showDate(locale, todayIn(row.joined_at, zone)),
    seen: row.seen_at ? showInstant(locale, zone, row.seen_at) : t('shell.never'),
    isSelf: row.user_id === userId,
  }
}

export function personView(reader: Reader, row: MemberRow): PersonView {
  const { t, role } = reader
  const member = memberView(reader, row)
  return {
    head: {
      title: row.name,
      note: row.email,
      back: { href: '/people', text: t('people.title') },
      badge: row.ended_at ? endedBadge(t) : undefined,
    },
    facts: {
      isText: true,
      rows: [
        fact(t('people.role'), member.role),
        fact(t('people.joined'), member.joined),
        fact(t('people.seen'), member.seen),
      ],
    },
    action: member.href,
    isSelf: member.isSelf,
    canChange: !row.ended_at && canManage(role, row.role),
    role: formFields(t, { values: { role: row.role }, errors: {} }).radios('role', 'people.role', roleChoices(reader)),
    name: row.name,
  }
}

const endedBadge = (t: Translate): BadgeView => ({ text: t('people.ended'), tone: 'plain' })
const fact = (label: string, value: string): KvRow => ({ label, value, href: '', kind: 'plain' })

/** The roles that this person may give. */
export const roleChoices = ({ t, role }: Pick<Reader, 't' | 'role'>): { value: string; text: string }[] =>
  roles
    .filter((one) => canManage(role, one))
    .map((one) => ({ value: one, text: `${t(`roles.${one}`)}: ${t(`roles.${one}.about`)}` }))

export function linkView(
  { title, note, message, back }: { title: string; note: string; message: string; back: TitleView['back'] },
  link: string,
): LinkView {
  return { head: { title, note: '', back, badge: undefined }, link, note, shareHref: whatsappLink(undefined, message) }
}
