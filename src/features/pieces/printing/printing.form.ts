import { type IsoDate, parseDate } from '../../../core/dates.ts'
import { isId } from '../../../db/ids.ts'
import type { Said } from '../../../words/index.ts'
import { type LabelSheet, parseSheet } from '../../papers/index.ts'
import { mostTags, type TagsAsked } from './printing.rules.ts'

export const layouts = ['sheet', 'dumbbell', 'label'] as const
export type TagLayout = (typeof layouts)[number]
export const codes = ['bars', 'qr'] as const

export interface TagsTyped {
  id?: string | string[] | undefined
  since: string
  item: string
  layout: string
  columns: string
  rows: string
  start: string
  code: string
  price: string
}

export interface TagsLook extends LabelSheet {
  readonly layout: TagLayout
  readonly code: (typeof codes)[number]
  readonly hasPrice: boolean
}

export const idsIn = ({ id }: Pick<TagsTyped, 'id'>): string[] =>
  [...new Set([id ?? []].flat().filter(isId))].slice(0, mostTags)

/** What is asked to be printed, and how; a figure that cannot be read is named. */
export function parseTags(
  typed: TagsTyped,
  today: IsoDate,
): { asked: TagsAsked; look: TagsLook; errors: Record<string, Said> } {
  const errors: Record<string, Said> = {}
  const since = typed.since.trim() === '' ? today : parseDate(typed.since, today)
  if (!since) errors['since'] = { key: 'fields.date' }
  return {
    asked: { ids: idsIn(typed), since: since ?? today, itemId: isId(typed.item) ? typed.item : null },
    look: {
      layout: layouts.find((one) => one === typed.layout) ?? 'sheet',
      ...parseSheet(typed, errors),
      code: codes.find((one) => one === typed.code) ?? 'bars',
      hasPrice: typed.price === 'yes',
    },
    errors,
  }
}
