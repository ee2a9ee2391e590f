import { checkStatement, fault } from './check.findings.ts'

const figures = ['quantity', 'gross', 'net', 'fine', 'carat', 'value'] as const
const rowOf = (of: string): string => `(${figures.map((name) => `coalesce(${of}.${name}, 0)`).join(', ')})`

/**
 * 6: of each article at each branch, the pieces that are the shop's and what is left of its lots are its level, in all six
 * figures: pieces (a lot counts its net grams, a packet of stones its grams), gross, net, fine, carat and rupees; and so
 * are its moves in the weights. What a lot holds back is what is out of it on approval.
 */
export const piecesAreLevels = checkStatement(
  'pieces',
  `held as (
    select item_id, branch_id, sum(quantity) as quantity, sum(gross) as gross, sum(net) as net, sum(fine) as fine,
      sum(carat) as carat, sum(value) as value
    from (
      select item_id, branch_id, 1000::bigint as quantity, gross_mg as gross, net_mg as net, fine_mg as fine, carat_mct as carat,
        cost_paise as value
      from piece where business_id = $1 and state in ('in-stock', 'reserved', 'on-approval', 'at-hallmark')
      union all
      select item_id, branch_id, case when kind = 'stones' then gross_mg else net_mg end, gross_mg, net_mg, fine_mg, carat_mct,
        value_paise
      from lot where business_id = $1
    ) one group by item_id, branch_id
  ),
  -- Lots that hold back another weight than is out of them on challans.
  loose as (
    select l.item_id from lot l
    left join (select lot_id, sum(pieces) as pieces, sum(gross_mg) as gross, sum(net_mg) as net, sum(carat_mct) as carat
      from challan_lot where business_id = $1 group by lot_id) c on c.lot_id = l.id
    where l.business_id = $1 and (l.held_pieces, l.held_gross_mg, l.held_net_mg, l.held_carat_mct)
      <> (coalesce(c.pieces, 0), coalesce(c.gross, 0), coalesce(c.net, 0), coalesce(c.carat, 0))
  ),
  moved as (
    select item_id, branch_id, sum(gross_mg) as gross, sum(net_mg) as net, sum(fine_mg) as fine, sum(carat_mct) as carat
    from stock_move m where business_id = $1
      and exists (select 1 from article a where a.business_id = m.business_id and a.item_id = m.item_id)
    group by item_id, branch_id
  ),
  levels as (
    select l.item_id, l.branch_id, l.quantity_milli as quantity, l.gross_mg as gross, l.net_mg as net, l.fine_mg as fine,
      l.carat_mct as carat, l.value_paise as value
    from stock_level l join article a on a.business_id = l.business_id and a.item_id = l.item_id where l.business_id = $1
  ),
  found as (
    select ${fault('pieces', {
      of: 'i.name',
      place: 'item',
      id: 'i.id',
      amounts: { level: 'coalesce(l.value, 0)', held: 'coalesce(h.value, 0)' },
      texts: {
        levelGross: 'round(coalesce(l.gross, 0) / 1000.0, 3)',
        heldGross: 'round(coalesce(h.gross, 0) / 1000.0, 3)',
      },
    })}
    from levels l full join held h using (item_id, branch_id) left join moved m using (item_id, branch_id)
    join item i on i.business_id = $1 and i.id = item_id
    where exists (select 1 from loose where item_id = i.id) or ${rowOf('l')} <> ${rowOf('h')}
      or (coalesce(l.gross, 0), coalesce(l.net, 0), coalesce(l.fine, 0), coalesce(l.carat, 0))
        <> (coalesce(m.gross, 0), coalesce(m.net, 0), coalesce(m.fine, 0), coalesce(m.carat, 0))
  ),
  counted as (select count(*) as checked from held)`,
)
