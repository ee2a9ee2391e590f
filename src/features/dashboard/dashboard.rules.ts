/** Parties and items are counted up to here: beyond it the number says less than what finding it would cost. */
export const mostCounted = 99
