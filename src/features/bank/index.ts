export { isMatched } from './matching/matching.queries.ts'
export { unmatchReversed } from './matching/unmatching.commands.ts'
