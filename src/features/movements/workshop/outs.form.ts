import { type IsoDate, parseExpiry } from '../../../core/dates.ts'
import { isHuid, normaliseHuid } from '../../../core/metal.ts'
import { type Paise, parseRupees, zero } from '../../../core/money.ts'
import { milli, parseQuantity } from '../../../core/quantity.ts'
import { type Mct, type Mg, mct, mg, parseCarats, parseGrams } from '../../../core/weight.ts'
import { isId } from '../../../db/ids.ts'
import type { Said } from '../../../words/index.ts'
import type { MadeRef } from '../goods/goods.find.ts'
import type { GivenBatch } from '../kits/kits.batches.ts'
import type { Typed } from '../movements.schema.ts'
import { type MadeLine, madeField } from './workshop.makes.ts'

/** So many things one piece of work makes at most. */
const mostMade = 30

export interface TypedOut {
  /** Its number in the names of the fields. */
  readonly row: number
  readonly ref: MadeRef
}

/** What is made, in the order of the form. */
export const typedOuts = (typed: Typed): TypedOut[] =>
  Array.from({ length: mostMade }, (_, row) => row).flatMap((row) => {
    const ref = refOf(typed[madeField(row, 'ref')] ?? '')
    return ref ? [{ row, ref }] : []
  })

const refKinds = ['new', 'lot', 'item'] as const

function refOf(text: string): MadeRef | undefined {
  const [kind, id = ''] = text.split(':')
  const known = refKinds.find((one) => one === kind)
  return known && isId(id) ? { kind: known, id } : undefined
}

export const outText = ({ kind, id }: MadeRef): string => `${kind}:${id}`

/** The same form with one thing more that is made; a lot is there once. */
export function withOut(typed: Typed, ref: MadeRef): Typed {
  const there = typedOuts(typed)
  if (ref.kind === 'lot' && there.some(({ ref: { id } }) => id === ref.id)) return typed
  const row = Math.max(-1, ...there.map((line) => line.row)) + 1
  if (row >= mostMade) return typed
  const quantity = ref.kind === 'item' ? { [madeField(row, 'quantity')]: '1' } : {}
  return { ...typed, [madeField(row, 'ref')]: outText(ref), ...quantity }
}

export const withoutOut = (typed: Typed, row: string): Typed =>
  Object.fromEntries(Object.entries(typed).filter(([name]) => !name.startsWith(`outs.${row}.`)))

/** What is made, and what is wrong with it by field. */
export function parseOuts(
  typed: Typed,
  today: IsoDate,
): { makes: MadeLine[]; rows: number[]; errors: Record<string, Said> } {
  const errors: Record<string, Said> = {}
  const found = typedOuts(typed)
  if (found.length === 0) errors['scan_out'] = { key: 'movements.refusal.noMade' }
  const makes = found.map(({ row, ref }) => parseOut(typed, { row, ref, errors, today }))
  return { makes, rows: found.map(({ row }) => row), errors }
}

function parseOut(
  typed: Typed,
  { row, ref, errors, today }: TypedOut & { errors: Record<string, Said>; today: IsoDate },
): MadeLine {
  const read = reader(typed, row, errors)
  const { text, wrong, weight, count } = read
  const base = { id: ref.id, cost: text('cost') === '' ? null : read.money('cost') }
  switch (ref.kind) {
    case 'item': {
      const quantity = parseQuantity(text('quantity')) ?? milli(0n)
      if (quantity <= 0n) wrong('quantity', { key: 'movements.refusal.noQuantity' })
      return { ...base, kind: 'item', quantity, batch: batchOf(read, today) }
    }
    case 'lot': {
      const [gross, carat] = [weight('gross'), read.carat()]
      const net = weight('net', gross)
      if (net > gross) wrong('net', { key: 'sales.refusal.netOverGross' })
      const asks = typed[madeField(row, 'carat')] === undefined ? 'gross' : 'carat'
      if (gross <= 0n && carat <= 0n) wrong(asks, { key: 'movements.refusal.noWeight' })
      return { ...base, kind: 'lot', gross, net, pieces: count(), carat }
    }
    case 'new': {
      const [gross, carat] = [weight('gross'), read.carat()]
      if (gross <= 0n) wrong('gross', { key: 'movements.refusal.noWeight' })
      if (carat > 0n && text('stone') === '') wrong('stone', { key: 'movements.refusal.noStone' })
      const words = { kind: text('stone'), shape: '', quality: '', basis: 'carat' as const }
      const stone = { ...words, pieces: count(), carat, rate: read.money('rate') }
      const huid = normaliseHuid(text('huid'))
      if (huid !== '' && !isHuid(huid)) wrong('huid', { key: 'pieces.problem.huid' })
      const said = { size: text('size'), counter: text('counter'), huid }
      return { ...base, kind: 'new', gross, otherWeight: weight('other'), stones: carat > 0n ? [stone] : [], ...said }
    }
  }
}

/** What is written on what was made; nothing, where it has no batch. */
function batchOf({ text, wrong }: ReturnType<typeof reader>, today: IsoDate): GivenBatch | null {
  const [number, expires] = [text('number'), text('expires')]
  const expiresOn = expires === '' ? null : parseExpiry(expires, today)
  if (expiresOn === undefined) wrong('expires', { key: 'fields.date' })
  if (number === '' && expires !== '') wrong('number', { key: 'movements.refusal.noBatchNumber' })
  return number === '' ? null : { number, expiresOn: expiresOn ?? null }
}

/** Reads the fields of one row, and writes what is wrong with each. */
function reader(typed: Typed, row: number, errors: Record<string, Said>) {
  const text = (field: string): string => (typed[madeField(row, field)] ?? '').trim()
  const wrong = (field: string, said: Said): void => {
    errors[madeField(row, field)] = said
  }
  const weight = (field: string, empty = mg(0n)): Mg => {
    const read = text(field) === '' ? empty : parseGrams(text(field))
    if (read === undefined) wrong(field, { key: 'counter.weight.wrong' })
    return read ?? empty
  }
  const carat = (): Mct => {
    const read = text('carat') === '' ? mct(0n) : parseCarats(text('carat'))
    if (read === undefined) wrong('carat', { key: 'pieces.problem.carat' })
    return read ?? mct(0n)
  }
  const money = (field: string): Paise => {
    const read = text(field) === '' ? zero : parseRupees(text(field))
    if (read === undefined || read < 0n) wrong(field, { key: 'fields.amount.notNegative' })
    return read ?? zero
  }
  const count = (): number => (/^\d{1,5}$/.test(text('pieces')) ? Number(text('pieces')) : 0)
  return { text, wrong, weight, carat, money, count }
}
