import { divRound, paise, wholeRupees } from '../../../core/money.ts'
import type { Fig } from '../../../web/components.views.ts'
import { countCell, percentCell, quantityCell } from '../cells.ts'
import { plainTenths } from '../plain-numbers.ts'
import type { Cell, Column, ReportReader } from '../report.ts'
import type { Delivered, SupplierFigures } from './suppliers.queries.ts'

/** Nothing of none is written: what is wrong stands out. */
export const countOrBlank = (count: number, more: { href?: string } = {}): Cell =>
  count === 0 ? null : countCell(count, more)

/** Of the lines that were promised for a day those that came by then. */
export const onTimeCell = ({ promised, late }: Pick<Delivered, 'promised' | 'late'>): Cell =>
  percentCell(BigInt(promised - late), BigInt(promised))

/** How many days late on average, of the late ones. */
const averageCell = ({ late, lateDays }: Pick<Delivered, 'late' | 'lateDays'>): Cell =>
  late === 0 ? null : quantityCell(divRound(BigInt(lateDays) * 10n, BigInt(late), 'half-up') * 100n, '')

export const rejectedCells = ({ received, rejected, value, rejectedValue }: Delivered): Cell[] => [
  received === null || rejected === null || rejected === 0n ? null : percentCell(rejected, received),
  rejectedValue === 0n ? null : percentCell(rejectedValue, value),
]

/** How lines came: of a supplier, or of one item. */
export const deliveredColumns = ({ t }: ReportReader): Column[] => [
  { name: 'lines', head: t('supplierReports.lines'), kind: 'count' },
  { name: 'on-time', head: t('supplierReports.onTime'), kind: 'percent' },
  { name: 'late', head: t('supplierReports.late'), kind: 'count', isSpare: true },
  { name: 'days-late', head: t('supplierReports.daysLate'), kind: 'quantity', isWide: true, isSpare: true },
  { name: 'worst', head: t('supplierReports.worst'), kind: 'count', isWide: true, isSpare: true },
]

export const deliveredCells = (of: Delivered): Cell[] => [
  countOrBlank(of.lines),
  onTimeCell(of),
  countOrBlank(of.late),
  averageCell(of),
  countOrBlank(of.worst),
]

const blank = { unit: '', note: '', tone: '' } as const

const shareOf = (part: bigint, whole: bigint): string =>
  whole <= 0n ? '–' : `${plainTenths(divRound(part * 1000n, whole, 'half-up'))}\u00a0%`

const rupeesOf = (amount: bigint): string => `₹${wholeRupees(paise(amount))}`

/** The figures to see first, each with what it was in the period that is compared with. */
export function supplierFigs(
  reader: ReportReader,
  now: SupplierFigures,
  then: SupplierFigures | undefined,
  seesDues: boolean,
): Fig[] {
  const { t } = reader
  const fig = (label: string, of: (figures: SupplierFigures) => string, more: Partial<Fig> = {}): Fig => ({
    ...blank,
    label,
    value: of(now),
    ...(then && {
      note: t('supplierReports.before', { value: of(then) }),
    }),
    ...more,
  })
  return [
    fig(t('supplierReports.purchases'), ({ billed }) => rupeesOf(billed)),
    fig(t('supplierReports.onTime'), ({ promised, late }) => shareOf(BigInt(promised - late), BigInt(promised))),
    fig(t('supplierReports.rejectedValue'), ({ rejectedValue, value }) => shareOf(rejectedValue, value)),
    seesDues
      ? { ...blank, label: t('supplierReports.owed'), value: rupeesOf(now.owed) }
      : { ...blank, label: t('supplierReports.stillLate'), value: String(now.stillLate) },
  ]
}

export const noFigures: SupplierFigures = {
  ...{ orders: 0, short: 0, lines: 0, promised: 0, late: 0, lateDays: 0, worst: 0, part: 0, excess: 0 },
  ...{ received: null, rejected: null, value: 0n, rejectedValue: 0n },
  ...{ bills: 0, differing: 0, billed: 0n, stillLate: 0, owed: 0n },
}
