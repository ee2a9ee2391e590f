import { writeCursor } from '../../../db/paging.ts'
import { together } from '../../../db/together.ts'
import { accountName } from '../../../words/account-name.ts'
import type { Translate, WordKey } from '../../../words/index.ts'
import type { VoucherKind } from '../../books/index.ts'
import { placeOf } from '../../khata/index.ts'
import { dateCell, moneyCell, moneyOrBlank, textCell } from '../cells.ts'
import { saidMonth } from '../expenses/months.rules.ts'
import type { Asked, Cell, Column, Report, ReportDefinition, ReportReader, Row } from '../report.ts'
import { saidPeriod } from '../report.views.ts'
import { listRegister, listRegisterMonths, type RegisterMonth, type RegisterRow } from './registers.queries.ts'

/** Those of them that have a register; what closes a year stands on the page of the year. */
const kinds = [
  'sales',
  'purchase',
  'receipt',
  'payment',
  'contra',
  'journal',
  'credit-note',
  'debit-note',
  'stock-journal',
  'opening',
  'reversal',
] as const satisfies readonly VoucherKind[]
type RegisterKind = (typeof kinds)[number]

export const registers: readonly ReportDefinition[] = kinds.map((kind) => ({
  name: `register-${kind}`,
  url: `/reports/registers/${kind}`,
  permission: 'books.view',
  group: 'registers',
  title: titles()[kind],
  answers: answersOf(kind),
  dates: 'period',
  usual: 'this-year',
  compares: true,
  keepsPlans: true,
  isLandscape: true,
  build: async (tx, businessId, asked, reader) => {
    const { comparison, page } = asked
    // Room for the head above the vouchers and the sums below them.
    const limit = page.isScreen ? page.limit - 2 : page.limit
    const [months, then, listed] = await together([
      listRegisterMonths(tx, businessId, { ...asked, kind }),
      comparison && listRegisterMonths(tx, businessId, { ...comparison, kind }),
      listRegister(tx, businessId, { ...asked, kind, after: page.after, limit }),
    ])
    const last = listed.rows.at(-1)
    const next = listed.hasMore && last ? writeCursor([last.onDate, last.id]) : undefined
    return registerReport(reader, { kind, asked, months, then, rows: listed.rows, next })
  },
}))

function titles(): Readonly<Record<RegisterKind, WordKey>> {
  return {
    sales: 'registers.sales',
    purchase: 'registers.purchase',
    receipt: 'registers.receipt',
    payment: 'registers.payment',
    contra: 'registers.contra',
    journal: 'registers.journal',
    'credit-note': 'registers.credit-note',
    'debit-note': 'registers.debit-note',
    'stock-journal': 'registers.stock-journal',
    opening: 'registers.opening',
    reversal: 'registers.reversal',
  }
}

/** What its columns are: of goods sold and bought the tax, of money where it went through. */
type Shape = 'tax' | 'money' | 'plain'

function shapeOf(kind: RegisterKind): Shape {
  switch (kind) {
    case 'sales':
    case 'purchase':
    case 'credit-note':
    case 'debit-note':
      return 'tax'
    case 'receipt':
    case 'payment':
    case 'contra':
      return 'money'
    case 'journal':
    case 'stock-journal':
    case 'opening':
    case 'reversal':
      return 'plain'
  }
}

function answersOf(kind: RegisterKind): WordKey {
  switch (shapeOf(kind)) {
    case 'tax':
      return 'registers.answers.tax'
    case 'money':
      return 'registers.answers.money'
    case 'plain':
      return 'registers.answers.plain'
  }
}

interface Shown {
  kind: RegisterKind
  asked: Asked
  months: readonly RegisterMonth[]
  then: readonly RegisterMonth[] | undefined
  rows: readonly RegisterRow[]
  next: string | undefined
}

function registerReport(reader: ReportReader, shown: Shown): Report {
  const { t } = reader
  const { kind, asked, months, rows, next } = shown
  const { isScreen, after } = asked.page
  const columns = columnsOf(reader, kind)
  const top = isScreen && after === undefined ? monthRows(reader, months) : []
  const sums = next === undefined ? sumRows(reader, shown) : []
  const head: Row = { level: 0, kind: 'group', cells: [null, textCell(t('registers.vouchers'))] }
  return {
    title: t(titles()[kind]),
    note: saidPeriod(reader, asked),
    columns,
    rows:
      rows.length + months.length === 0
        ? []
        : [...top, ...(isScreen ? [head] : []), ...rows.map((row) => lineOf(reader, kind, row)), ...sums],
    empty: { title: t('registers.empty'), text: t('reports.empty.text') },
    next,
  }
}

function columnsOf({ t }: ReportReader, kind: RegisterKind): Column[] {
  const money = (name: string, head: WordKey, isExtra = false): Column => ({
    name,
    head: `${t(head)} ₹`,
    kind: 'money',
    isExtra,
  })
  const shape = shapeOf(kind)
  return [
    { name: 'date', head: t('shell.date'), kind: 'date' },
    { name: 'number', head: t('shell.number'), kind: 'text' },
    { name: 'party', head: t('shell.particulars'), kind: 'text' },
    money('amount', 'shell.amount'),
    ...(shape === 'money'
      ? [{ name: 'account', head: t('registers.through'), kind: 'text', isExtra: true } as const]
      : []),
    ...(shape === 'tax'
      ? [
          money('taxable', 'registers.taxable', true),
          money('cgst', 'registers.cgst', true),
          money('sgst', 'registers.sgst', true),
          money('igst', 'registers.igst', true),
          money('cess', 'registers.cess', true),
          money('round-off', 'registers.roundOff', true),
        ]
      : []),
  ]
}

function lineOf({ t }: ReportReader, kind: RegisterKind, row: RegisterRow): Row {
  const { amount, cgst, sgst, igst, cess, roundOff, partyId, partyName, narration } = row
  const shape = shapeOf(kind)
  const note = [narration, row.isReversed ? t('khata.reversed') : ''].filter(Boolean).join(' · ')
  const party = partyName ?? (shape === 'tax' ? t('sales.walkIn') : '')
  const taxes = [amount - cgst - sgst - igst - cess - roundOff, cgst, sgst, igst, cess, roundOff]
  return {
    level: 0,
    kind: 'line',
    cells: [
      dateCell(row.onDate),
      textCell(row.number || t(`books.kind.${kind}`), { href: placeOf(kind, row.documentId, row.id) }),
      // Where there is no party, what was written about it is what tells it from others.
      party === ''
        ? textCell(narration, row.isReversed ? { note: t('khata.reversed') } : {})
        : textCell(party, { ...(note && { note }), ...(partyId !== null && { href: `/parties/${partyId}` }) }),
      moneyCell(amount),
      ...(shape === 'money' ? [textCell(moneyNames(t, row.money))] : []),
      ...(shape === 'tax' ? taxes.map((of) => moneyOrBlank(of)) : []),
    ],
  }
}

/** The months above the vouchers, each with what was taken back in it. */
function monthRows({ t, locale }: ReportReader, months: readonly RegisterMonth[]): Row[] {
  if (months.length === 0) return []
  const lines = months.map((of): Row => {
    const taken = of.reversed > 0 ? t('registers.takenBack', { count: of.reversed }) : ''
    const count = [of.vouchers > 0 ? t('registers.count', { count: of.vouchers }) : '', taken]
      .filter(Boolean)
      .join(' · ')
    const cells = amountCells([textCell(saidMonth(locale, of.month)), textCell(count)], netOf([of]))
    return { level: 0, kind: 'line', cells }
  })
  return [{ level: 0, kind: 'group', cells: [null, textCell(t('registers.byMonth'))] }, ...lines]
}

/** Of the whole period: what was made, less what was taken back of it and of earlier ones. */
function sumRows(reader: ReportReader, { asked, months, then }: Shown): Row[] {
  const { t } = reader
  const [made, back] = [sumOf(months, 'amount'), sumOf(months, 'reversedAmount')]
  const line = (kind: Row['kind'], text: string, amount: bigint): Row => ({
    level: 0,
    kind,
    cells: amountCells([textCell(text)], amount),
  })
  return [
    ...(back === 0n ? [] : [line('subtotal', t('registers.made'), made), line('note', t('registers.back'), -back)]),
    line('total', t('shell.total'), made - back),
    ...(then && asked.comparison ? [line('note', saidPeriod(reader, asked.comparison), netOf(then))] : []),
  ]
}

const sumOf = (months: readonly RegisterMonth[], name: 'amount' | 'reversedAmount'): bigint =>
  months.reduce((all, month) => all + month[name], 0n)
const netOf = (months: readonly RegisterMonth[]): bigint => sumOf(months, 'amount') - sumOf(months, 'reversedAmount')

/** The texts in the second and third column, the amount in the one behind them, whatever stands further on. */
const amountCells = ([text, more]: readonly [Cell, Cell?], amount: bigint): Cell[] => [
  null,
  text,
  more ?? null,
  moneyCell(amount),
]

/** The accounts of money as the register has them, side by side. */
const moneyNames = (t: Translate, names: string): string =>
  names
    .split(', ')
    .map((name) => accountName(t, name))
    .join(', ')
