import type { IsoDate } from '../../../core/dates.ts'
import { add, rupees, subtract, sum } from '../../../core/money.ts'
import { can, type Role } from '../../../core/permissions.ts'
import { showPhone } from '../../../core/phone.ts'
import { quantity } from '../../../core/quantity.ts'
import type { BadgeView, KvRow, TitleView } from '../../../web/components.views.ts'
import { showDate } from '../../../words/format.ts'
import type { Locale, Translate } from '../../../words/index.ts'
import { soldWeight } from '../../sales/index.ts'
import type { FoundEstimate, MadeOfIt } from './showing.queries.ts'
import { billOf } from './showing.rules.ts'

export interface EstimateView {
  head: TitleView
  /** Empty where it was billed, or this person may not. */
  billAction: string
  orderHref: string
  printHref: string
  pdfHref: string
  slipHref: string
  lines: readonly { name: string; about: string; quantity: string; rate: string; total: string }[]
  money: readonly KvRow[]
  customer: readonly KvRow[]
  note: string
  made: readonly { id: string; href: string; number: string; badge: BadgeView | undefined }[]
}

declare module '../../../web/views.ts' {
  interface Views {
    'estimates/show': EstimateView
  }
}

export type EstimateState = 'open' | 'expired' | 'billed' | 'ordered'

function stateOf({ made, validUntil }: Pick<FoundEstimate, 'made' | 'validUntil'>, today: IsoDate): EstimateState {
  if (billOf({ made })) return 'billed'
  if (made.some(({ kind, state }) => kind === 'sales-order' && state === 'issued')) return 'ordered'
  return validUntil < today ? 'expired' : 'open'
}

export function stateBadge(t: Translate, state: EstimateState): BadgeView | undefined {
  if (state === 'open') return undefined
  return { text: t(`estimates.state.${state}`), tone: state === 'expired' ? 'warn' : 'good' }
}

export function estimateView(
  { t, locale }: { t: Translate; locale: Locale },
  found: FoundEstimate,
  { today, role }: { today: IsoDate; role: Role },
): EstimateView {
  const { sale, validUntil, made } = found
  const { document } = sale
  const state = stateOf(found, today)
  const base = `/estimates/${document.id}`
  const note = [showDate(locale, document.on_date), t('estimates.by', { name: document.issued_by_name })]
  return {
    head: {
      title: document.number,
      note: [t('estimates.title'), ...note].join(' · '),
      back: { href: '/estimates', text: t('estimates.title') },
      badge: stateBadge(t, state),
    },
    billAction: can(role, 'sale.make') && state !== 'billed' ? `${base}/bill` : '',
    orderHref:
      can(role, 'order.make') && (state === 'open' || state === 'expired') ? `/orders/new?estimate=${document.id}` : '',
    printHref: `${base}/print`,
    pdfHref: `${base}/print.pdf`,
    slipHref: `${base}/print?width=80`,
    lines: sale.lines.map((line) => {
      const jewel = sale.jewels.find((one) => one.line === line.line)
      return {
        name: line.description,
        about: jewel ? [jewel.tag, jewel.purity, jewel.huid].filter(Boolean).join(' · ') : '',
        quantity: jewel ? soldWeight(t, jewel) : `${quantity(line.quantity_milli)} ${line.unit}`.trim(),
        rate: rupees(jewel ? jewel.rate_paise : line.price_paise),
        total: rupees(line.total_paise),
      }
    }),
    money: moneyOf(t, found, showDate(locale, validUntil)),
    customer: customerOf(t, found),
    note: document.note,
    made: made.map((one) => madeView(t, one)),
  }
}

function moneyOf(t: Translate, { sale, oldGoldValue }: FoundEstimate, until: string): KvRow[] {
  const { taxable_paise, cgst_paise, sgst_paise, igst_paise, cess_paise, round_off_paise, total_paise } = sale.document
  const tax = sum([cgst_paise, sgst_paise, igst_paise, cess_paise])
  const row = (label: string, value: string, kind: KvRow['kind'] = 'plain'): KvRow => ({ label, value, href: '', kind })
  const total = row(t('estimates.total'), `₹${rupees(total_paise)}`, oldGoldValue > 0n ? 'b' : 'sum')
  return [
    row(t('estimates.validUntil'), until),
    row(t('papers.taxable'), rupees(taxable_paise)),
    row(t('papers.gst'), rupees(add(tax, round_off_paise))),
    total,
    ...(oldGoldValue > 0n
      ? [
          row(t('estimates.oldGold'), rupees(oldGoldValue)),
          row(t('estimates.net'), `₹${rupees(subtract(total_paise, oldGoldValue))}`, 'sum'),
        ]
      : []),
  ]
}

function customerOf(t: Translate, { sale }: FoundEstimate): KvRow[] {
  const { party_id, party_snapshot: party } = sale.document
  const name = { label: t('shell.name'), value: party.name || t('sales.walkIn'), kind: 'plain' as const }
  const rows: KvRow[] = [{ ...name, href: party_id ? `/parties/${party_id}` : '' }]
  const phone = { label: t('shell.phone'), value: showPhone(party.phone), href: '', kind: 'plain' as const }
  return party.phone ? [...rows, phone] : rows
}

const madeView = (t: Translate, { id, kind, number, state }: MadeOfIt) => ({
  id,
  number,
  href: kind === 'sales-order' ? `/orders/${id}` : `/sales/${id}`,
  badge: state === 'cancelled' ? ({ text: t('shell.cancelled'), tone: 'bad' } as const) : undefined,
})
