import type { Actor } from '../../core/actor.ts'
import type { Rest } from '../../core/allocation.ts'
import type { ChequeDirection } from '../../core/cheque.ts'
import type { IsoDate } from '../../core/dates.ts'
import type { Paise } from '../../core/money.ts'
import { newId } from '../../db/ids.ts'
import type { Tx } from '../../db/tenant.ts'
import { typedDate } from '../books/index.ts'
import { makePayment, receivePayment } from '../payments/index.ts'

/** What the books need to know of a cheque. */
export interface ChequeMoney {
  readonly direction: ChequeDirection
  readonly partyId: string
  readonly number: string
  readonly bankName: string
  readonly bankBranch: string
  readonly chequeDate: IsoDate
  readonly amount: Paise
  readonly accountId: string | null
  readonly restAs: Rest
  readonly note: string
}

export interface ChequeOptions {
  /** None: the main branch. */
  readonly branchId?: string | undefined
  /** For whom may post into days that are over. */
  readonly mayBackdate?: boolean
}

/**
 * Puts a cheque into the books, oldest bills first; its receipt or payment says how much it settled, and the allocation
 * screen is there for what was meant otherwise. Says the paper's id. Throws as `receivePayment` and `makePayment`.
 */
export async function enterCheque(
  tx: Tx,
  businessId: string,
  cheque: ChequeMoney,
  onDate: IsoDate,
  { actor, options }: { actor: Actor; options: ChequeOptions },
): Promise<string> {
  const { direction, partyId, amount, accountId, restAs, note } = cheque
  const drawnOn = direction === 'issued' && accountId !== null ? { accountId } : {}
  const tenders = [{ mode: 'cheque', amount, reference: nameOfCheque(cheque), ...drawnOn }] as const
  const request = { id: newId(), partyId, onDate, tenders, against: 'oldest', restAs, note } as const
  const run = direction === 'received' ? receivePayment : makePayment
  return (await run(tx, businessId, request, actor, options)).id
}

/** "004512 · HDFC Bank, Ring Road · 25/11/2026": as it stands on papers and in entries, in every language. */
export function nameOfCheque(cheque: Pick<ChequeMoney, 'number' | 'bankName' | 'bankBranch' | 'chequeDate'>): string {
  const bank = [cheque.bankName, cheque.bankBranch].filter((part) => part !== '').join(', ')
  return [cheque.number, bank, typedDate(cheque.chequeDate)].filter((part) => part !== '').join(' · ')
}
