import { subtract } from '../../../core/money.ts'
import { showDate } from '../../../words/format.ts'
import type { PaperReader } from '../../papers/index.ts'
import { type BarView, fact, type InvoiceView, invoiceView, type SlipView, slipView } from '../../papers/index.ts'
import type { Sale } from '../../sales/index.ts'
import type { FoundEstimate } from '../showing/showing.queries.ts'

export interface EstimatePaperOf extends FoundEstimate {
  logo: string
  bar?: BarView
}

/** The same lines as the bill will have, under another title: nobody may take it for a tax invoice. */
export function estimatePaper(reader: PaperReader, of: EstimatePaperOf): InvoiceView {
  const { t } = reader
  const { sale, due } = asBill(of)
  const { logo, bar } = of
  const view = invoiceView(reader, { sale, due, copy: 'original', logo, ...(bar && { bar }) })
  return {
    ...view,
    ...headOf(reader, of),
    letterhead: {
      ...view.letterhead,
      title: t('estimates.paper.title'),
      copy: '',
      notice: t('estimates.paper.not'),
    },
    facts: factsOf(reader, of, view.facts),
    sums: view.sums,
    taxes: undefined,
    bank: '',
    pay: undefined,
    terms: [validText(reader, of), view.terms].filter(Boolean).join('\n'),
  }
}

export function estimateSlip(reader: PaperReader, of: EstimatePaperOf): SlipView {
  const { t } = reader
  const { sale, due } = asBill(of)
  const view = slipView(reader, { sale, due, width: '80', ...(of.bar && { bar: of.bar }) })
  return {
    ...view,
    ...headOf(reader, of),
    head: {
      ...view.head,
      title: t('estimates.paper.title'),
      notice: t('estimates.paper.not'),
      facts: factsOf(reader, of, view.head.facts),
    },
    pay: undefined,
    terms: validText(reader, of),
  }
}

const headOf = ({ t }: PaperReader, { sale }: EstimatePaperOf) => ({
  title: `${t('estimates.issue')} ${sale.document.number}`,
})

/** As the bill would stand: old gold taken off, nothing paid. */
function asBill({ sale, billKind, oldGold, oldGoldValue }: EstimatePaperOf): {
  sale: Sale
  due: Sale['document']['total_paise']
} {
  const settled = { number: '', kind: 'urd-purchase' as const, amount_paise: oldGoldValue, old_gold: oldGold }
  const document = { ...sale.document, kind: billKind, due_on: sale.document.on_date }
  return {
    sale: { ...sale, document, settledAtIssue: oldGoldValue > 0n ? [settled] : [] },
    due: subtract(document.total_paise, oldGoldValue),
  }
}

function factsOf({ t, locale }: PaperReader, of: EstimatePaperOf, facts: InvoiceView['facts']): InvoiceView['facts'] {
  const { number } = of.sale.document
  return [
    fact(t('estimates.paper.number'), number, 'b'),
    ...facts.filter(({ value }) => value !== number),
    fact(t('estimates.validUntil'), showDate(locale, of.validUntil), 'b'),
  ]
}

const validText = ({ t, locale }: PaperReader, { validUntil }: EstimatePaperOf): string =>
  t('estimates.paper.valid', { date: showDate(locale, validUntil) })
