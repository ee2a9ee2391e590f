import type { exports as en } from '../en/exports.ts'
import type { Words } from '../words.ts'

export const exports: Words<typeof en> = {
  'exports.note': 'અહીં જે રાખ્યું છે તે તમારું છે: જ્યારે જોઈએ ત્યારે સાથે લઈ જાઓ',
  'exports.from': 'થી',
  'exports.to': 'સુધી',
  'exports.tally': 'Tally માટે',
  'exports.tally.help':
    'પહેલાં માસ્ટર Tally માં લો (Import › Masters), પછી સમયગાળાના વાઉચર (Import › Transactions). શુદ્ધ ધાતુની નોંધ Tally માં આવતી નથી; તેના રૂપિયા જાય છે.',
  'exports.tally.masters': 'માસ્ટર (XML)',
  'exports.tally.vouchers': 'વાઉચર (XML)',
  'exports.archive': 'બધો ડેટા',
  'exports.archive.help':
    'એક zip, દરેક જાતના રેકોર્ડની એક CSV ફાઇલ: પાર્ટીઓ, માલ, બિલ, નોંધ, ચુકવણી, સ્ટોક, ફેરફાર-નોંધ. સીલ કરેલા નંબર (PAN, બેંક ખાતું) તેમાં નથી.',
  'exports.archive.get': 'zip ડાઉનલોડ કરો',
  'exports.archive.about':
    '{{name}} નો બધો ડેટા, {{at}} સુધી. દરેક કોષ્ટકની એક CSV ફાઇલ, UTF-8, ઉપર નામની હરોળ. _paise વાળી રકમ પૂરા પૈસામાં, _mg મિલિગ્રામ, _milli હજારમા ભાગમાં. જેને શીટ સૂત્ર સમજે તેની આગળ એપોસ્ટ્રોફી છે.',
  'exports.journal': 'hledger જેવા પ્રોગ્રામ માટે',
  'exports.journal.help': 'દરેક નોંધ સાદા લખાણમાં. તેની બાકી કાચા સરવૈયા સાથે પૈસા સુધી મળે છે.',
  'exports.journal.get': 'જર્નલ (લખાણ)',
  'audit.action.exports.archive': 'બધો ડેટા ડાઉનલોડ કર્યો',
}
