/** Parties and items are counted up to here: beyond it the number says less than what finding it would cost. */
export const mostCounted = 99

/** Late ones are looked for among so many parties that have something open: each costs two looks into an index. */
export const mostLooked = 49
