import type { Said, WordKey } from '../../../words/index.ts'
import type { FieldErrors } from '../../../words/parsed.ts'

/** The keys that a person may change, with what they do. Enter, Esc and ? stay: they are everybody's. */
export const changeable = [
  ['F8', 'shell.newSale'],
  ['F6', 'keys.receive'],
  ['F5', 'keys.pay'],
  ['F2', 'shell.customer'],
  ['Ctrl+K', 'shell.goTo'],
  ['Ctrl+A', 'keys.accept'],
  ['Alt+D', 'counter.discount'],
  ['Alt+E', 'keys.estimate'],
  ['Alt+G', 'counter.oldGold'],
  ['Alt+H', 'counter.hold'],
  ['Alt+K', 'counter.khata'],
  ['Alt+L', 'counter.repeat'],
  ['Alt+R', 'counter.heldBills'],
  ['Alt+S', 'counter.seller'],
] as const satisfies readonly (readonly [string, WordKey])[]

/** What was chosen in the place of a key, by that key; '' switches it off. What stands as it was is not in it. */
export type OwnKeys = Readonly<Record<string, string>>

/** The name of a form's field: a key has signs that a field's id may not have. */
export const fieldOf = (key: string): string => `key.${key.replace('+', '-')}`

// The browser has these: a page that takes them takes away finding, tabs and loading again.
const browsers: readonly string[] = ['Ctrl+F', 'Ctrl+T', 'Ctrl+W', 'Ctrl+N', 'Ctrl+R', 'Ctrl+L', 'F11', 'F12']

/** "alt x", "ALT+X" and "alt-x" are Alt+X; undefined for what is no key of ours to take. */
export function readKey(text: string): string | undefined {
  const typed = text
    .trim()
    .toUpperCase()
    .replaceAll(/[\s+-]+/g, '+')
  if (/^F([1-9]|1[0-2])$/.test(typed)) return typed
  const [, held, key] = /^(CTRL|ALT)\+([A-Z0-9])$/.exec(typed) ?? []
  return held && key ? `${held === 'CTRL' ? 'Ctrl' : 'Alt'}+${key}` : undefined
}

/** What was typed for each key; "-" switches it off, nothing leaves it as it is. */
export function parseKeys(
  body: Readonly<Record<string, string>>,
): { ok: true; value: OwnKeys } | { ok: false; errors: FieldErrors } {
  const errors: Record<string, Said> = {}
  const chosen: Record<string, string> = {}
  for (const [key] of changeable) {
    const typed = (body[fieldOf(key)] ?? '').trim()
    if (typed === '' || readKey(typed) === key) continue
    const own = typed === '-' ? '' : readKey(typed)
    if (own === undefined) errors[fieldOf(key)] = { key: 'keys.wrong' }
    else if (browsers.includes(own)) errors[fieldOf(key)] = { key: 'keys.browsers', values: { key: own } }
    else chosen[key] = own
  }
  for (const [key] of changeable) {
    const now = chosen[key] ?? key
    const isTaken = now !== '' && changeable.some(([other]) => other !== key && (chosen[other] ?? other) === now)
    if (isTaken && chosen[key] !== undefined) errors[fieldOf(key)] ??= { key: 'keys.twice', values: { key: now } }
  }
  return Object.keys(errors).length > 0 ? { ok: false, errors } : { ok: true, value: chosen }
}
