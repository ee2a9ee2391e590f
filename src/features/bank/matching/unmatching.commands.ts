import type { Actor } from '../../../core/actor.ts'
import { Refusal } from '../../../core/errors.ts'
import { named } from '../../../db/named.ts'
import type { Tx } from '../../../db/tenant.ts'
import { match, unmatch } from './matching.commands.ts'

/**
 * A voucher is reversed because it was wrong, but the bank's line stays true: what the voucher was matched with is open
 * again, and the voucher and its reversal, which come to nothing, are set against each other. To be called when the reversal
 * is posted. Throws Refusal 'bank.refusal.reconciled' where the match stands in a closed period: there the money is known to
 * have moved, and only what it was for can be wrong.
 */
export async function unmatchReversed(
  tx: Tx,
  businessId: string,
  { voucherId, reversalId }: { voucherId: string; reversalId: string },
  actor: Actor,
): Promise<void> {
  const found = await named<Standing>(tx, standing, [businessId, voucherId])
  // A voucher has a line or two at banks.
  for (const { accountId, matchId } of found)
    await unmatch(tx, businessId, { accountId, matchId }, actor).catch((error) => {
      const isClosed = error instanceof Refusal && error.key === 'errors.locked'
      throw isClosed ? new Refusal('bank.refusal.reconciled') : error
    })
  const accounts = new Map(found.map(({ accountId, lines }) => [accountId, lines]))
  for (const [accountId, lines] of accounts) {
    const entries = lines.flatMap((line) => [voucherId, reversalId].map((id) => ({ voucherId: id, line })))
    await match(tx, businessId, accountId, { lineIds: [], entries, reason: 'reversed' }, actor)
  }
}

interface Standing {
  matchId: string
  accountId: string
  /** Of the voucher, at this bank; its reversal has the same ones. */
  lines: readonly number[]
}

// By the account, so that two who reverse at once take the banks in one order.
const standing = {
  name: 'bank.match.of_voucher',
  text: `
    select m.id as "matchId", m.account_id as "accountId",
      (select array_agg(o.line::int order by o.line) from posting o where o.business_id = $1 and o.voucher_id = $2
        and o.account_id = m.account_id and o.commodity = 'INR') as lines
    from bank_match m
    where m.business_id = $1 and m.undoes_id is null
      and m.id in (select p.match_id from bank_match_part p where p.business_id = $1 and p.voucher_id = $2)
      and not exists (select 1 from bank_match u where u.business_id = $1 and u.undoes_id = m.id)
    order by m.account_id, m.id`,
}
