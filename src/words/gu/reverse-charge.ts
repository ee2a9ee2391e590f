import type { reverseCharge as en } from '../en/reverse-charge.ts'
import type { Words } from '../words.ts'

export const reverseCharge: Words<typeof en> = {
  'reverseCharge.title': 'રિવર્સ ચાર્જ',
  'reverseCharge.label': 'રિવર્સ ચાર્જ: ટેક્સ સરકારને તમારે આપવાનો',
  'reverseCharge.hint': 'માલ પરિવહન, વકીલ, GSTIN વગરનાનું ભાડું વગેરે: સપ્લાયર ટેક્સ લગાવતો નથી.',
  'reverseCharge.cess': 'સેસ',
  'reverseCharge.government': 'સરકારને તમારે આપવાના',
  'reverseCharge.supplier': 'સપ્લાયરને',
  'reverseCharge.isCredit': 'ટેક્સ સરકારને તમારે આપવાનો, અને તેની ઇનપુટ ક્રેડિટ લો છો.',
  'reverseCharge.isCost': 'ટેક્સ સરકારને તમારે આપવાનો; તે ખર્ચનો ભાગ છે.',
  'reverseCharge.refusal.unregistered': 'રિવર્સ ચાર્જનો ટેક્સ GSTમાં નોંધાયેલો ધંધો જ આપે. નિશાન કાઢો.',
  'reverseCharge.refusal.noTax': 'રિવર્સ ચાર્જમાં આપવાનો દર પસંદ કરો, અથવા નિશાન કાઢો.',
  'reverseCharge.refusal.party': 'રિવર્સ ચાર્જ માટે સપ્લાયર પસંદ કરો, અથવા નિશાન કાઢો.',
}
