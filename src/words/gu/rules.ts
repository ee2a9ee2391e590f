import type { rules as en } from '../en/rules.ts'
import type { Words } from '../words.ts'

export const rules: Words<typeof en> = {
  'series.refusal.full': '{{prefix}} પછીના નંબર માટે જગ્યા બચી નથી. સેટિંગમાં નવી શ્રેણી શરૂ કરો.',
  'stock.refusal.notEnough': 'સ્ટોકમાં ફક્ત {{left}} છે. ઓછો જથ્થો લખો, અથવા પહેલાં સ્ટોક જમા કરો.',
  'stock.refusal.changed': 'સ્ટોક હમણાં જ બદલાયો. જે બાકી છે તે જોઈ લો અને ફરી દબાવો.',
  'allocation.refusal.overItem': 'આમાંથી ફક્ત {{left}} બાકી છે. ઓછી રકમ લખો.',
  'allocation.refusal.overReceipt': 'જેટલું મળ્યું તેનાથી વધુ બિલમાં ભરાયું છે. ફક્ત {{left}} ભરી શકાય: કોઈ રકમ ઘટાડો.',
  'allocation.refusal.notOpen': 'આમાંનું એક બિલ હવે બાકી નથી. પાનું ફરી ખોલો અને ફરી પસંદ કરો.',
  'allocation.refusal.twice': 'એક જ બિલ બે વાર પસંદ થયું છે. તેની રકમ એક જ લાઇનમાં લખો.',
  'allocation.refusal.notPositive': 'દરેક બિલ માટે શૂન્યથી વધુ રકમ લખો, અથવા તે બિલ છોડી દો.',
  'vouchers.refusal.walkInOwes': 'નામ વગરના બિલના પૂરા પૈસા લેવાય છે: {{left}} ઓછા છે. હમણાં લો, અથવા ગ્રાહક પસંદ કરો.',
  'vouchers.refusal.overTendered': 'બિલ કરતાં વધુ લેવાયું છે: {{over}} ઘટાડો, અથવા છૂટા પાછા આપો.',
}
