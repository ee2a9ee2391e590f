import type { setup as en } from '../en/setup.ts'
import type { Words } from '../words.ts'

export const setup: Words<typeof en> = {
  'setup.title': 'તમારી દુકાન તૈયાર કરો',
  'setup.text': 'બે મિનિટ. બધું પછી સેટિંગમાં બદલી શકાય છે.',
  'setup.account': 'તમે',
  'setup.shop': 'તમારી દુકાન',
  'setup.owner': 'તમારું નામ',
  'setup.password': 'પાસવર્ડ',
  'setup.password.hint': 'ઓછામાં ઓછા 10 અક્ષર; થોડા શબ્દો સાથે યાદ રાખવા સહેલા છે.',
  'setup.again': 'પાસવર્ડ ફરીથી',
  'setup.stages': 'પગલાં',
  'setup.done': 'તમારી દુકાન તૈયાર છે. F8 થી પહેલું બિલ બનાવો.',
}
