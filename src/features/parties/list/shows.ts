/** Which parties the list shows: the tabs above it. */
export const shows = ['all', 'customers', 'suppliers', 'karigars', 'dues', 'archived'] as const
export type Show = (typeof shows)[number]
