/** What may be listed. */
export const listStates = ['all', 'open', 'expired', 'billed'] as const
export type ListState = (typeof listStates)[number]
