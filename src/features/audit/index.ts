export { type AuditEntry, audit, auditAll } from './audit.commands.ts'
export { type AuditFault, auditHead, verifyAudit } from './audit.queries.ts'
