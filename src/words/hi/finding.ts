import type { finding as en } from '../en/finding.ts'
import type { Words } from '../words.ts'

export const finding: Words<typeof en> = {
  'finding.papers': 'बिल और वाउचर',
  'finding.pages': 'पन्ने',
  'finding.none': 'कुछ नहीं मिला। नाम, नंबर या पन्ना खोजें।',
  'finding.help': 'पार्टी, आइटम, नंबर से बिल और वाउचर, नाम से पन्ने।',
}
