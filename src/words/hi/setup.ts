import type { setup as en } from '../en/setup.ts'
import type { Words } from '../words.ts'

export const setup: Words<typeof en> = {
  'setup.title': 'अपनी दुकान तैयार करें',
  'setup.text': 'दो मिनट। सब कुछ बाद में सेटिंग में बदल सकते हैं।',
  'setup.account': 'आप',
  'setup.shop': 'आपकी दुकान',
  'setup.owner': 'आपका नाम',
  'setup.password': 'पासवर्ड',
  'setup.password.hint': 'कम से कम 10 अक्षर; कुछ शब्द एक साथ याद रखना आसान है।',
  'setup.again': 'पासवर्ड फिर से',
  'setup.stages': 'चरण',
  'setup.done': 'आपकी दुकान तैयार है। F8 से पहला बिल बनाएँ।',
}
