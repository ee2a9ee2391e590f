import type { IsoDate } from '../../core/dates.ts'
import type { PointBalance } from '../../core/loyalty.ts'
import { type Paise, paise, rupees, wholeRupees } from '../../core/money.ts'
import { percent } from '../../core/percent.ts'
import { showPhone } from '../../core/phone.ts'
import { grams, mg } from '../../core/weight.ts'
import { type Page, writeCursor } from '../../db/paging.ts'
import type {
  BadgeView,
  FieldView,
  Fig,
  PagerView,
  SelectView,
  SummaryView,
  TitleView,
  VoidView,
} from '../../web/components.views.ts'
import { formFields, type Typed } from '../../web/form-fields.ts'
import { showCount, showDate } from '../../words/format.ts'
import type { Locale, Translate } from '../../words/index.ts'
import { earnings } from './loyalty.form.ts'
import type { MoveRow, PersonRow, SchemeRow } from './loyalty.queries.ts'
import type { KeptScheme } from './points.facts.ts'

export interface Reader {
  t: Translate
  locale: Locale
  today: IsoDate
}

export interface LoyaltyView {
  head: TitleView
  canEdit: boolean
  figs: readonly Fig[]
  schemes: readonly {
    id: string
    from: string
    badge: BadgeView | undefined
    earns: string
    point: string
    least: string
    most: string
    lives: string
  }[]
  noScheme: VoidView
  people: readonly {
    id: string
    href: string
    name: string
    phone: string
    points: string
    worth: string
    isBelow: boolean
  }[]
  nobody: VoidView
  pager: PagerView
}

export interface SchemeView {
  summary: SummaryView
  head: TitleView
  id: string
  from: FieldView
  earnBy: SelectView
  per: FieldView
  pointValue: FieldView
  minRedeem: FieldView
  maxRedeem: FieldView
  expiry: FieldView
}

export interface PartyPointsView {
  summary: SummaryView
  head: TitleView
  figs: readonly Fig[]
  isBelow: boolean
  rows: readonly {
    id: string
    date: string
    what: string
    href: string
    note: string
    lastDay: string
    points: string
    worth: string
  }[]
  empty: VoidView
  pager: PagerView
  adjust: { action: string; id: string; points: FieldView; reason: FieldView } | undefined
}

declare module '../../web/views.ts' {
  interface Views {
    'loyalty/show': LoyaltyView
    'loyalty/scheme': SchemeView
    'loyalty/party': PartyPointsView
  }
}

const plain = { unit: '', note: '', tone: '' } as const

export function loyaltyView(
  reader: Reader,
  of: { schemes: readonly SchemeRow[]; people: Page<PersonRow>; owed: Paise; canEdit: boolean; isLater: boolean },
): LoyaltyView {
  const { t, today } = reader
  const { schemes, people, owed, canEdit } = of
  const inForce = schemes.find(({ from }) => from <= today)
  const last = people.rows.at(-1)
  return {
    head: { title: t('loyalty.title'), note: t('loyalty.note'), back: undefined, badge: undefined },
    canEdit,
    figs: [{ ...plain, label: t('loyalty.owed'), value: `₹${wholeRupees(owed)}` }],
    schemes: schemes.map((scheme) => schemeLine(reader, scheme, inForce)),
    noScheme: {
      icon: 'gift',
      title: t('loyalty.scheme.none'),
      text: t('loyalty.scheme.none.text'),
      action: canEdit ? { href: '/loyalty/new', text: t('loyalty.scheme.new') } : undefined,
    },
    people: people.rows.map((row) => ({
      id: row.partyId,
      href: `/parties/${row.partyId}/points`,
      name: row.name,
      phone: row.phone && showPhone(row.phone),
      points: showCount(row.points),
      worth: rupees(row.value),
      isBelow: row.points < 0n,
    })),
    nobody: {
      icon: 'gift',
      title: t('loyalty.people.empty'),
      text: t('loyalty.people.empty.text'),
      action: undefined,
    },
    pager: {
      shown: t('shell.shown', { count: people.rows.length }),
      laterHref: of.isLater ? '/loyalty' : '',
      earlierHref: people.hasMore && last ? `/loyalty?after=${writeCursor([String(last.points), last.partyId])}` : '',
    },
  }
}

function schemeLine({ t, locale, today }: Reader, scheme: SchemeRow, inForce: SchemeRow | undefined) {
  const isNow = scheme === inForce
  const badge: BadgeView | undefined = isNow
    ? { text: t('loyalty.scheme.now'), tone: 'good' }
    : scheme.from > today
      ? { text: t('loyalty.scheme.coming'), tone: 'acc' }
      : undefined
  return {
    id: scheme.id,
    from: showDate(locale, scheme.from),
    badge,
    earns: earnsSaid(t, scheme),
    point: `₹${wholeRupees(scheme.pointValue)}`,
    least: t('loyalty.said.least', { points: String(scheme.minRedeem) }),
    most: `${percent(scheme.maxRedeemBp)} %`,
    lives:
      scheme.expiresAfterDays === null
        ? t('loyalty.said.forEver')
        : t('shell.days', { count: scheme.expiresAfterDays }),
  }
}

function earnsSaid(t: Translate, { earnBy, per }: KeptScheme): string {
  if (earnBy === 'none') return t('loyalty.said.none')
  return earnBy === 'value'
    ? t('loyalty.said.value', { per: wholeRupees(paise(per)) })
    : t('loyalty.said.weight', { per: grams(mg(per)) })
}

export function schemeView(t: Translate, typed: Typed, id: string): SchemeView {
  const f = formFields(t, typed)
  return {
    summary: f.summary(['from', 'earn_by', 'per', 'point_value', 'min_redeem', 'max_redeem', 'expiry']),
    head: {
      title: t('loyalty.scheme.new'),
      note: t('loyalty.scheme.help'),
      back: { href: '/loyalty', text: t('loyalty.title') },
      badge: undefined,
    },
    id,
    from: f.date('from', 'loyalty.from', { hint: 'counter.date.hint', maxlength: 20 }),
    earnBy: f.select(
      'earn_by',
      'loyalty.earnBy',
      earnings.map((value) => ({ value, text: t(`loyalty.earnBy.${value}`) })),
      { width: 'w-form' },
    ),
    per: f.number('per', 'loyalty.per', { hint: 'loyalty.per.hint', maxlength: 20 }),
    pointValue: f.money('point_value', 'loyalty.pointValue', { maxlength: 20 }),
    minRedeem: f.number('min_redeem', 'loyalty.minRedeem', { hint: 'loyalty.minRedeem.hint', maxlength: 9 }),
    maxRedeem: f.number('max_redeem', 'loyalty.maxRedeem', { suffix: '%', maxlength: 8 }),
    expiry: f.number('expiry', 'loyalty.expiry', {
      hint: 'loyalty.expiry.hint',
      suffix: t('loyalty.days'),
      maxlength: 6,
      isOptional: true,
    }),
  }
}

/** What the form of a new scheme begins with: the one in force, or what most shops give. */
export const typedScheme = (scheme: KeptScheme | undefined): Record<string, string> => ({
  from: '',
  earn_by: scheme?.earnBy ?? 'value',
  per: scheme ? (scheme.earnBy === 'weight' ? grams(mg(scheme.per)) : wholeRupees(paise(scheme.per))) : '100',
  point_value: scheme ? wholeRupees(scheme.pointValue) : '1',
  min_redeem: String(scheme?.minRedeem ?? 50n),
  max_redeem: percent(scheme?.maxRedeemBp ?? 2000),
  expiry: scheme ? String(scheme.expiresAfterDays ?? '') : '365',
})

export function partyPointsView(
  { t, locale }: Reader,
  page: Page<MoveRow>,
  of: {
    party: { id: string; name: string }
    balance: PointBalance
    worth: Paise | undefined
    next: IsoDate | null
    typed: Typed | undefined
    adjustId: string
    isLater: boolean
  },
): PartyPointsView {
  const { party, balance, worth, next, typed } = of
  const url = `/parties/${party.id}/points`
  const f = formFields(t, typed ?? { values: {}, errors: {} })
  const last = page.rows.at(-1)
  return {
    summary: f.summary(['points', 'reason']),
    head: {
      title: t('loyalty.party.title', { party: party.name }),
      note: '',
      back: { href: `/parties/${party.id}`, text: party.name },
      badge: undefined,
    },
    figs: [
      {
        ...plain,
        label: t('loyalty.points'),
        value: showCount(balance.points),
        tone: balance.points < 0n ? 'bad' : '',
      },
      { ...plain, label: t('loyalty.worth.now'), value: worth === undefined ? '–' : `₹${wholeRupees(worth)}` },
      { ...plain, label: t('loyalty.next'), value: next ? showDate(locale, next) : t('loyalty.next.never') },
    ],
    isBelow: balance.points < 0n,
    rows: page.rows.map((row) => ({
      id: row.id,
      date: showDate(locale, row.onDate),
      what: [t(`loyalty.move.${row.kind}`), row.number ?? ''].filter(Boolean).join(' · '),
      href: row.documentId ? `/sales/${row.documentId}` : '',
      note: [row.reason, row.byName].filter(Boolean).join(' · '),
      lastDay: row.expiresOn ? showDate(locale, row.expiresOn) : '',
      points: showCount(row.points),
      worth: rupees(row.value),
    })),
    empty: { icon: 'gift', title: t('loyalty.moves.empty'), text: t('loyalty.moves.empty.text'), action: undefined },
    pager: {
      shown: t('shell.shown', { count: page.rows.length }),
      laterHref: of.isLater ? url : '',
      earlierHref: page.hasMore && last ? `${url}?after=${writeCursor([last.id])}` : '',
    },
    adjust: typed && {
      action: url,
      id: of.adjustId,
      points: f.number('points', 'loyalty.adjust.points', { hint: 'loyalty.adjust.hint', maxlength: 10 }),
      reason: f.text('reason', 'loyalty.adjust.reason', { maxlength: 200 }),
    },
  }
}
