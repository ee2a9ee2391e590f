import type { Said } from '../../words/index.ts'
import { commonPasswords } from './common-passwords.ts'

const shortest = 10
const longest = 128
/** So much must be left of a password when the names that everyone knows are taken out of it. */
const leastOwn = 6

/** Why a new password is refused; undefined when it will do. `known` is what others know: name, email, business. */
export function passwordFault(password: string, known: readonly string[]): Said | undefined {
  const length = [...password].length
  if (length < shortest) return { key: 'fields.password.short', values: { min: shortest } }
  if (length > longest) return { key: 'fields.password.long', values: { max: longest } }
  const plain = password.normalize('NFKC').toLowerCase()
  if (isCommon(plain) || isPattern(plain)) return { key: 'fields.password.common' }
  return isKnown(plain, known) ? { key: 'auth.password.own' } : undefined
}

function isCommon(plain: string): boolean {
  const bare = plain.replace(/^[^a-z]+|[^a-z]+$/g, '')
  return [plain, plain.replace(/[^a-z0-9]/g, ''), bare, unleet(bare)].some((text) => commonPasswords.has(text))
}

const letters: Readonly<Record<string, string>> = { '0': 'o', '1': 'l', '3': 'e', '4': 'a', '5': 's', '@': 'a', $: 's' }
const unleet = (text: string): string => text.replace(/[01345@$]/g, (sign) => letters[sign] ?? sign)

/** One piece again and again, or a walk along the alphabet, the digits or the keyboard. */
function isPattern(plain: string): boolean {
  if (/^(.{1,5})\1+$/su.test(plain) || new Set(plain).size < 4) return true
  return walks.some((walk) => walk.includes(plain))
}

const rows = [
  'abcdefghijklmnopqrstuvwxyz',
  '01234567890123456789',
  'qwertyuiopasdfghjklzxcvbnm',
  '1qaz2wsx3edc4rfv5tgb6yhn',
]
const walks = rows.flatMap((row) => [row, [...row].reverse().join('')])

/** Whoever knows the person and the shop would guess it. */
function isKnown(plain: string, known: readonly string[]): boolean {
  const words = known.flatMap((text) =>
    text
      .normalize('NFKC')
      .toLowerCase()
      .split(/[^\p{L}\p{M}\p{N}]+/u),
  )
  const own = words
    .filter((word) => word.length > 2)
    .sort((a, b) => b.length - a.length)
    .reduce((left, word) => left.replaceAll(word, ''), plain)
  return own !== plain && [...own.replace(/[^\p{L}\p{M}\p{N}]/gu, '')].length < leastOwn
}
