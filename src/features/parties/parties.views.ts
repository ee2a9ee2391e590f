import { absolute, plainDecimal, rupees } from '../../core/money.ts'
import { showPhone } from '../../core/phone.ts'
import { states } from '../../core/states.ts'
import type { AreaView, CheckView, FieldView, SelectView, SummaryView, TitleView } from '../../web/components.views.ts'
import { type Choice, type FormFields, formFields, type Typed } from '../../web/form-fields.ts'
import { showDate } from '../../words/format.ts'
import { type Locale, locales, type Translate } from '../../words/index.ts'
import { type FieldName, fieldNames, type PartyFields } from './parties.form.ts'
import type { Namesake } from './parties.queries.ts'
import { type Opening, type Party, type PartyProfile, preferredPayments } from './parties.types.ts'
import { stateSaid } from './state-said.ts'

export interface PartyFormView {
  summary: SummaryView
  head: TitleView
  action: string
  cancelHref: string
  /** What the form makes; empty when it edits. */
  id: string
  to: string
  twins: readonly { href: string; text: string; isArchived: boolean }[]
  confirm: CheckView
  name: FieldView
  roles: readonly CheckView[]
  rolesError: string
  phone: FieldView
  email: FieldView
  gstin: FieldView
  pan: FieldView
  state: SelectView
  billing: AddressFields
  delivery: AddressFields
  /** Something stands in it, or is wrong there: then it is not folded. */
  hasDelivery: boolean
  terms: FieldView
  limit: FieldView
  preferred: SelectView
  /** Undefined where the business has no groups. */
  group: SelectView | undefined
  locale: SelectView
  notes: AreaView
  opening: { amount: FieldView; side: SelectView; on: FieldView } | undefined
  /** Shown instead of the fields where an opening stands. */
  openingSaid: string
}

interface AddressFields {
  address: AreaView
  city: FieldView
  pin: FieldView
  state: SelectView
}

declare module '../../web/views.ts' {
  interface Views {
    'parties/form': PartyFormView
    'parties/_address': AddressFields & { title: string; isOpen: boolean }
  }
}

export interface FormOf {
  /** Undefined for a new party. */
  party: Pick<Party, 'id' | 'name'> | undefined
  newId: string
  to: string
  opening: Opening | undefined
  twins: readonly Namesake[]
  groups: readonly { id: string; name: string }[]
}

export function partyFormView(
  { t, locale }: { t: Translate; locale: Locale },
  typed: Typed,
  { party, newId, to, opening, twins, groups }: FormOf,
): PartyFormView {
  const f = formFields(t, typed)
  const summary = f.summary([...fieldNames, 'confirmed'])
  return {
    summary,
    head: headOf(t, party),
    action: party ? `/parties/${party.id}` : '/parties',
    cancelHref: party ? `/parties/${party.id}` : to || '/parties',
    id: newId,
    to,
    twins: twins.map(twinView),
    confirm: f.check('confirmed', 'parties.duplicate.confirm'),
    ...contactFields(f, party === undefined && summary.links.length === 0),
    ...taxFields(t, f),
    billing: addressFields(t, f, 'billing'),
    delivery: addressFields(t, f, 'delivery'),
    hasDelivery: fieldNames.some((name) => name.startsWith('delivery') && (typed.values[name] || typed.errors[name])),
    ...termsFields(t, f),
    group: groups.length > 0 ? groupField(t, f, groups) : undefined,
    opening: opening ? undefined : openingFields(t, f),
    openingSaid: opening ? openingText(t, locale, opening) : '',
  }
}

/** The form as the party stands. */
export function fieldsOf(
  party: Omit<PartyProfile, 'pan'> & { pan: string },
): Record<Exclude<FieldName, 'group' | 'opening_amount' | 'opening_side' | 'opening_on'>, string> {
  const yes = (is: boolean) => (is ? 'yes' : '')
  const { billing, delivery } = party
  return {
    name: party.name,
    is_customer: yes(party.isCustomer),
    is_supplier: yes(party.isSupplier),
    is_karigar: yes(party.isKarigar),
    phone: party.phone && showPhone(party.phone),
    email: party.email,
    gstin: party.gstin,
    pan: party.pan,
    state: party.state,
    billing_address: billing.address,
    billing_city: billing.city,
    billing_pin: billing.pin,
    billing_state: billing.state,
    delivery_address: delivery.address,
    delivery_city: delivery.city,
    delivery_pin: delivery.pin,
    delivery_state: delivery.state,
    terms_days: String(party.termsDays),
    credit_limit: party.creditLimit === null ? '' : plainDecimal(party.creditLimit),
    preferred_payment: party.preferredPayment,
    locale: party.locale,
    notes: party.notes,
  }
}

export const blankFields = (state: string, name: string): PartyFields => ({
  is_customer: 'yes',
  state,
  name,
  terms_days: '0',
})

const headOf = (t: Translate, party: FormOf['party']): TitleView => ({
  title: party ? t('parties.edit', { name: party.name }) : t('parties.new'),
  note: '',
  back: party ? { href: `/parties/${party.id}`, text: party.name } : { href: '/parties', text: t('parties.title') },
  badge: undefined,
})

const twinView = ({ id, name, phone, gstin, isArchived }: Namesake) => ({
  href: `/parties/${id}`,
  text: [name, phone && showPhone(phone), gstin].filter(Boolean).join(' · '),
  isArchived,
})

function contactFields(f: FormFields, isFirst: boolean) {
  const roles = [
    f.check('is_customer', 'parties.role.customer'),
    f.check('is_supplier', 'parties.role.supplier'),
    f.check('is_karigar', 'parties.role.karigar'),
  ]
  return {
    name: f.text('name', 'shell.name', { maxlength: 120, isFirst }),
    roles,
    // Said once, for the three.
    rolesError: roles[0]?.error ?? '',
    phone: f.phone('phone', 'shell.phone', { maxlength: 30, isOptional: true }),
    email: f.email('email', 'shell.email', { maxlength: 200, isOptional: true }),
  }
}

function taxFields(t: Translate, f: FormFields) {
  return {
    gstin: f.text('gstin', 'parties.gstin', {
      hint: 'parties.gstin.hint',
      maxlength: 30,
      width: 'w-l',
      isOptional: true,
    }),
    pan: f.text('pan', 'parties.pan', { hint: 'parties.pan.hint', maxlength: 20, width: 'w-m', isOptional: true }),
    state: f.select('state', 'shell.state', stateChoices(t), { hint: 'parties.state.hint', width: 'w-l' }),
  }
}

function addressFields(t: Translate, f: FormFields, kind: 'billing' | 'delivery'): AddressFields {
  return {
    address: f.area(`${kind}_address`, 'shell.address', { rows: 2, maxlength: 400, isOptional: true }),
    city: f.text(`${kind}_city`, 'parties.city', { maxlength: 80, width: 'w-l', isOptional: true }),
    pin: f.text(`${kind}_pin`, 'parties.pin', { maxlength: 10, width: 'w-s', isOptional: true }),
    state: f.select(`${kind}_state`, 'shell.state', stateChoices(t), { width: 'w-l', isOptional: true }),
  }
}

function termsFields(t: Translate, f: FormFields) {
  const payments = [
    { value: '', text: t('shell.any') },
    ...preferredPayments.map((value) => ({ value, text: t(`shell.mode.${value}`) })),
  ]
  const languages = [
    { value: '', text: t('parties.locale.own') },
    ...locales.map((value) => ({ value, text: t(`shell.lang.${value}`) })),
  ]
  return {
    terms: f.number('terms_days', 'parties.terms', {
      hint: 'parties.terms.hint',
      maxlength: 6,
      width: 'w-s',
      suffix: t('parties.terms.days'),
    }),
    limit: f.money('credit_limit', 'parties.creditLimit', {
      hint: 'parties.creditLimit.hint',
      maxlength: 30,
      isOptional: true,
    }),
    preferred: f.select('preferred_payment', 'parties.preferred', payments),
    locale: f.select('locale', 'parties.locale', languages),
    notes: f.area('notes', 'shell.notes', { hint: 'parties.notes.hint', maxlength: 2000, isOptional: true }),
  }
}

const groupField = (t: Translate, f: FormFields, groups: FormOf['groups']): SelectView =>
  f.select(
    'group',
    'prices.group',
    [{ value: '', text: t('prices.noGroup') }, ...groups.map(({ id, name }) => ({ value: id, text: name }))],
    { hint: 'parties.group.hint' },
  )

function openingFields(t: Translate, f: FormFields) {
  const sides = [
    { value: 'dr', text: t('parties.opening.dr') },
    { value: 'cr', text: t('parties.opening.cr') },
  ]
  return {
    amount: f.money('opening_amount', 'shell.amount', {
      hint: 'parties.opening.hint',
      maxlength: 30,
      isOptional: true,
    }),
    side: f.select('opening_side', 'parties.opening.side', sides, { width: 'w-l' }),
    on: f.date('opening_on', 'parties.opening.on', {
      hint: 'parties.opening.on.hint',
      maxlength: 20,
      isOptional: true,
    }),
  }
}

function openingText(t: Translate, locale: Locale, { amount, onDate }: Opening): string {
  const values = { amount: rupees(absolute(amount)), date: showDate(locale, onDate) }
  return amount > 0n ? t('parties.opening.stands.dr', values) : t('parties.opening.stands.cr', values)
}

const stateChoices = (t: Translate): Choice[] => [
  { value: '', text: t('shell.choose') },
  ...states.map(({ code }) => ({ value: code, text: `${code} ${stateSaid(t, code)}` })),
]
