import type { FieldView, SelectView, SummaryView, TabsView, TitleView } from '../../../web/components.views.ts'
import { formFields, type Typed } from '../../../web/form-fields.ts'
import { showInstant } from '../../../words/format.ts'
import { type Locale, locales, type Translate, type WordKey } from '../../../words/index.ts'
import { themes } from './account.form.ts'
import { deviceOf } from './device.ts'

export interface AccountView {
  summary: SummaryView
  head: TitleView
  tabs: TabsView
  email: string
  name: FieldView
  locale: SelectView
  theme: SelectView
}

export interface PasswordView {
  summary: SummaryView
  head: TitleView
  tabs: TabsView
  email: string
  old: FieldView
  password: FieldView
  again: FieldView
}

export interface SessionsView {
  head: TitleView
  tabs: TabsView
  sessions: readonly SessionView[]
  hasOthers: boolean
}

interface SessionView {
  device: string
  address: string
  seen: string
  isThis: boolean
  action: string
}

declare module '../../../web/views.ts' {
  interface Views {
    'auth/account': AccountView
    'auth/password': PasswordView
    'auth/sessions': SessionsView
  }
}

export function accountView(t: Translate, email: string, typed: Typed): AccountView {
  const fields = formFields(t, typed)
  const languages = locales.map((value) => ({ value, text: ownNames[value] }))
  const colours = themes.map((value) => ({ value, text: t(`auth.theme.${value}`) }))
  return {
    summary: fields.summary(['name', 'locale', 'theme']),
    ...accountFrame(t, '/account'),
    email,
    name: fields.text('name', 'auth.account.name', {
      autocomplete: 'name',
      maxlength: 80,
      hint: 'auth.account.nameHint',
    }),
    locale: fields.select('locale', 'shell.language', languages),
    theme: fields.select('theme', 'auth.theme', colours),
  }
}

export function passwordView(t: Translate, email: string, errors: Typed['errors']): PasswordView {
  const fields = formFields(t, { values: {}, errors })
  return {
    summary: fields.summary(['old', 'password', 'again']),
    ...accountFrame(t, '/account/password'),
    email,
    old: fields.password('old', 'auth.password.old', { autocomplete: 'current-password' }),
    ...newPasswordFields(fields),
  }
}

/** The two fields in which a new password is typed. */
export const newPasswordFields = (
  fields: ReturnType<typeof formFields>,
): { password: FieldView; again: FieldView } => ({
  password: fields.password('password', 'auth.password.new', {
    autocomplete: 'new-password',
    hint: 'auth.password.hint',
  }),
  again: fields.password('again', 'auth.password.again', { autocomplete: 'new-password' }),
})

/** Whoever cannot read the page finds the own language by its own name. */
const ownNames = { en: 'English', hi: 'हिन्दी', gu: 'ગુજરાતી' } as const

export interface SessionRow {
  id: string
  address: string
  agent: string
  seenAt: Date
}

export function sessionsView(
  { t, locale, zone }: { t: Translate; locale: Locale; zone: string },
  rows: readonly SessionRow[],
  thisId: string,
): SessionsView {
  return {
    ...accountFrame(t, '/account/sessions'),
    sessions: rows.map(({ id, address, agent, seenAt }) => ({
      device: deviceWords(t, agent),
      address,
      seen: showInstant(locale, zone, seenAt),
      isThis: id === thisId,
      action: `/account/sessions/${id}/end`,
    })),
    hasOthers: rows.some(({ id }) => id !== thisId),
  }
}

function deviceWords(t: Translate, agent: string): string {
  const device = deviceOf(agent)
  return device ? t('auth.device', { ...device }) : t('auth.device.unknown')
}

const places: readonly (readonly [string, WordKey])[] = [
  ['/account', 'auth.account.title'],
  ['/account/password', 'auth.password'],
  ['/account/pin', 'tills.pin'],
  ['/account/keys', 'shell.keys'],
  ['/account/sessions', 'auth.sessions.title'],
]

/** The head and the tabs of a person's own pages. */
export const accountFrame = (t: Translate, current: string): { head: TitleView; tabs: TabsView } => ({
  head: { title: t('auth.account'), note: '', back: undefined, badge: undefined },
  tabs: {
    label: t('auth.account'),
    tabs: places.map(([href, word]) => ({ href, text: t(word), isCurrent: href === current })),
  },
})
