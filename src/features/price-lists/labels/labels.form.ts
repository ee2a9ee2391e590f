import { isId } from '../../../db/ids.ts'
import type { Said } from '../../../words/index.ts'
import { type LabelSheet, parseSheet } from '../../papers/index.ts'
import { mostLabels } from './labels.rules.ts'

export const labelKinds = ['item', 'shelf'] as const
export const labelPapers = ['sheet', 'roll'] as const

export interface LabelsLook extends LabelSheet {
  readonly kind: (typeof labelKinds)[number]
  readonly paper: (typeof labelPapers)[number]
}

export type LabelsTyped = Readonly<Record<string, string | undefined>>

export interface AskedLabel {
  readonly itemId: string
  readonly count: number
}

export const usualLabels = { kind: 'item', paper: 'sheet', columns: '', rows: '', start: '1' }

/** Which labels, how many of each and on what; what cannot be read is named. */
export function parseLabels(typed: LabelsTyped): {
  asked: readonly AskedLabel[]
  look: LabelsLook
  errors: Record<string, Said>
} {
  const errors: Record<string, Said> = {}
  const asked = Object.entries(typed).flatMap(([name, text = '']): AskedLabel[] => {
    const itemId = name.startsWith('count.') ? name.slice(6) : ''
    if (!isId(itemId) || text.trim() === '') return []
    const count = Number(text.trim())
    if (Number.isSafeInteger(count) && count >= 0 && count <= mostLabels) return count === 0 ? [] : [{ itemId, count }]
    errors[name] = { key: 'fields.number.range', values: { min: 0, max: mostLabels } }
    return []
  })
  const kind = labelKinds.find((one) => one === typed['kind']) ?? 'item'
  const paper = labelPapers.find((one) => one === typed['paper']) ?? 'sheet'
  const sheet = { columns: typed['columns'] ?? '', rows: typed['rows'] ?? '', start: typed['start'] ?? '' }
  const look = {
    kind,
    paper,
    ...parseSheet(sheet, errors, kind === 'shelf' ? { columns: 2, rows: 6 } : { columns: 4, rows: 12 }),
  }
  const total = asked.reduce((sum, { count }) => sum + count, 0)
  if (total > mostLabels) errors['labels'] = { key: 'labels.error.tooMany', values: { max: mostLabels } }
  if (total === 0 && Object.keys(errors).length === 0) errors['labels'] = { key: 'labels.error.none' }
  return { asked, look, errors }
}
