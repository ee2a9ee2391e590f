import { type Paise, rupees, subtract } from '../../../core/money.ts'
import { fineRate, metalWorth, unfixedOf } from '../../../core/rate-cut.ts'
import { grams, sumMg } from '../../../core/weight.ts'
import type { FieldView, Fig, SummaryView, TitleView, VoidView } from '../../../web/components.views.ts'
import { formFields, type Typed } from '../../../web/form-fields.ts'
import { showDate } from '../../../words/format.ts'
import type { Locale, Translate } from '../../../words/index.ts'
import type { CurrentRate } from '../../board/index.ts'
import type { MetalBill } from './rate-cuts.rows.ts'

export interface RateCutView {
  summary: SummaryView
  head: TitleView
  action: string
  backHref: string
  id: string
  figs: readonly Fig[]
  fine: FieldView
  rate: FieldView
  amount: FieldView
  on: FieldView
}

export interface UnfixedView {
  head: TitleView
  figs: readonly Fig[]
  rows: readonly {
    id: string
    href: string
    number: string
    theirs: string
    party: string
    partyHref: string
    date: string
    left: string
    provisional: string
    worth: string
    fixHref: string
  }[]
  empty: VoidView
}

declare module '../../../web/views.ts' {
  interface Views {
    'supplier-bills/rate-cut': RateCutView
    'supplier-bills/unfixed': UnfixedView
  }
}

type Reader = { t: Translate; locale: Locale }
const plain = { unit: '', note: '', tone: '' } as const

export function rateCutView({ t }: Reader, bill: MetalBill, rates: readonly CurrentRate[], typed: Typed): RateCutView {
  const f = formFields(t, typed)
  const backHref = `/purchases/bills/${bill.id}`
  const left = unfixedOf(bill)
  const board = fineRate(rates, bill.metal)
  return {
    summary: f.summary(['fine', 'amount', 'rate', 'on_date']),
    head: {
      title: t('rateCuts.of', { number: bill.number }),
      note: [bill.partyName, bill.theirNumber].join(' · '),
      back: { href: backHref, text: bill.number },
      badge: undefined,
    },
    action: `${backHref}/rate-cuts`,
    backHref,
    id: typed.values['id'] ?? '',
    figs: [
      { ...plain, label: t('rateCuts.left'), value: grams(left), unit: 'g' },
      { ...plain, label: t('rateCuts.provisional'), value: `₹${rupees(provisionalOf(bill))}` },
      ...boardFigs(t, left, board),
    ],
    fine: f.number('fine', 'rateCuts.fine', { suffix: 'g', hint: 'rateCuts.fine.hint', isFirst: true }),
    rate: f.money('rate', 'rateCuts.rate'),
    amount: f.money('amount', 'rateCuts.amount', { hint: 'rateCuts.amount.hint', isOptional: true }),
    on: f.date('on_date', 'rateCuts.on', { maxlength: 20 }),
  }
}

const provisionalOf = ({ provisional, fixedProvisional }: MetalBill): Paise => subtract(provisional, fixedProvisional)

function boardFigs(t: Translate, left: MetalBill['fine'], board: Paise | undefined): Fig[] {
  if (board === undefined) return [{ ...plain, label: t('rateCuts.today'), value: t('rateCuts.noRate') }]
  return [
    { ...plain, label: t('rateCuts.today'), value: `₹${rupees(board)}`, unit: '/ g' },
    { ...plain, label: t('rateCuts.worth'), value: `₹${rupees(metalWorth(left, board))}` },
  ]
}

export function unfixedView(
  { t, locale }: Reader,
  bills: readonly MetalBill[],
  rates: readonly CurrentRate[],
): UnfixedView {
  return {
    head: {
      title: t('rateCuts.title'),
      note: '',
      back: { href: '/purchases/bills', text: t('supplierBills.title') },
      badge: undefined,
    },
    figs: (['gold', 'silver'] as const).flatMap((metal) => {
      const own = bills.filter((bill) => bill.metal === metal)
      const left = sumMg(own.map(unfixedOf))
      return left > 0n ? [{ ...plain, label: t(`supplierBills.metal.${metal}`), value: grams(left), unit: 'g' }] : []
    }),
    rows: bills.map((bill) => {
      const board = fineRate(rates, bill.metal)
      return {
        id: bill.id,
        href: `/purchases/bills/${bill.id}`,
        number: bill.number,
        theirs: bill.theirNumber,
        party: bill.partyName,
        partyHref: `/parties/${bill.partyId}`,
        date: showDate(locale, bill.onDate),
        left: grams(unfixedOf(bill)),
        provisional: rupees(provisionalOf(bill)),
        worth: board === undefined ? t('rateCuts.noRate') : rupees(metalWorth(unfixedOf(bill), board)),
        fixHref: `/purchases/bills/${bill.id}/rate-cuts/new`,
      }
    }),
    empty: { icon: 'scale', title: t('rateCuts.empty.title'), text: t('rateCuts.empty.text'), action: undefined },
  }
}
