export { type AuditEntry, audit } from './audit.commands.ts'
export { type AuditFault, type AuditVerdict, verifyAudit } from './audit.queries.ts'
