export { type AuditEntry, audit } from './audit.commands.ts'
export { type ChainCheck, verifyAudit } from './audit-chain.queries.ts'
