import type { rules as en } from '../en/rules.ts'
import type { Words } from '../words.ts'

export const rules: Words<typeof en> = {
  'series.refusal.full': '{{prefix}} के बाद के नंबर के लिए जगह नहीं बची। सेटिंग में नई शृंखला शुरू करें।',
  'stock.refusal.notEnough': 'स्टॉक में केवल {{left}} है। कम मात्रा लिखें, या पहले स्टॉक जमा करें।',
  'stock.refusal.changed': 'स्टॉक अभी-अभी बदला। जो बचा है देख लें और फिर दबाएँ।',
  'allocation.refusal.overItem': 'इसमें से केवल {{left}} बाकी है। कम रकम लिखें।',
  'allocation.refusal.overReceipt': 'जितना मिला उससे ज़्यादा बिलों में लगाया गया है। केवल {{left}} लग सकता है: कोई रकम घटाएँ।',
  'allocation.refusal.notOpen': 'इनमें से एक बिल अब बाकी नहीं है। पन्ना फिर खोलें और दोबारा चुनें।',
  'allocation.refusal.twice': 'एक ही बिल दो बार चुना गया है। उसकी रकम एक ही लाइन में लिखें।',
  'allocation.refusal.notPositive': 'हर बिल के लिए शून्य से ज़्यादा रकम लिखें, या वह बिल छोड़ दें।',
  'vouchers.refusal.walkInOwes': 'बिना नाम के बिल का पूरा पैसा लिया जाता है: {{left}} कम है। अभी लें, या ग्राहक चुनें।',
  'vouchers.refusal.overTendered': 'बिल से ज़्यादा लिया गया है: {{over}} घटाएँ, या छुट्टे लौटाएँ।',
}
