/** Percent-encoded for a query, blanks as %20. Half a surrogate pair, which no URL can carry, becomes the replacement sign. */
export const urlText = (text: string): string => encodeURIComponent(text.toWellFormed())
