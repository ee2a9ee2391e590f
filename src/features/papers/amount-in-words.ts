import { ToWords as English } from 'to-words/en-IN'
import { ToWords as Gujarati } from 'to-words/gu-IN'
import { ToWords as Hindi } from 'to-words/hi-IN'
import { absolute, type Paise, plainDecimal } from '../../core/money.ts'
import type { Locale } from '../../words/index.ts'

const options = { converterOptions: { currency: true, doNotAddOnly: true, ignoreZeroCurrency: false } }
const speakers = { en: new English(options), hi: new Hindi(options), gu: new Gujarati(options) }

/** 35620650n → "Three lakh fifty six thousand two hundred six rupees and fifty paise", in lakhs and crores. */
export function amountInWords(locale: Locale, amount: Paise): string {
  // As text: a number of JavaScript would lose paise of large amounts.
  const words = speakers[locale].convert(plainDecimal(absolute(amount)).replace(/\.00$/, ''))
  return locale === 'en' ? words.charAt(0) + words.slice(1).toLowerCase() : words
}
