export { audit } from './audit.commands.ts'
export { type AuditFault, verifyAudit } from './audit.queries.ts'
