import type { keys as english } from '../en/keys.ts'
import type { Words } from '../words.ts'

export const keys: Words<typeof english> = {
  'keys.nextField': 'अगला खाना',
  'keys.accept': 'फ़ॉर्म सेव करें',
  'keys.list': 'यह सूची',
  'keys.use': 'ये कुंजियाँ काम में लें',
  'keys.receive': 'पैसे लें',
  'keys.pay': 'पैसे दें',
}
