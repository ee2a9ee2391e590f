import { paise, rupees, wholeRupees } from '../../../core/money.ts'
import { showPhone } from '../../../core/phone.ts'
import { type Page, writeCursor } from '../../../db/paging.ts'
import type {
  BadgeView,
  FieldView,
  PagerView,
  SelectView,
  SummaryView,
  TabsView,
  TitleView,
  VoidView,
} from '../../../web/components.views.ts'
import { formFields } from '../../../web/form-fields.ts'
import { showInstant } from '../../../words/format.ts'
import { isWordKey } from '../../../words/index.ts'
import type { FieldErrors } from '../../../words/parsed.ts'
import { complianceTabs, type Reader } from '../compliance.views.ts'
import type { DecisionRow, Outcome } from './decisions.queries.ts'

export interface DecisionsView {
  summary: SummaryView
  head: TitleView
  tabs: TabsView
  rule: SelectView
  outcome: SelectView
  from: FieldView
  to: FieldView
  party: string
  /** "Only Meera Shah"; empty for everyone. */
  partyName: string
  allHref: string
  rows: readonly DecisionRowView[]
  empty: VoidView
  pager: PagerView
}

interface DecisionRowView {
  id: string
  at: string
  by: string
  badge: BadgeView
  rule: string
  /** The section in full. */
  law: string
  person: string
  personHref: string
  phone: string
  paper: string
  paperHref: string
  /** The papers of the day before it. */
  before: readonly string[]
  now: string
  sum: string
  sumOf: string
  limit: string
}

declare module '../../../web/views.ts' {
  interface Views {
    'compliance/decisions': DecisionsView
  }
}

export interface DecisionsShown {
  typed: Readonly<Record<'rule' | 'outcome' | 'from' | 'to' | 'party', string>>
  errors: FieldErrors
  party: { id: string; name: string } | undefined
  page: Page<DecisionRow>
  isFirstPage: boolean
}

const rules = ['269ST', 'PAN', 'PMLA', '40A3'] as const
/** As the trade says them, in any language. */
const sections = new Map([
  ['269ST', '269ST · 186'],
  ['40A3', '40A(3)'],
])
const outcomes = ['blocked', 'warned', 'identified', 'unidentified', 'reported'] as const
const ruleWords = {
  '269ST': 'cash.rule.section186',
  PAN: 'cash.rule.rule159',
  PMLA: 'cash.rule.pmla',
  '40A3': 'cash.rule.40A3',
} as const

export function decisionsView(
  reader: Reader,
  { typed, errors, party, page, isFirstPage }: DecisionsShown,
): DecisionsView {
  const { t } = reader
  const f = formFields(t, { values: typed, errors })
  const last = page.rows.at(-1)
  return {
    summary: f.summary(['from', 'to']),
    head: { title: t('compliance.title'), note: t('compliance.note'), back: undefined, badge: undefined },
    tabs: complianceTabs(t, '/compliance'),
    rule: f.select('rule', 'compliance.rule', [
      { value: '', text: t('compliance.anyRule') },
      ...rules.map((rule) => ({ value: rule, text: t(ruleWords[rule]) })),
    ]),
    outcome: f.select('outcome', 'compliance.outcome', [
      { value: '', text: t('compliance.anyOutcome') },
      ...outcomes.map((one) => ({ value: one, text: t(`compliance.outcome.${one}`) })),
    ]),
    from: f.date('from', 'shell.fromDate'),
    to: f.date('to', 'shell.toDate'),
    party: party?.id ?? '',
    partyName: party ? t('compliance.ofParty', { party: party.name }) : '',
    allHref: hrefOf({ ...typed, party: '' }),
    rows: page.rows.map((row) => rowView(reader, row)),
    empty: { icon: 'shield', title: t('compliance.empty'), text: t('compliance.empty.help'), action: undefined },
    pager: {
      shown: t('shell.shown', { count: page.rows.length }),
      laterHref: isFirstPage ? '' : hrefOf(typed),
      earlierHref:
        page.hasMore && last ? hrefOf({ ...typed, after: writeCursor([last.at.toISOString(), last.id]) }) : '',
    },
  }
}

function rowView({ t, locale, zone }: Reader, row: DecisionRow): DecisionRowView {
  const papers = row.before.map(
    ({ number, at, amount }) => `+ ₹${wholeRupees(paise(BigInt(amount)))} · ${at} · ${number}`,
  )
  const isBill = row.rule === 'PAN'
  return {
    id: row.id,
    at: showInstant(locale, zone, row.at),
    by: [row.byName, row.till ?? ''].filter((part) => part !== '').join(' · '),
    badge: { text: t(`compliance.outcome.${row.outcome}`), tone: tones[row.outcome] },
    rule: sections.get(row.rule) ?? row.rule,
    law: isWordKey(row.words) ? t(row.words) : '',
    person: row.person || t('compliance.unknown'),
    personHref: row.partyId ? `/parties/${row.partyId}` : '',
    phone: row.phone && showPhone(row.phone),
    paper: row.number || t('compliance.noPaper'),
    paperHref: row.kind && row.documentId ? paperHref(row.kind, row.documentId) : '',
    before: papers,
    now: isBill ? '' : rupees(row.now),
    sum: rupees(row.sum),
    sumOf: t(`compliance.aggregation.${row.aggregation}`),
    limit: wholeRupees(row.limit),
  }
}

const tones: Readonly<Record<Outcome, BadgeView['tone']>> = {
  blocked: 'bad',
  warned: 'warn',
  identified: 'good',
  unidentified: 'bad',
  reported: 'acc',
}

const paperHref = (kind: string, id: string): string =>
  kind === 'receipt' || kind === 'payment' ? `/payments/${id}` : `/sales/${id}`

function hrefOf(query: Readonly<Record<string, string>>): string {
  const given = Object.entries(query).filter(([, text]) => text !== '')
  return given.length > 0 ? `/compliance?${new URLSearchParams(given)}` : '/compliance'
}
