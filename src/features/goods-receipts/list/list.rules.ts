export const shows = ['all', 'waiting', 'differing', 'cancelled'] as const

export type Show = (typeof shows)[number]
