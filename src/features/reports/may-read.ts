import { can, type Role } from '../../core/permissions.ts'
import { ErrorOfAnswer } from '../../web/errors.ts'
import type { ReportDefinition } from './report.ts'

/** Throws what is answered with 403 where the role lacks the second permission; the route asks for the first. */
export function mayRead({ alsoNeeds }: Pick<ReportDefinition, 'alsoNeeds'>, role: Role): void {
  if (alsoNeeds !== undefined && !can(role, alsoNeeds)) throw new ErrorOfAnswer(403)
}
