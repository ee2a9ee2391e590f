import type { ChequeState, ChequeStep } from '../../core/cheque.ts'
import type { Cheque } from './cheques.queries.ts'

/** What the rules ask of a cheque. */
export const stateOf = ({ direction, stage, chequeDate, documentId, movedOn }: Cheque): ChequeState => ({
  direction,
  stage,
  chequeDate,
  isEntered: documentId !== null,
  movedOn,
})

/** The word of a step in the edit log. */
export const actionOf: Readonly<Record<ChequeStep, string>> = {
  enter: 'cheque.entered',
  deposit: 'cheque.deposited',
  clear: 'cheque.cleared',
  bounce: 'cheque.bounced',
  return: 'cheque.returned',
  cancel: 'cheque.cancelled',
}
