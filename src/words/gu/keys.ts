import type { keys as english } from '../en/keys.ts'
import type { Words } from '../words.ts'

export const keys: Words<typeof english> = {
  'keys.nextField': 'આગળનું ખાનું',
  'keys.accept': 'ફોર્મ સેવ કરો',
  'keys.list': 'આ યાદી',
  'keys.use': 'આ કી વાપરો',
  'keys.receive': 'પૈસા લો',
  'keys.pay': 'પૈસા આપો',
}
