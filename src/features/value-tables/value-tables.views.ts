import { grams } from '../../core/weight.ts'
import type {
  AreaView,
  BadgeView,
  CheckView,
  FieldView,
  OptionView,
  SummaryView,
  TitleView,
  VoidView,
} from '../../web/components.views.ts'
import { formFields } from '../../web/form-fields.ts'
import type { Translate, WordKey } from '../../words/index.ts'
import type { FieldErrors } from '../../words/parsed.ts'
import { cellOf, figureText, rowsIn, type Typed } from './value-tables.form.ts'
import type { KeptSlab, ListedTable } from './value-tables.queries.ts'
import { type MakingKind, makingKinds, type WastageKind, wastageKinds } from './value-tables.slabs.ts'

export interface TablesView {
  head: TitleView
  canEdit: boolean
  tables: readonly {
    id: string
    href: string
    name: string
    note: string
    badge: BadgeView | undefined
    rows: readonly { from: string; making: string; makingFloor: string; wastage: string; wastageFloor: string }[]
  }[]
  empty: VoidView
}

export interface TableFormView {
  head: TitleView
  summary: SummaryView
  action: string
  formAction: string
  id: string
  rowCount: number
  name: FieldView
  note: AreaView
  onWastage: CheckView
  rows: readonly SlabRowView[]
  archive: { action: string; text: string } | undefined
}

export interface SlabRowView {
  number: string
  from: CellView
  makingKind: PickView
  making: CellView
  makingFloor: CellView
  wastageKind: PickView
  wastage: CellView
  wastageFloor: CellView
  errors: readonly { id: string; text: string }[]
}

interface CellView {
  id: string
  name: string
  value: string
  label: string
  describedBy: string
}

interface PickView {
  id: string
  name: string
  label: string
  options: readonly OptionView[]
}

declare module '../../web/views.ts' {
  interface Views {
    'value-tables/list': TablesView
    'value-tables/form': TableFormView
    'value-tables/_cell': CellView
  }
}

export function tablesView(t: Translate, tables: readonly ListedTable[], canEdit: boolean): TablesView {
  return {
    head: { title: t('valueTables.title'), note: t('valueTables.note'), back: undefined, badge: undefined },
    canEdit,
    tables: tables.map((table) => ({
      id: table.id,
      href: canEdit ? `/value-tables/${table.id}` : '',
      name: table.name,
      note: [t('valueTables.articles', { count: table.articles }), table.note].filter(Boolean).join(' · '),
      badge: table.isArchived ? { text: t('shell.archived'), tone: 'plain' } : undefined,
      rows: table.slabs.map((slab) => slabText(t, slab)),
    })),
    empty: {
      icon: 'scale',
      title: t('valueTables.empty'),
      text: t('valueTables.empty.help'),
      action: canEdit ? { href: '/value-tables/new', text: t('valueTables.new') } : undefined,
    },
  }
}

function slabText(t: Translate, slab: KeptSlab) {
  return {
    from: grams(slab.fromMg),
    making: kindText(t, slab.makingKind, slab.makingList),
    makingFloor: kindText(t, slab.makingKind, slab.makingFloor),
    wastage: kindText(t, slab.wastageKind, slab.wastageList),
    wastageFloor: kindText(t, slab.wastageKind, slab.wastageFloor),
  }
}

/** "₹350.00 / g", "8 %", "1.965 g" or nothing. */
export function kindText(t: Translate, kind: MakingKind | WastageKind, figure: bigint): string {
  return kind === 'none' ? t('shell.none') : t(`valueTables.as.${kind}`, { figure: figureText(kind, figure) })
}

export interface ShownForm {
  typed: Typed
  errors: FieldErrors
  table: ListedTable | undefined
}

export function tableFormView(t: Translate, { typed, errors, table }: ShownForm): TableFormView {
  const f = formFields(t, { values: typed, errors })
  const rows = rowsIn(typed)
  const cells = ['from', 'making', 'making_floor', 'wastage', 'wastage_floor'] as const
  const archive = table && {
    action: `/value-tables/${table.id}/${table.isArchived ? 'return' : 'archive'}`,
    text: t(table.isArchived ? 'shell.bringBack' : 'shell.archive'),
  }
  return {
    head: {
      title: table?.name ?? t('valueTables.new'),
      note: t('valueTables.form.note'),
      back: { href: '/value-tables', text: t('valueTables.title') },
      badge: table?.isArchived ? { text: t('shell.archived'), tone: 'plain' } : undefined,
    },
    summary: f.summary(['name', ...rows.flatMap((row) => cells.map((cell) => cellOf(row, cell)))]),
    action: table ? `/value-tables/${table.id}` : '/value-tables',
    formAction: table ? `/value-tables/${table.id}/form` : '/value-tables/form',
    id: table ? '' : (typed['id'] ?? ''),
    rowCount: rows.length,
    name: f.text('name', 'shell.name', { maxlength: 60, isFirst: !table }),
    note: f.area('note', 'shell.notes', { rows: 2, maxlength: 300, isOptional: true }),
    onWastage: f.check('making_on_wastage', 'valueTables.makingOnWastage', {
      hint: 'valueTables.makingOnWastage.hint',
    }),
    rows: rows.map((row) => rowView(t, row, typed, errors)),
    archive,
  }
}

function rowView(t: Translate, row: number, typed: Typed, errors: FieldErrors): SlabRowView {
  const number = String(row + 1)
  const cell = (name: 'from' | 'making' | 'making_floor' | 'wastage' | 'wastage_floor', label: WordKey): CellView => {
    const field = cellOf(row, name)
    const id = field.replaceAll(/[^A-Za-z0-9-]+/g, '-')
    const said = errors[field] ? `${id}-e` : ''
    return { id, name: field, value: typed[field] ?? '', label: t(label, { number }), describedBy: said }
  }
  const pick = (name: 'making_kind' | 'wastage_kind', label: WordKey, kinds: readonly (MakingKind | WastageKind)[]) => {
    const field = cellOf(row, name)
    const chosen = typed[field] ?? kinds[1] ?? ''
    const options = kinds.map((kind) => ({
      value: kind,
      text: t(`valueTables.kind.${kind}`),
      isChosen: kind === chosen,
    }))
    return { id: field.replaceAll(/[^A-Za-z0-9-]+/g, '-'), name: field, label: t(label, { number }), options }
  }
  const cells = ['from', 'making', 'making_floor', 'wastage', 'wastage_floor'] as const
  return {
    number,
    from: cell('from', 'valueTables.row.from'),
    makingKind: pick('making_kind', 'valueTables.row.makingKind', makingKinds),
    making: cell('making', 'valueTables.row.making'),
    makingFloor: cell('making_floor', 'valueTables.row.makingFloor'),
    wastageKind: pick('wastage_kind', 'valueTables.row.wastageKind', wastageKinds),
    wastage: cell('wastage', 'valueTables.row.wastage'),
    wastageFloor: cell('wastage_floor', 'valueTables.row.wastageFloor'),
    errors: cells.flatMap((name) => {
      const field = cellOf(row, name)
      const error = errors[field]
      return error ? [{ id: `${field.replaceAll(/[^A-Za-z0-9-]+/g, '-')}-e`, text: t(error.key, error.values) }] : []
    }),
  }
}
