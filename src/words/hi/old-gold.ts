import type { oldGold as en } from '../en/old-gold.ts'
import type { Words } from '../words.ts'

export const oldGold: Words<typeof en> = {
  'oldGold.title': 'पुराना सोना',
  'settings.series.kind.urd-purchase': 'पुराने सोने की खरीद',
  'oldGold.article.gold': 'पुराना सोना {{purity}}',
  'oldGold.article.silver': 'पुरानी चाँदी {{purity}}',
  'oldGold.article.platinum': 'पुराना प्लैटिनम {{purity}}',
  'oldGold.refusal.purity': 'पुरानी धातु की शुद्धता चुनें।',
  'oldGold.refusal.noRate': 'बोर्ड पर {{purity}} का खरीद भाव नहीं है। बोर्ड पर भाव लिखें या लिखवाएँ।',
  'oldGold.refusal.staleRate': '{{purity}} का खरीद भाव आज का नहीं है। पहले बोर्ड पर आज का भाव लिखें।',
  'oldGold.refusal.missing': 'यह लिखें: इसके बिना पुरानी धातु की कीमत नहीं निकलती।',
  'oldGold.refusal.below-zero': 'यह शून्य से कम नहीं हो सकता।',
  'oldGold.refusal.not-whole': 'इसमें दशमलव के बाद दो अंक तक ही लिखें।',
  'oldGold.refusal.too-large': 'यह वज़न सौ किलो से ज़्यादा है। दशमलव बिंदु देखें।',
  'oldGold.refusal.over-hundred': 'यह 100 % से ज़्यादा नहीं हो सकता।',
  'oldGold.refusal.over-gross': 'धूल और नग घटाने पर कुल वज़न में कुछ नहीं बचता।',
  'oldGold.refusal.over-touch': 'घटत के बाद टंच में कुछ नहीं बचता।',
  'oldGold.refusal.rateOverBoard':
    'बोर्ड का भाव शुद्ध धातु के लिए ₹{{rate}} प्रति ग्राम है ({{purity}})। ज़्यादा देने की मंज़ूरी मैनेजर दे सकता है।',
  'oldGold.warning.rateOverBoard':
    'बोर्ड के भाव ₹{{rate}} प्रति ग्राम शुद्ध ({{purity}}) से ज़्यादा पर खरीदा: {{by}} की मंज़ूरी से।',
  'oldGold.refusal.seller': 'पुरानी धातु उसी से खरीदें जिसका नाम, पता और पहचान पत्र का नंबर लिखा हो।',
  'oldGold.refusal.declare': 'बेचने वाले को घोषणा करनी है कि माल उसका अपना है: पढ़वाने के बाद घोषणा पर निशान लगाएँ।',
  'oldGold.refusal.worthless': 'इस पुरानी धातु की कीमत शून्य है: वज़न, टंच और भाव लिखें।',
}
