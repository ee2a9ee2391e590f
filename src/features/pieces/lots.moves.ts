import { Refusal } from '../../core/errors.ts'
import type { StockWeights } from '../../core/piece-sale.ts'
import { named } from '../../db/named.ts'
import { sqlState } from '../../db/sqlstate.ts'
import type { Tx } from '../../db/tenant.ts'

/** What goes out of a lot (`sign` -1) or comes into it (1); the weights are above zero. */
export interface LotMove {
  readonly lotId: string
  readonly sign: 1n | -1n
  readonly goes: StockWeights
}

/** Moves lots that were locked before; the levels move beside by `moveStock`. Refusal 'stock.refusal.changed' (409) below zero. */
export async function moveLots(tx: Tx, businessId: string, moves: readonly LotMove[]): Promise<void> {
  if (moves.length === 0) return
  const of = (value: (goes: StockWeights) => bigint) => moves.map(({ goes, sign }) => sign * value(goes))
  await named(tx, lotsMoved, [
    businessId,
    moves.map(({ lotId }) => lotId),
    of(({ pieces }) => BigInt(pieces)),
    of(({ gross }) => gross),
    of(({ net }) => net),
    of(({ fine }) => fine),
    of(({ carat }) => carat),
    of(({ value }) => value),
  ]).catch(refuseShort)
}

/**
 * What came back or was sold of lots that a challan holds is held no more: as far as it is out on that challan, and all of it
 * with the last of its weight. Of a paper that holds nothing it writes nothing.
 */
export async function releaseLots(
  tx: Tx,
  businessId: string,
  challanId: string,
  of: readonly { lotId: string; goes: Omit<StockWeights, 'fine' | 'value'> }[],
): Promise<void> {
  if (of.length === 0) return
  await named(tx, lotsReleased, [
    ...[businessId, challanId],
    of.map(({ lotId }) => lotId),
    of.map(({ goes }) => BigInt(goes.pieces)),
    of.map(({ goes }) => goes.gross),
    of.map(({ goes }) => goes.net),
    of.map(({ goes }) => goes.carat),
  ])
}

function refuseShort(error: unknown): never {
  throw sqlState(error) === '23514' ? new Refusal('stock.refusal.changed', {}, 409) : error
}

const lotsMoved = {
  name: 'lot.move',
  text: `
    update lot l set pieces = l.pieces + m.pieces, gross_mg = l.gross_mg + m.gross, net_mg = l.net_mg + m.net,
      fine_mg = l.fine_mg + m.fine, carat_mct = l.carat_mct + m.carat, value_paise = l.value_paise + m.value
    from (select lot_id, sum(pieces)::int as pieces, sum(gross)::bigint as gross, sum(net)::bigint as net, sum(fine)::bigint as fine,
        sum(carat)::bigint as carat, sum(value)::bigint as value
      from unnest($2::uuid[], $3::bigint[], $4::bigint[], $5::bigint[], $6::bigint[], $7::bigint[], $8::bigint[])
        as x (lot_id, pieces, gross, net, fine, carat, value) group by lot_id) m
    where l.business_id = $1 and l.id = m.lot_id`,
}

const lotsReleased = {
  name: 'lot.release',
  text: `
    update challan_lot c set pieces = case when m.done then 0 else greatest(c.pieces - m.pieces, 0) end,
      gross_mg = case when m.done then 0 else greatest(c.gross_mg - m.gross, 0) end,
      net_mg = case when m.done then 0 else greatest(c.net_mg - m.net, 0) end,
      carat_mct = case when m.done then 0 else greatest(c.carat_mct - m.carat, 0) end
    from (
      select o.lot_id, sum(x.pieces)::int as pieces, sum(x.gross)::bigint as gross, sum(x.net)::bigint as net, sum(x.carat)::bigint as carat,
        case when o.net_mg > 0 then sum(x.net) >= o.net_mg else sum(x.carat) >= o.carat_mct end as done
      from unnest($3::uuid[], $4::bigint[], $5::bigint[], $6::bigint[], $7::bigint[]) as x (lot_id, pieces, gross, net, carat)
      join challan_lot o on o.business_id = $1 and o.challan_id = $2 and o.lot_id = x.lot_id
      group by o.lot_id, o.net_mg, o.carat_mct) m
    where c.business_id = $1 and c.challan_id = $2 and c.lot_id = m.lot_id`,
}
