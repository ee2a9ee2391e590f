import { percent } from '../../../core/percent.ts'
import { states } from '../../../core/states.ts'
import { type NoteKind, noteReasons } from '../../../core/voucher-facts.ts'
import type {
  AreaView,
  CheckView,
  FieldView,
  OptionView,
  SelectView,
  SummaryView,
  TitleView,
} from '../../../web/components.views.ts'
import { type Choice, type FormFields, formFields } from '../../../web/form-fields.ts'
import type { Translate } from '../../../words/index.ts'
import { type KindsView, kindsView } from '../vouchers.views.ts'
import { nameOf, partyField, pickOf, refOf, wasOf } from './entering.typed.ts'
import { dateHint, type Filled, picksOf, templateParts } from './lines.views.ts'
import type { TaxView } from './tax.views.ts'

interface TaxedFormView {
  summary: SummaryView
  head: TitleView
  kinds: KindsView
  id: string
  kind: NoteKind | 'expense'
  onDate: FieldView
  narration: AreaView
  party: PartyCellView
  taxable: FieldView
  rate: SelectView
  place: SelectView
  hsn: FieldView
  /** The rarer fields are shown open: one of them is wrong. */
  isMoreOpen: boolean
  tax: TaxView
  templateName: FieldView
  isTemplateOpen: boolean
}

export interface ExpenseFormView extends TaxedFormView {
  account: SelectView
  paidFrom: SelectView
  billNumber: FieldView
  billDate: FieldView
  due: FieldView
  supplierState: SelectView
  credit: CheckView
  reverseCharge: CheckView
  cess: FieldView
  roundOff: FieldView
  attachmentError: string
}

export interface NoteFormView extends TaxedFormView {
  originalNumber: FieldView
  originalDate: FieldView
  reason: SelectView
  /** Of a debit note. */
  supplierState: SelectView | undefined
  credit: CheckView | undefined
}

/** A party found by its name as one types. */
export interface PartyCellView {
  field: FieldView
  refName: string
  ref: string
  wasName: string
  was: string
  pickName: string
  picks: readonly OptionView[]
}

declare module '../../../web/views.ts' {
  interface Views {
    'vouchers/expense': ExpenseFormView
    'vouchers/note': NoteFormView
    'vouchers/_party': PartyCellView
  }
}

/** The rates of GST that a bill can bear, in hundredths of a percent (DOMAIN.md section 3). */
const rates = [0, 25, 150, 300, 500, 1200, 1800, 2800, 4000] as const

export function expenseView(t: Translate, filled: Filled, tax: TaxView): ExpenseFormView {
  const { typed, errors, accounts } = filled
  const f = formFields(t, { values: typed, errors })
  const spent = accounts.filter(
    ({ nature, money, hasRole }) => nature === 'expense' || (nature === 'asset' && money === null && !hasRole),
  )
  const money = accounts.filter((account) => account.money !== null)
  const attachment = errors['attachment']
  return {
    ...taxedView(t, 'expense', filled, tax),
    account: f.select('account', 'vouchers.expense.account', [choose(t), ...spent.map(choiceOf)], { width: 'w-form' }),
    paidFrom: f.select('paid_from', 'vouchers.expense.paidFrom', [
      { value: '', text: t('vouchers.expense.notPaid') },
      ...money.map(choiceOf),
    ]),
    billNumber: f.text('bill_number', 'vouchers.expense.billNumber', { maxlength: 40, width: 'w-m', isOptional: true }),
    billDate: f.date('bill_date', 'vouchers.expense.billDate', { maxlength: 20, isOptional: true }),
    due: f.date('due', 'vouchers.due', { maxlength: 20, isOptional: true }),
    supplierState: stateField(t, f, 'supplier_state', 'vouchers.supplierState', 'vouchers.asParty'),
    credit: f.check('credit', 'vouchers.credit', { hint: 'vouchers.credit.hint' }),
    reverseCharge: f.check('reverse_charge', 'reverseCharge.label', { hint: 'reverseCharge.hint' }),
    cess: f.money('cess', 'reverseCharge.cess', { maxlength: 40, isOptional: true }),
    roundOff: f.money('round_off', 'vouchers.roundOff', { maxlength: 20, isOptional: true }),
    attachmentError: attachment ? t(attachment.key, attachment.values) : '',
  }
}

export function noteView(t: Translate, kind: NoteKind, filled: Filled, tax: TaxView): NoteFormView {
  const f = formFields(t, { values: filled.typed, errors: filled.errors })
  const isDebit = kind === 'debit-note'
  return {
    ...taxedView(t, kind, filled, tax),
    originalNumber: f.text('original_number', 'vouchers.note.number', {
      maxlength: 40,
      width: 'w-m',
      isOptional: true,
    }),
    originalDate: f.date('original_date', 'vouchers.note.date', { maxlength: 20, isOptional: true }),
    reason: f.select(
      'reason',
      'shell.reason',
      noteReasons.map((one) => ({ value: one, text: t(`vouchers.reason.${one}`) })),
    ),
    supplierState: isDebit
      ? stateField(t, f, 'supplier_state', 'vouchers.supplierState', 'vouchers.asParty')
      : undefined,
    credit: isDebit ? f.check('credit', 'vouchers.creditBack', { hint: 'vouchers.creditBack.hint' }) : undefined,
  }
}

function taxedView(t: Translate, kind: NoteKind | 'expense', filled: Filled, tax: TaxView): TaxedFormView {
  const { typed, errors } = filled
  const f = formFields(t, { values: typed, errors })
  return {
    summary: f.summary(['on_date', 'account', nameOf(partyField), 'bill_number', 'bill_date', 'taxable', 'rate']),
    head: {
      title: t(`vouchers.kind.${kind}`),
      note: t(`vouchers.help.${kind}`),
      back: { href: '/vouchers', text: t('vouchers.title') },
      badge: undefined,
    },
    kinds: kindsView(t, kind),
    id: typed['id'] ?? '',
    kind,
    onDate: f.date('on_date', 'shell.date', { hint: dateHint(filled), maxlength: 20 }),
    narration: f.area('narration', 'vouchers.narration', { rows: 2, maxlength: 300, isOptional: true }),
    party: partyCell(t, kind, filled, f),
    taxable: f.money('taxable', 'vouchers.taxable', { maxlength: 40 }),
    rate: f.select(
      'rate',
      'vouchers.rate',
      [
        ...(kind === 'expense' ? [] : [choose(t)]),
        ...rates.map((bp) => ({ value: String(bp), text: bp === 0 ? t('vouchers.noTax') : `${percent(bp)} %` })),
      ],
      { width: 'w-s' },
    ),
    place: stateField(t, f, 'place', 'vouchers.place', kind === 'credit-note' ? 'vouchers.asParty' : 'vouchers.asOurs'),
    hsn: f.text('hsn', 'vouchers.hsn', { maxlength: 10, width: 'w-s', isOptional: true }),
    isMoreOpen:
      [...kept, 'place', 'hsn', 'due'].some((name) => errors[name] !== undefined) ||
      kept.some((name) => (typed[name] ?? '') !== ''),
    tax,
    ...templateParts(t, filled),
  }
}

/** The rarer fields that change what is posted: once one is filled, they are in sight. */
const kept = ['supplier_state', 'round_off', 'cess', 'reverse_charge']

function partyCell(t: Translate, kind: NoteKind | 'expense', { typed, choices }: Filled, f: FormFields): PartyCellView {
  const label = kind === 'credit-note' ? 'shell.customer' : 'shell.supplier'
  return {
    field: f.text(nameOf(partyField), label, { maxlength: 120, isOptional: kind === 'expense' }),
    refName: refOf(partyField),
    ref: typed[refOf(partyField)] ?? '',
    wasName: wasOf(partyField),
    was: typed[wasOf(partyField)] ?? '',
    pickName: pickOf(partyField),
    picks: picksOf(t, choices.get(partyField)),
  }
}

const stateField = (
  t: Translate,
  f: FormFields,
  name: 'supplier_state' | 'place',
  label: 'vouchers.supplierState' | 'vouchers.place',
  usual: 'vouchers.asParty' | 'vouchers.asOurs',
): SelectView =>
  f.select(name, label, [
    { value: '', text: t(usual) },
    ...states.map(({ code, name: text }) => ({ value: code, text })),
  ])

const choose = (t: Translate): Choice => ({ value: '', text: t('shell.choose') })
const choiceOf = ({ id, name }: { id: string; name: string }): Choice => ({ value: id, text: name })
