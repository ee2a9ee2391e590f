import type { Actor } from '../../../core/actor.ts'
import { Refusal } from '../../../core/errors.ts'
import type { PostingLine } from '../../../core/ledger.ts'
import { negate, type Paise, paise, subtract, zero } from '../../../core/money.ts'
import { accountOf } from '../../../core/vouchers.ts'
import { newId } from '../../../db/ids.ts'
import { named } from '../../../db/named.ts'
import type { Tx } from '../../../db/tenant.ts'
import { accountsByRole, openItem, post, reverse, takeVoucherNumber } from '../../books/index.ts'
import { cancelPayment, lockMoneyOf } from '../../payments/index.ts'
import { type ChequeOptions, nameOfCheque } from '../cheques.money.ts'
import type { Cheque } from '../cheques.queries.ts'
import type { Moved, MoveRequest, Moving } from './moving.commands.ts'

/**
 * Bounced, given back or cancelled: its receipt or payment is reversed, so that the bills are open again, and so is its
 * way into the bank; what the bank took for it, and what of that the party is to pay, is written beside. Money that a shop
 * recovers for a dishonoured cheque is no supply, so no GST stands on it (CBIC circular 178/10/2022); GST that the bank did
 * charge is input credit. Throws Refusal 'cheques.refusal.reason', and as `checkGst`.
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
  checkGst(cheque, asked)
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

/**
 * Throws Refusal 'cheques.refusal.gst' for tax that is not less than the charges, '.gstHalves' for CGST and SGST that are
 * not equal (CGST Act, section 9, and the same in each State), '.noCredit' for a shop that takes none.
 */
function checkGst({ takesCredit }: Cheque, { charges, gst }: MoveRequest): void {
  if (!gst) return
  if (!takesCredit) throw new Refusal('cheques.refusal.noCredit')
  if (gst.amount <= 0n || gst.amount >= charges) throw new Refusal('cheques.refusal.gst')
  if (gst.supply === 'intra' && gst.amount % 2n !== 0n) throw new Refusal('cheques.refusal.gstHalves')
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
  const { onDate, reason, recovered } = asked
  const lines = await chargeLines(tx, businessId, cheque, asked)
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
  { charges, recovered, gst }: MoveRequest,
): Promise<PostingLine[]> {
  const roles = await accountsByRole(tx, businessId)
  const half = gst?.supply === 'intra' ? paise(gst.amount / 2n) : zero
  if (charges > 0n && accountId === null) throw new Error('a cheque that bounced was at a bank')
  const line = (account: string, amount: Paise, party: string | null = null): PostingLine => ({
    accountId: account,
    partyId: party,
    commodity: 'INR',
    amount,
  })
  return [
    line(accountOf(roles, 'bank-charges'), subtract(charges, gst?.amount ?? zero)),
    line(accountOf(roles, 'input-cgst'), half),
    line(accountOf(roles, 'input-sgst'), half),
    line(accountOf(roles, 'input-igst'), gst?.supply === 'inter' ? gst.amount : zero),
    line(accountId ?? '', negate(charges)),
    line(accountOf(roles, isCustomer ? 'debtors' : 'creditors'), recovered, partyId),
    line(accountOf(roles, 'other-income'), negate(recovered)),
  ].filter(({ amount }) => amount !== 0n)
}

const numberOf = {
  name: 'cheques.contra.number',
  text: 'select number from voucher where business_id = $1 and id = $2',
}
