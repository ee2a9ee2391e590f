import { addDays, addMonths, type IsoDate } from '../../../core/dates.ts'
import { rupees } from '../../../core/money.ts'
import { can, type Role } from '../../../core/permissions.ts'
import { grams } from '../../../core/weight.ts'
import type { BadgeView, FieldView, KvRow, SummaryView, TitleView } from '../../../web/components.views.ts'
import { formFields } from '../../../web/form-fields.ts'
import { showDate } from '../../../words/format.ts'
import type { Locale, Translate } from '../../../words/index.ts'
import type { FieldErrors } from '../../../words/parsed.ts'
import type { FoundChallan } from './showing.queries.ts'

export interface ChallanView {
  summary: SummaryView
  head: TitleView
  /** That it must be billed soon, or at once; empty where nothing presses. */
  warning: string
  billAction: string
  backAction: string
  scan: FieldView
  printHref: string
  pdfHref: string
  lines: readonly {
    tag: string
    href: string
    words: string
    about: string
    net: string
    value: string
    state: BadgeView
    billHref: string
  }[]
  facts: readonly KvRow[]
  note: string
}

declare module '../../../web/views.ts' {
  interface Views {
    'challans/show': ChallanView
  }
}

/** CGST Act, section 31(7): goods on approval are billed at the sale, or six months after they went out. */
const billBy = (onDate: IsoDate): IsoDate => addMonths(onDate, 6)

export function challanBadge(
  t: Translate,
  { isOpen, dueOn, onDate }: { isOpen: boolean; dueOn: IsoDate; onDate: IsoDate },
  today: IsoDate,
): BadgeView {
  if (!isOpen) return { text: t('challans.state.closed'), tone: 'good' }
  if (today >= billBy(onDate)) return { text: t('challans.state.sixMonths'), tone: 'bad' }
  return dueOn < today
    ? { text: t('challans.state.overdue'), tone: 'bad' }
    : { text: t('challans.state.out'), tone: 'acc' }
}

export function challanView(
  { t, locale }: { t: Translate; locale: Locale },
  { challan, lines }: FoundChallan,
  {
    today,
    role,
    typed,
    errors,
  }: { today: IsoDate; role: Role; typed: Readonly<Record<string, string>>; errors: FieldErrors },
): ChallanView {
  const f = formFields(t, { values: typed, errors })
  const isOpen = lines.some((line) => line.isOut)
  const base = `/challans/${challan.id}`
  const until = billBy(challan.onDate)
  const date = showDate(locale, until)
  const presses = isOpen && addDays(today, 30) >= until
  return {
    summary: f.summary(),
    head: {
      title: challan.number,
      note: [t('challans.title'), showDate(locale, challan.onDate), t('orders.by', { name: challan.byName })].join(
        ' · ',
      ),
      back: { href: '/challans', text: t('challans.title') },
      badge: challanBadge(t, { ...challan, isOpen }, today),
    },
    warning: presses ? t(today >= until ? 'challans.sixMonths.past' : 'challans.sixMonths.soon', { date }) : '',
    billAction: isOpen && can(role, 'sale.make') ? `${base}/bill` : '',
    backAction: isOpen && can(role, 'order.make') ? `${base}/back` : '',
    scan: f.text('scan', 'challans.back.scan', { maxlength: 60, hint: 'challans.back.hint' }),
    printHref: `${base}/print`,
    pdfHref: `${base}/print.pdf`,
    lines: lines.map((line) => ({
      ...{ tag: line.tag, href: `/pieces/${line.pieceId}`, words: line.words },
      about: [line.purity, line.huid].filter(Boolean).join(' · '),
      net: grams(line.net),
      value: rupees(line.value),
      state: line.billId
        ? { text: t('challans.line.billed', { number: line.billNumber ?? '' }), tone: 'good' as const }
        : {
            text: t(line.isOut ? 'challans.line.out' : 'challans.line.back'),
            tone: line.isOut ? ('acc' as const) : ('plain' as const),
          },
      billHref: line.billId ? `/sales/${line.billId}` : '',
    })),
    facts: [
      { label: t('shell.name'), value: challan.party.name, href: `/parties/${challan.partyId}`, kind: 'plain' },
      { label: t('challans.due'), value: showDate(locale, challan.dueOn), href: '', kind: 'plain' },
      { label: t('challans.billBy'), value: date, href: '', kind: 'plain' },
      { label: t('challans.value'), value: `₹${rupees(challan.total)}`, href: '', kind: 'b' },
    ],
    note: challan.note,
  }
}
