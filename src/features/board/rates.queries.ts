import { paise } from '../../core/money.ts'
import { named } from '../../db/named.ts'
import type { Tx } from '../../db/tenant.ts'
import type { BoardChoices, CurrentRate, RateGrams } from './board.rules.ts'

/**
 * The rates that hold at an instant, of each purity that is not archived, in the order of the board: the newest of each
 * side by its index, in one statement. What the counter prices by.
 */
export const currentRates = (tx: Tx, businessId: string, at: Date): Promise<CurrentRate[]> =>
  named<CurrentRate>(tx, current, [businessId, at])

/** What the shop chose, or what it has not changed yet. */
export async function findChoices(tx: Tx, businessId: string): Promise<BoardChoices> {
  const [found] = await named<BoardChoices>(tx, choices, [businessId])
  return found ?? usualChoices
}

const usualChoices: BoardChoices = { grams: 1 satisfies RateGrams, buyLessBp: 0, buyLess: paise(0n), showsBuy: true }

const newest = (side: string): string => `
  left join lateral (
    select r.rate_paise, r.from_at, r.by_name from board_rate r
    where r.business_id = $1 and r.purity_id = p.id and r.side = '${side}' and r.from_at <= $2
    order by r.from_at desc, r.id desc limit 1) ${side} on true`

const current = {
  name: 'board.current',
  text: `
    select p.id as "purityId", p.metal, p.name, p.fineness, p.is_hallmarked as "isHallmarked", p.is_on_board as "isOnBoard",
      sell.rate_paise as sell, sell.from_at as "sellFrom", sell.by_name as "sellBy",
      buy.rate_paise as buy, buy.from_at as "buyFrom", buy.by_name as "buyBy",
      coalesce(sell.from_at < day.begins, true) as "isStale", coalesce(buy.from_at < day.begins, true) as "isBuyStale"
    from purity p
    join (select date_trunc('day', $2::timestamptz at time zone b.zone) at time zone b.zone as begins
      from business b where b.id = $1) day on true ${newest('sell')} ${newest('buy')}
    where p.business_id = $1 and p.archived_at is null
    order by array_position(array['gold', 'silver', 'platinum'], p.metal), p.place, p.fineness desc, p.id`,
}

const choices = {
  name: 'board.choices',
  text: `
    select rate_grams as grams, buy_less_bp as "buyLessBp", buy_less_paise as "buyLess", shows_buy as "showsBuy"
    from board where business_id = $1`,
}
