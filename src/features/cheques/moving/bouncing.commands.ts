import type { Actor } from '../../../core/actor.ts'
import { Refusal } from '../../../core/errors.ts'
import type { PostingLine } from '../../../core/ledger.ts'
import { negate, type Paise } from '../../../core/money.ts'
import { accountOf } from '../../../core/vouchers.ts'
import { newId } from '../../../db/ids.ts'
import { named } from '../../../db/named.ts'
import type { Tx } from '../../../db/tenant.ts'
import { accountsByRole, openItem, post, reverse } from '../../books/index.ts'
import { cancelPayment } from '../../payments/index.ts'
import { nameOfCheque } from '../cheques.money.ts'
import type { Cheque } from '../cheques.queries.ts'
import type { Moved, Moving } from './moving.commands.ts'

/**
 * Bounced, given back or cancelled: its receipt or payment is reversed, so that the bills are open again, and so is its
 * way into the bank; what the bank took for it, and what of that the party is to pay, is written beside. Money that
 * a bank takes for a dishonoured cheque and a shop recovers is no supply, so no GST stands on it (CBIC circular
 * 178/10/2022). Throws Refusal 'cheques.refusal.reason'.
 */
export async function takeBack(tx: Tx, businessId: string, moving: Moving, actor: Actor): Promise<Moved> {
  const { cheque, asked } = moving
  const { onDate, reason } = asked
  if (reason === '') throw new Refusal('cheques.refusal.reason')
  const { documentId, accountId } = cheque
  if (documentId !== null)
    await cancelPayment(tx, businessId, { id: documentId, reason, onDate, ofCheque: true }, actor)
  await reverseDeposit(tx, businessId, moving, actor)
  const voucherId = asked.step === 'bounce' ? await charge(tx, businessId, moving, actor) : null
  return { documentId: null, voucherId, accountId }
}

async function reverseDeposit(tx: Tx, businessId: string, { cheque, events, asked }: Moving, actor: Actor) {
  const voucherId = events.findLast(({ to }) => to === 'deposited')?.voucherId ?? null
  if (cheque.stage !== 'deposited' || voucherId === null) return
  const [reversed] = await named(tx, reversalOf, [businessId, voucherId])
  // Someone may have reversed it among the vouchers already: then nothing of it is left to take back.
  if (reversed) return
  const { onDate, reason } = asked
  await reverse(tx, businessId, { voucherId, newId: newId(), onDate, reason }, actor)
}

async function charge(tx: Tx, businessId: string, { cheque, asked }: Moving, actor: Actor): Promise<string | null> {
  const { onDate, reason, charges, recovered } = asked
  const lines = await chargeLines(tx, businessId, cheque, { charges, recovered })
  if (lines.length === 0) return null
  const voucherId = newId()
  const partyId = recovered > 0n ? cheque.partyId : null
  const narration = `${nameOfCheque(cheque)}: ${reason}`
  await post(tx, businessId, { id: voucherId, kind: 'journal', onDate, number: '', partyId, narration, lines }, actor)
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

const reversalOf = {
  name: 'cheques.reversal_of',
  text: 'select 1 from voucher where business_id = $1 and reverses_id = $2',
}
