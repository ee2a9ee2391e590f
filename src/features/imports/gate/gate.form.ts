import { negate, type Paise, parseRupees, zero } from '../../../core/money.ts'
import type { Said } from '../../../words/index.ts'
import type { Parsed } from '../../../words/parsed.ts'

export interface TypedLine {
  accountId: string
  /** Above zero a debit. */
  amount: Paise
}

/** So many lines of the form name their account by a list. */
export const moreLines = [0, 1, 2] as const

/**
 * The old trial balance as it was typed: `debit.<account>` or `credit.<account>`, and a few lines that choose their account
 * (`more.0`, `debit.more0`, `credit.more0`). Each account stands once.
 */
export function parseGate(
  typed: Readonly<Record<string, string | undefined>>,
  accountIds: readonly string[],
): Parsed<TypedLine[]> {
  const errors: Record<string, Said> = {}
  const lines = new Map<string, Paise>()
  const add = (accountId: string, at: string, field: string) => {
    const amount = amountAt(typed, at, errors)
    if (amount === zero) return
    if (!accountIds.includes(accountId)) errors[field] = { key: 'fields.choose' }
    else if (lines.has(accountId)) errors[field] = { key: 'fields.taken' }
    else lines.set(accountId, amount)
  }
  for (const id of accountIds) add(id, id, `debit.${id}`)
  for (const at of moreLines) add(typed[`more.${at}`] ?? '', `more${at}`, `more.${at}`)
  if (Object.keys(errors).length > 0) return { ok: false, errors }
  return { ok: true, value: [...lines].map(([accountId, amount]) => ({ accountId, amount })) }
}

function amountAt(
  typed: Readonly<Record<string, string | undefined>>,
  at: string,
  errors: Record<string, Said>,
): Paise {
  const [debit, credit] = [read(typed, `debit.${at}`, errors), read(typed, `credit.${at}`, errors)]
  if (debit !== zero && credit !== zero) errors[`debit.${at}`] = { key: 'imports.row.bothSides' }
  return debit === zero ? negate(credit) : debit
}

function read(typed: Readonly<Record<string, string | undefined>>, name: string, errors: Record<string, Said>): Paise {
  const text = (typed[name] ?? '').trim()
  if (text === '') return zero
  const amount = parseRupees(text)
  if (amount === undefined) errors[name] = { key: 'fields.amount' }
  else if (amount < 0n) errors[name] = { key: 'fields.amount.notNegative' }
  return amount !== undefined && amount > 0n ? amount : zero
}
