import { carats, caratWeight, grams, mct } from '../../core/weight.ts'
import type { AreaView, CellView, FieldView, OptionView, SelectView } from '../../web/components.views.ts'
import { formFields } from '../../web/form-fields.ts'
import type { Translate, WordKey } from '../../words/index.ts'
import type { FieldErrors } from '../../words/parsed.ts'
import { makingKinds, wastageKinds } from '../value-tables/index.ts'
import { stoneCell, stoneCells, stoneRows, type Typed } from './pieces.form.ts'

export interface StoneRowView {
  kind: CellView
  shape: CellView
  quality: CellView
  pieces: CellView
  carat: CellView
  /** What its carats weigh; empty where none can be read. */
  grams: string
  basis: { id: string; name: string; label: string; options: readonly OptionView[] }
  rate: CellView
  errors: readonly { id: string; text: string }[]
}

/** The fields that a new piece and one that is changed have alike. */
export interface PieceFieldsView {
  huid: FieldView
  counter: FieldView
  size: FieldView
  gross: FieldView
  otherWeight: FieldView
  net: FieldView
  stones: readonly StoneRowView[]
  stoneCount: number
  /** Offered as one types. */
  stoneKinds: readonly string[]
  stoneShapes: readonly string[]
  stonesSum: string
  making: { kind: SelectView; figure: FieldView }
  wastage: { kind: SelectView; figure: FieldView }
  hallmark: FieldView
  other: FieldView
  otherWords: FieldView
  fixedPrice: FieldView
  note: AreaView
  formAction: string
}

declare module '../../web/views.ts' {
  interface Views {
    'pieces/_weights': PieceFieldsView
    'pieces/_price': PieceFieldsView
    'pieces/_cell': CellView & { list?: string; isNumber?: boolean; max?: number }
  }
}

const idOf = (name: string): string => name.replaceAll(/[^A-Za-z0-9-]+/g, '-')

/** The order in which wrong fields are named. */
export const pieceFieldNames = (typed: Typed): string[] => [
  'item',
  'branch',
  'on_date',
  'tag',
  'huid',
  'gross',
  ...stoneRows(typed).flatMap((row) => stoneCells.map((cell) => stoneCell(row, cell))),
  'other_weight',
  'net_weight',
  'cost',
  'making',
  'wastage',
  'hallmark',
  'other',
  'other_words',
  'fixed_price',
]

export function pieceFieldsView(
  t: Translate,
  { typed, errors }: { typed: Typed; errors: FieldErrors },
  formAction: string,
): PieceFieldsView {
  const f = formFields(t, { values: typed, errors })
  const g = { suffix: t('pieces.g'), width: 'w-s' } as const
  const asTable = { value: '', text: t('pieces.asTable') }
  return {
    huid: f.text('huid', 'pieces.huid', { hint: 'pieces.huid.hint', maxlength: 12, width: 'w-s', isOptional: true }),
    counter: f.text('counter', 'pieces.counter', {
      hint: 'pieces.counter.hint',
      maxlength: 30,
      width: 'w-s',
      isOptional: true,
    }),
    size: f.text('size', 'pieces.size', { maxlength: 30, width: 'w-s', isOptional: true }),
    gross: f.number('gross', 'pieces.gross', g),
    otherWeight: f.number('other_weight', 'pieces.otherWeight', {
      ...g,
      hint: 'pieces.otherWeight.hint',
      isOptional: true,
    }),
    net: f.number('net_weight', 'pieces.net', { ...g, hint: 'pieces.net.hint', isOptional: true }),
    stones: stoneRows(typed).map((row) => stoneRowView(t, row, typed, errors)),
    stoneCount: stoneRows(typed).length,
    stoneKinds: t('pieces.stoneKinds').split(', '),
    stoneShapes: t('pieces.stoneShapes').split(', '),
    stonesSum: stonesSum(t, typed),
    making: {
      kind: f.select('making_kind', 'valueTables.making', [
        asTable,
        ...makingKinds.map((value) => ({ value, text: t(`valueTables.kind.${value}`) })),
      ]),
      figure: f.number('making', 'pieces.makingFigure', { width: 'w-s', isOptional: true }),
    },
    wastage: {
      kind: f.select('wastage_kind', 'valueTables.wastage', [
        asTable,
        ...wastageKinds.map((value) => ({ value, text: t(`valueTables.kind.${value}`) })),
      ]),
      figure: f.number('wastage', 'pieces.wastageFigure', { width: 'w-s', isOptional: true }),
    },
    hallmark: f.money('hallmark', 'pieces.hallmark', { hint: 'pieces.hallmark.hint', isOptional: true }),
    other: f.money('other', 'pieces.other', { isOptional: true }),
    otherWords: f.text('other_words', 'pieces.otherWords', {
      hint: 'pieces.otherWords.hint',
      maxlength: 60,
      width: 'w-m',
      isOptional: true,
    }),
    fixedPrice: f.money('fixed_price', 'pieces.fixedPrice', { hint: 'pieces.fixedPrice.hint', isOptional: true }),
    note: f.area('note', 'shell.notes', { rows: 2, maxlength: 500, isOptional: true }),
    formAction,
  }
}

/** "4.60 ct = 0.920 g", of what can be read. */
function stonesSum(t: Translate, typed: Typed): string {
  const sum = stoneRows(typed).reduce((all, row) => all + (caratIn(typed, row) ?? 0n), 0n)
  return sum === 0n ? '' : t('pieces.caratsAreGrams', { carats: carats(mct(sum)), grams: grams(caratWeight(mct(sum))) })
}

function caratIn(typed: Typed, row: number): bigint | undefined {
  const text = (typed[stoneCell(row, 'carat')] ?? '').trim()
  const [, whole, rest = ''] = /^(\d{1,9})(?:\.(\d{1,3}))?$/.exec(text) ?? []
  return whole === undefined ? undefined : BigInt(whole) * 1000n + BigInt(rest.padEnd(3, '0'))
}

function stoneRowView(t: Translate, row: number, typed: Typed, errors: FieldErrors): StoneRowView {
  const number = String(row + 1)
  const cell = (name: Exclude<(typeof stoneCells)[number], 'basis'>): CellView => {
    const field = stoneCell(row, name)
    return {
      id: idOf(field),
      name: field,
      value: typed[field] ?? '',
      label: t(stoneLabel(name), { number }),
      describedBy: errors[field] ? `${idOf(field)}-e` : '',
    }
  }
  const basis = stoneCell(row, 'basis')
  const carat = caratIn(typed, row)
  return {
    kind: cell('kind'),
    shape: cell('shape'),
    quality: cell('quality'),
    pieces: cell('pieces'),
    carat: cell('carat'),
    grams: carat ? grams(caratWeight(mct(carat))) : '',
    basis: {
      id: idOf(basis),
      name: basis,
      label: t('pieces.stone.basis', { number }),
      options: (['carat', 'piece'] as const).map((value) => ({
        value,
        text: t(`pieces.stone.per.${value}`),
        isChosen: (typed[basis] ?? 'carat') === value,
      })),
    },
    rate: cell('rate'),
    errors: stoneCells.flatMap((name) => {
      const error = errors[stoneCell(row, name)]
      return error ? [{ id: `${idOf(stoneCell(row, name))}-e`, text: t(error.key, error.values) }] : []
    }),
  }
}

function stoneLabel(name: Exclude<(typeof stoneCells)[number], 'basis'>): WordKey {
  switch (name) {
    case 'kind':
      return 'pieces.stone.kind'
    case 'shape':
      return 'pieces.stone.shape'
    case 'quality':
      return 'pieces.stone.quality'
    case 'pieces':
      return 'pieces.stone.pieces'
    case 'carat':
      return 'pieces.stone.carat'
    case 'rate':
      return 'pieces.stone.rate'
  }
}
