export { sendOrRefuse } from './statement-mails.ts'
