import { hasCardNumber } from '../../../core/card-number.ts'
import { type DenominationName, denominations } from '../../../core/denominations.ts'
import { type Paise, parseRupees, zero } from '../../../core/money.ts'
import type { Said } from '../../../words/index.ts'
import type { Parsed } from '../../../words/parsed.ts'
import { type Slip, type SlipMode, slipModes } from '../tills.rules.ts'

export type Typed = Readonly<Record<string, string | undefined>>

/** What was counted and laid beside the book when a till is closed. */
export interface ClosingRequest {
  readonly coins: Readonly<Partial<Record<DenominationName, number>>>
  readonly slips: readonly Slip[]
  /** Of the counted cash: what goes to the bank and what to the safe; the rest stays for the next day. */
  readonly bank: Paise
  /** Which bank account; none for the usual one. */
  readonly bankAccountId: string | undefined
  readonly safe: Paise
  readonly reason: string
}

export const countOf = (name: DenominationName): string => `n.${name}`
const mostOfOne = 99_999
const mostSlips = 500

export function parseClosing(typed: Typed): Parsed<ClosingRequest> {
  const errors: Record<string, Said> = {}
  const value = {
    coins: readCoins(typed, errors),
    slips: slipModes.flatMap((mode) => readSlips(typed, mode, errors)),
    bank: readAmount(typed, 'bank', errors),
    bankAccountId: typed['bankAccount']?.trim() || undefined,
    safe: readAmount(typed, 'safe', errors),
    reason: (typed['reason'] ?? '').trim(),
  }
  if (hasCardNumber(value.reason)) errors['reason'] = { key: 'fields.cardNumber' }
  return Object.keys(errors).length > 0 ? { ok: false, errors } : { ok: true, value }
}

/** As far as it can be read: for the sums on a form that is shown again. */
export const readLoosely = (typed: Typed): Pick<ClosingRequest, 'coins' | 'slips'> => ({
  coins: readCoins(typed, {}),
  slips: slipModes.flatMap((mode) => readSlips(typed, mode, {})),
})

function readCoins(typed: Typed, errors: Record<string, Said>): ClosingRequest['coins'] {
  const counts = denominations.flatMap(({ name }) => {
    const text = (typed[countOf(name)] ?? '').trim()
    if (text === '') return []
    const count = /^\d{1,5}$/.test(text) ? Number(text) : undefined
    if (count === undefined || count > mostOfOne) errors[countOf(name)] = { key: 'tills.count.whole' }
    return count === undefined || count === 0 ? [] : [[name, count] as const]
  })
  return Object.fromEntries(counts)
}

/** A line a slip: its reference and, last, its amount. "-50" was given back on the machine. */
function readSlips(typed: Typed, mode: SlipMode, errors: Record<string, Said>): Slip[] {
  const lines = (typed[mode] ?? '').split(/\r?\n/).map((line) => line.trim())
  if (lines.filter(Boolean).length > mostSlips) {
    errors[mode] = { key: 'tills.slips.tooMany', values: { max: mostSlips } }
    return []
  }
  return lines.flatMap((line, at) => {
    if (line === '') return []
    const [, reference = '', text = ''] = /^(.*?)\s*(\S+)$/.exec(line) ?? []
    const amount = parseRupees(text)
    if (amount === undefined || amount === zero) {
      errors[mode] ??= { key: 'tills.slips.line', values: { line: at + 1 } }
      return []
    }
    if (hasCardNumber(reference)) errors[mode] = { key: 'fields.cardNumber' }
    return [{ mode, reference: reference.slice(0, longestReference), amount }]
  })
}

const longestReference = 60

/** Zero for a blank. */
function readAmount(typed: Typed, name: string, errors: Record<string, Said>): Paise {
  const text = typed[name] ?? ''
  if (text.trim() === '') return zero
  const amount = parseRupees(text)
  if (amount === undefined) errors[name] = { key: 'fields.amount' }
  else if (amount < 0n) errors[name] = { key: 'fields.amount.notNegative' }
  return amount === undefined || amount < 0n ? zero : amount
}

/** What a form that begins anew shows: nothing, or what was typed. */
export const asValues = (typed: Typed): Record<string, string> =>
  Object.fromEntries(Object.entries(typed).map(([name, text]) => [name, text ?? '']))
