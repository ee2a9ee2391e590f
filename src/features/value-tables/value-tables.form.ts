import { paise, parseRupees, rupees } from '../../core/money.ts'
import { parsePercent, percent } from '../../core/percent.ts'
import { type SlabProblem, slabProblems } from '../../core/value-table.ts'
import { grams, mg, parseGrams } from '../../core/weight.ts'
import type { Said } from '../../words/index.ts'
import type { FieldErrors, Parsed } from '../../words/parsed.ts'
import type { TableFacts } from './value-tables.commands.ts'
import type { KeptSlab, ValueTable } from './value-tables.queries.ts'
import { makingKinds, type SlabRow, slabOf, wastageKinds } from './value-tables.slabs.ts'

export type Typed = Readonly<Record<string, string>>
const mostSlabs = 30

type Cell = 'from' | 'making_kind' | 'making' | 'making_floor' | 'wastage_kind' | 'wastage' | 'wastage_floor'
export const cellOf = (row: number, cell: Cell): string => `slab.${row}.${cell}`

/** The rows that the form has, whatever stands in them. */
export const rowsIn = (typed: Typed): number[] =>
  Array.from({ length: Math.min(Math.max(Number.parseInt(typed['rows'] ?? '', 10) || 3, 1), mostSlabs) }, (_, i) => i)

/** One more row, up to the most that a table may have. */
export const withRow = (typed: Typed): Typed => ({
  ...typed,
  rows: String(Math.min(rowsIn(typed).length + 1, mostSlabs)),
})

/** A table as it was typed; a row in which nothing but its kinds was typed is left out. A floor not typed is its list. */
export function parseTable(typed: Typed): Parsed<TableFacts> {
  const errors: Record<string, Said> = {}
  const name = (typed['name'] ?? '').trim()
  if (!name) errors['name'] = { key: 'fields.name' }
  const makingOnWastage = typed['making_on_wastage'] === 'yes'
  const rows = rowsIn(typed).filter((row) => isFilled(typed, row))
  if (rows.length === 0) errors[cellOf(0, 'from')] = { key: 'valueTables.problem.empty' }
  const slabs = rows.map((row) => parseRow(typed, row, errors))
  if (Object.keys(errors).length === 0) Object.assign(errors, problemsOf(slabs, rows, makingOnWastage))
  const value = { name, note: (typed['note'] ?? '').trim(), makingOnWastage, slabs }
  return Object.keys(errors).length === 0 ? { ok: true, value } : { ok: false, errors }
}

/** What the form shows of a table that is there, with one row to spare. */
export function typedOf(table: ValueTable): Typed {
  const cells = table.slabs.flatMap((slab, row) => [
    [cellOf(row, 'from'), grams(slab.fromMg)],
    [cellOf(row, 'making_kind'), slab.makingKind],
    [cellOf(row, 'making'), figureText(slab.makingKind, slab.makingList)],
    [cellOf(row, 'making_floor'), figureText(slab.makingKind, slab.makingFloor)],
    [cellOf(row, 'wastage_kind'), slab.wastageKind],
    [cellOf(row, 'wastage'), figureText(slab.wastageKind, slab.wastageList)],
    [cellOf(row, 'wastage_floor'), figureText(slab.wastageKind, slab.wastageFloor)],
  ])
  return {
    ...Object.fromEntries(cells),
    name: table.name,
    note: table.note,
    making_on_wastage: table.makingOnWastage ? 'yes' : '',
    rows: String(table.slabs.length + 1),
  }
}

type Kind = SlabRow['makingKind'] | SlabRow['wastageKind']

/** "350.00", "8" or "1.965", in the unit of its kind; empty where nothing is asked. */
export function figureText(kind: Kind, figure: bigint): string {
  switch (kind) {
    case 'none':
      return ''
    case 'per-gram':
    case 'fixed':
      return rupees(paise(figure))
    case 'percent':
      return percent(Number(figure))
    case 'weight':
      return grams(mg(figure))
  }
}

function isFilled(typed: Typed, row: number): boolean {
  const cells = ['from', 'making', 'making_floor', 'wastage', 'wastage_floor'] as const
  return cells.some((cell) => (typed[cellOf(row, cell)] ?? '').trim() !== '')
}

function parseRow(typed: Typed, row: number, errors: Record<string, Said>): KeptSlab {
  const text = (cell: Cell) => (typed[cellOf(row, cell)] ?? '').trim()
  const fromMg = parseGrams(text('from'))
  if (fromMg === undefined) errors[cellOf(row, 'from')] = { key: 'valueTables.problem.weight' }
  const makingKind = makingKinds.find((kind) => kind === text('making_kind')) ?? 'none'
  const wastageKind = wastageKinds.find((kind) => kind === text('wastage_kind')) ?? 'none'
  const figure = (kind: Kind, cell: Cell, usual = 0n): bigint => {
    if (text(cell) === '' || kind === 'none') return usual
    const read = parseFigure(kind, text(cell))
    if (read === undefined) errors[cellOf(row, cell)] = { key: problemOfKind(kind) }
    return read ?? 0n
  }
  if (makingKind !== 'none' && text('making') === '') errors[cellOf(row, 'making')] = { key: problemOfKind(makingKind) }
  if (wastageKind !== 'none' && text('wastage') === '')
    errors[cellOf(row, 'wastage')] = { key: problemOfKind(wastageKind) }
  const [makingList, wastageList] = [figure(makingKind, 'making'), figure(wastageKind, 'wastage')]
  return {
    fromMg: fromMg ?? mg(0n),
    makingKind,
    makingList,
    makingFloor: figure(makingKind, 'making_floor', makingList),
    wastageKind,
    wastageList,
    wastageFloor: figure(wastageKind, 'wastage_floor', wastageList),
  }
}

/** Paise, basis points or milligrams, by the kind; undefined for what cannot be read, and below zero. */
export function parseFigure(kind: Kind, text: string): bigint | undefined {
  switch (kind) {
    case 'none':
      return 0n
    case 'per-gram':
    case 'fixed': {
      const amount = parseRupees(text)
      return amount === undefined || amount < 0n ? undefined : amount
    }
    case 'percent': {
      const bp = parsePercent(text)
      return bp === undefined ? undefined : BigInt(bp)
    }
    case 'weight':
      return parseGrams(text)
  }
}

export function problemOfKind(
  kind: Kind,
): 'fields.amount.notNegative' | 'fields.percent' | 'valueTables.problem.weight' {
  switch (kind) {
    case 'none':
    case 'per-gram':
    case 'fixed':
      return 'fields.amount.notNegative'
    case 'percent':
      return 'fields.percent'
    case 'weight':
      return 'valueTables.problem.weight'
  }
}

function problemsOf(slabs: readonly KeptSlab[], rows: readonly number[], makingOnWastage: boolean): FieldErrors {
  const found = slabProblems(slabs.map((slab) => slabOf({ ...slab, makingOnWastage })))
  return Object.fromEntries(
    found.map(({ slab, field, problem }) => [cellOf(rows[slab] ?? 0, cellOfField(field)), { key: saidOf(problem) }]),
  )
}

function cellOfField(field: SlabProblem['field']): Cell {
  switch (field) {
    case 'fromMg':
      return 'from'
    case 'making':
      return 'making'
    case 'makingFloor':
      return 'making_floor'
    case 'wastage':
      return 'wastage'
    case 'wastageFloor':
      return 'wastage_floor'
  }
}

function saidOf(problem: SlabProblem['problem']) {
  switch (problem) {
    case 'below-zero':
    case 'not-whole':
      return 'fields.amount.notNegative' as const
    case 'overlaps':
      return 'valueTables.problem.overlaps' as const
    case 'floor-over-list':
    case 'floor-of-other-kind':
      return 'valueTables.problem.floorOverList' as const
  }
}
