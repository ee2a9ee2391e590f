import type {
  CellView,
  FieldView,
  SelectView,
  SummaryView,
  TitleView,
  VoidView,
} from '../../../web/components.views.ts'
import { formFields } from '../../../web/form-fields.ts'
import type { Translate, WordKey } from '../../../words/index.ts'
import type { FieldErrors } from '../../../words/parsed.ts'
import { type PieceFieldsView, pieceFieldNames, pieceFieldsView } from '../pieces.fields.ts'
import type { Typed } from '../pieces.form.ts'
import type { MakingChoices } from './making.queries.ts'
import { columnWord, isNumberColumn } from './many.columns.ts'
import { type ManyCell, manyCell, manyCells, manyRows } from './many.form.ts'

export interface NewPieceView {
  head: TitleView
  summary: SummaryView
  id: string
  item: SelectView
  branch: SelectView
  onDate: FieldView
  tag: FieldView
  cost: FieldView
  fields: PieceFieldsView
  /** Where there is no article to make pieces of. */
  missing: VoidView | undefined
}

export interface ManyPiecesView {
  head: TitleView
  summary: SummaryView
  id: string
  rowCount: number
  item: SelectView
  branch: SelectView
  onDate: FieldView
  counter: FieldView
  stoneKind: FieldView
  hallmark: FieldView
  columns: readonly { text: string; isNumber: boolean }[]
  rows: readonly ManyRowView[]
  missing: VoidView | undefined
}

interface ManyRowView {
  cells: readonly (CellView & { title: string; isNumber: boolean })[]
  errors: readonly { id: string; text: string }[]
}

declare module '../../../web/views.ts' {
  interface Views {
    'pieces/new': NewPieceView
    'pieces/many': ManyPiecesView
  }
}

export interface Filled {
  typed: Typed
  errors: FieldErrors
  choices: MakingChoices
}

export function newPieceView(t: Translate, { typed, errors, choices }: Filled): NewPieceView {
  const f = formFields(t, { values: typed, errors })
  return {
    head: headOf(t, 'pieces.new'),
    summary: f.summary(pieceFieldNames(typed)),
    id: typed['id'] ?? '',
    ...placeFields(t, { typed, errors, choices }),
    tag: f.text('tag', 'pieces.tag', { hint: 'pieces.tag.hint', maxlength: 20, width: 'w-s', isOptional: true }),
    cost: f.money('cost', 'pieces.cost', { hint: 'pieces.cost.hint' }),
    fields: pieceFieldsView(t, { typed, errors }, '/pieces/form'),
    missing: missingOf(t, choices),
  }
}

export function manyPiecesView(t: Translate, { typed, errors, choices }: Filled): ManyPiecesView {
  const f = formFields(t, { values: typed, errors })
  const rows = manyRows(typed)
  return {
    head: { ...headOf(t, 'pieces.many'), note: t('pieces.many.note') },
    summary: f.summary([
      'item',
      'branch',
      'on_date',
      ...rows.flatMap((row) => manyCells.map((cell) => manyCell(row, cell))),
    ]),
    id: typed['id'] ?? '',
    rowCount: rows.length,
    ...placeFields(t, { typed, errors, choices }),
    counter: f.text('counter', 'pieces.counter', { maxlength: 30, width: 'w-s', isOptional: true }),
    stoneKind: f.text('stone_kind', 'pieces.stone', {
      hint: 'pieces.many.stone.hint',
      maxlength: 40,
      width: 'w-s',
      isOptional: true,
    }),
    hallmark: f.money('hallmark', 'pieces.hallmark', { hint: 'pieces.hallmark.hint', isOptional: true }),
    columns: manyCells.map((cell) => ({ text: t(columnWord(cell)), isNumber: isNumberColumn(cell) })),
    rows: rows.map((row) => manyRowView(t, row, typed, errors)),
    missing: missingOf(t, choices),
  }
}

const headOf = (t: Translate, title: WordKey): TitleView => ({
  title: t(title),
  note: '',
  back: { href: '/pieces', text: t('pieces.title') },
  badge: undefined,
})

function placeFields(t: Translate, { typed, errors, choices }: Filled) {
  const f = formFields(t, { values: typed, errors })
  const articles = choices.articles.map(({ id, name, purity }) => ({ value: id, text: `${name} · ${purity}` }))
  return {
    item: f.select('item', 'pieces.article', [{ value: '', text: t('shell.choose') }, ...articles], {
      width: 'w-form',
    }),
    branch: f.select(
      'branch',
      'shell.branch',
      choices.branches.map(({ id, name }) => ({ value: id, text: name })),
    ),
    onDate: f.date('on_date', 'pieces.cameOn', { maxlength: 20 }),
  }
}

const missingOf = (t: Translate, { articles }: MakingChoices): VoidView | undefined =>
  articles.length > 0
    ? undefined
    : {
        icon: 'gem',
        title: t('pieces.noArticle'),
        text: t('pieces.noArticle.help'),
        action: { href: '/items/new', text: t('items.new') },
      }

function manyRowView(t: Translate, row: number, typed: Typed, errors: FieldErrors): ManyRowView {
  const number = String(row + 1)
  const idOf = (cell: ManyCell) => manyCell(row, cell).replaceAll(/[^A-Za-z0-9-]+/g, '-')
  return {
    cells: manyCells.map((cell) => ({
      id: idOf(cell),
      name: manyCell(row, cell),
      value: typed[manyCell(row, cell)] ?? '',
      title: t(columnWord(cell)),
      label: t('pieces.many.cell', { what: t(columnWord(cell)), number }),
      describedBy: errors[manyCell(row, cell)] ? `${idOf(cell)}-e` : '',
      isNumber: isNumberColumn(cell),
    })),
    errors: manyCells.flatMap((cell) => {
      const error = errors[manyCell(row, cell)]
      return error ? [{ id: `${idOf(cell)}-e`, text: t(error.key, error.values) }] : []
    }),
  }
}
