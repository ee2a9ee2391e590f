import type { keys as english } from '../en/keys.ts'
import type { Words } from '../words.ts'

export const keys: Words<typeof english> = {
  'keys.nextField': 'अगला खाना',
  'keys.accept': 'फ़ॉर्म सेव करें',
  'keys.list': 'यह सूची',
  'keys.use': 'ये कुंजियाँ काम में लें',
  'keys.estimate': 'अनुमान',
  'keys.own.help': 'हर काम के लिए अपनी कुंजी लिखें, जैसे Alt X या F4। ख़ाली रखने पर हमारी रहेगी, डैश से बंद होगी।',
  'keys.saved': 'आपकी कुंजियाँ सहेज ली गईं।',
  'keys.wrong': 'कुंजी ऐसे लिखें: Alt X, Ctrl B या F4।',
  'keys.browsers': '{{key}} ब्राउज़र की अपनी कुंजी है। दूसरी चुनें।',
  'keys.twice': '{{key}} पहले से किसी और काम की है। दूसरी चुनें, या उसे भी बदलें।',
  'keys.receive': 'पैसे लें',
  'keys.pay': 'पैसे दें',
}
