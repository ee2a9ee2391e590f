import { asciiDigits } from './digits.ts'
import { isPan } from './pan.ts'
import { isStateCode } from './states.ts'

export type GstinProblem = 'shape' | 'state' | 'check-digit'

const alphabet = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ'

// State, PAN (a TDS deductor's TAN has another letter pattern), entity, usually Z (D for TDS, C for TCS), check.
const ordinary = /^\d\d[A-Z]{4}[A-Z0-9]\d{4}[A-Z][1-9A-Z][A-Z0-9][A-Z0-9]$/
// UN bodies and embassies, non-residents, OIDAR suppliers: State, year, country or body, serial, UN | ON | NR | OS, check.
const special = /^\d{4}[A-Z]{3}\d{5}(?:UN|ON|NR|OS)[A-Z0-9]$/
const centre = '99' // OIDAR suppliers are registered with the Centre, in no State

/** "24 aapfu-0939f1zv" → "24AAPFU0939F1ZV" */
export const normaliseGstin = (text: string): string => asciiDigits(text).replace(/[\s-]/g, '').toUpperCase()

/** What is wrong with a normalised GSTIN; undefined when nothing is. */
export function gstinProblem(gstin: string): GstinProblem | undefined {
  if (!ordinary.test(gstin) && !special.test(gstin)) return 'shape'
  if (!isStateCode(gstin.slice(0, 2)) && !(gstin.startsWith(centre) && special.test(gstin))) return 'state'
  if (gstinCheckDigit(gstin) !== gstin.slice(14)) return 'check-digit'
  return undefined
}

/** The fifteenth character, from the fourteen before it. */
export function gstinCheckDigit(gstin: string): string {
  const total = [...gstin.slice(0, 14)].reduce((sum, character, i) => {
    const product = alphabet.indexOf(character) * (i % 2 === 0 ? 1 : 2)
    return sum + Math.floor(product / 36) + (product % 36)
  }, 0)
  return alphabet.charAt((36 - (total % 36)) % 36)
}

/** "24AAPFU0939F1ZV" → "24"; undefined when it begins with no State's code. */
export function stateOfGstin(gstin: string): string | undefined {
  const code = gstin.slice(0, 2)
  return isStateCode(code) ? code : undefined
}

/** The holder's PAN; undefined for the special shapes that carry none. */
export function panOfGstin(gstin: string): string | undefined {
  const pan = gstin.slice(2, 12)
  return isPan(pan) ? pan : undefined
}
