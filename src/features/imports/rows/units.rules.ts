import { isUnit, type Unit } from '../../items/index.ts'

const names: Readonly<Partial<Record<Unit, string>>> = {
  NOS: 'no number numbers nos. nag नग નંગ',
  PCS: 'pc piece pieces pcs. पीस પીસ',
  KGS: 'kg kilo kilos kilogram kilograms kgs. किलो કિલો किग्रा',
  GMS: 'g gm gram grams gms. ग्राम ગ્રામ',
  LTR: 'l lt ltr. liter litre liters litres लीटर લિટર',
  MLT: 'ml millilitre millilitres milliliter मिली',
  PAC: 'pack packs packet packets pkt pkts पैकेट પેકેટ',
  BOX: 'box boxes डिब्बा ડબ્બો પેટી',
  BTL: 'bottle bottles btls बोतल બોટલ',
  BAG: 'bag bags थैला બેગ બાચકું',
  DOZ: 'dozen dozens dz दर्जन ડઝન',
  PRS: 'pair pairs जोड़ी જોડી',
  SET: 'set sets सेट સેટ',
  MTR: 'm meter meters metre metres mtr. मीटर મીટર',
  UNT: 'unit units',
  CTN: 'carton cartons कार्टन કાર્ટન',
  CAN: 'can cans',
  TUB: 'tube tubes',
  TBS: 'tablet tablets tab',
  ROL: 'roll rolls रोल રોલ',
  BDL: 'bundle bundles बंडल બંડલ',
  BUN: 'bunch bunches',
  GRS: 'gross',
  QTL: 'quintal quintals क्विंटल ક્વિન્ટલ',
  TON: 'tonne tonnes tons ton',
  KLR: 'kilolitre kilolitres',
  CMS: 'cm centimetre centimetres',
  SQF: 'sqft square feet',
  SQM: 'sqm square metre',
  YDS: 'yard yards गज વાર',
  OTH: 'other others',
  NA: 'na',
}

const byName = new Map<string, Unit>(
  Object.entries(names).flatMap(([unit, words]) =>
    isUnit(unit) ? words.split(' ').map((word): [string, Unit] => [word, unit]) : [],
  ),
)

/** "KGS", "kg", "PIECES(PCS)", "KGS-KILOGRAMS" (GSTR-1), "किलो"; undefined for a unit that we do not know. */
export function unitOf(text: string): Unit | undefined {
  const parts = [text, ...(/^([^(]*)\(([^)]*)\)/.exec(text)?.slice(1).toReversed() ?? []), ...text.split('-')]
  for (const part of parts) {
    const word = part.trim()
    const code = word.toUpperCase().replace(/\.$/, '')
    if (isUnit(code)) return code
    const known = byName.get(word.toLowerCase().normalize('NFC'))
    if (known !== undefined) return known
  }
  return undefined
}
