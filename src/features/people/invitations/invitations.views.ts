import { todayIn } from '../../../core/dates.ts'
import type {
  ChoicesView,
  FieldView,
  SummaryView,
  TabsView,
  TitleView,
  VoidView,
} from '../../../web/components.views.ts'
import { formFields, type Typed } from '../../../web/form-fields.ts'
import type { Who } from '../../../web/who.ts'
import { showDate } from '../../../words/format.ts'
import type { Translate } from '../../../words/index.ts'
import { newPasswordFields } from '../../auth/index.ts'
import { peopleTabs, type Reader, roleChoices } from '../people.views.ts'
import type { InvitationRow, OpenedInvitation } from './invitations.queries.ts'

export interface InvitationsView {
  head: TitleView
  tabs: TabsView
  rows: readonly { name: string; email: string; role: string; by: string; until: string; action: string }[]
  empty: VoidView
}

export interface InviteView {
  summary: SummaryView
  head: TitleView
  name: FieldView
  email: FieldView
  role: ChoicesView
}

/** What the invited person sees: a form for who is new, one button for who signed in, a way to sign in for others. */
export interface InvitationView {
  summary: SummaryView
  business: string
  initial: string
  offer: string
  email: string
  action: string
  fresh: { name: FieldView; password: FieldView; again: FieldView } | undefined
  kind: 'new' | 'accept' | 'sign-in' | 'other-person'
  signInHref: string
}

declare module '../../../web/views.ts' {
  interface Views {
    'people/invitations': InvitationsView
    'people/invite': InviteView
    'people/invitation': InvitationView
    'people/invitation-ended': { ended: VoidView }
  }
}

export function invitationsView(reader: Reader, rows: readonly InvitationRow[]): InvitationsView {
  const { t, locale, zone } = reader
  return {
    head: { title: t('people.title'), note: '', back: undefined, badge: undefined },
    tabs: peopleTabs(reader, '/people/invitations'),
    rows: rows.map((row) => ({
      name: row.name,
      email: row.email,
      role: t(`roles.${row.role}`),
      by: row.invited_by_name,
      until: showDate(locale, todayIn(row.expires_at, zone)),
      action: `/people/invitations/${row.token_hash}/revocation`,
    })),
    empty: {
      icon: 'user',
      title: t('people.invitations.none'),
      text: t('people.invitations.noneHelp'),
      action: { href: '/people/invitations/new', text: t('people.invite') },
    },
  }
}

export function inviteView(reader: Reader, typed: Typed): InviteView {
  const { t } = reader
  const fields = formFields(t, typed)
  return {
    summary: fields.summary(['name', 'email', 'role']),
    head: { title: t('people.invite'), note: '', back: { href: '/people', text: t('people.title') }, badge: undefined },
    name: fields.text('name', 'shell.name', { isFirst: Object.keys(typed.errors).length === 0, maxlength: 80 }),
    email: fields.email('email', 'shell.email', { hint: 'people.invite.emailHint', maxlength: 254 }),
    role: fields.radios('role', 'people.role', roleChoices(reader)),
  }
}

export function invitationView(
  t: Translate,
  invitation: OpenedInvitation,
  { token, who, hasUser, typed }: { token: string; who: Who | undefined; hasUser: boolean; typed: Typed },
): InvitationView {
  const fields = formFields(t, typed)
  const kind = kindOf(invitation, who, hasUser)
  const { business_name: business, email, invited_by_name: by, role } = invitation
  const path = `/invitations/${token}`
  return {
    summary: fields.summary(['name', 'password', 'again']),
    business,
    initial: [...business][0] ?? '',
    offer: t('people.invitation.offer', { by, role: t(`roles.${role}`) }),
    email,
    action: kind === 'accept' ? `${path}/acceptance` : path,
    fresh:
      kind === 'new'
        ? { name: fields.text('name', 'auth.account.name', { autocomplete: 'name' }), ...newPasswordFields(fields) }
        : undefined,
    kind,
    signInHref: `/sign-in?to=${encodeURIComponent(path)}`,
  }
}

function kindOf({ email }: OpenedInvitation, who: Who | undefined, hasUser: boolean): InvitationView['kind'] {
  if (who) return who.email === email ? 'accept' : 'other-person'
  return hasUser ? 'sign-in' : 'new'
}

export const invitationEnded = (t: Translate): { ended: VoidView } => ({
  ended: {
    icon: 'clock',
    title: t('people.invitation.ended'),
    text: t('people.invitation.endedHelp'),
    action: undefined,
  },
})
