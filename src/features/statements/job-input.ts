import { paise } from '../../core/money.ts'
import { isLocale, type Locale } from '../../words/index.ts'
import { kinds, type StatementFilter, sides } from './statements.rules.ts'

/** What a job of many is asked for, as JSON. */
export const filterInput = (filter: StatementFilter, locale: Locale): Record<string, string> => ({
  kind: filter.kind,
  side: filter.side,
  moved: filter.isMoved ? 'yes' : '',
  city: filter.city,
  least: String(filter.least),
  from: filter.from,
  to: filter.to,
  locale,
})

/** And read back. */
export function filterOf(input: Record<string, unknown>): StatementFilter {
  return {
    kind: kinds.find((one) => one === input['kind']) ?? 'all',
    side: sides.find((one) => one === input['side']) ?? 'any',
    isMoved: input['moved'] === 'yes',
    city: textOf(input, 'city'),
    least: paise(BigInt(textOf(input, 'least') || '0')),
    from: textOf(input, 'from'),
    to: textOf(input, 'to'),
  }
}

export function textOf(input: Record<string, unknown>, name: string): string {
  const value = input[name]
  return typeof value === 'string' ? value : ''
}

/** The language of who asked. */
export function localeIn(input: Record<string, unknown>): Locale {
  const { locale } = { locale: undefined, ...input }
  return isLocale(locale) ? locale : 'en'
}
