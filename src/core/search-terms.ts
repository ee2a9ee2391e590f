import { asciiDigits } from './digits.ts'

/** What a search looks for: beginnings of what the function `name_terms` keeps of each name. */
export interface Terms {
  /** All of it as it was typed: "meera sh". */
  phrase: string
  /** Its words, the longest first: for names that are written in another order. */
  words: readonly string[]
}

/** As in the function `name_terms`: blanks and the signs of ASCII, and quotes and dashes as phones type them. */
const between = /[\s!-/:-@[-^_{-~‘’“”–—]+/g

/** Undefined when nothing was typed that could be found. The digits of Devanagari and Gujarati stand for 0 to 9. */
export function termsOf(typed: string): Terms | undefined {
  const text = asciiDigits(typed).normalize('NFC').toLowerCase()
  const phrase = phoneDigits(text) ?? text.replace(between, ' ').trim().slice(0, 80)
  if (phrase === '') return undefined
  return { phrase, words: [...new Set(phrase.split(' '))].sort((a, b) => b.length - a.length).slice(0, 6) }
}

/** The first text after all that begin so, in the order of code points. */
export const afterAll = (beginning: string): string => `${beginning}\u{10ffff}`

/** "+91 98795-20" -> "9879520": a number is looked for by its digits alone, without the country's. */
function phoneDigits(text: string): string | undefined {
  if (!/^[\d\s()+.-]*\d[\d\s()+.-]*$/.test(text)) return undefined
  const digits = text.replaceAll(/\D/g, '')
  if (text.trim().startsWith('+91')) return digits.slice(2) || undefined
  return digits.replace(/^(?:91|0)(?=\d{10}$)/, '')
}
