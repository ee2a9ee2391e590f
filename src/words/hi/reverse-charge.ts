import type { reverseCharge as en } from '../en/reverse-charge.ts'
import type { Words } from '../words.ts'

export const reverseCharge: Words<typeof en> = {
  'reverseCharge.title': 'रिवर्स चार्ज',
  'reverseCharge.label': 'रिवर्स चार्ज: टैक्स सरकार को आप देंगे',
  'reverseCharge.hint': 'माल ढुलाई, वकील, बिना GSTIN वाले से किराया वगैरह: सप्लायर टैक्स नहीं लगाता।',
  'reverseCharge.cess': 'सेस',
  'reverseCharge.government': 'सरकार को आप देंगे',
  'reverseCharge.supplier': 'सप्लायर को',
  'reverseCharge.isCredit': 'टैक्स सरकार को आप देंगे, और उसका इनपुट क्रेडिट लेंगे।',
  'reverseCharge.isCost': 'टैक्स सरकार को आप देंगे; वह ख़र्च का हिस्सा है।',
  'reverseCharge.refusal.unregistered': 'रिवर्स चार्ज का टैक्स वही देता है जो GST में दर्ज है। निशान हटाएँ।',
  'reverseCharge.refusal.noTax': 'रिवर्स चार्ज में देने वाली दर चुनें, या निशान हटाएँ।',
  'reverseCharge.refusal.party': 'रिवर्स चार्ज के लिए सप्लायर चुनें, या निशान हटाएँ।',
}
