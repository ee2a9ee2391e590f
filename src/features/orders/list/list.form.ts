/** What may be listed. */
export const views = ['open', 'week', 'overdue', 'done'] as const
export type ListOf = (typeof views)[number]
