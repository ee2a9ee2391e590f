import type { InvoiceSays } from '../../../core/invoice-facts.ts'
import { type Paise, parseRupees } from '../../../core/money.ts'
import type { AskedExchange, AskedOldGold } from '../../../core/old-gold-purchase.ts'
import { isPan } from '../../../core/pan.ts'
import { parsePercent } from '../../../core/percent.ts'
import { type Mg, noWeight, parseGrams } from '../../../core/weight.ts'
import { isId } from '../../../db/ids.ts'
import { isWordKey, type Said } from '../../../words/index.ts'
import type { FieldErrors } from '../../../words/parsed.ts'
import { isIdKind } from '../old-gold.types.ts'

/** What was typed of old gold, by the name of its field: `og.<n>.<field>`, `og_id_kind`, `og_id`, `og_declared`. */
export type TypedOldGold = Readonly<Record<string, string>>

export const lineFields = ['words', 'purity', 'gross', 'dust', 'stones', 'touch', 'melting', 'rate'] as const
export type LineField = (typeof lineFields)[number]

/** As many articles as one voucher takes. */
export const mostLines = 10

/** For the schema of a form that holds the fields: the names of the lines, and the names that stand once. */
export const oldGoldPattern = `^og\\.([0-${mostLines - 1}])\\.(${lineFields.join('|')})$`
export const oldGoldNames = ['og_document', 'og_rows', 'og_id_kind', 'og_id', 'og_declared'] as const
const own = new RegExp(oldGoldPattern)

export const nameOf = (row: number, field: LineField): string => `og.${row}.${field}`

/** Takes the fields of old gold out of a form's body. */
export function readOldGold(body: Readonly<Record<string, unknown>>): TypedOldGold {
  const names: readonly string[] = oldGoldNames
  const taken = Object.entries(body).flatMap(([name, value]) =>
    typeof value === 'string' && (own.test(name) || names.includes(name)) ? [[name, value] as const] : [],
  )
  return Object.fromEntries(taken)
}

/** The rows that hold anything; purity and melting are there from the beginning and say nothing by themselves. */
export function writtenRows(typed: TypedOldGold): number[] {
  const rows = Object.entries(typed).flatMap(([name, value]) => {
    const [, row = '', field] = own.exec(name) ?? []
    return field && field !== 'purity' && field !== 'melting' && (value ?? '').trim() !== '' ? [Number(row)] : []
  })
  return [...new Set(rows)].sort((a, b) => a - b)
}

export interface ParsedOldGold {
  /** None when nothing was typed, or when something is wrong. */
  readonly exchange?: AskedExchange
  readonly errors: FieldErrors
}

/** What a person asks for; what cannot be is told by the decision, at the field by `oldGoldErrors`. */
export function parseOldGold(typed: TypedOldGold, purities: readonly { readonly id: string }[]): ParsedOldGold {
  const rows = writtenRows(typed)
  if (rows.length === 0) return { errors: {} }
  const errors: Record<string, Said> = {}
  const lines = rows.map((row) => readLine(typed, row, purities, errors))
  const seller = readSeller(typed, errors)
  const documentId = typed['og_document'] ?? ''
  if (!isId(documentId)) errors['og_document'] = { key: 'errors.422.help' }
  if (Object.keys(errors).length > 0) return { errors }
  return { exchange: { documentId, lines, seller }, errors }
}

/** One line, for the figures that are shown while one types; undefined while something of it cannot be read. */
export function readLineIfAny(
  typed: TypedOldGold,
  row: number,
  purities: readonly { readonly id: string }[],
): AskedOldGold | undefined {
  const errors: Errors = {}
  const line = readLine(typed, row, purities, errors)
  return Object.keys(errors).length === 0 ? line : undefined
}

/** A decision's reasons at the fields they speak of; those of no line stand at the declaration or the seller's paper. */
export function oldGoldErrors(typed: TypedOldGold, reasons: readonly InvoiceSays[]): FieldErrors {
  const rows = writtenRows(typed)
  const said = reasons.flatMap(({ key, values, oldGold }) => {
    if (!isWordKey(key) || !key.startsWith('oldGold.')) return []
    const row = oldGold === undefined ? undefined : rows[oldGold]
    const name = row === undefined ? placeOf(key) : nameOf(row, fieldOf(key, values?.['field']))
    return [[name, { key, ...(values && { values }) }] as const]
  })
  return Object.fromEntries(said.toReversed())
}

const placeOf = (key: string): string => (key === 'oldGold.refusal.declare' ? 'og_declared' : 'og_id')

function fieldOf(key: string, field: unknown): LineField {
  if (field === 'meltingBp' || field === 'purityDifference') return 'melting'
  if (key === 'oldGold.refusal.purity') return 'purity'
  return lineFields.find((one) => one === field) ?? 'rate'
}

type Errors = Record<string, Said>

function readLine(
  typed: TypedOldGold,
  row: number,
  purities: readonly { readonly id: string }[],
  errors: Errors,
): AskedOldGold {
  const text = (field: LineField): string => (typed[nameOf(row, field)] ?? '').trim()
  const weight = (field: LineField): Mg => {
    const read = text(field) === '' ? noWeight : parseGrams(text(field))
    if (read === undefined) errors[nameOf(row, field)] = { key: 'oldGold.field.weight' }
    return read ?? noWeight
  }
  const percent = (field: LineField): number => {
    const read = text(field) === '' ? 0 : parsePercent(text(field))
    if (read === undefined) errors[nameOf(row, field)] = { key: 'fields.percent' }
    return read ?? 0
  }
  if (!purities.some(({ id }) => id === text('purity')))
    errors[nameOf(row, 'purity')] = { key: 'oldGold.refusal.purity' }
  return {
    words: text('words'),
    purityId: text('purity'),
    gross: weight('gross'),
    dust: weight('dust'),
    stones: weight('stones'),
    touch: percent('touch'),
    meltingBp: percent('melting'),
    rate: readRate(text('rate'), nameOf(row, 'rate'), errors),
  }
}

function readRate(text: string, name: string, errors: Errors): Paise | null {
  if (text === '') return null
  const rate = parseRupees(text)
  if (rate === undefined || rate <= 0n) errors[name] = { key: 'fields.amount.positive' }
  return rate ?? null
}

function readSeller(typed: TypedOldGold, errors: Errors): AskedExchange['seller'] {
  const [idKind, idNumber] = [typed['og_id_kind'] ?? '', (typed['og_id'] ?? '').trim().toUpperCase()]
  if (!isIdKind(idKind)) errors['og_id_kind'] = { key: 'fields.choose' }
  const wrong = wrongId(idKind, idNumber.replaceAll(/[\s-]/g, ''))
  if (wrong) errors['og_id'] = wrong
  const isDeclared = typed['og_declared'] === 'yes'
  if (!isDeclared) errors['og_declared'] = { key: 'oldGold.refusal.declare' }
  return { idKind, idNumber, isDeclared }
}

function wrongId(kind: string, number: string): Said | undefined {
  if (number === '') return { key: 'oldGold.id.missing' }
  if (kind === 'pan' && !isPan(number)) return { key: 'oldGold.id.pan.wrong' }
  return kind === 'aadhaar' && !/^\d{12}$/.test(number) ? { key: 'oldGold.id.aadhaar.wrong' } : undefined
}
