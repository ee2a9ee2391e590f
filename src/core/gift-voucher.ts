import type { IsoDate } from './dates.ts'
import { asciiDigits } from './digits.ts'
import { type Paise, subtract, zero } from './money.ts'

/**
 * Digits and capitals that are not taken for one another: no 0 and O, no 1, I and L. There are 31, a prime: so that with
 * a weight of its own for each place, one wrong character or any two exchanged always change the check character.
 */
const alphabet = '23456789ABCDEFGHJKMNPQRSTUVWXYZ'
const size = BigInt(alphabet.length)
const drawn = 11 // and the check character: three groups of four

export type GiftCodeProblem = 'length' | 'character' | 'check-character'

/**
 * A code of 11 characters and their check character. `random` is a whole number of at least 128 random bits: the 54 that
 * are used cannot be guessed at a till, and no code is likelier than another by more than one part in 2^74.
 */
export function giftCode(random: bigint): string {
  let rest = random < 0n ? -random : random
  const code = Array.from({ length: drawn }, () => {
    const character = alphabet.charAt(Number(rest % size))
    rest /= size
    return character
  }).join('')
  return code + checkCharacter(code)
}

/** " 2345-6789 abcd" → "23456789ABCD" */
export const normaliseGiftCode = (text: string): string => asciiDigits(text).replace(/[\s-]/g, '').toUpperCase()

/** "23456789ABCD" → "2345-6789-ABCD", as it is printed and read out. */
export const giftCodeText = (code: string): string => code.replace(/(.{4})(?=.)/g, '$1-')

/** What is wrong with a normalised code; undefined when nothing is. That it was ever sold is another question. */
export function giftCodeProblem(code: string): GiftCodeProblem | undefined {
  if (code.length !== drawn + 1) return 'length'
  if ([...code].some((character) => !alphabet.includes(character))) return 'character'
  return checkCharacter(code.slice(0, drawn)) === code.slice(drawn) ? undefined : 'check-character'
}

function checkCharacter(code: string): string {
  const total = [...code].reduce((sum, character, i) => sum + alphabet.indexOf(character) * (i + 2), 0)
  return alphabet.charAt((alphabet.length - (total % alphabet.length)) % alphabet.length)
}

/** `left` is what has not been redeemed; `expiresOn` its last day, none: it lives for ever. */
export type GiftVoucher = {
  readonly left: Paise
  readonly soldOn: IsoDate
  readonly expiresOn: IsoDate | null
  readonly isCancelled: boolean
}

export type GiftProblem =
  | 'cancelled'
  | 'not-yet-sold'
  | 'expired'
  | 'used-up'
  | 'not-positive'
  | 'over-left'
  | 'over-bill'

/** What a voucher may pay of a bill, and what is then left of it; nothing is ever paid back in cash for it. */
export type GiftRedeemed = { readonly used: Paise; readonly left: Paise; readonly problem?: GiftProblem }

/**
 * Takes a voucher towards what is due of a bill: as much as was asked, or without asking as much as it can pay. With a
 * problem nothing is used.
 */
export function redeemGift(
  voucher: GiftVoucher,
  { due, asked, onDate }: { due: Paise; asked?: Paise; onDate: IsoDate },
): GiftRedeemed {
  const used = asked ?? (voucher.left < due ? voucher.left : due)
  const problem = giftProblem(voucher, { due, used, onDate })
  return problem ? { used: zero, left: voucher.left, problem } : { used, left: subtract(voucher.left, used) }
}

function giftProblem(
  voucher: GiftVoucher,
  { due, used, onDate }: { due: Paise; used: Paise; onDate: IsoDate },
): GiftProblem | undefined {
  if (voucher.isCancelled) return 'cancelled'
  if (onDate < voucher.soldOn) return 'not-yet-sold'
  if (voucher.expiresOn !== null && voucher.expiresOn < onDate) return 'expired'
  if (voucher.left <= 0n) return 'used-up'
  if (used <= 0n) return 'not-positive'
  if (used > voucher.left) return 'over-left'
  return used > due ? 'over-bill' : undefined
}
