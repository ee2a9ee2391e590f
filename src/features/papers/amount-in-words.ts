import { ToWords as English } from 'to-words/en-IN'
import { ToWords as Gujarati } from 'to-words/gu-IN'
import { ToWords as Hindi } from 'to-words/hi-IN'
import { absolute, type Paise } from '../../core/money.ts'
import type { Locale } from '../../words/index.ts'

const options = { converterOptions: { currency: true, doNotAddOnly: true } }
const speakers = { en: new English(options), hi: new Hindi(options), gu: new Gujarati(options) }

/** 35620650n → "Three lakh fifty six thousand two hundred six rupees and fifty paise", in lakhs and crores. */
export function amountInWords(locale: Locale, amount: Paise): string {
  const size = absolute(amount)
  const words = speakers[locale].convert(size / 100n) + paiseInWords(locale, size % 100n)
  return locale === 'en' ? words.charAt(0) + words.slice(1).toLowerCase() : words
}

/** " And Fifty Paise". Rupees and paise apart: together they are a float to the speaker, which loses paise of large amounts. */
function paiseInWords(locale: Locale, cents: bigint): string {
  if (cents === 0n) return ''
  const speaker = speakers[locale]
  return speaker.convert(`0.${String(cents).padStart(2, '0')}`).slice(speaker.convert(0n).length)
}
