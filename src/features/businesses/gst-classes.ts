/** What a supply is taxed as, with rates from their dates on (DOMAIN: rates; since 22-9-2025 the general slabs are 0, 5, 18 and 40 %). */
export interface GstClass {
  name: string
  kind: 'taxable' | 'exempt' | 'nil' | 'non-gst'
  rates: readonly (readonly [fromDate: string, rateBp: number])[]
}

const start = '2017-07-01'
const reform = '2025-09-22'

export const gstClasses: readonly GstClass[] = [
  { name: 'Nil rated', kind: 'nil', rates: [[start, 0]] },
  { name: 'Exempt', kind: 'exempt', rates: [[start, 0]] },
  { name: 'Outside GST', kind: 'non-gst', rates: [[start, 0]] },
  { name: 'Merit goods and services', kind: 'taxable', rates: [[start, 500]] },
  {
    name: 'Formerly 12 %, now merit',
    kind: 'taxable',
    rates: [
      [start, 1200],
      [reform, 500],
    ],
  },
  { name: 'Standard', kind: 'taxable', rates: [[start, 1800]] },
  {
    name: 'Formerly 28 %, now standard',
    kind: 'taxable',
    rates: [
      [start, 2800],
      [reform, 1800],
    ],
  },
  {
    name: 'Luxury and sin goods',
    kind: 'taxable',
    rates: [
      [start, 2800],
      [reform, 4000],
    ],
  },
  { name: 'Jewellery, coins, bullion', kind: 'taxable', rates: [[start, 300]] },
  { name: 'Rough and unset stones', kind: 'taxable', rates: [[start, 25]] },
  {
    name: 'Cut loose diamonds',
    kind: 'taxable',
    rates: [
      [start, 25],
      ['2022-07-18', 150],
    ],
  },
  { name: 'Job work of a karigar', kind: 'taxable', rates: [[start, 500]] },
]
