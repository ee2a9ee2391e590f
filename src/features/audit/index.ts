export { audit } from './audit.commands.ts'
export { type AuditFault, auditHead, verifyAudit } from './audit.queries.ts'
