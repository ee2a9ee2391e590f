import { asciiDigits } from './digits.ts'

/**
 * True when a text holds what may be the number of a payment card: 13 to 19 digits, written in one or in groups, that pass
 * Luhn's check. PCI DSS wants none kept anywhere, so free text that holds one is refused.
 */
export function hasCardNumber(text: string): boolean {
  const runs = asciiDigits(text).match(/\d+(?:[ \u00a0-]\d+)*/g) ?? []
  return runs.some((run) => hasCard(run.split(/[ \u00a0-]/)))
}

/** Neighbouring groups are tried together, for a phone number may stand right before the card's. */
function hasCard(groups: readonly string[]): boolean {
  return groups.some((_group, from) => {
    let digits = ''
    return groups.slice(from, from + 19).some((group) => {
      digits += group
      return digits.length >= 13 && digits.length <= 19 && passesLuhn(digits)
    })
  })
}

function passesLuhn(digits: string): boolean {
  const total = [...digits].reverse().reduce((sum, digit, at) => {
    const value = Number(digit) * (at % 2 === 0 ? 1 : 2)
    return sum + (value > 9 ? value - 9 : value)
  }, 0)
  return total % 10 === 0 && /[1-9]/.test(digits)
}
