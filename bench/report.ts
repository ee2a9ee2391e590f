import type { Loaded } from './load.ts'
import type { Used } from './processes.ts'

/** One measured thing: at one size of a business, with so many clients at once. */
export interface Measured extends Loaded {
  readonly what: string
  /** How many invoices the business has; none where it does not matter. */
  readonly invoices: number | undefined
  readonly clients: number
  /** Milliseconds of processor time for one answer; none where it is not known. */
  readonly cpu: Used | undefined
}

const columns = [
  'what',
  'invoices',
  'clients',
  'req/s',
  'p50 ms',
  'p95 ms',
  'app',
  'db',
  'browser',
  'bytes',
  'errors',
] as const

/** The figures as a table of plain text. */
export function table(rows: readonly Measured[]): string {
  const cells = rows.map(cellsOf)
  const widths = columns.map((name, i) => Math.max(name.length, ...cells.map((row) => row[i]?.length ?? 0)))
  const line = (row: readonly string[]) =>
    row.map((cell, i) => (i === 0 ? cell.padEnd(widths[i] ?? 0) : cell.padStart(widths[i] ?? 0))).join('  ')
  return [line(columns), ...cells.map(line)].join('\n')
}

function cellsOf({ what, invoices, clients, perSecond, p50, p95, cpu, bytes, errors, count }: Measured): string[] {
  return [
    what,
    invoices === undefined ? '' : sized(invoices),
    String(clients),
    perSecond.toFixed(perSecond < 10 ? 1 : 0),
    ...[p50, p95, cpu?.app, cpu?.database].map(ms),
    cpu && cpu.chromium > 0.05 ? ms(cpu.chromium) : '',
    bytes > 0 ? String(Math.round(bytes)) : '',
    errors > 0 ? `${errors} of ${count}` : '',
  ]
}

const ms = (value: number | undefined): string =>
  value === undefined || Number.isNaN(value) ? '' : value.toFixed(value < 100 ? 2 : 0)

export const sized = (invoices: number): string => {
  if (invoices >= 1_000_000) return `${invoices / 1_000_000} M`
  return invoices >= 1000 ? `${invoices / 1000} k` : String(invoices)
}
