/** What may be listed. */
export const views = ['out', 'overdue', 'closed', 'in'] as const
export type ListOf = (typeof views)[number]
