import type { Said } from '../../../words/index.ts'

/** What is wrong with a PIN: four to eight digits, and none of those that anyone would try first. */
export function pinFault(pin: string): Said | undefined {
  if (!/^\d{4,8}$/.test(pin)) return { key: 'tills.pin.digits' }
  return isGuessed(pin) ? { key: 'tills.pin.guessed' } : undefined
}

/** 0000, 1212, 123123, 1234, 4321, 1987: one digit, a part said again, a run, a year of birth. */
function isGuessed(pin: string): boolean {
  const isRun = '01234567890'.includes(pin) || '09876543210'.includes(pin)
  return isRun || /^(\d{1,4})\1+$/.test(pin) || /^(19|20)\d\d$/.test(pin)
}
