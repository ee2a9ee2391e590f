import type { FieldView, SelectView } from '../../../web/components.views.ts'
import { formFields, type Typed } from '../../../web/form-fields.ts'
import type { Translate } from '../../../words/index.ts'
import type { Approver } from './approvals.queries.ts'

/** Who approves, and the PIN: two fields of another form, named `approver` and `pin`. */
export interface ApprovalView {
  /** Why it is asked; empty for none. */
  reason: string
  approver: SelectView
  pin: FieldView
  /** Nobody in the shop has a PIN: said instead of the fields. */
  isNobody: boolean
}

declare module '../../../web/views.ts' {
  interface Views {
    'tills/_approval': ApprovalView
  }
}

/** What was typed as PIN is never sent back. Errors stand at 'approver' and 'pin'. */
export function approvalView(
  t: Translate,
  people: readonly Approver[],
  { reason = '', ...typed }: Typed & { reason?: string },
): ApprovalView {
  const fields = formFields(t, typed)
  const choices = people.map(({ userId, name }) => ({ value: userId, text: name }))
  const pin = fields.password('pin', 'tills.pin.of', { autocomplete: 'off', maxlength: 8, width: 'w-s' })
  return {
    reason,
    approver: fields.select('approver', 'tills.approver', choices),
    pin: { ...pin, inputmode: 'numeric' },
    isNobody: people.length === 0,
  }
}
