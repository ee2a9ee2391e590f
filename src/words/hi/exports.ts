import type { exports as en } from '../en/exports.ts'
import type { Words } from '../words.ts'

export const exports: Words<typeof en> = {
  'exports.note': 'यहाँ जो रखा है वह आपका है: जब चाहें साथ ले जाएँ',
  'exports.from': 'से',
  'exports.to': 'तक',
  'exports.tally': 'Tally के लिए',
  'exports.tally.help':
    'पहले मास्टर Tally में लें (Import › Masters), फिर किसी अवधि के वाउचर (Import › Transactions)। शुद्ध धातु की एंट्री की Tally में जगह नहीं; उनके रुपये जाते हैं।',
  'exports.tally.masters': 'मास्टर (XML)',
  'exports.tally.vouchers': 'वाउचर (XML)',
  'exports.archive': 'सारा डेटा',
  'exports.archive.help':
    'एक zip, हर तरह के रिकॉर्ड की एक CSV फ़ाइल: पार्टियाँ, माल, बिल, एंट्री, भुगतान, स्टॉक, बदलाव-बही। मुहरबंद नंबर (PAN, बैंक खाता) इसमें नहीं हैं।',
  'exports.archive.get': 'zip डाउनलोड करें',
  'exports.archive.about':
    '{{name}} का सारा डेटा, {{at}} तक। हर तालिका की एक CSV फ़ाइल, UTF-8, ऊपर नामों की पंक्ति। _paise वाली रकमें पूरे पैसे में, _mg मिलीग्राम, _milli हज़ारवें हिस्से में। जिसे शीट सूत्र समझे, उसके आगे एपॉस्ट्रॉफ़ी है।',
  'exports.journal': 'hledger जैसे प्रोग्राम के लिए',
  'exports.journal.help': 'हर एंट्री सादे टेक्स्ट में। इसकी बाकियाँ तलपट से पैसे-पैसे तक मिलती हैं।',
  'exports.journal.get': 'जर्नल (टेक्स्ट)',
  'audit.action.exports.archive': 'सारा डेटा डाउनलोड किया',
}
