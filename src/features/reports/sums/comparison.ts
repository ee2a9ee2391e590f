import { moneyCell, moneyOrBlank } from '../cells.ts'
import type { Between } from '../period.rules.ts'
import type { Asked, Cell, Column, ReportReader } from '../report.ts'

/** The column of what the amounts are for, and those of the amounts under what is said of their dates. */
export function statementColumns(reader: ReportReader, asked: Asked, said: (between: Between) => string): Column[] {
  const { t } = reader
  const { comparison } = asked
  const heads = comparison ? { now: said(asked), earlier: said(comparison) } : { now: t('shell.amount'), earlier: '' }
  return [{ name: 'account', head: t('shell.particulars'), kind: 'text' }, ...amountColumns(reader, asked, heads)]
}

/** The columns of amounts: those asked for, and beside them the earlier ones and by how much they differ. */
function amountColumns(
  { t }: Pick<ReportReader, 't'>,
  { comparison }: Pick<Asked, 'comparison'>,
  heads: { now: string; earlier: string },
): Column[] {
  const now: Column = { name: 'amount', head: `${heads.now} ₹`, kind: 'money' }
  if (comparison === undefined) return [now]
  return [
    now,
    { name: 'earlier', head: `${heads.earlier} ₹`, kind: 'money' },
    { name: 'difference', head: `${t('reports.difference')} ₹`, kind: 'money', isExtra: true },
  ]
}

/** Of one line: [now], or [now, then]. A sum is written also where it is nothing. */
export function amountCells(
  [now = 0n, then = 0n]: readonly bigint[],
  { comparison }: Pick<Asked, 'comparison'>,
  { isSum = false, href }: { isSum?: boolean; href?: string } = {},
): Cell[] {
  const cell = isSum ? moneyCell : moneyOrBlank
  const link = href === undefined ? {} : { href }
  return comparison === undefined ? [cell(now, link)] : [cell(now, link), cell(then), cell(now - then)]
}
