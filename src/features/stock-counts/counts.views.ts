import { todayIn } from '../../core/dates.ts'
import { percent } from '../../core/percent.ts'
import { accuracyBp, type CountState } from '../../core/stock-count.ts'
import { carats, grams, type Mg, mct } from '../../core/weight.ts'
import type { BadgeView } from '../../web/components.views.ts'
import { showInstant, showTime } from '../../words/format.ts'
import type { Locale, Translate } from '../../words/index.ts'
import type { CountRow } from './counts.queries.ts'

/** In whose language and zone a page speaks, and when. */
export interface CountReader {
  t: Translate
  locale: Locale
  zone: string
  now: Date
}

export function stateBadge(t: Translate, state: CountState): BadgeView {
  const tones = { open: 'acc', review: 'warn', approved: 'good', cancelled: 'bad' } as const
  return { text: t(`counts.state.${state}`), tone: tones[state] }
}

/** "Pieces by tag · One counter: A". */
export const whatOf = (t: Translate, { kind, scope, scopeText }: CountRow): string =>
  [t(`counts.kind.${kind}`), scopeWords(t, { kind, scope, scopeText })].join(' · ')

export function scopeWords(
  t: Translate,
  { kind, scope, scopeText }: Pick<CountRow, 'kind' | 'scope' | 'scopeText'>,
): string {
  const word = kind === 'items' && scope === 'counter' ? t('counts.scope.shelf') : t(`counts.scope.${scope}`)
  return scopeText && scope !== 'all' ? `${word}: ${scopeText}` : word
}

/** The time alone where it is today. */
export const momentOf = ({ locale, zone, now }: CountReader, at: Date): string =>
  todayIn(at, zone) === todayIn(now, zone) ? showTime(locale, zone, at) : showInstant(locale, zone, at)

export const accuracyText = (count: Pick<CountRow, 'expected' | 'gone' | 'wrong'>): string =>
  `${percent(accuracyBp(count))} %`

/** A lot's weight as it is weighed: stones in carats, the rest in grams. */
export const weightText = (t: Translate, weight: Mg, isStones: boolean): string =>
  isStones ? `${carats(mct(weight * 5n))} ${t('counts.ct')}` : `${grams(weight)} ${t('counts.g')}`

/** With its sign: it is a difference. */
export const signed = (text: string, value: bigint): string => (value > 0n ? `+${text}` : text)
