import { type Paise, rupees, sum } from '../../../core/money.ts'
import { percent } from '../../../core/percent.ts'
import { sgstName } from '../../../core/tax.ts'
import type { Translate } from '../../../words/index.ts'
import { halfRate, type TaxedLine, type TaxRow, taxSummary } from './tax-summary.rules.ts'

export interface TaxesView {
  /** The head of the first column. */
  by: string
  isInter: boolean
  hasCess: boolean
  sgst: string
  rows: readonly TaxRowView[]
  sum: TaxRowView
}

interface TaxRowView {
  hsn: string
  taxable: string
  rate: string
  half: string
  cgst: string
  sgst: string
  igst: string
  cess: string
  tax: string
}

declare module '../../../web/views.ts' {
  interface Views {
    'print/_taxes': { taxes: TaxesView }
  }
}

/** What is asked of a paper with tax: its sums, and its lines. */
export interface Taxed {
  document: {
    supply: 'intra' | 'inter'
    place_of_supply: string
    taxable_paise: Paise
    cgst_paise: Paise
    sgst_paise: Paise
    igst_paise: Paise
    cess_paise: Paise
  }
  lines: readonly TaxedLine[]
}

/** By HSN and rate; by rate alone where that would be longer than the bill: each line says its HSN anyway. */
export function taxesView(t: Translate, { document, lines }: Taxed): TaxesView {
  const byHsn = taxSummary(lines)
  const isShort = byHsn.length <= 5
  const rows = isShort ? byHsn : taxSummary(lines.map((line) => ({ ...line, hsn: '' })))
  const { taxable_paise, cgst_paise, sgst_paise, igst_paise, cess_paise } = document
  const tax = sum([cgst_paise, sgst_paise, igst_paise, cess_paise])
  const all = { taxable: taxable_paise, cgst: cgst_paise, sgst: sgst_paise, igst: igst_paise, cess: cess_paise, tax }
  return {
    by: t(isShort ? 'papers.hsn' : 'papers.gst'),
    isInter: document.supply === 'inter',
    hasCess: cess_paise !== 0n,
    sgst: sgstText(t, document),
    rows: rows.map((row) => ({
      ...amountsOf(row),
      ...ratesOf(t, row),
      hsn: isShort ? row.hsn || '–' : rateText(t, row),
    })),
    sum: { ...amountsOf(all), hsn: t('shell.total'), rate: '', half: '' },
  }
}

const amountsOf = ({ taxable, cgst, sgst, igst, cess, tax }: Omit<TaxRow, 'hsn' | 'gstKind' | 'rateBp'>) => ({
  taxable: rupees(taxable),
  cgst: rupees(cgst),
  sgst: rupees(sgst),
  igst: rupees(igst),
  cess: rupees(cess),
  tax: rupees(tax),
})

export const rateText = (t: Translate, { gstKind, rateBp }: Pick<TaxRow, 'gstKind' | 'rateBp'>): string =>
  gstKind === 'taxable' ? `${percent(rateBp)} %` : t(`papers.untaxed.${gstKind}`)

function ratesOf(t: Translate, row: TaxRow): { rate: string; half: string } {
  const rate = rateText(t, row)
  return { rate, half: row.gstKind === 'taxable' ? `${halfRate(row.rateBp)} %` : rate }
}

export const sgstText = (t: Translate, { place_of_supply }: Pick<Taxed['document'], 'place_of_supply'>): string =>
  t(sgstName(place_of_supply) === 'UTGST' ? 'papers.utgst' : 'papers.sgst')
