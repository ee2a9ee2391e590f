import { rupees } from '../../core/money.ts'
import type {
  CheckView,
  ChoicesView,
  FieldView,
  SelectView,
  SummaryView,
  TitleView,
} from '../../web/components.views.ts'
import { formFields, type Typed } from '../../web/form-fields.ts'
import { showCount, showDate } from '../../words/format.ts'
import type { Locale, Said, Translate } from '../../words/index.ts'
import { kinds, makes, type StatementFilter, sides } from './statements.rules.ts'

export interface StatementsView {
  head: TitleView
  summary: SummaryView
  kind: SelectView
  side: SelectView
  city: FieldView
  least: FieldView
  from: FieldView
  to: FieldView
  moved: CheckView
  /** Nothing while the filter cannot be read. */
  start: StartView | undefined
}

interface StartView {
  id: string
  /** What the form above says, sent along. */
  hidden: readonly { name: string; value: string }[]
  count: string
  mails: string
  period: string
  make: ChoicesView
  canStart: boolean
}

export interface MailView {
  head: TitleView
  summary: SummaryView
  action: string
  id: string
  email: FieldView
  from: FieldView
  to: FieldView
  help: string
  canMail: boolean
  backHref: string
}

declare module '../../web/views.ts' {
  interface Views {
    'statements/new': StatementsView
    'statements/mail': MailView
  }
}

export interface Reader {
  t: Translate
  locale: Locale
}

export interface ChosenOf {
  id: string
  filter: StatementFilter
  counted: { parties: number; mails: number }
  canMail: boolean
}

export function statementsView({ t, locale }: Reader, typed: Typed, chosen: ChosenOf | undefined): StatementsView {
  const f = formFields(t, typed)
  return {
    head: {
      title: t('statements.title'),
      note: t('statements.note'),
      back: { href: '/books', text: t('shell.nav.books') },
      badge: undefined,
    },
    summary: f.summary(['kind', 'side', 'city', 'least', 'from', 'to', 'make']),
    kind: f.select(
      'kind',
      'statements.kind',
      kinds.map((value) => ({ value, text: t(`statements.kind.${value}`) })),
    ),
    side: f.select(
      'side',
      'statements.side',
      sides.map((value) => ({ value, text: t(`statements.side.${value}`) })),
    ),
    city: f.text('city', 'statements.city', { width: 'w-m', maxlength: 60, isOptional: true }),
    least: f.money('least', 'statements.least', { width: 'w-s', maxlength: 20, isOptional: true }),
    from: f.date('from', 'shell.fromDate', { maxlength: 40 }),
    to: f.date('to', 'shell.toDate', { maxlength: 40 }),
    moved: f.check('moved', 'statements.moved'),
    start: chosen && startView({ t, locale }, typed, chosen),
  }
}

function startView(
  { t, locale }: Reader,
  { values, errors }: Typed,
  { id, filter, counted, canMail }: ChosenOf,
): StartView {
  const { parties, mails } = counted
  const usual = values['make'] ?? 'files'
  const f = formFields(t, { values: { make: usual }, errors })
  return {
    id,
    hidden: hiddenOf(filter),
    count: t('statements.count', { count: parties, shown: showCount(parties) }),
    mails: canMail ? t('statements.count.mails', { count: mails, shown: showCount(mails) }) : t('statements.noMail'),
    period: t('shell.period', { from: showDate(locale, filter.from), to: showDate(locale, filter.to) }),
    make: f.radios(
      'make',
      'statements.make',
      (canMail && mails > 0 ? makes : (['files'] as const)).map((value) => ({
        value,
        text: t(`statements.make.${value}`),
      })),
    ),
    canStart: parties > 0,
  }
}

/** As it was read, so that a day such as "+3" stays the day that was counted for. */
const hiddenOf = ({ kind, side, isMoved, city, least, from, to }: StatementFilter) => [
  { name: 'kind', value: kind },
  { name: 'side', value: side },
  { name: 'moved', value: isMoved ? 'yes' : '' },
  { name: 'city', value: city },
  { name: 'least', value: least === 0n ? '' : rupees(least) },
  { name: 'from', value: asTyped(from) },
  { name: 'to', value: asTyped(to) },
]

/** "2026-11-21" as people write it: "21/11/2026". */
export const asTyped = (date: string): string => date.split('-').toReversed().join('/')

export interface MailOf {
  party: { id: string; name: string }
  id: string
  canMail: boolean
  values: Readonly<Record<string, string>>
  errors: Readonly<Record<string, Said | undefined>>
}

export function mailView({ t }: Reader, { party, id, canMail, values, errors }: MailOf): MailView {
  const f = formFields(t, { values, errors })
  return {
    head: {
      title: t('statements.mail.title'),
      note: party.name,
      back: { href: `/parties/${party.id}`, text: party.name },
      badge: undefined,
    },
    summary: f.summary(['email', 'from', 'to']),
    action: `/parties/${party.id}/statement/mail`,
    id,
    email: f.email('email', 'shell.email', { maxlength: 254, isFirst: true }),
    from: f.date('from', 'shell.fromDate', { maxlength: 40 }),
    to: f.date('to', 'shell.toDate', { maxlength: 40 }),
    help: t(canMail ? 'statements.mail.help' : 'statements.noMail'),
    canMail,
    backHref: `/parties/${party.id}`,
  }
}
