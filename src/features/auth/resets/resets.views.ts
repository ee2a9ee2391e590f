import type { FieldView, SummaryView, VoidView } from '../../../web/components.views.ts'
import { formFields, type Typed } from '../../../web/form-fields.ts'
import type { Translate } from '../../../words/index.ts'
import { newPasswordFields } from '../account/account.views.ts'

export interface ForgottenView {
  summary: SummaryView
  email: FieldView
  /** Said after asking, whether or not anybody has that email. */
  answer: string
  canMail: boolean
}

export interface ResetView {
  summary: SummaryView
  action: string
  email: string
  password: FieldView
  again: FieldView
}

declare module '../../../web/views.ts' {
  interface Views {
    'auth/forgotten': ForgottenView
    'auth/reset': ResetView
    'auth/link-ended': { ended: VoidView }
    'auth/_username': { email: string }
  }
}

export function forgottenView(
  t: Translate,
  typed: Typed,
  { answer, canMail }: { answer: string; canMail: boolean },
): ForgottenView {
  const fields = formFields(t, typed)
  return {
    summary: fields.summary(['email']),
    email: fields.email('email', 'shell.email', { autocomplete: 'username', isFirst: answer === '', maxlength: 254 }),
    answer,
    canMail,
  }
}

export function resetView(
  t: Translate,
  { token, email }: { token: string; email: string },
  errors: Typed['errors'],
): ResetView {
  const fields = formFields(t, { values: {}, errors })
  return {
    summary: fields.summary(['password', 'again']),
    action: `/reset/${token}`,
    email,
    ...newPasswordFields(fields),
  }
}

export const resetEnded = (t: Translate): { ended: VoidView } => ({
  ended: {
    icon: 'clock',
    title: t('auth.reset.ended'),
    text: t('auth.reset.endedHelp'),
    action: { href: '/reset', text: t('auth.forgotten') },
  },
})
