import type { JobKind } from '../jobs/index.ts'
import { statementFiles } from './statement-files.ts'
import { statementMail, statementMails } from './statement-mails.ts'

/** The long work of statements: files of many, a mail to one, mails to many. */
export const statementKinds: readonly JobKind[] = [statementFiles, statementMail, statementMails]
