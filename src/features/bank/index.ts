export { unmatchReversed } from './matching/unmatching.commands.ts'
