import { monthEnd } from '../../../core/dates.ts'
import { together } from '../../../db/together.ts'
import type { WordKey } from '../../../words/index.ts'
import { moneyCell, moneyOrBlank, textCell } from '../cells.ts'
import { saidMonth, wholeMonths } from '../expenses/months.rules.ts'
import type { Between } from '../period.rules.ts'
import type { Asked, Cell, Column, Report, ReportDefinition, ReportReader, Row } from '../report.ts'
import { hrefOf, saidPeriod } from '../report.views.ts'
import { listTaxLedgers, listTaxMonths, listTaxOpenings, type TaxLedger } from './tax-ledgers.queries.ts'
import { sumFigures, type TaxFigures, type TaxHead, type TaxMonth, taxFigures, taxHeads } from './tax-ledgers.rules.ts'

/** GST charged, credit taken and tax paid, by head and month. */
export const taxLedgers: ReportDefinition = {
  name: 'tax',
  url: '/reports/tax',
  permission: 'books.view',
  group: 'tax',
  title: 'taxLedgers.title',
  answers: 'taxLedgers.answers',
  dates: 'period',
  usual: 'this-year',
  compares: true,
  keepsPlans: true,
  isLandscape: true,
  build: async (tx, businessId, asked, reader) => {
    const { comparison } = asked
    const [now, then, ledgers] = await together([
      taxOf(tx, businessId, wholeMonths(asked)),
      comparison && taxOf(tx, businessId, wholeMonths(comparison)),
      listTaxLedgers(tx, businessId),
    ])
    return taxReport(reader, asked, { now, then, ledgers })
  },
}

interface HeadOfPeriod {
  head: TaxHead
  months: ReturnType<typeof taxFigures>
  figures: TaxFigures
}

async function taxOf(
  tx: Parameters<typeof listTaxMonths>[0],
  businessId: string,
  period: Between,
): Promise<HeadOfPeriod[]> {
  const [openings, months] = await together([
    listTaxOpenings(tx, businessId, period),
    listTaxMonths(tx, businessId, period),
  ])
  return taxHeads.flatMap((head) => headOf(head, openings.get(head) ?? 0n, months))
}

/** A head that nothing was ever posted to is left out. */
function headOf(head: TaxHead, opening: bigint, all: readonly TaxMonth[]): HeadOfPeriod[] {
  const months = taxFigures(
    opening,
    all.filter((month) => month.head === head),
  )
  if (months.length === 0 && opening === 0n) return []
  const none = { charged: 0n, lessened: 0n, credit: 0n, used: 0n, paid: 0n }
  const figures =
    months.length === 0
      ? { ...none, opening, closing: opening }
      : sumFigures(
          months.map((month) => month.figures),
          { isInOrder: true },
        )
  return [{ head, months, figures }]
}

interface Shown {
  now: readonly HeadOfPeriod[]
  then: readonly HeadOfPeriod[] | undefined
  ledgers: readonly TaxLedger[]
}

function taxReport(reader: ReportReader, asked: Asked, { now, then, ledgers }: Shown): Report {
  const { t } = reader
  const totalOf = (heads: readonly HeadOfPeriod[]): TaxFigures =>
    sumFigures(
      heads.map((head) => head.figures),
      { isInOrder: false },
    )
  const total = totalOf(now)
  const said = asked.comparison && saidPeriod(reader, wholeMonths(asked.comparison))
  const rows: Row[] = [
    ...now.flatMap((head) => headRows(reader, head, ledgers, asked)),
    { level: 0, kind: 'total', cells: [textCell(t('taxLedgers.all')), ...figureCells(total)] },
    ...(then && said
      ? [{ level: 0, kind: 'note', cells: [textCell(said), ...figureCells(totalOf(then))] } as const]
      : []),
  ]
  return {
    title: t('taxLedgers.title'),
    note: saidPeriod(reader, wholeMonths(asked)),
    columns: columnsOf(reader),
    rows: now.length > 0 ? rows : [],
    links: [{ href: hrefOf('/reports/tax/rates', { from: asked.from, to: asked.to }), text: t('taxRates.title') }],
    empty: { title: t('taxLedgers.empty'), text: t('taxLedgers.empty.text') },
  }
}

function columnsOf({ t }: ReportReader): Column[] {
  const money = (name: string, head: WordKey, isExtra = false): Column => ({
    name,
    head: `${t(head)} ₹`,
    kind: 'money',
    isExtra,
  })
  return [
    { name: 'head', head: t('taxLedgers.head'), kind: 'text' },
    money('opening', 'taxLedgers.opening', true),
    money('charged', 'taxLedgers.charged'),
    money('lessened', 'taxLedgers.lessened', true),
    money('credit', 'taxLedgers.credit'),
    money('used', 'taxLedgers.used', true),
    money('paid', 'taxLedgers.paid', true),
    money('closing', 'taxLedgers.closing'),
  ]
}

const headWords = {
  cgst: 'taxLedgers.cgst',
  sgst: 'taxLedgers.sgst',
  igst: 'taxLedgers.igst',
  cess: 'taxLedgers.cess',
} as const satisfies Readonly<Record<TaxHead, WordKey>>

function headRows(
  { t, locale }: ReportReader,
  { head, months, figures }: HeadOfPeriod,
  ledgers: readonly TaxLedger[],
  asked: Between,
): Row[] {
  const linkOf = (side: TaxLedger['side'], { from, to }: Between) => {
    const ledger = ledgers.find((one) => one.side === side && one.head === head)
    return ledger ? { href: hrefOf('/reports/ledger', { account: ledger.id, from, to }) } : {}
  }
  const linked = (between: Between) => ({ output: linkOf('output', between), input: linkOf('input', between) })
  return [
    {
      level: 0,
      kind: 'group',
      cells: [textCell(t(headWords[head])), ...figureCells(figures, linked(wholeMonths(asked)))],
    },
    ...months.map(({ month, figures: of }): Row => {
      const links = linked({ from: month, to: monthEnd(month) })
      return {
        level: 1,
        kind: 'line',
        cells: [textCell(saidMonth(locale, month)), ...figureCells(of, links)],
      }
    }),
  ]
}

type Links = Readonly<Record<'output' | 'input', { readonly href?: string }>>

const figureCells = (of: TaxFigures, { output, input }: Links = { output: {}, input: {} }): Cell[] => [
  moneyOrBlank(of.opening),
  moneyOrBlank(of.charged, output),
  moneyOrBlank(of.lessened),
  moneyOrBlank(of.credit, input),
  moneyOrBlank(of.used),
  moneyOrBlank(of.paid),
  moneyCell(of.closing),
]
