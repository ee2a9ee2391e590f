import { type Paise, rupees, sum, zero } from '../../../core/money.ts'
import { type OldGoldPrice, oldGoldProblems, priceOldGold } from '../../../core/old-gold.ts'
import type { OldGoldFacts } from '../../../core/old-gold-purchase.ts'
import { percent } from '../../../core/percent.ts'
import { grams } from '../../../core/weight.ts'
import { newId } from '../../../db/ids.ts'
import type { CellView, CheckView, FieldView, OptionView, SelectView } from '../../../web/components.views.ts'
import { type FormFields, formFields } from '../../../web/form-fields.ts'
import type { Translate, WordKey } from '../../../words/index.ts'
import type { FieldErrors } from '../../../words/parsed.ts'
import { idKinds } from '../old-gold.types.ts'
import {
  type LineField,
  lineFields,
  mostLines,
  nameOf,
  readLineIfAny,
  type TypedOldGold,
  writtenRows,
} from './entry.form.ts'

/** Old gold as it is typed into a form: the page of old gold and the counter's bill hold the same fields. */
export interface OldGoldEntryView {
  documentId: string
  rowCount: number
  /** Empty when nothing is worth anything yet. */
  total: string
  lines: readonly EntryLineView[]
  canAdd: boolean
  idKind: SelectView
  idNumber: FieldView
  declared: CheckView
  declaration: string
}

interface EntryLineView {
  id: string
  legend: string
  cells: Readonly<Record<Exclude<LineField, 'purity'>, OldGoldCellView>>
  purity: SelectView
  figures: readonly { label: string; value: string }[]
  errors: readonly { id: string; text: string }[]
}

export interface OldGoldCellView extends CellView {
  isNumber: boolean
  maxlength: number
  placeholder: string
}

declare module '../../../web/views.ts' {
  interface Views {
    'old-gold/_entry': OldGoldEntryView
    'old-gold/_cell': OldGoldCellView
  }
}

export interface EntryOf {
  typed: TypedOldGold
  errors: FieldErrors
  /** In the order in which they are offered. */
  purities: readonly { readonly id: string; readonly text: string }[]
  /** The day's buying rates; of a purity whose metal has none the value stays open. */
  facts: OldGoldFacts
}

/** Pure but for the id of a voucher that has none yet. One blank line more than `og_rows` says when `isAdding`. */
export function oldGoldEntryView(t: Translate, of: EntryOf, { isAdding = false } = {}): OldGoldEntryView {
  const typed = withDefaults(of)
  const rowCount = rowsShown(typed, isAdding)
  const f = formFields(t, { values: typed, errors: of.errors })
  const priced = Array.from({ length: rowCount }, (_, row) => priceOf(typed, row, of))
  const total = sum(priced.map((price) => price?.price.value ?? zero))
  return {
    documentId: typed['og_document'] ?? '',
    rowCount,
    total: total > 0n ? `₹${rupees(total)}` : '',
    lines: priced.map((price, row) => lineView(t, f, { ...of, typed }, row, price)),
    canAdd: rowCount < mostLines,
    idKind: f.select('og_id_kind', 'oldGold.id', [
      { value: '', text: t('oldGold.id.choose') },
      ...idKinds.map((kind) => ({ value: kind, text: t(`oldGold.id.${kind}`) })),
    ]),
    idNumber: f.text('og_id', 'oldGold.id.number', { maxlength: 30, width: 'w-m', hint: 'oldGold.id.hint' }),
    declared: f.check('og_declared', 'oldGold.declared'),
    declaration: t('oldGold.declaration.1'),
  }
}

function withDefaults({ typed, purities }: EntryOf): TypedOldGold {
  const usual = purities.find(({ text }) => /916/.test(text)) ?? purities[0]
  const rows = Array.from({ length: mostLines }, (_, row) => row)
  const blank = rows.flatMap((row) => [
    [nameOf(row, 'purity'), usual?.id ?? ''],
    [nameOf(row, 'melting'), ''],
  ])
  return { ...Object.fromEntries(blank), ...typed, og_document: typed['og_document'] || newId() }
}

function rowsShown(typed: TypedOldGold, isAdding: boolean): number {
  const asked = /^\d{1,2}$/.test(typed['og_rows'] ?? '') ? Number(typed['og_rows']) : 1
  const last = writtenRows(typed).at(-1) ?? 0
  return Math.min(mostLines, Math.max(1, asked + (isAdding ? 1 : 0), last + 1))
}

interface Priced {
  price: OldGoldPrice
  rate: Paise
  meltingBp: number
}

/** Undefined while it cannot be reckoned. */
function priceOf(typed: TypedOldGold, row: number, { purities, facts }: EntryOf): Priced | undefined {
  const asked = readLineIfAny(typed, row, purities)
  if (!asked) return undefined
  const metal = facts.purities.get(asked.purityId)?.metal
  const rate = asked.rate ?? (metal && facts.buying.get(metal)?.rate)
  if (rate === undefined) return undefined
  const old = { ...asked, rate }
  return oldGoldProblems(old).length > 0 ? undefined : { price: priceOldGold(old), rate, meltingBp: asked.meltingBp }
}

function lineView(t: Translate, f: FormFields, of: EntryOf, row: number, priced: Priced | undefined): EntryLineView {
  const cell = (field: Exclude<LineField, 'purity'>) => cellView(t, f, of, row, field)
  const errors = lineFields.flatMap((field) => {
    const error = of.errors[nameOf(row, field)]
    return error ? [{ id: `${idOf(row, field)}-e`, text: t(error.key, error.values) }] : []
  })
  return {
    id: `og-${row}`,
    legend: t('oldGold.line', { number: row + 1 }),
    purity: f.select(nameOf(row, 'purity'), 'oldGold.purity', choicesOf(of)),
    cells: {
      words: cell('words'),
      gross: cell('gross'),
      dust: cell('dust'),
      stones: cell('stones'),
      touch: cell('touch'),
      melting: cell('melting'),
      rate: cell('rate'),
    },
    figures: priced ? figuresOf(t, priced) : [],
    errors,
  }
}

const choicesOf = ({ purities }: EntryOf): Pick<OptionView, 'value' | 'text'>[] =>
  purities.map(({ id, text }) => ({ value: id, text }))

const labels: Readonly<Record<LineField, WordKey>> = {
  words: 'oldGold.words',
  purity: 'oldGold.purity',
  gross: 'oldGold.gross',
  dust: 'oldGold.dust',
  stones: 'oldGold.stones',
  touch: 'oldGold.touch',
  melting: 'oldGold.melting',
  rate: 'oldGold.rate',
}

function cellView(t: Translate, f: FormFields, of: EntryOf, row: number, field: LineField): OldGoldCellView {
  const { id, name, value, describedBy } = f.text(nameOf(row, field), labels[field])
  const isNumber = field !== 'words'
  const label = `${t('oldGold.line', { number: row + 1 })}: ${t(labels[field])}`
  const placeholder = field === 'rate' ? boardRate(of, row) : ''
  return { id, name, label, value, isNumber, maxlength: isNumber ? 20 : 80, placeholder, describedBy }
}

/** What the board pays for the metal of the line: it holds where nothing is typed. */
function boardRate({ typed, facts }: EntryOf, row: number): string {
  const metal = facts.purities.get(typed[nameOf(row, 'purity')] ?? '')?.metal
  const rate = metal && facts.buying.get(metal)?.rate
  return rate === undefined ? '' : rupees(rate).replace(/\.00$/, '')
}

function figuresOf(t: Translate, { price, rate, meltingBp }: Priced) {
  return [
    { label: t('oldGold.net'), value: grams(price.net) },
    { label: t('oldGold.fine'), value: grams(price.fine) },
    { label: t('oldGold.afterMelting', { percent: percent(meltingBp) }), value: grams(price.melted) },
    { label: t('oldGold.buyRate'), value: `₹${rupees(rate)}` },
    { label: t('oldGold.value'), value: `₹${rupees(price.value)}` },
  ]
}

const idOf = (row: number, field: LineField): string => `og-${row}-${field}`
