import type { taxRates as en } from '../en/tax-rates.ts'
import type { Words } from '../words.ts'

export const taxRates: Words<typeof en> = {
  'taxRates.title': 'દર પ્રમાણે GST',
  'taxRates.answers': 'દરેક દરે કરપાત્ર રકમ અને ટેક્સ, લગાવેલો અને ક્રેડિટ, પાછળના કાગળો સાથે',
  'taxRates.rate': 'દર',
  'taxRates.output': 'લગાવેલો GST, ખાતાં મુજબ',
  'taxRates.input': 'ઇનપુટ ક્રેડિટ, ખાતાં મુજબ',
  'taxRates.total': 'લગાવેલો, ઇનપુટ ક્રેડિટ બાદ',
  'taxRates.other': 'દર વગરનું: શરૂઆતની બાકી, ચુકવણી, સરભર, જર્નલ',
  'taxRates.empty': 'આ દિવસોમાં કોઈ ટેક્સ લાગ્યો નથી',
  'taxRates.side.output': 'વેચાણ',
  'taxRates.side.credit-note': 'ક્રેડિટ નોટ',
  'taxRates.side.reverse-charge': 'રિવર્સ ચાર્જ પરની ખરીદી',
  'taxRates.side.input': 'ઇનપુટ ક્રેડિટવાળી ખરીદી અને ખર્ચ',
  'taxRates.side.debit-note': 'ડેબિટ નોટ',
  'taxRates.side.no-credit': 'ઇનપુટ ક્રેડિટ વગરની ખરીદી',
  'taxPapers.title': 'GST દરના કાગળો',
  'taxPapers.answers': 'એક દરનાં બિલ, ખર્ચ અને નોટ, દિવસવાર',
  'taxPapers.side': 'શું',
  'taxPapers.anyRate': 'દરેક દર',
}
