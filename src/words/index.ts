import { createInstance } from 'i18next'
import { en } from './en/index.ts'
import { gu } from './gu/index.ts'
import { hi } from './hi/index.ts'

/** A key as templates say it: `sales.count` stands for `sales.count_one` and `sales.count_other`. */
export type WordKey = BaseKey<keyof typeof en>
type BaseKey<Key> = Key extends `${infer Base}_one` | `${infer Base}_other` ? Base : Key

export const locales = ['en', 'hi', 'gu'] as const
export type Locale = (typeof locales)[number]
export type Values = Readonly<Record<string, string | number>>
export type Translate = (key: WordKey, values?: Values) => string
/** A message made where the reader's language is not known yet: a form's error, a refusal. */
export type Said = { readonly key: WordKey; readonly values?: Values }

export const isLocale = (text: unknown): text is Locale => locales.some((locale) => locale === text)

/** Rules in `core` name their words as plain text: this tells whether the catalogue has them. */
export const isWordKey = (text: string): text is WordKey => text in en || `${text}_other` in en

/** The words of one language. The same function for the same locale, so a page may ask as often as it likes. */
export const translator = (locale: Locale): Translate => translators[locale]

const catalogues: Readonly<Record<Locale, Readonly<Record<string, string>>>> = { en, hi, gu }

const i18n = createInstance()
// Nothing is loaded from outside, so init ends before it returns. Eta escapes, so i18next must not escape again.
void i18n.init({
  resources: { en: { translation: en }, hi: { translation: hi }, gu: { translation: gu } },
  fallbackLng: false,
  keySeparator: false,
  nsSeparator: false,
  initAsync: false,
  interpolation: { escapeValue: false, skipOnVariables: true },
})

/** Sentences with their values that are remembered of a language. */
const mostSaid = 4000
const longestKept = 200

const translators: Readonly<Record<Locale, Translate>> = {
  en: translate('en'),
  hi: translate('hi'),
  gu: translate('gu'),
}

/** Most words of a page carry no values: they are a look-up in a flat map, a hundred times cheaper than i18next. */
function translate(locale: Locale): Translate {
  const plain = Object.freeze({ ...catalogues[locale] })
  const full = i18n.getFixedT(locale)
  const said = new Map<string, string>()
  return (key, values) => {
    if (values === undefined) return plain[key] ?? key
    const sentence = sentenceOf(key, values)
    const known = said.get(sentence)
    if (known !== undefined) return known
    const text = full(key, { ...values })
    // A list says "66 days late" in row after row, and again when it is opened next; the rest goes before it fills the memory.
    if (said.size >= mostSaid) said.clear()
    if (sentence.length <= longestKept) said.set(sentence, text)
    return text
  }
}

/** A number may choose another form of the sentence than its digits as text. */
function sentenceOf(key: WordKey, values: Values): string {
  let sentence: string = key
  for (const [name, value] of Object.entries(values)) sentence += `\n${name}\n${typeof value}\n${value}`
  return sentence
}
