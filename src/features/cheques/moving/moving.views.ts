import type { ChequeStep } from '../../../core/cheque.ts'
import { rupees } from '../../../core/money.ts'
import { can, type Permission, type Role } from '../../../core/permissions.ts'
import { newId } from '../../../db/ids.ts'
import type { AreaView, FieldView, SelectView, SummaryView, TitleView } from '../../../web/components.views.ts'
import { formFields } from '../../../web/form-fields.ts'
import type { FieldErrors } from '../../../words/parsed.ts'
import { typedDate } from '../../books/index.ts'
import type { BankAccount, Cheque } from '../cheques.queries.ts'
import type { Reader } from '../cheques.views.ts'
import { banksOf } from '../list/list.views.ts'
import type { MovingFields } from './moving.form.ts'

/** The form of one step. */
export interface StepForm {
  step: ChequeStep
  action: string
  id: string
  help: string
  account: SelectView | undefined
  onDate: FieldView | undefined
  reason: AreaView | undefined
  charges: FieldView | undefined
  /** The tax in the charges, for a shop that takes credit. */
  gst: FieldView | undefined
  gstSupply: SelectView | undefined
  recovered: FieldView | undefined
  /** What cannot be said at a field of this form; empty for nothing. */
  error: string
  saveText: string
  isDanger: boolean
}

export interface StepPage {
  summary: SummaryView
  head: TitleView
  form: StepForm
  backTo: string
}

declare module '../../../web/views.ts' {
  interface Views {
    'cheques/step': StepPage
    'cheques/_step': StepForm
  }
}

/** Taking back is not for the counter: a bounced cheque is an old way to hide one that was cashed. */
export const permissionOf: Readonly<Record<ChequeStep, Permission>> = {
  enter: 'payment.make',
  deposit: 'payment.make',
  clear: 'payment.make',
  bounce: 'payment.cancel',
  return: 'payment.cancel',
  cancel: 'payment.cancel',
}
export const mayStep = (role: Role, step: ChequeStep): boolean => can(role, permissionOf[step])

export interface StepShown {
  cheque: Cheque
  banks: readonly BankAccount[]
  fields: MovingFields
  errors: FieldErrors
  mayBackdate: boolean
}

export function stepPage(reader: Reader, step: ChequeStep, shown: StepShown): StepPage {
  const { t } = reader
  const { cheque, fields, errors } = shown
  const backTo = `/cheques/${cheque.id}`
  return {
    summary: formFields(t, { values: { ...fields }, errors }).summary([
      'account',
      'on_date',
      'reason',
      'charges',
      'gst',
    ]),
    head: {
      title: t(`cheques.step.${step}`),
      note: [t('cheques.one', { number: cheque.number }), cheque.partyName, `₹${rupees(cheque.amount)}`].join(' · '),
      back: { href: backTo, text: t('cheques.one', { number: cheque.number }) },
      badge: undefined,
    },
    form: stepForm(reader, step, shown),
    backTo,
  }
}

export function stepForm({ t }: Reader, step: ChequeStep, shown: StepShown): StepForm {
  const { cheque, banks, fields, errors, mayBackdate } = shown
  const f = formFields(t, { values: { ...fields }, errors })
  const isTakenBack = step === 'bounce' || step === 'return' || step === 'cancel'
  const isBounce = step === 'bounce'
  const isHeld = cheque.direction === 'received'
  const hasCredit = isBounce && cheque.takesCredit
  const error = errors['step']
  const isDated = mayBackdate || errors['on_date'] !== undefined
  return {
    step,
    action: `/cheques/${cheque.id}/${step}`,
    id: fields.id,
    help: t(`cheques.step.${step}.help`),
    account: step === 'deposit' ? f.select('account', 'cheques.account', banksOf(t, banks)) : undefined,
    onDate: isDated ? f.date('on_date', 'shell.date', { maxlength: 20 }) : undefined,
    reason: isTakenBack
      ? f.area('reason', 'shell.reason', {
          ...(isBounce && { hint: 'cheques.step.reason.hint' }),
          maxlength: 200,
          rows: 2,
        })
      : undefined,
    charges: isBounce
      ? f.money('charges', 'cheques.charges', { hint: 'cheques.charges.hint', maxlength: 30, isOptional: true })
      : undefined,
    gst: hasCredit
      ? f.money('gst', 'cheques.gst', { hint: 'cheques.gst.hint', maxlength: 30, isOptional: true })
      : undefined,
    gstSupply: hasCredit
      ? f.select(
          'gst_supply',
          'cheques.gstSupply',
          (['intra', 'inter'] as const).map((value) => ({ value, text: t(`cheques.gstSupply.${value}`) })),
        )
      : undefined,
    recovered:
      isBounce && isHeld
        ? f.money('recovered', 'cheques.recovered', { hint: 'cheques.recovered.hint', maxlength: 30, isOptional: true })
        : undefined,
    error: error ? t(error.key, error.values) : '',
    saveText: t(`cheques.step.${step}`),
    isDanger: isTakenBack,
  }
}

/** A cheque that we gave is entered on its own date, everything else today. */
export const freshStep = ({ direction, chequeDate, accountId }: Cheque, step: ChequeStep, today: string) => ({
  id: newId(),
  account: accountId ?? '',
  on_date: typedDate(step === 'enter' && direction === 'issued' ? chequeDate : today),
  reason: '',
  charges: '',
  recovered: '',
  gst: '',
  gst_supply: 'intra',
})
