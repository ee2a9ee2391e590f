import type { pieces as en } from '../en/pieces.ts'
import type { Words } from '../words.ts'

export const pieces: Words<typeof en> = {
  'pieces.refusal.taken': 'पीस {{tag}} इस बीच ले लिया गया। आगे बढ़ने से पहले उसे फिर देखें।',
  'pieces.refusal.codeTaken': 'यह टैग या HUID दूसरे पीस का है। कोई और लिखें।',
  'pieces.refusal.otherBody': 'ये पीस पहले दूसरे ब्योरे से सेव हो चुके हैं। नए पीस के लिए नया फ़ॉर्म खोलें।',
}
