import { billRoundings } from '../../../core/bill.ts'
import { percent } from '../../../core/percent.ts'
import { states } from '../../../core/states.ts'
import type {
  AreaView,
  ChoicesView,
  FieldView,
  LinkView,
  SelectView,
  SummaryView,
  TabsView,
  TitleView,
} from '../../../web/components.views.ts'
import { type FormFields, formFields, type Typed } from '../../../web/form-fields.ts'
import { isWordKey, locales, type Translate } from '../../../words/index.ts'
import type { BusinessRow } from '../businesses.queries.ts'
import { type Section, zones } from './settings.form.ts'

/** A field of any sort, so that one template shows every group of settings. */
export type AnyField =
  | { sort: 'field'; model: FieldView }
  | { sort: 'area'; model: AreaView }
  | { sort: 'select'; model: SelectView }
  | { sort: 'choices'; model: ChoicesView }

export interface SectionView {
  head: TitleView
  sidenav: TabsView
  summary: SummaryView
  action: string
  fields: readonly AnyField[]
  canEdit: boolean
  /** What is set elsewhere and belongs to it. */
  links: readonly LinkView[]
  /** Set on the page that has it. */
  logo: LogoView | undefined
}

export interface LogoView {
  url: string
  error: string
}

declare module '../../../web/views.ts' {
  interface Views {
    'settings/section': SectionView
    'settings/_fields': { fields: readonly AnyField[] }
  }
}

const pages = [
  ['shop', '/settings/shop'],
  ['address', '/settings/address'],
  ['tax', '/settings/tax'],
  ['money', '/settings/money'],
  ['papers', '/settings/papers'],
  ['sheets', '/settings/sheets'],
  ['rules', '/settings/rules'],
  ['orders', '/settings/orders'],
  ['series', '/settings/series'],
  ['branches', '/settings/branches'],
] as const
export type SettingsPage = (typeof pages)[number][0]

export const settingsNav = (t: Translate, current: SettingsPage): TabsView => ({
  label: t('shell.nav.settings'),
  tabs: pages.map(([page, href]) => ({ href, text: t(`settings.${page}`), isCurrent: page === current })),
})

export const settingsHead = (t: Translate, page: SettingsPage): TitleView => ({
  title: t(`settings.${page}`),
  note: t(`settings.${page}.note`),
  back: undefined,
  badge: undefined,
})

export function sectionView(
  t: Translate,
  section: Section,
  typed: Typed,
  { canEdit, logo }: { canEdit: boolean; logo: LogoView | undefined },
): SectionView {
  const f = formFields(t, typed)
  return {
    head: settingsHead(t, section),
    sidenav: settingsNav(t, section),
    summary: f.summary(),
    action: `/settings/${section}`,
    fields: fieldsOf(t, f, section),
    canEdit,
    links: linksOf(t, section),
    logo,
  }
}

/** Whoever sees the settings sees the stock too, and how it is valued. */
const linksOf = (t: Translate, section: Section): LinkView[] =>
  section === 'rules' ? [{ href: '/stock/valuing', text: t('valuing.method.title') }] : []

/** The fields of a group, as the settings and the wizard show them. */
export const fieldsOf = (t: Translate, f: FormFields, section: Section): AnyField[] => builders[section](t, f)

const field = (model: FieldView): AnyField => ({ sort: 'field', model })
const select = (model: SelectView): AnyField => ({ sort: 'select', model })
const choices = (model: ChoicesView): AnyField => ({ sort: 'choices', model })
const area = (model: AreaView): AnyField => ({ sort: 'area', model })

const builders: Readonly<Record<Section, (t: Translate, f: FormFields) => AnyField[]>> = {
  shop: (t, f) => [
    field(f.text('name', 'settings.name', { maxlength: 120, isFirst: true })),
    field(
      f.text('legal_name', 'settings.legalName', { hint: 'settings.legalName.hint', maxlength: 120, isOptional: true }),
    ),
    choices(f.radios('kind', 'settings.kind', kinds(t))),
    choices(f.radios('accent', 'settings.accent', accents(t))),
    select(
      f.select(
        'zone',
        'settings.zone',
        zones.map((zone) => ({ value: zone, text: zone })),
      ),
    ),
  ],
  address: (t, f) => [
    area(f.area('address', 'shell.address', { rows: 2, maxlength: 300 })),
    field(f.text('city', 'settings.city', { maxlength: 60, width: 'w-m' })),
    field(f.text('pin', 'settings.pin', { maxlength: 6, width: 'w-s' })),
    select(
      f.select(
        'state',
        'shell.state',
        states.map(({ code }) => ({ value: code, text: stateText(t, code) })),
      ),
    ),
    field(f.phone('phone', 'shell.phone', { isOptional: true })),
    field(f.email('email', 'shell.email', { isOptional: true })),
  ],
  tax: (t, f) => [
    choices(f.radios('tax_scheme', 'settings.scheme', schemes(t))),
    field(
      f.text('gstin', 'settings.gstin', { hint: 'settings.gstin.hint', maxlength: 20, width: 'w-m', isOptional: true }),
    ),
  ],
  money: (_t, f) => [
    field(
      f.text('upi_vpa', 'settings.upi', { hint: 'settings.upi.hint', maxlength: 100, width: 'w-m', isOptional: true }),
    ),
    field(f.text('bank_name', 'settings.bank', { maxlength: 60, isOptional: true })),
    field(f.text('bank_account', 'settings.bankAccount', { maxlength: 30, width: 'w-m', isOptional: true })),
    field(f.text('bank_ifsc', 'settings.ifsc', { maxlength: 11, width: 'w-m', isOptional: true })),
    field(f.text('bank_branch', 'settings.bankBranch', { maxlength: 60, isOptional: true })),
  ],
  papers: (t, f) => [
    select(
      f.select(
        'locale',
        'settings.paperLocale',
        locales.map((value) => ({ value, text: t(`shell.lang.${value}`) })),
      ),
    ),
    area(
      f.area('terms', 'settings.terms', { hint: 'settings.terms.hint', rows: 4, maxlength: 1000, isOptional: true }),
    ),
  ],
  rules: (t, f) => [
    choices(f.radios('rounding', 'settings.rounding', roundings(t))),
    choices(f.radios('negative_stock', 'settings.negativeStock', policies(t))),
  ],
  orders: (_t, f) => [
    field(f.number('estimate_days', 'settings.estimateDays', { hint: 'settings.estimateDays.hint', maxlength: 3 })),
    field(
      f.number('order_advance_bp', 'settings.orderAdvance', {
        hint: 'settings.orderAdvance.hint',
        suffix: '%',
        maxlength: 6,
      }),
    ),
  ],
}

const kinds = (t: Translate) =>
  (['general', 'jeweller'] as const).map((value) => ({ value, text: t(`settings.kind.${value}`) }))
const accents = (t: Translate) =>
  (['madder', 'leaf', 'indigo'] as const).map((value) => ({ value, text: t(`settings.accent.${value}`) }))
const schemes = (t: Translate) =>
  (['regular', 'composition', 'unregistered'] as const).map((value) => ({ value, text: t(`settings.scheme.${value}`) }))
const roundings = (t: Translate) => billRoundings.map((value) => ({ value, text: t(`settings.rounding.${value}`) }))
const policies = (t: Translate) =>
  (['refuse', 'warn'] as const).map((value) => ({ value, text: t(`settings.negativeStock.${value}`) }))

export const stateText = (t: Translate, code: string): string => {
  const key = `states.${code}`
  return isWordKey(key) ? `${t(key)} (${code})` : code
}

/** What the forms show of a business as it is. */
export const valuesOf = (business: BusinessRow): Record<string, string> => ({
  ...Object.fromEntries(
    Object.entries(business).map(([name, value]) => [name, typeof value === 'string' ? value : '']),
  ),
  estimate_days: String(business.estimate_days),
  order_advance_bp: percent(business.order_advance_bp),
})
