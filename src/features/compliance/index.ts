export { loadCash, type Person } from './cash.queries.ts'
export { type DecidedPaper, logCash } from './decisions/decisions.commands.ts'
export { keepIdentity, panIndex } from './kyc/kyc.commands.ts'
export { createCashRules } from './rules/rules.commands.ts'
