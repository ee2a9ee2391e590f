import type { taxRates as en } from '../en/tax-rates.ts'
import type { Words } from '../words.ts'

export const taxRates: Words<typeof en> = {
  'taxRates.title': 'दर के हिसाब से GST',
  'taxRates.answers': 'हर दर पर कर-योग्य रकम और टैक्स, लगाया हुआ और क्रेडिट, पीछे के कागज़ों सहित',
  'taxRates.rate': 'दर',
  'taxRates.output': 'लगाया GST, खातों के अनुसार',
  'taxRates.input': 'इनपुट क्रेडिट, खातों के अनुसार',
  'taxRates.total': 'लगाया, इनपुट क्रेडिट घटाकर',
  'taxRates.other': 'बिना दर के: शुरुआती शेष, भुगतान, समायोजन, जर्नल',
  'taxRates.empty': 'इन दिनों में कोई टैक्स नहीं लगा',
  'taxRates.side.output': 'बिक्री',
  'taxRates.side.credit-note': 'क्रेडिट नोट',
  'taxRates.side.reverse-charge': 'रिवर्स चार्ज पर ख़रीद',
  'taxRates.side.input': 'इनपुट क्रेडिट वाली ख़रीद और ख़र्च',
  'taxRates.side.debit-note': 'डेबिट नोट',
  'taxRates.side.no-credit': 'बिना इनपुट क्रेडिट की ख़रीद',
  'taxPapers.title': 'GST दर के कागज़',
  'taxPapers.answers': 'एक दर के बिल, ख़र्च और नोट, दिन-ब-दिन',
  'taxPapers.side': 'क्या',
  'taxPapers.anyRate': 'हर दर',
}
