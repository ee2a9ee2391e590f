export { listAccounts, listAllParties } from './books.queries.ts'
export { journalNames, journalOf } from './journal/journal.ts'
