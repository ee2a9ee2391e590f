import type { Said } from '../../words/index.ts'

/** A sheet of labels: how many stand beside and below each other, and the first that is free, from 1. */
export interface LabelSheet {
  readonly columns: number
  readonly rows: number
  readonly start: number
}

type Typed = Readonly<Record<keyof LabelSheet, string>>

/** What was typed of a sheet; a figure that cannot be read is named in `errors`, and the usual one stands for it. */
export function parseSheet(typed: Typed, errors: Record<string, Said>, usual = { columns: 4, rows: 12 }): LabelSheet {
  const number = (name: keyof LabelSheet, instead: number, min: number, max: number): number => {
    const text = typed[name].trim()
    const read = text === '' ? instead : Number(text)
    if (Number.isSafeInteger(read) && read >= min && read <= max) return read
    errors[name] = { key: 'fields.number.range', values: { min, max } }
    return instead
  }
  const [columns, rows] = [number('columns', usual.columns, 1, 6), number('rows', usual.rows, 2, 16)]
  return { columns, rows, start: number('start', 1, 1, columns * rows) }
}

/** The labels page by page: on a sheet from its first free one on (undefined: one that is used up), else each by itself. */
export function labelPages<One>(
  labels: readonly One[],
  { columns, rows, start }: LabelSheet,
  isSheet: boolean,
): (One | undefined)[][] {
  const blanks = isSheet ? Array.from({ length: start - 1 }, () => undefined) : []
  const [all, size] = [[...blanks, ...labels], isSheet ? columns * rows : 1]
  return Array.from({ length: Math.ceil(all.length / size) }, (_, i) => all.slice(i * size, (i + 1) * size))
}
