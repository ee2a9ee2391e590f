import t from 'tap'
import { readBankAmount, readBankDate, readSide } from './bank-statement-values.ts'

t.test('days as banks write them', async (t) => {
  const days = [
    '21/11/2026',
    '21-11-2026',
    '21.11.2026',
    '21/11/26',
    '21-Nov-26',
    '21-NOV-2026',
    '21 Nov 2026',
    '21 November, 2026',
    '21Nov2026',
    '2026-11-21',
    '2026/11/21',
    '20261121',
    ' 21/11/2026 10:15:30',
    '21-11-2026 10:15 AM',
    '2026-11-21T10:15:30+05:30',
    'Sat, 21 Nov 2026',
    '21/11/2026,  10:15',
    '21-11-2026 10:15PM',
    '2026-11-21T10:15:30.123+0530',
  ]
  for (const day of days) t.equal(readBankDate(day), '2026-11-21', day)
  t.equal(readBankDate('11/21/2026', 'mdy'), '2026-11-21')
  t.equal(readBankDate('26/11/21', 'ymd'), '2026-11-21')
  for (const day of ['2026-1-5', '5/1/26', '5-Jan-26']) t.equal(readBankDate(day), '2026-01-05', day)
  const named = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sept', 'oct', 'nov', 'december']
  t.same(
    named.map((month) => readBankDate(`05-${month}-26`)?.slice(5, 7)),
    ['01', '02', '03', '04', '05', '06', '07', '08', '09', '10', '11', '12'],
  )
  const longer = ['x21-Nov-26', '21-Nov-261', '12026-11-21', '2026-11-211', '121/11/2026', '21/11/20261']
  const none = ['', '31/02/2026', '21/13/2026', '21 Foo 2026', '45000', '21/11', 'x', '21/11-2026', '21/11 10:15/2026']
  for (const no of [...none, ...longer]) t.equal(readBankDate(no), undefined, no)
})

t.test('amounts as banks write them', async (t) => {
  const cases: [string, bigint | null | undefined][] = [
    ['1,23,456.78', 12_345_678n],
    ['123,456.78', 12_345_678n],
    ['500', 50_000n],
    ['500.5', 50_050n],
    ['500.5000', 50_050n],
    ['-500', -50_000n],
    ['500-', -50_000n],
    ['(500.00)', -50_000n],
    ['500.00 Cr', 50_000n],
    ['500.00 Dr', -50_000n],
    ['500.00(Dr)', -50_000n],
    ['₹ 500.00', 50_000n],
    ['INR 500', 50_000n],
    ['Rs. 500', 50_000n],
    ['Rs 500', 50_000n],
    ['+500', 50_000n],
    ['\u00a0500 ', 50_000n],
    ['', null],
    [' ', null],
    ['-', null],
    ['l00', undefined],
    ['1e5', undefined],
    ['1,5', undefined],
    ['5.123', undefined],
    ['--5', undefined],
    ['x-', undefined],
    ['(x)', undefined],
    ['500INR', undefined],
    ['500Cr5', undefined],
    ['5(00)', undefined],
    ['(500)5', undefined],
    ['5+00', undefined],
  ]
  for (const [text, wanted] of cases) t.equal(readBankAmount(text), wanted, text)
})

t.test('which side', async (t) => {
  for (const text of ['Cr', 'CR.', 'credit', 'C', '+', 'Deposit']) t.equal(readSide(text), 1n, text)
  for (const text of ['Dr', 'DR.', 'Debit', 'D', '-', 'Withdrawal']) t.equal(readSide(text), -1n, text)
  for (const text of ['', 'x', 'CHQ', 'xCr', 'xDr', 'Drx']) t.equal(readSide(text), undefined, text)
})
