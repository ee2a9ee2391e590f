import type { BadgeView } from '../../web/components.views.ts'
import { shownValues } from '../../words/format.ts'
import { isWordKey, type Locale, type Said, type Translate } from '../../words/index.ts'
import { fieldsOf, type ImportKind } from './imports.fields.ts'
import type { ImportState, Problem } from './imports.types.ts'

export interface Reader {
  t: Translate
  locale: Locale
  zone: string
}

const tones: Readonly<Record<ImportState, BadgeView['tone']>> = {
  mapping: 'plain',
  checked: 'acc',
  running: 'acc',
  stopped: 'warn',
  done: 'good',
  undoing: 'acc',
  undone: 'plain',
  dropped: 'plain',
}

export const stateBadge = (t: Translate, state: ImportState): BadgeView => ({
  text: t(`imports.state.${state}`),
  tone: tones[state],
})

/** Days stand in a kept problem as they are in the database; its words may be of a version that is gone. */
export function problemSaid({ t, locale }: Pick<Reader, 't' | 'locale'>, { key, values }: Said): string {
  if (!isWordKey(key)) return t('imports.row.failed')
  if (!values) return t(key)
  return t(key, shownValues(locale, values))
}

/** The name of the column that a problem speaks of; empty where it speaks of the whole row. */
export function problemField(t: Translate, kind: ImportKind, { field }: Problem): string {
  const known = fieldsOf[kind].find(({ name }) => name === field)
  return known ? t(known.label) : ''
}

/** 0 → "A", 27 → "AB", as a spreadsheet names its columns. */
export const columnLetter = (column: number): string =>
  column < 26 ? String.fromCharCode(65 + column) : columnLetter(Math.floor(column / 26) - 1) + columnLetter(column % 26)
