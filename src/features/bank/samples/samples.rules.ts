import { type BankFormat, type BankStatement, completed, type StatementLine } from '../../../core/bank-statement.ts'
import { addDays, type IsoDate } from '../../../core/dates.ts'
import { absolute, add, type Paise, paise, plainDecimal } from '../../../core/money.ts'

/** What the books say of an account in some days, to be told again as a bank would. */
export interface SampleFacts {
  readonly account: string
  readonly from: IsoDate
  readonly to: IsoDate
  readonly opening: Paise
  readonly entries: readonly { onDate: IsoDate; amount: Paise; words: string; reference: string }[]
}

/**
 * A bank's statement of what the books have, with two lines that they do not have yet: a charge and some interest. To try
 * reconciliation with in a demo, whose days are never the same.
 */
export function sampleStatement({ account, from, to, opening, entries }: SampleFacts): BankStatement {
  const line = (onDate: IsoDate, amount: Paise, narration: string, reference = ''): StatementLine => {
    return { onDate, valueOn: onDate, amount, reference, narration, balance: null }
  }
  const charge = line(addDays(from, 14), paise(-1_770n), 'SMS ALERT CHARGES')
  const interest = line(to, paise(21_200n), 'CREDIT INTEREST CAPITALISED')
  const known = entries.map(({ onDate, amount, words, reference }) =>
    line(onDate, amount, plainWords(words), reference),
  )
  const sorted = [...known, charge, interest].sort((a, b) => (a.onDate < b.onDate ? -1 : a.onDate > b.onDate ? 1 : 0))
  let balance = opening
  const lines = sorted.map((one) => {
    balance = add(balance, one.amount)
    return { ...one, balance }
  })
  return completed({ account, opening, closing: balance, from, to, lines })
}

/** Banks write capitals and few signs. */
const plainWords = (words: string): string =>
  words
    .toUpperCase()
    .replace(/[^A-Z0-9/ -]+/g, ' ')
    .replace(/\s+/g, ' ')
    .trim()
    .slice(0, 60) || 'TRANSFER'

/** The same statement as each kind of file; all of it is plain ASCII. */
export function writeSample(format: BankFormat, statement: BankStatement): string {
  switch (format) {
    case 'csv':
      return asCsv(statement)
    case 'mt940':
      return asMt940(statement)
    case 'ofx':
      return asOfx(statement)
    case 'camt':
      return asCamt(statement)
  }
}

/** As HDFC writes it. */
function asCsv({ lines }: BankStatement): string {
  const day = (date: IsoDate) => date.split('-').reverse().join('/')
  const rows = lines.map(({ onDate, amount, narration, reference, balance }) => {
    const moved = plainDecimal(absolute(amount))
    const sides = amount < 0n ? [moved, ''] : ['', moved]
    return [
      day(onDate),
      narration,
      reference,
      day(onDate),
      ...sides,
      balance === null ? '' : plainDecimal(balance),
    ].join(',')
  })
  const heads = 'Date,Narration,Chq./Ref.No.,Value Dt,Withdrawal Amt.,Deposit Amt.,Closing Balance'
  return `${[heads, ...rows].join('\r\n')}\r\n`
}

function asMt940({ account, opening, closing, from, to, lines }: BankStatement): string {
  const day = (date: IsoDate) => date.slice(2).replaceAll('-', '')
  const decimal = (amount: Paise) => plainDecimal(absolute(amount)).replace('.', ',')
  const side = (amount: Paise) => (amount < 0n ? 'D' : 'C')
  const balance = (tag: string, date: IsoDate, amount: Paise | null) =>
    `:${tag}:${side(amount ?? paise(0n))}${day(date)}INR${decimal(amount ?? paise(0n))}`
  const rows = lines.flatMap(({ onDate, amount, narration, reference }) => [
    `:61:${day(onDate)}${day(onDate).slice(2)}${side(amount)}${decimal(amount)}NTRF${reference.slice(0, 16) || 'NONREF'}`,
    `:86:${narration}`,
  ])
  const head = [':20:SAMPLE', `:25:${account}`, ':28C:1/1', balance('60F', from, opening)]
  return `${[...head, ...rows, balance('62F', to, closing), '-'].join('\r\n')}\r\n`
}

function asOfx({ account, closing, from, to, lines }: BankStatement): string {
  const day = (date: IsoDate) => date.replaceAll('-', '')
  const rows = lines.map(
    ({ onDate, amount, narration, reference }) => `<STMTTRN>
<TRNTYPE>${amount < 0n ? 'DEBIT' : 'CREDIT'}
<DTPOSTED>${day(onDate)}
<TRNAMT>${plainDecimal(amount)}
<FITID>${reference || '0'}
<NAME>${narration}
</STMTTRN>`,
  )
  return `OFXHEADER:100
DATA:OFXSGML
VERSION:102
SECURITY:NONE
ENCODING:USASCII
CHARSET:1252
COMPRESSION:NONE
OLDFILEUID:NONE
NEWFILEUID:NONE

<OFX>
<BANKMSGSRSV1><STMTTRNRS><STMTRS>
<CURDEF>INR
<BANKACCTFROM>
<BANKID>SAMPLE
<ACCTID>${account}
<ACCTTYPE>CURRENT
</BANKACCTFROM>
<BANKTRANLIST>
<DTSTART>${day(from)}
<DTEND>${day(to)}
${rows.join('\n')}
</BANKTRANLIST>
<LEDGERBAL>
<BALAMT>${plainDecimal(closing ?? paise(0n))}
<DTASOF>${day(to)}
</LEDGERBAL>
</STMTRS></STMTTRNRS></BANKMSGSRSV1>
</OFX>
`
}

function asCamt({ account, opening, closing, from, to, lines }: BankStatement): string {
  const money = (amount: Paise) =>
    `<Amt Ccy="INR">${plainDecimal(absolute(amount))}</Amt><CdtDbtInd>${amount < 0n ? 'DBIT' : 'CRDT'}</CdtDbtInd>`
  const balance = (code: string, date: IsoDate, amount: Paise | null) =>
    `<Bal><Tp><CdOrPrtry><Cd>${code}</Cd></CdOrPrtry></Tp>${money(amount ?? paise(0n))}<Dt><Dt>${date}</Dt></Dt></Bal>`
  const rows = lines.map(
    ({ onDate, amount, narration, reference }) => `<Ntry>${money(amount)}<Sts><Cd>BOOK</Cd></Sts>
<BookgDt><Dt>${onDate}</Dt></BookgDt><ValDt><Dt>${onDate}</Dt></ValDt>
<NtryDtls><TxDtls><Refs><EndToEndId>${reference || 'NOTPROVIDED'}</EndToEndId></Refs><RmtInf><Ustrd>${narration}</Ustrd></RmtInf></TxDtls></NtryDtls></Ntry>`,
  )
  return `<?xml version="1.0" encoding="UTF-8"?>
<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.08">
<BkToCstmrStmt><GrpHdr><MsgId>SAMPLE</MsgId><CreDtTm>${to}T23:59:59</CreDtTm></GrpHdr>
<Stmt><Id>1</Id><FrToDt><FrDtTm>${from}T00:00:00</FrDtTm><ToDtTm>${to}T23:59:59</ToDtTm></FrToDt>
<Acct><Id><Othr><Id>${account}</Id></Othr></Id><Ccy>INR</Ccy></Acct>
${balance('OPBD', from, opening)}
${balance('CLBD', to, closing)}
${rows.join('\n')}
</Stmt></BkToCstmrStmt>
</Document>
`
}
