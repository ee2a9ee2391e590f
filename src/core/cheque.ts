import { addMonths, type IsoDate } from './dates.ts'
import { Refusal } from './errors.ts'

export type ChequeDirection = 'received' | 'issued'
export type ChequeStage = 'received' | 'deposited' | 'cleared' | 'bounced' | 'returned' | 'issued' | 'cancelled'
/** What may be done with one; `enter` puts a post-dated one into the books once its date has come. */
export const chequeSteps = ['enter', 'deposit', 'clear', 'bounce', 'return', 'cancel'] as const
export type ChequeStep = (typeof chequeSteps)[number]

export type ChequeState = {
  readonly direction: ChequeDirection
  readonly stage: ChequeStage
  readonly chequeDate: IsoDate
  /** A receipt or payment of it stands in the books. */
  readonly isEntered: boolean
  /** When it came to its stage. */
  readonly movedOn: IsoDate
}

/** Until its date no bank takes it, and the books know nothing of it. */
export const isPostDated = ({ chequeDate }: Pick<ChequeState, 'chequeDate'>, today: IsoDate): boolean =>
  chequeDate > today

/**
 * A bank pays a cheque for three months from its date (RBI circular DBOD.AML BC.No.47/14.01.001/2011-12, from
 * 1 April 2012).
 */
export const isStale = ({ chequeDate }: Pick<ChequeState, 'chequeDate'>, onDate: IsoDate): boolean =>
  onDate > addMonths(chequeDate, 3)

/** What can be done with it today, the likeliest first. */
export function stepsOf(cheque: ChequeState, today: IsoDate): ChequeStep[] {
  const isDue = !isPostDated(cheque, today)
  const enter: ChequeStep[] = isDue && !cheque.isEntered ? ['enter'] : []
  switch (cheque.stage) {
    case 'received':
      return [...(isDue ? (['deposit'] as const) : []), ...enter, 'return']
    case 'deposited':
      return ['clear', 'bounce']
    case 'issued':
      return cheque.isEntered ? ['clear', 'bounce', 'cancel'] : [...enter, 'cancel']
    case 'bounced':
      return cheque.direction === 'received' ? ['deposit', 'return'] : []
    // The bank may take it back after all, or someone pressed too early.
    case 'cleared':
      return ['bounce']
    case 'returned':
    case 'cancelled':
      return []
  }
}

/** Where a step leads. */
export function stageAfter(step: ChequeStep, stage: ChequeStage): ChequeStage {
  switch (step) {
    case 'enter':
      return stage
    case 'deposit':
      return 'deposited'
    case 'clear':
      return 'cleared'
    case 'bounce':
      return 'bounced'
    case 'return':
      return 'returned'
    case 'cancel':
      return 'cancelled'
  }
}

/**
 * Throws Refusal 'cheques.refusal.step' (409) for what cannot be done at this stage, 'fields.date.future',
 * 'cheques.refusal.before' for a day before what was last done with it, 'cheques.refusal.early' before its own date, and
 * 'cheques.refusal.stale' for the bank after three months.
 */
export function checkStep(cheque: ChequeState, step: ChequeStep, onDate: IsoDate, today: IsoDate): void {
  if (!stepsOf(cheque, today).includes(step)) throw new Refusal('cheques.refusal.step', {}, 409)
  if (onDate > today) throw new Refusal('fields.date.future')
  if (onDate < cheque.movedOn) throw new Refusal('cheques.refusal.before')
  const isLetGo = step === 'return' || step === 'cancel'
  if (!isLetGo && onDate < cheque.chequeDate) throw new Refusal('cheques.refusal.early')
  if (step === 'deposit' && isStale(cheque, onDate)) throw new Refusal('cheques.refusal.stale')
}
