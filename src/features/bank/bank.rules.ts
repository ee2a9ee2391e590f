/** No one counts further by eye. */
export const mostCounted = 999

/** A paper of more rows on a side is no paper that anyone reads. */
export const mostStanding = 500
