import { absolute, paise, rupees } from '../../../core/money.ts'
import { percent } from '../../../core/percent.ts'
import { milli, quantity } from '../../../core/quantity.ts'
import { differencesOf } from '../../../core/supplier-bill.ts'
import type { SupplierBillDecision, SupplierBillFacts, SupplierBillRequest } from '../../../core/supplier-bill-facts.ts'
import { isWorthALook, type MatchDifference } from '../../../core/supplier-bill-match.ts'
import { sgstName, taxTotal } from '../../../core/tax.ts'
import { grams } from '../../../core/weight.ts'
import type { BadgeView, KvRow } from '../../../web/components.views.ts'
import { showDate } from '../../../words/format.ts'
import type { Locale, Translate } from '../../../words/index.ts'

/** What a bill comes to, and where it does not agree with its order and receipt: swapped as one types. */
export interface FiguresView {
  rows: readonly KvRow[]
  /** The paper's total against ours. */
  said: BadgeView | undefined
  differences: readonly { what: string; says: readonly BadgeView[] }[]
  notes: readonly string[]
}

declare module '../../../web/views.ts' {
  interface Views {
    'supplier-bills/_figures': FiguresView
  }
}

export const noFigures: FiguresView = { rows: [], said: undefined, differences: [], notes: [] }

export function figuresView(
  { t, locale }: { t: Translate; locale: Locale },
  request: SupplierBillRequest,
  decision: SupplierBillDecision,
  facts: Pick<SupplierBillFacts, 'receiptLines' | 'tolerance'>,
): FiguresView {
  return {
    rows: sumsOf(t, request, decision),
    said: saidBadge(t, decision),
    differences: decision.lines.flatMap((line) => {
      const says = differencesOf(facts, line).map((one) => differenceBadge(t, one))
      return says.length > 0 ? [{ what: line.words, says }] : []
    }),
    notes: [
      t('supplierBills.dueOn', { date: showDate(locale, decision.dueOn) }),
      ...(decision.tds.amount > 0n
        ? [t('supplierBills.tds.note', { section: decision.tds.section, base: rupees(decision.tds.base) })]
        : []),
      ...(request.isReverseCharge
        ? [t('supplierBills.reverseCharge.note', { tax: rupees(taxTotal(decision.heads)) })]
        : []),
    ],
  }
}

export function sumsOf(
  t: Translate,
  { placeOfSupply, isReverseCharge, basis }: Pick<SupplierBillRequest, 'placeOfSupply' | 'isReverseCharge' | 'basis'>,
  sums: Pick<
    SupplierBillDecision,
    'gross' | 'discount' | 'metal' | 'heads' | 'roundOff' | 'owed' | 'payable' | 'supply'
  > & {
    tds: { amount: bigint; rateBp: number }
  },
): KvRow[] {
  const row = (label: string, amount: bigint, kind: KvRow['kind'] = 'plain'): KvRow => ({
    ...{ label, value: rupees(paise(amount)), href: '', kind },
  })
  const { gross, discount, metal, heads, roundOff, owed, payable, supply, tds } = sums
  const taxes =
    supply === 'intra' ? [row('CGST', heads.cgst), row(sgstName(placeOfSupply), heads.sgst)] : [row('IGST', heads.igst)]
  return [
    row(t('supplierBills.gross'), gross),
    ...(discount > 0n ? [row(t('supplierBills.discount'), -discount)] : []),
    ...(isReverseCharge || taxTotal(heads) === 0n ? [] : taxes),
    ...(isReverseCharge || heads.cess === 0n ? [] : [row(t('supplierBills.cess'), heads.cess)]),
    ...(roundOff === 0n ? [] : [row(t('supplierBills.roundOff'), roundOff)]),
    row(t('supplierBills.total'), owed, tds.amount > 0n ? 'b' : 'sum'),
    ...(tds.amount > 0n
      ? [
          row(t('supplierBills.tds.of', { rate: percent(tds.rateBp) }), -tds.amount),
          row(t('supplierBills.payable'), payable, 'sum'),
        ]
      : []),
    ...(basis.kind === 'weight'
      ? [
          {
            label: t(`supplierBills.owed.${basis.metal}`),
            value: `${grams(basis.fine)} g`,
            href: '',
            kind: 'b' as const,
          },
          row(t('supplierBills.metalWorth'), metal),
        ]
      : []),
  ]
}

function saidBadge(t: Translate, { difference }: SupplierBillDecision): BadgeView | undefined {
  if (difference === null) return undefined
  if (difference === 0n) return { text: t('supplierBills.said.same'), tone: 'good' }
  const amount = rupees(absolute(difference))
  return { text: t(difference > 0n ? 'supplierBills.said.more' : 'supplierBills.said.less', { amount }), tone: 'bad' }
}

/** What a difference says, in words and a colour. */
export function differenceBadge(t: Translate, one: MatchDifference): BadgeView {
  const isMore = one.by > 0n
  const tone = !isWorthALook(one) ? 'plain' : isMore ? 'bad' : 'warn'
  const side = isMore ? 'more' : 'less'
  if (one.kind === 'order-price' || one.kind === 'receipt-price')
    return {
      text: priceSaid(t, one, t(`supplierBills.differs.${one.kind}.${side}`, { amount: rupees(absolute(one.by)) })),
      tone,
    }
  const by = quantity(milli(isMore ? one.by : -one.by))
  return { text: t(`supplierBills.differs.${one.kind}.${side}`, { quantity: by }), tone }
}

const priceSaid = (t: Translate, { isTolerated }: { isTolerated: boolean }, text: string): string =>
  isTolerated ? t('supplierBills.differs.tolerated', { text }) : text
