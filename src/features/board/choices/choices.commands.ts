import type { Actor } from '../../../core/actor.ts'
import { named } from '../../../db/named.ts'
import type { Tx } from '../../../db/tenant.ts'
import { audit } from '../../audit/index.ts'
import type { BoardChoices } from '../board.rules.ts'
import { findChoices } from '../rates.queries.ts'

/** How the shop says its rates from now on; those that were written stay what they are, gram by gram. */
export async function changeChoices(tx: Tx, businessId: string, after: BoardChoices, actor: Actor): Promise<void> {
  const before = await findChoices(tx, businessId)
  const { grams, buyLessBp, buyLess, showsBuy } = after
  await named(tx, keep, [businessId, grams, buyLessBp, buyLess, showsBuy])
  const entry = { action: 'board.edited', entity: 'board', entityId: businessId }
  await audit(tx, businessId, actor, { ...entry, before: { ...before }, after: { ...after } })
}

const keep = {
  name: 'board.choices.keep',
  text: `
    insert into board (business_id, rate_grams, buy_less_bp, buy_less_paise, shows_buy) values ($1, $2, $3, $4, $5)
    on conflict (business_id) do update set rate_grams = excluded.rate_grams, buy_less_bp = excluded.buy_less_bp,
      buy_less_paise = excluded.buy_less_paise, shows_buy = excluded.shows_buy`,
}
