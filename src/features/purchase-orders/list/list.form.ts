/** What may be listed. */
export const views = [
  'expected',
  'waiting',
  'late',
  'part-received',
  'received',
  'short-closed',
  'cancelled',
  'all',
] as const
export type ListOf = (typeof views)[number]
