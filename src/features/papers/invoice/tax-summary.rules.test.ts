import t from 'tap'
import { paise } from '../../../core/money.ts'
import { areServices, halfRate, taxSummary } from './tax-summary.rules.ts'

const line = (hsn: string, rate_bp: number, taxable: bigint, half: bigint) => ({
  hsn,
  gst_kind: 'taxable' as const,
  rate_bp,
  taxable_paise: paise(taxable),
  cgst_paise: paise(half),
  sgst_paise: paise(half),
  igst_paise: paise(0n),
  cess_paise: paise(0n),
})

t.test('tax by HSN and rate adds up the lines and keeps their order', async (t) => {
  const rows = taxSummary([line('1701', 500, 100n, 3n), line('1006', 1800, 200n, 18n), line('1701', 500, 300n, 8n)])
  t.match(rows, [
    { hsn: '1701', rateBp: 500, taxable: 400n, cgst: 11n, sgst: 11n, tax: 22n },
    { hsn: '1006', rateBp: 1800, taxable: 200n, cgst: 18n, sgst: 18n, tax: 36n },
  ])
  t.equal(rows.length, 2)
  t.equal(taxSummary([line('1006', 500, 1n, 0n), line('1006', 1800, 1n, 0n)]).length, 2, 'a rate is a row')
})

t.test('half of a rate', async (t) => {
  t.strictSame([0, 25, 150, 300, 500, 1800, 4000].map(halfRate), ['0', '0.125', '0.75', '1.5', '2.5', '9', '20'])
})

t.test('services are known by chapter 99, and only when there is nothing else', async (t) => {
  t.ok(areServices([{ hsn: '9987' }]))
  t.notOk(areServices([{ hsn: '9987' }, { hsn: '7113' }]))
  t.notOk(areServices([]))
})
