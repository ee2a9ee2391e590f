import { isLocale, type Locale, type Said } from '../../../words/index.ts'

export interface Profile {
  name: string
  locale: Locale
  theme: 'system' | 'light' | 'dark'
}

export type Parsed<Value> = { ok: true; value: Value } | { ok: false; errors: Record<string, Said> }

export const themes = ['system', 'light', 'dark'] as const
const longestName = 80

export function parseProfile(fields: { name: string; locale: string; theme: string }): Parsed<Profile> {
  const name = fields.name.trim()
  const theme = themes.find((one) => one === fields.theme)
  const { locale } = fields
  const errors: Record<string, Said> = {}
  const nameError = nameFault(name)
  if (nameError) errors['name'] = nameError
  if (!isLocale(locale)) errors['locale'] = { key: 'fields.choose' }
  if (!theme) errors['theme'] = { key: 'fields.choose' }
  return !nameError && isLocale(locale) && theme ? { ok: true, value: { name, locale, theme } } : { ok: false, errors }
}

export function nameFault(name: string): Said | undefined {
  if (name.trim() === '') return { key: 'fields.name' }
  return [...name].length > longestName ? { key: 'fields.tooLong', values: { max: longestName } } : undefined
}
