export const listTabs = ['open', 'done'] as const

export type CountList = (typeof listTabs)[number]
