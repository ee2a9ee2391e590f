import type { Actor } from '../../../core/actor.ts'
import { Refusal } from '../../../core/errors.ts'
import type { PostingLine } from '../../../core/ledger.ts'
import { negate, type Paise } from '../../../core/money.ts'
import { accountOf } from '../../../core/vouchers.ts'
import { newId } from '../../../db/ids.ts'
import { named } from '../../../db/named.ts'
import type { Tx } from '../../../db/tenant.ts'
import { accountsByRole, openItem, post, reverse, takeVoucherNumber } from '../../books/index.ts'
import { cancelPayment, lockMoneyOf } from '../../payments/index.ts'
import { type ChequeOptions, nameOfCheque } from '../cheques.money.ts'
import type { Cheque } from '../cheques.queries.ts'
import type { Moved, Moving } from './moving.commands.ts'

/**
 * Bounced, given back or cancelled: its receipt or payment is reversed, so that the bills are open again, and so is its
 * way into the bank; what the bank took for it, and what of that the party is to pay, is written beside. Money that
 * a bank takes for a dishonoured cheque and a shop recovers is no supply, so no GST stands on it (CBIC circular
 * 178/10/2022). Throws Refusal 'cheques.refusal.reason'.
 */
export async function takeBack(
  tx: Tx,
  businessId: string,
  moving: Moving,
  { actor, options }: { actor: Actor; options: ChequeOptions },
): Promise<Moved> {
  const { cheque, asked } = moving
  const { onDate, reason } = asked
  if (reason === '') throw new Refusal('cheques.refusal.reason')
  const { documentId, accountId } = cheque
  const { charges, recovered, step } = asked
  const isCharged = step === 'bounce' && charges + recovered > 0n
  // The number before anything is posted, and the party before the number, as everyone does.
  await lockMoneyOf(tx, businessId, cheque.partyId)
  const of = { kind: 'journal', onDate, branchId: options.branchId } as const
  const number = isCharged ? await takeVoucherNumber(tx, businessId, of) : ''
  if (documentId !== null)
    await cancelPayment(tx, businessId, { id: documentId, reason, onDate, ofCheque: true }, actor)
  await reverseDeposit(tx, businessId, moving, actor)
  const voucherId = isCharged ? await charge(tx, businessId, moving, { actor, number }) : null
  return { documentId: null, voucherId, accountId }
}

async function reverseDeposit(tx: Tx, businessId: string, { cheque, events, asked }: Moving, actor: Actor) {
  const voucherId = events.findLast(({ to }) => to === 'deposited')?.voucherId ?? null
  const isAtBank = cheque.stage === 'deposited' || cheque.stage === 'cleared'
  if (!isAtBank || voucherId === null) return
  const [contra] = await named<{ number: string }>(tx, numberOf, [businessId, voucherId])
  const { onDate, reason } = asked
  const reversal = { voucherId, newId: newId(), onDate, reason, number: contra?.number ?? '' }
  await reverse(tx, businessId, reversal, actor)
}

async function charge(
  tx: Tx,
  businessId: string,
  { cheque, asked }: Moving,
  { actor, number }: { actor: Actor; number: string },
): Promise<string> {
  const { onDate, reason, charges, recovered } = asked
  const lines = await chargeLines(tx, businessId, cheque, { charges, recovered })
  const voucherId = newId()
  const partyId = recovered > 0n ? cheque.partyId : null
  const narration = `${nameOfCheque(cheque)}: ${reason}`
  await post(tx, businessId, { id: voucherId, kind: 'journal', onDate, number, partyId, narration, lines }, actor)
  if (recovered > 0n)
    await openItem(tx, businessId, {
      id: newId(),
      partyId: cheque.partyId,
      side: 'debit',
      kind: 'bill',
      voucherId,
      number: `CHQ ${cheque.number}`,
      amount: recovered,
      onDate,
      dueOn: onDate,
    })
  return voucherId
}

async function chargeLines(
  tx: Tx,
  businessId: string,
  { accountId, partyId, isCustomer }: Cheque,
  { charges, recovered }: { charges: Paise; recovered: Paise },
): Promise<PostingLine[]> {
  const roles = await accountsByRole(tx, businessId)
  if (charges > 0n && accountId === null) throw new Error('a cheque that bounced was at a bank')
  const line = (account: string, amount: Paise, party: string | null = null): PostingLine => ({
    accountId: account,
    partyId: party,
    commodity: 'INR',
    amount,
  })
  return [
    line(accountOf(roles, 'bank-charges'), charges),
    line(accountId ?? '', negate(charges)),
    line(accountOf(roles, isCustomer ? 'debtors' : 'creditors'), recovered, partyId),
    line(accountOf(roles, 'other-income'), negate(recovered)),
  ].filter(({ amount }) => amount !== 0n)
}

const numberOf = {
  name: 'cheques.contra.number',
  text: 'select number from voucher where business_id = $1 and id = $2',
}
