import type { oldGold as en } from '../en/old-gold.ts'
import type { Words } from '../words.ts'

export const oldGold: Words<typeof en> = {
  'oldGold.title': 'જૂનું સોનું',
  'settings.series.kind.urd-purchase': 'જૂના સોનાની ખરીદી',
  'oldGold.article.gold': 'જૂનું સોનું {{purity}}',
  'oldGold.article.silver': 'જૂની ચાંદી {{purity}}',
  'oldGold.article.platinum': 'જૂનું પ્લેટિનમ {{purity}}',
  'oldGold.refusal.purity': 'જૂની ધાતુની શુદ્ધતા પસંદ કરો.',
  'oldGold.refusal.noRate': 'બોર્ડ પર {{purity}}નો ખરીદ ભાવ નથી. બોર્ડ પર ભાવ લખો અથવા લખાવો.',
  'oldGold.refusal.staleRate': '{{purity}}નો ખરીદ ભાવ આજનો નથી. પહેલાં બોર્ડ પર આજનો ભાવ લખો.',
  'oldGold.refusal.missing': 'આ લખો: તેના વિના જૂની ધાતુની કિંમત નીકળતી નથી.',
  'oldGold.refusal.below-zero': 'આ શૂન્યથી ઓછું ન હોઈ શકે.',
  'oldGold.refusal.not-whole': 'આમાં દશાંશ પછી બે અંક સુધી જ લખો.',
  'oldGold.refusal.too-large': 'આ વજન સો કિલોથી વધારે છે. દશાંશ ચિહ્ન જુઓ.',
  'oldGold.refusal.over-hundred': 'આ 100 %થી વધારે ન હોઈ શકે.',
  'oldGold.refusal.over-gross': 'ધૂળ અને નંગ બાદ કરતાં કુલ વજનમાં કંઈ બચતું નથી.',
  'oldGold.refusal.over-touch': 'ઘટ બાદ ટંચમાં કંઈ બચતું નથી.',
  'oldGold.refusal.rateOverBoard':
    'બોર્ડનો ભાવ શુદ્ધ ધાતુના ગ્રામ દીઠ ₹{{rate}} છે ({{purity}}). વધારે આપવાની મંજૂરી મેનેજર આપી શકે.',
  'oldGold.warning.rateOverBoard': 'બોર્ડના ભાવ શુદ્ધ ગ્રામ દીઠ ₹{{rate}} ({{purity}})થી વધારે પર ખરીદ્યું: {{by}}ની મંજૂરીથી.',
  'oldGold.refusal.seller': 'જૂની ધાતુ એવી વ્યક્તિ પાસેથી જ ખરીદો જેનું નામ, સરનામું અને ઓળખપત્રનો નંબર લખ્યો હોય.',
  'oldGold.refusal.declare': 'વેચનારે જાહેર કરવું પડે કે માલ તેનો પોતાનો છે: વંચાવ્યા પછી જાહેરાત પર ટિક કરો.',
  'oldGold.refusal.worthless': 'આ જૂની ધાતુની કિંમત શૂન્ય થાય છે: વજન, ટંચ અને ભાવ લખો.',
}
