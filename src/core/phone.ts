import { asciiDigits } from './digits.ts'

/**
 * " 098795-20144" → "+919879520144". An Indian mobile number may come with +91, 91, 0 or nothing before it; a number of
 * another country needs its + and 8 to 15 digits. Undefined when it is neither.
 */
export function normalisePhone(text: string): string | undefined {
  const typed = asciiDigits(text.trim()).replace(/[\s().\u2010-\u2015-]/g, '')
  const indian = /^(?:\+91|0091|91)?0?([6-9]\d{9})$/.exec(typed)
  if (indian) return `+91${indian[1]}`
  return /^\+(?!91)[1-9]\d{7,14}$/.test(typed) ? typed : undefined
}

/** "+919879520144" → "98795 20144"; a number of another country stays as it is. */
export function showPhone(phone: string): string {
  const [, first, last] = indianHalves(phone)
  return first && last ? `${first} ${last}` : phone
}

/** "+919879520144" → "98••• ••144" */
export function maskPhone(phone: string): string {
  const [, first, last] = indianHalves(phone)
  if (first && last) return `${first.slice(0, 2)}••• ••${last.slice(2)}`
  return phone.slice(0, 3) + '•'.repeat(Math.max(0, phone.length - 6)) + phone.slice(-3)
}

const indianHalves = (phone: string): readonly string[] => /^\+91(\d{5})(\d{5})$/.exec(phone) ?? []
