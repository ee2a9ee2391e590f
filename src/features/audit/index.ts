export { type AuditEntry, audit } from './audit.commands.ts'
