/**
 * A second branch marks its own numbers, as it does on bills (`seriesPrefixes`): no number is given twice in a year. `ordinal`
 * counts the branches of the business from the first.
 */
export const branchPrefix = (prefix: string, ordinal: number): string => (ordinal > 1 ? `${prefix}${ordinal}` : prefix)
