import type { Said } from '../../../words/index.ts'

export type CloseFields = { label: string; capital: string; confirm: string }
export type ReopenFields = { label: string; reason: string; confirm: string }
type Errors<Fields> = Partial<Record<keyof Fields, Said>>

/** The label is typed out, since a year is closed once and by no slip of a finger (UX.md, rule 8). */
export const checkClosing = (fields: CloseFields): Errors<CloseFields> => ({
  ...(fields.capital === '' ? { capital: { key: 'year.refusal.capital' } as const } : {}),
  ...confirmed(fields),
})

export const checkReopening = (fields: ReopenFields): Errors<ReopenFields> => ({
  ...(fields.reason.trim() === '' ? { reason: { key: 'year.refusal.reason' } as const } : {}),
  ...confirmed(fields),
})

const confirmed = ({ label, confirm }: { label: string; confirm: string }): { confirm?: Said } =>
  confirm.trim() === label ? {} : { confirm: { key: 'year.refusal.confirm', values: { label } } }
