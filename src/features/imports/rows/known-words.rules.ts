import { asciiDigits } from '../../../core/digits.ts'
import { states } from '../../../core/states.ts'
import { isWordKey, locales, translator } from '../../../words/index.ts'

const plain = (text: string): string =>
  asciiDigits(text)
    .toLowerCase()
    .replaceAll('&', ' and ')
    .replaceAll(/[^\p{L}\p{M}\p{N}]+/gu, ' ')
    .trim()

const yes = [
  'yes',
  'y',
  'true',
  '1',
  'with tax',
  'inclusive',
  'tax included',
  'included',
  'हाँ',
  'हां',
  'सहित',
  'હા',
  'સહિત',
]
const no = ['no', 'n', 'false', '0', 'without tax', 'exclusive', 'tax excluded', 'excluded', 'नहीं', 'ના', 'બાદ']

/** "Inclusive", "With Tax", "Yes"; undefined for what says neither. */
export function yesOrNo(text: string): boolean | undefined {
  if (yes.includes(plain(text))) return true
  return no.includes(plain(text)) ? false : undefined
}

export interface Roles {
  isCustomer: boolean
  isSupplier: boolean
  isKarigar: boolean
}

const noRole = { isCustomer: false, isSupplier: false, isKarigar: false }
const roleWords: readonly (readonly [RegExp, Roles])[] = [
  [/^(both|customer and supplier|दोनों|બંને)$/, { ...noRole, isCustomer: true, isSupplier: true }],
  [/^(customers?|debtors?|sundry debtors?|buyers?|client|ग्राहक|ગ્રાહક)$/, { ...noRole, isCustomer: true }],
  [
    /^(suppliers?|vendors?|creditors?|sundry creditors?|seller|सप्लायर|आपूर्तिकर्ता|व्यापारी|સપ્લાયર|વેપારી)$/,
    { ...noRole, isSupplier: true },
  ],
  [/^(karigar|goldsmith|artisan|job worker|कारीगर|કારીગર)$/, { ...noRole, isKarigar: true }],
]

/** "Sundry Debtors", "Customer", "ग्राहक"; undefined for a group that says nothing of it. */
export const rolesOf = (text: string): Roles | undefined => roleWords.find(([words]) => words.test(plain(text)))?.[1]

export function kindOf(text: string): 'goods' | 'service' | undefined {
  if (/^(goods?|products?|stock item|item|माल|सामान|માલ)$/.test(plain(text))) return 'goods'
  return /^(services?|सेवा|સેવા)$/.test(plain(text)) ? 'service' : undefined
}

// Names of before, and those that people write short.
const otherNames = { orissa: '21', pondicherry: '34', uttaranchal: '05', 'new delhi': '07', 'jammu kashmir': '01' }

const stateCodes = new Map<string, string>([
  ...states.map(({ code, name }): [string, string] => [plain(name), code]),
  ...states.flatMap(({ code }) =>
    locales.flatMap((locale): [string, string][] => {
      const word = `states.${code}`
      return isWordKey(word) ? [[plain(translator(locale)(word)), code]] : []
    }),
  ),
  ...Object.entries(otherNames),
])

/** "24", "Gujarat", "24-Gujarat", "Gujarat (24)", "ગુજરાત" → "24"; undefined for no State that we know. */
export function stateCodeOf(text: string): string | undefined {
  const whole = plain(text)
  const digits = /^\d{1,2}$/.exec(whole)?.[0].padStart(2, '0')
  if (digits !== undefined) return states.find(({ code }) => code === digits)?.code
  const name = whole.replaceAll(/\b\d+\b/g, '').trim()
  return stateCodes.get(name)
}
