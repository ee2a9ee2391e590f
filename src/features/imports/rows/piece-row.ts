import type { Said } from '../../../words/index.ts'
import type { Parsed } from '../../../words/parsed.ts'
import { type ManyCell, type NewPiece, parseMany } from '../../pieces/index.ts'
import type { Picked } from '../imports.fields.ts'

const cellOf: Readonly<Record<ManyCell, string>> = {
  tag: 'tag',
  huid: 'huid',
  size: 'size',
  gross: 'gross',
  other_weight: 'otherWeight',
  stone_carat: 'stoneCarat',
  stone_rate: 'stoneRate',
  cost: 'pieceCost',
}
const longest = { counter: 40, size: 20 } as const

/** One piece, judged by the form of many pieces; each fault at the column that said it. */
export function readPiece(row: Picked): Parsed<Omit<NewPiece, 'id'>> {
  const of = (name: string): string => (row[name] ?? '').normalize('NFC').trim()
  const cells = Object.entries(cellOf).map(([cell, name]) => [`row.0.${cell}`, bare(of(name))] as const)
  const typed = { ...Object.fromEntries(cells), rows: '1', counter: of('counter'), hallmark: bare(of('hallmark')) }
  // Which stones they are is not asked here: the pieces' own pages say it.
  const read = parseMany({ ...typed, stone_kind: 'Stone' }, { saleMode: undefined, most: 1 })
  const errors: Record<string, Said> = {}
  for (const name of ['counter', 'size'] as const) {
    const max = longest[name]
    if (of(name).length > max) errors[name] = { key: 'fields.tooLong', values: { max } }
  }
  if (!read.ok) for (const [name, said] of Object.entries(read.errors)) if (said) errors[columnOf(name)] = said
  const [piece] = read.ok ? read.value.pieces : []
  if (!piece || Object.keys(errors).length > 0) return { ok: false, errors }
  return { ok: true, value: piece }
}

/** A dash or a zero in a cell of a list says that there is none. */
const bare = (text: string): string => (/^(-|–|0(\.0+)?)$/.test(text) ? '' : text)

function columnOf(name: string): string {
  const found = Object.entries(cellOf).find(([cell]) => name === `row.0.${cell}`)
  return found ? found[1] : name
}
