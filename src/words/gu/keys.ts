import type { keys as english } from '../en/keys.ts'
import type { Words } from '../words.ts'

export const keys: Words<typeof english> = {
  'keys.nextField': 'આગળનું ખાનું',
  'keys.accept': 'ફોર્મ સેવ કરો',
  'keys.list': 'આ યાદી',
  'keys.use': 'આ કી વાપરો',
  'keys.estimate': 'અંદાજ',
  'keys.own.help': 'દરેક કામ માટે તમારી કી લખો, જેમ કે Alt X કે F4. ખાલી રાખો તો અમારી રહે, ડૅશથી બંધ થાય.',
  'keys.saved': 'તમારી કી સચવાઈ ગઈ.',
  'keys.wrong': 'કી આમ લખો: Alt X, Ctrl B અથવા F4.',
  'keys.browsers': '{{key}} બ્રાઉઝરની પોતાની કી છે. બીજી પસંદ કરો.',
  'keys.twice': '{{key}} પહેલેથી બીજા કામની છે. બીજી પસંદ કરો, અથવા તેને પણ બદલો.',
  'keys.receive': 'પૈસા લો',
  'keys.pay': 'પૈસા આપો',
}
