export const shelves = ['hand', 'due', 'deposited', 'cleared', 'bounced', 'issued'] as const
/** Which part of the register; `found` is a number that was looked for, wherever it stands. */
export type Shelf = (typeof shelves)[number] | 'found'
