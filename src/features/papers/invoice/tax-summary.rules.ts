import type { GstKind } from '../../../core/invoice-facts.ts'
import { type Paise, sum } from '../../../core/money.ts'

export interface TaxedLine {
  hsn: string
  gst_kind: GstKind
  rate_bp: number
  taxable_paise: Paise
  cgst_paise: Paise
  sgst_paise: Paise
  igst_paise: Paise
  cess_paise: Paise
}

export interface TaxRow {
  hsn: string
  gstKind: GstKind
  rateBp: number
  taxable: Paise
  cgst: Paise
  sgst: Paise
  igst: Paise
  cess: Paise
  tax: Paise
}

/** The lines of a bill by HSN and rate, in the order in which they first stand there. */
export function taxSummary(lines: readonly TaxedLine[]): TaxRow[] {
  const groups = Map.groupBy(lines, ({ hsn, gst_kind, rate_bp }) => `${hsn} ${gst_kind} ${rate_bp}`)
  return [...groups.values()].flatMap((group) => {
    const [first] = group
    return first ? [rowOf(first, group)] : []
  })
}

function rowOf({ hsn, gst_kind, rate_bp }: TaxedLine, group: readonly TaxedLine[]): TaxRow {
  const [cgst, sgst] = [sum(group.map((line) => line.cgst_paise)), sum(group.map((line) => line.sgst_paise))]
  const [igst, cess] = [sum(group.map((line) => line.igst_paise)), sum(group.map((line) => line.cess_paise))]
  const taxable = sum(group.map((line) => line.taxable_paise))
  return {
    hsn,
    gstKind: gst_kind,
    rateBp: rate_bp,
    taxable,
    cgst,
    sgst,
    igst,
    cess,
    tax: sum([cgst, sgst, igst, cess]),
  }
}

/** Half of a rate, for CGST and SGST each: 300 → "1.5", 25 → "0.125". */
export function halfRate(bp: number): string {
  const thousandths = String(bp * 5).padStart(4, '0')
  const decimals = thousandths.slice(-3).replace(/0+$/, '')
  return `${thousandths.slice(0, -3)}${decimals ? `.${decimals}` : ''}`
}

/** Services alone, by their accounting codes (chapter 99): Rule 48 wants two copies of their invoice and not three. */
export const areServices = (lines: readonly { hsn: string }[]): boolean =>
  lines.length > 0 && lines.every(({ hsn }) => hsn.startsWith('99'))
