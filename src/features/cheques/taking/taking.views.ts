import type { ChequeDirection } from '../../../core/cheque.ts'
import { newId } from '../../../db/ids.ts'
import type {
  CheckView,
  ChoicesView,
  FieldView,
  SelectView,
  SummaryView,
  TitleView,
} from '../../../web/components.views.ts'
import { formFields } from '../../../web/form-fields.ts'
import type { Views } from '../../../web/views.ts'
import type { Translate } from '../../../words/index.ts'
import type { FieldErrors } from '../../../words/parsed.ts'
import { typedDate } from '../../books/index.ts'
import type { BankAccount } from '../cheques.queries.ts'
import type { Reader } from '../cheques.views.ts'
import { banksOf } from '../list/list.views.ts'
import type { TakingFields } from './taking.form.ts'

export interface TakingPage {
  summary: SummaryView
  head: TitleView
  action: string
  otherHref: string
  id: string
  partyId: string
  number: FieldView
  bank: FieldView | undefined
  branch: FieldView | undefined
  account: SelectView | undefined
  chequeDate: FieldView
  amount: FieldView
  onDate: FieldView | undefined
  rest: ChoicesView
  note: FieldView
  /** Asked where such a cheque is in the register already. */
  confirm: CheckView | undefined
}

export interface PickPage {
  head: TitleView
  to: string
  newHref: string
  picks: Views['parties/_picks']
}

declare module '../../../web/views.ts' {
  interface Views {
    'cheques/form': TakingPage
    'cheques/pick': PickPage
  }
}

export const pathOf = (direction: ChequeDirection) => `/cheques/${direction}/new`

export function pickPage(t: Translate, direction: ChequeDirection, picks: Views['parties/_picks']): PickPage {
  const to = pathOf(direction)
  return {
    head: {
      title: t(`cheques.pick.${direction}`),
      note: '',
      back: { href: '/cheques', text: t('cheques.title') },
      badge: undefined,
    },
    to,
    newHref: `/parties/new?${new URLSearchParams({ to })}`,
    picks,
  }
}

export interface TakingShown {
  party: { id: string; name: string }
  banks: readonly BankAccount[]
  fields: TakingFields
  errors: FieldErrors
  mayBackdate: boolean
}

export function takingPage({ t }: Reader, direction: ChequeDirection, shown: TakingShown): TakingPage {
  const { party, banks, fields, errors, mayBackdate } = shown
  const f = formFields(t, { values: { ...fields }, errors })
  const isReceived = direction === 'received'
  const isTwin = errors['number']?.key === 'cheques.refusal.duplicate'
  const rests = ['on-account', 'advance'] as const
  return {
    summary: f.summary(['number', 'bank', 'account', 'amount', 'cheque_date', 'on_date', 'note']),
    head: {
      title: t(`cheques.take.${direction}`, { party: party.name }),
      note: t('cheques.take.help'),
      back: { href: '/cheques', text: t('cheques.title') },
      badge: undefined,
    },
    action: `/cheques/${direction}`,
    otherHref: pathOf(direction),
    id: fields.id,
    partyId: party.id,
    number: f.text('number', 'cheques.number', {
      hint: 'cheques.number.hint',
      maxlength: 12,
      width: 'w-s',
      isFirst: true,
    }),
    bank: isReceived ? f.text('bank', 'cheques.bank', { maxlength: 80 }) : undefined,
    branch: isReceived ? f.text('branch', 'cheques.branch', { maxlength: 80, isOptional: true }) : undefined,
    account: isReceived ? undefined : f.select('account', 'cheques.account', banksOf(t, banks)),
    chequeDate: f.date('cheque_date', 'cheques.date', { hint: 'cheques.date.hint', maxlength: 20 }),
    amount: f.money('amount', 'cheques.amount', { maxlength: 30 }),
    onDate: mayBackdate ? f.date('on_date', `cheques.on.${direction}`, { maxlength: 20 }) : undefined,
    rest: f.radios(
      'rest_as',
      'payments.rest',
      rests.map((value) => ({ value, text: t(`payments.rest.${value}`) })),
    ),
    note: f.text('note', 'shell.notes', { isOptional: true, maxlength: 300 }),
    confirm: isTwin || fields.confirmed === 'yes' ? f.check('confirmed', 'cheques.take.confirm') : undefined,
  }
}

export const freshFields = (party: { id: string }, today: string): TakingFields => ({
  id: newId(),
  party_id: party.id,
  number: '',
  bank: '',
  branch: '',
  cheque_date: typedDate(today),
  amount: '',
  on_date: typedDate(today),
  account: '',
  rest_as: 'on-account',
  note: '',
  confirmed: '',
})
