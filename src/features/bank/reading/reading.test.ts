import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import t from 'tap'
import type { BankStatement } from '../../../core/bank-statement.ts'
import { Refusal } from '../../../core/errors.ts'
import { parseRupees, rupees, zero } from '../../../core/money.ts'
import { type CsvColumns, findColumns, wholeColumns } from './csv-columns.rules.ts'
import { readCsv } from './read-csv.ts'
import { readFile } from './read-statement.ts'

const folder = join(import.meta.dirname, '../fixtures')
const bytesOf = (name: string): Buffer => readFileSync(join(folder, name))
const textOf = (name: string): string => bytesOf(name).toString('utf8')

/** The village bank's own heads, as a person would choose them. */
const village: CsvColumns = {
  date: 0,
  valueDate: 1,
  narration: 2,
  reference: 3,
  kind: 'signed',
  withdrawal: null,
  deposit: null,
  amount: 4,
  side: null,
  balance: null,
  dateOrder: 'dmy',
}

function statementIn(bytes: Buffer): BankStatement {
  const read = readFile(bytes)
  if (read.format !== 'csv') return read.statement
  const columns = wholeColumns(findColumns(read.table.heads)) ?? village
  return readCsv(read.table, columns, { opening: columns === village ? (parseRupees('1,25,000') ?? zero) : null })
}

const shown = ({ lines }: BankStatement): string[] =>
  lines.map(({ onDate, amount, reference, narration }) =>
    [onDate, rupees(amount), reference.replace(/^0+/, ''), narration].join(' | '),
  )

const sameLines = [
  '2026-11-02 | 18,500.00 | N306261234567 | NEFT CR-MEERA SHAH-BILL 12',
  '2026-11-03 | -5,000.00 | 123 | CHQ PAID-BALAJI TRADERS',
  '2026-11-03 | -500.00 |  | ATM WDL MANDVI ROAD',
  '2026-11-03 | -500.00 |  | ATM WDL MANDVI ROAD',
  '2026-11-05 | -118.00 |  | SMS CHARGES & GST',
  '2026-11-07 | 2,340.50 | 426112345678 | UPI-RAMESH PATEL-OKHDFC',
]

t.test('the same statement out of every format and bank', async (t) => {
  for (const name of readdirSync(folder)) {
    const statement = statementIn(bytesOf(name))
    t.same(shown(statement), sameLines, name)
    t.equal(statement.opening, 12_500_000n, name)
    t.equal(statement.closing, 13_972_250n, name)
    t.equal(statement.to, '2026-11-07', name)
    if (!name.endsWith('.csv')) t.equal(statement.account, '50100123456789', name)
  }
})

t.test('banks whose heads are known need no questions', async (t) => {
  for (const name of ['hdfc.csv', 'icici.csv', 'axis.csv', 'sbi.csv', 'kotak.csv']) {
    const read = readFile(bytesOf(name))
    if (read.format !== 'csv') return t.fail(name)
    t.ok(wholeColumns(findColumns(read.table.heads)), name)
  }
  const read = readFile(bytesOf('village-bank.csv'))
  t.equal(read.format === 'csv' && wholeColumns(findColumns(read.table.heads)), undefined)
})

const refusalOf = (bytes: Buffer | string): string => {
  try {
    statementIn(Buffer.from(bytes))
    return 'read'
  } catch (error) {
    if (!(error instanceof Refusal)) throw error
    const { line, ...rest } = error.values
    return [error.key.replace('bank.refusal.', ''), line ?? '-', ...Object.values(rest)].join(' ')
  }
}

t.test('hostile and broken files are refused with the line and the reason', async (t) => {
  const camt = textOf('camt-v2.xml')
  const hdfc = textOf('hdfc.csv')
  const plain = textOf('mt940-plain.sta')
  const ofx = textOf('ofx1.ofx')
  const bomb = camt.replace('?>\n', '?>\n<!DOCTYPE d [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;">]>\n')
  const deep = `${camt.slice(0, 200)}${'<a>'.repeat(5000)}`
  const cases: [string, Buffer | string, string | RegExp][] = [
    ['nothing', '', 'empty -'],
    ['blanks', ' \n ', 'empty -'],
    ['an entity bomb', bomb, 'entities 2'],
    ['an external entity', camt.replace('?>\n', '?>\n<!DOCTYPE d SYSTEM "file:///etc/passwd">\n'), 'entities 2'],
    ['a million laughs in small letters', camt.replace('?>\n', '?>\n\n<!doctype x>\n'), 'entities 3'],
    ['a tower of elements', deep, /^tooDeep \d/],
    ['a tag that is not ended', camt.replace('</Acct>', ''), /^xml \d+ /],
    ['a file cut in the middle', camt.slice(0, 2000), /^xml \d+ /],
    ['NUL bytes in the middle', hdfc.replace('ATM', 'A\0M'), 'characters 8'],
    ['a PDF renamed', Buffer.from('%PDF-1.7\n%\xe2\xe3'), 'isPdf -'],
    ['a workbook renamed', Buffer.from([0x50, 0x4b, 3, 4, 1, 2]), 'isSheet -'],
    ['an old workbook renamed', Buffer.from([0xd0, 0xcf, 0x11, 0xe0, 1]), 'isSheet -'],
    ['a page of a web site', '<!DOCTYPE html><html><body>Sign in</body></html>', 'isPage -'],
    ['50 MB', Buffer.alloc(50 * 1024 * 1024, 'a,b,c\n'), 'tooLarge -'],
    ['a damaged encoding', Buffer.from(camt.replace('MEERA', '\xff\xfe'), 'latin1'), /^encoding \d+ UTF-8/],
    ['UTF-16 cut in a letter', Buffer.concat([bytesOf('sbi.csv').subarray(0, 301), Buffer.from([0xd8])]), /./],
    ['an IBAN', camt.replace(/<Othr><Id>\d+<\/Id><\/Othr>/, '<IBAN>DE89370400440532013000</IBAN>'), 'iban 5'],
    ['euros', camt.replaceAll('INR', 'EUR'), 'currency 5 EUR'],
    ['one entry in dollars', camt.replace('"INR">500.00', '"USD">500.00'), /^currency \d+ USD/],
    ['a wrong day in XML', camt.replace('<Dt>2026-11-05</Dt>', '<Dt>2026-02-30</Dt>'), /^date \d+ 2026-02-30/],
    ['no number in XML', camt.replace('>118.00<', '>1e2<'), /^amount \d+ 1e2/],
    ['no side', camt.replaceAll('DBIT', 'DEBT'), /^side \d+ DEBT/],
    ['an entry left out', camt.replace('18500.00', '18400.00'), /^doesNotAddUp - 1,25,000.00/],
    ['a notice, not a statement', camt.replaceAll('camt.053', 'camt.054'), 'notAStatement 2'],
    ['SWIFT in euros', plain.replaceAll('INR', 'EUR'), 'currency 5 EUR'],
    ['SWIFT with an IBAN', plain.replace(':25:50100123456789', ':25:DE89370400440532013000'), 'iban 3'],
    ['SWIFT cut in the middle', plain.slice(0, plain.indexOf(':62F:')), /^endsInTheMiddle \d+/],
    ['SWIFT with a wrong day', plain.replace(':61:2611051105', ':61:2613051105'), /^date \d+ 261305/],
    ['SWIFT with no number', plain.replace('118,00', '11a,00'), /^field \d+ /],
    ['SWIFT of two accounts', plain + plain.replace(':25:5', ':25:6'), /^(twoAccounts|pageMissing) \d+/],
    ['OFX in dollars', ofx.replace('>INR', '>USD'), /^currency \d+ USD/],
    ['OFX cut in the middle', ofx.slice(0, ofx.indexOf('</BANKTRANLIST>')), /^endsInTheMiddle \d+/],
    ['OFX with a wrong day', ofx.replace('<DTPOSTED>20261105', '<DTPOSTED>20261305'), /^date \d+ 20261305/],
    ['OFX with no number', ofx.replace('<TRNAMT>-118.00', '<TRNAMT>abc'), /^amount \d+ abc/],
    ['broken OFX 2', textOf('ofx2.ofx').replace('</BANKACCTFROM>', ''), /^xml \d+ /],
    ['a bomb in OFX 2', textOf('ofx2.ofx').replace('<OFX>', '<!DOCTYPE x [<!ENTITY a "b">]><OFX>'), /^entities 3/],
    ['a wrong day in a table', hdfc.replace('05/11/26,SMS', '31/02/26,SMS'), 'date 10 31/02/26'],
    ['no number in a table', hdfc.replace(',118.00,', ',l18.00,'), 'amount 10 l18.00'],
    ['a balance that does not follow', hdfc.replace(',118.00,', ',119.00,'), 'balance 10 1,37,382.00'],
    ['a quote without an end', hdfc.replace('ATM', '\n"ATM').slice(0, -3), /^(quotes|date|balance|amount) \d+/],
    ['a letter', 'Dear Sir,\nplease find the statement.\n', 'noTable -'],
    [
      'a table of 30,000 lines',
      `Date,Narration,Debit,Credit\n${'01/11/2026,x,1,\n'.repeat(30_000)}`,
      'tooManyLines - 20000',
    ],
    ['a table of no lines', 'Date,Narration,Debit,Credit\n', 'empty -'],
  ]
  for (const [name, bytes, wanted] of cases) {
    const got = refusalOf(bytes)
    if (typeof wanted === 'string') t.equal(got, wanted, name)
    else t.match(got, wanted, name)
  }
})

t.test('whatever a file holds, it is read or refused', async (t) => {
  const cell = fc.oneof(
    fc.constantFrom(
      '',
      '01/11/2026',
      '31-Nov-26',
      '1,23,456.00',
      '-5',
      '(7.00)',
      '500 Dr',
      '"',
      "'",
      '0',
      'Total',
      '\n',
      ';',
    ),
    fc.string({ maxLength: 12, unit: 'binary' }),
  )
  const heads = fc.constantFrom(
    'Date,Narration,Withdrawal Amt.,Deposit Amt.,Closing Balance',
    'Date;Description;Amount;Dr / Cr',
    'a,b,c,d',
  )
  const table = fc
    .tuple(heads, fc.array(fc.array(cell, { maxLength: 7 }), { maxLength: 12 }))
    .map(([head, rows]) => [head, ...rows.map((row) => row.join(head.includes(';') ? ';' : ','))].join('\n'))
  fc.assert(
    fc.property(table, (text) => typeof refusalOf(text) === 'string'),
    { numRuns: 2000 },
  )
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 400 }), (bytes) => typeof refusalOf(Buffer.from(bytes)) === 'string'),
    { numRuns: 1000 },
  )
  const names = readdirSync(folder)
  const cut = fc.record({
    name: fc.constantFrom(...names),
    at: fc.nat(4000),
    take: fc.nat(60),
    put: fc.string({ maxLength: 8, unit: 'binary' }),
  })
  const damaged = fc.property(cut, ({ name, at, take, put }) => {
    const bytes = bytesOf(name)
    const mended = Buffer.concat([bytes.subarray(0, at), Buffer.from(put), bytes.subarray(at + take)])
    return typeof refusalOf(mended) === 'string'
  })
  fc.assert(damaged, { numRuns: 1500 })
  t.pass()
})
