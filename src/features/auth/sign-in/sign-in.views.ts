import type { FieldView, SummaryView } from '../../../web/components.views.ts'
import { formFields, type Typed } from '../../../web/form-fields.ts'
import type { Translate } from '../../../words/index.ts'

export interface SignInView {
  initial: string
  summary: SummaryView
  email: FieldView
  password: FieldView
  to: string
  /** What happened just before, such as a changed password; empty for nothing. */
  notice: string
  /** None but in a demo. */
  demo: readonly { name: string; people: readonly { email: string; role: string }[] }[]
  demoPassword: string
}

declare module '../../../web/views.ts' {
  interface Views {
    'auth/sign-in': SignInView
  }
}

/** The demo's people; the seeds make them (seeds/). */
const demoPassword = 'try-khata'
const demoShops = [
  { key: 'auth.demo.balaji', host: 'balaji.test' },
  { key: 'auth.demo.annapurna', host: 'annapurna.test' },
] as const
const demoRoles = ['owner', 'cashier'] as const

export function signInView(
  t: Translate,
  typed: Typed,
  { to, notice, isDemo }: { to: string; notice: string; isDemo: boolean },
): SignInView {
  const fields = formFields(t, typed)
  const isFresh = Object.keys(typed.errors).length === 0
  return {
    initial: [...t('shell.product')][0] ?? '',
    summary: fields.summary(['email', 'password']),
    email: fields.email('email', 'shell.email', { autocomplete: 'username', isFirst: isFresh, maxlength: 254 }),
    password: fields.password('password', 'auth.password', { autocomplete: 'current-password' }),
    to: to === '/' ? '' : to,
    notice,
    demo: isDemo ? demoPeople(t) : [],
    demoPassword,
  }
}

const demoPeople = (t: Translate): SignInView['demo'] =>
  demoShops.map(({ key, host }) => ({
    name: t(key),
    people: demoRoles.map((role) => ({ email: `${role}@${host}`, role: t(`roles.${role}`) })),
  }))
