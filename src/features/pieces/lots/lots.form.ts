import { parseTouch } from '../../../core/metal.ts'
import { caratWeight, fineWeight, type Mg, mct, mg, parseCarats, parseGrams } from '../../../core/weight.ts'
import type { Said } from '../../../words/index.ts'
import type { Parsed } from '../../../words/parsed.ts'
import { codeOf } from '../pieces.find.ts'
import { money, type Typed } from '../pieces.form.ts'
import type { LotWords } from './changing.commands.ts'
import type { NewLot } from './lots.commands.ts'

export const lotKinds = ['metal', 'stones'] as const

/** A lot as it was typed, all but where it lies: metal by gross, net and touch, stones by carat. */
export function parseLot(
  typed: Typed,
  usualTouch: number,
): Parsed<Omit<NewLot, 'id' | 'itemId' | 'branchId' | 'onDate'>> {
  const errors: Record<string, Said> = {}
  const text = (name: string) => (typed[name] ?? '').trim()
  const words = wordsIn(text, errors)
  const pieces = text('pieces') === '' ? 0 : Number(text('pieces'))
  if (!Number.isSafeInteger(pieces) || pieces < 0 || pieces > 1_000_000)
    errors['pieces'] = { key: 'fields.number.range', values: { min: 0, max: 1_000_000 } }
  if (text('value') === '') errors['value'] = { key: 'fields.amount.notNegative' }
  const kind = lotKinds.find((one) => one === text('kind')) ?? 'metal'
  const weights = kind === 'stones' ? stonesIn(text, errors) : metalIn(text, usualTouch, errors)
  const value = { kind, ...words, pieces, ...weights, value: money(errors, 'value', text('value')) }
  return Object.keys(errors).length === 0 ? { ok: true, value } : { ok: false, errors }
}

/** What is written on a lot, without what it weighs. */
export function parseWords(typed: Typed): Parsed<LotWords> {
  const errors: Record<string, Said> = {}
  const value = wordsIn((name) => (typed[name] ?? '').trim(), errors)
  return Object.keys(errors).length === 0 ? { ok: true, value } : { ok: false, errors }
}

type Texts = (name: string) => string

function wordsIn(text: Texts, errors: Record<string, Said>): LotWords {
  if (text('name') === '') errors['name'] = { key: 'fields.name' }
  const barcode = codeOf(text('barcode'))
  if (barcode !== '' && !/^[A-Z0-9.-]{4,32}$/.test(barcode)) errors['barcode'] = { key: 'fields.barcode' }
  return { name: text('name'), barcode, counter: text('counter'), note: text('note') }
}

function metalIn(text: Texts, usualTouch: number, errors: Record<string, Said>) {
  const gross = weight(text, 'gross', errors)
  const net = text('net_weight') === '' ? gross : weight(text, 'net_weight', errors)
  if (net > gross) errors['net_weight'] = { key: 'lots.problem.netOver' }
  const touch = text('touch') === '' ? usualTouch : parseTouch(text('touch'))
  if (touch === undefined) errors['touch'] = { key: 'lots.problem.touch' }
  const fineness = touch ?? usualTouch
  return { gross, net, fineness, fine: fineWeight(net, fineness), carat: mct(0n) }
}

function stonesIn(text: Texts, errors: Record<string, Said>) {
  const carat = parseCarats(text('carat'))
  if (carat === undefined || carat === 0n) errors['carat'] = { key: 'pieces.problem.carat' }
  const none = mg(0n)
  return { gross: caratWeight(carat ?? mct(0n)), net: none, fineness: 0, fine: none, carat: carat ?? mct(0n) }
}

function weight(text: Texts, name: string, errors: Record<string, Said>): Mg {
  const read = parseGrams(text(name))
  if (read === undefined) errors[name] = { key: 'valueTables.problem.weight' }
  else if (read === 0n) errors[name] = { key: 'pieces.problem.noWeight' }
  return read ?? mg(0n)
}
