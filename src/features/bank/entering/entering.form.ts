import { isId } from '../../../db/ids.ts'
import type { Said } from '../../../words/index.ts'
import type { Parsed } from '../../../words/parsed.ts'

/** What a line of the bank was, as a shopkeeper says it. */
export const enterChoices = ['party', 'charges', 'interest', 'money', 'account'] as const
export type EnterChoice = (typeof enterChoices)[number]

export type EnterRequest = { readonly narration: string } & (
  | { readonly what: 'party'; readonly partyId: string }
  | { readonly what: 'charges' | 'interest' }
  | { readonly what: 'money' | 'account'; readonly accountId: string }
)

export type TypedEntry = Readonly<Record<'what' | 'party' | 'money' | 'account' | 'narration', string>>

/** Charges go out and interest comes in; the rest may do either. */
export const choicesFor = (isIn: boolean): EnterChoice[] =>
  enterChoices.filter((choice) => choice !== (isIn ? 'charges' : 'interest'))

export function parseEntry(typed: TypedEntry): Parsed<EnterRequest> {
  const errors: Partial<Record<keyof TypedEntry, Said>> = {}
  const narration = typed.narration.trim()
  const chosen = (name: 'party' | 'money' | 'account'): string => {
    if (!isId(typed[name])) errors[name] = { key: 'fields.choose' }
    return typed[name]
  }
  const what = enterChoices.find((choice) => choice === typed.what)
  if (what === undefined) return { ok: false, errors: { what: { key: 'fields.choose' } } }
  const value = requestOf(what, narration, chosen)
  return Object.keys(errors).length > 0 ? { ok: false, errors } : { ok: true, value }
}

function requestOf(
  what: EnterChoice,
  narration: string,
  chosen: (name: 'party' | 'money' | 'account') => string,
): EnterRequest {
  switch (what) {
    case 'party':
      return { what, narration, partyId: chosen('party') }
    case 'charges':
    case 'interest':
      return { what, narration }
    case 'money':
    case 'account':
      return { what, narration, accountId: chosen(what) }
  }
}

/** What it most likely was, by the words that banks use. */
export function guess(narration: string, isIn: boolean): EnterChoice {
  if (/\b(ATM|ATW|NWD|CASH|CWDR|CDM|SELF)\b/i.test(narration)) return 'money'
  if (!isIn && /\b(CHARGES?|CHGS?|CHRG|FEES?|SMS|AMB|GST|PENALTY|COMMISSION|COMM)\b/i.test(narration)) return 'charges'
  if (isIn && /\b(INTEREST|INT|CREDIT INTEREST|INTT)\b/i.test(narration)) return 'interest'
  return 'party'
}

const common =
  /^(NEFT|IMPS|RTGS|UPI|CHQ|CHEQUE|PAID|HDFC|ICICI|AXIS|SBIN|KKBK|BANK|TRANSFER|INWARD|OUTWARD|CLG|DEP|CASH|FROM|PAYMENT|BILL|INFO|NULL|OK[A-Z]+)$/i

/** Words of a narration that may be a party's name, the first few. */
export const nameWords = (narration: string): string[] =>
  narration
    .split(/[^\p{L}\p{M}]+/u)
    .filter((word) => word.length >= 4 && !common.test(word))
    .slice(0, 3)
