import type { roles as en } from '../en/roles.ts'
import type { Words } from '../words.ts'

export const roles: Words<typeof en> = {
  'roles.owner': 'मालिक',
  'roles.owner.about': 'सब कुछ, लोग और सेटिंग भी।',
  'roles.manager': 'मैनेजर',
  'roles.manager.about': 'दुकान चलाते हैं: बेचना, रद्द करना, पैसे लेना-देना, दाम तय करना और स्टाफ़ जोड़ना।',
  'roles.cashier': 'कैशियर',
  'roles.cashier.about': 'काउंटर पर बेचते हैं, पैसे लेते हैं और ग्राहकों का उधार देखते हैं।',
  'roles.stock-keeper': 'स्टॉक कीपर',
  'roles.stock-keeper.about': 'सामान, लागत और स्टॉक सँभालते हैं; बिल और उधार नहीं देखते।',
  'roles.accountant': 'मुनीम',
  'roles.accountant.about': 'बही सँभालते हैं: रसीद, भुगतान, जर्नल, अवधि बंद करना।',
  'roles.karigar': 'कारीगर',
  'roles.karigar.about': 'केवल अपना साइन इन देखते हैं; उन्हें दिया गया काम बाद में आएगा।',
  'roles.auditor': 'ऑडिटर',
  'roles.auditor.about': 'सब पढ़ते हैं, कुछ नहीं बदलते।',
}
