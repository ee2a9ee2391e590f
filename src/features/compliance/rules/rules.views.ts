import { addDays, type IsoDate } from '../../../core/dates.ts'
import { wholeRupees } from '../../../core/money.ts'
import type {
  BadgeView,
  FieldView,
  SelectView,
  SummaryView,
  TabsView,
  TitleView,
} from '../../../web/components.views.ts'
import { formFields, type Typed } from '../../../web/form-fields.ts'
import { showDate } from '../../../words/format.ts'
import { isWordKey } from '../../../words/index.ts'
import { complianceTabs, type Reader } from '../compliance.views.ts'
import type { RuleRow } from './rules.queries.ts'
import { rulesOn, seatOf } from './rules.rules.ts'

export interface RulesView {
  summary: SummaryView
  head: TitleView
  tabs: TabsView
  rows: readonly RuleRowView[]
  /** Undefined for who may only look. */
  form: ChangeView | undefined
}

interface RuleRowView {
  id: string
  rule: string
  reason: string
  counts: string
  amount: string
  action: string
  from: string
  to: string
  badge: BadgeView
}

interface ChangeView {
  id: string
  rule: SelectView
  amount: FieldView
  from: FieldView
  reason: FieldView
}

declare module '../../../web/views.ts' {
  interface Views {
    'compliance/rules': RulesView
  }
}

export interface RulesShown {
  rows: readonly RuleRow[]
  today: IsoDate
  id: string
  typed: Typed
  canEdit: boolean
}

export function rulesView(reader: Reader, { rows, today, id, typed, canEdit }: RulesShown): RulesView {
  const { t } = reader
  const f = formFields(t, typed)
  const inForce = rulesOn(rows, today)
  return {
    summary: f.summary(['rule', 'amount', 'from', 'reason']),
    head: { title: t('compliance.tab.rules'), note: t('compliance.rules.note'), back: undefined, badge: undefined },
    tabs: complianceTabs(t, '/compliance/rules'),
    rows: rows.toReversed().map((row) => rowView(reader, row, { rows, inForce, today })),
    form: canEdit
      ? {
          id,
          rule: f.select(
            'rule',
            'compliance.rules.which',
            [
              { value: '', text: t('kyc.kind.none') },
              ...inForce.map((row) => ({ value: row.id, text: `${nameOf(reader, row)} · ${countsOf(reader, row)}` })),
            ],
            { width: 'w-form' },
          ),
          amount: f.money('amount', 'compliance.rules.amount'),
          from: f.date('from', 'compliance.rules.fromDay', { hint: 'compliance.rules.from.hint' }),
          reason: f.text('reason', 'compliance.rules.reason', { hint: 'compliance.rules.reason.hint', maxlength: 200 }),
        }
      : undefined,
  }
}

interface Around {
  rows: readonly RuleRow[]
  inForce: readonly RuleRow[]
  today: IsoDate
}

function rowView(reader: Reader, row: RuleRow, { rows, inForce, today }: Around): RuleRowView {
  const { t, locale } = reader
  const to = endOf(row, rows)
  const state = inForce.includes(row) ? 'holds' : row.from > today ? 'later' : 'over'
  return {
    id: row.id,
    rule: nameOf(reader, row),
    reason: [row.reason, row.byName].filter((part) => part !== '').join(' · '),
    counts: countsOf(reader, row),
    amount: t(row.comparator === '>' ? 'compliance.rules.above' : 'compliance.rules.atLeast', {
      amount: wholeRupees(row.amount),
    }),
    action: t(`compliance.action.${row.action}`),
    from: showDate(locale, row.from),
    to: to === null ? '' : showDate(locale, to),
    badge: {
      text: t(`compliance.rules.${state}`),
      tone: state === 'holds' ? 'good' : state === 'later' ? 'warn' : 'plain',
    },
  }
}

/** Its own last day, or the day before the next row of its seat begins. */
function endOf(row: RuleRow, rows: readonly RuleRow[]): IsoDate | null {
  const next = rows.slice(rows.indexOf(row) + 1).find((one) => seatOf(one) === seatOf(row))
  if (!next) return row.to
  const before = addDays(next.from, -1)
  return row.to !== null && row.to < before ? row.to : before
}

const nameOf = ({ t }: Reader, { words, rule }: RuleRow): string => (isWordKey(words) ? t(words) : rule)
const countsOf = ({ t }: Reader, { counts, aggregation }: RuleRow): string =>
  counts === 'bill'
    ? t('compliance.counts.bill')
    : `${t(`compliance.counts.${counts}`)}, ${t(`compliance.aggregation.${aggregation}`)}`
