import { checkStatement, fault } from './check.findings.ts'

// A revaluation counts with the move whose value it changes.
const moves = `
  moves as materialized (
    select m.item_id, m.branch_id, m.on_date, m.quantity_milli, m.value_paise, m.gross_mg, m.net_mg, m.fine_mg, m.carat_mct,
      coalesce(o.kind, m.kind) as kind, coalesce(o.quantity_milli, m.quantity_milli) > 0 as is_in
    from stock_move m left join stock_move o on o.business_id = m.business_id and o.id = m.revalues_id
    where m.business_id = $1
  )`

const sold = `kind in ('sale', 'sale-cancelled', 'return', 'return-cancelled')`
const bought = `kind in ('purchase', 'purchase-cancelled', 'purchase-return', 'purchase-return-cancelled')`
const weights = ['gross_mg', 'net_mg', 'fine_mg', 'carat_mct'] as const
const ofMonth = [
  ...['in_milli', 'out_milli', 'in_paise', 'out_paise', 'sold_milli', 'sold_paise', 'bought_milli', 'bought_paise'],
  ...weights,
]
const ofDay = ['quantity_milli', 'value_paise', ...weights]
const row = (of: string, names: readonly string[]): string =>
  `(${names.map((name) => `coalesce(${of}.${name}, 0)`).join(', ')})`

/** 6: what is kept of each month of an item at a branch is what its moves of the month add up to. */
export const stockMonthsAreMoves = checkStatement(
  'stock_month',
  `${moves},
  moved as (
    select item_id, branch_id, date_trunc('month', on_date)::date as month,
      coalesce(sum(quantity_milli) filter (where is_in), 0) as in_milli, coalesce(-sum(quantity_milli) filter (where not is_in), 0) as out_milli,
      coalesce(sum(value_paise) filter (where is_in), 0) as in_paise, coalesce(-sum(value_paise) filter (where not is_in), 0) as out_paise,
      coalesce(-sum(quantity_milli) filter (where ${sold}), 0) as sold_milli, coalesce(-sum(value_paise) filter (where ${sold}), 0) as sold_paise,
      coalesce(sum(quantity_milli) filter (where ${bought}), 0) as bought_milli,
      coalesce(sum(value_paise) filter (where ${bought}), 0) as bought_paise,
      ${weights.map((name) => `sum(${name}) as ${name}`).join(', ')}
    from moves group by 1, 2, 3
  ),
  kept as (select * from stock_month where business_id = $1),
  found as (
    select ${fault('stockKept', {
      of: 'i.name',
      place: 'item',
      id: 'i.id',
      amounts: {
        kept: 'coalesce(k.in_paise - k.out_paise, 0)',
        moved: 'coalesce(m.in_paise - m.out_paise, 0)::bigint',
      },
      texts: { date: `to_char(month, 'YYYY-MM')` },
    })}
    from kept k full join moved m using (item_id, branch_id, month) join item i on i.business_id = $1 and i.id = item_id
    where ${row('k', ofMonth)} <> ${row('m', ofMonth)}
  ),
  counted as (select count(*) as checked from kept)`,
)

/** 6: and of each day of a branch. */
export const stockDaysAreMoves = checkStatement(
  'stock_day',
  `moved as (
    select branch_id, on_date, ${ofDay.map((name) => `sum(${name}) as ${name}`).join(', ')}
    from stock_move where business_id = $1 group by 1, 2
  ),
  kept as (select * from stock_day where business_id = $1),
  found as (
    select ${fault('stockKept', {
      of: 'b.name',
      amounts: { kept: 'coalesce(k.value_paise, 0)', moved: 'coalesce(m.value_paise, 0)::bigint' },
      texts: { date: 'on_date' },
    })}
    from kept k full join moved m using (branch_id, on_date) join branch b on b.business_id = $1 and b.id = branch_id
    where ${row('k', ofDay)} <> ${row('m', ofDay)}
  ),
  counted as (select count(*) as checked from kept)`,
)

/** 6: where the business values by FIFO, the layers of a counted item add up to what is there; otherwise there are none. */
export const layersAreLevels = checkStatement(
  'layers',
  `layers as (
    select item_id, branch_id, sum(left_milli) as quantity, sum(left_paise) as value
    from cost_layer where business_id = $1 and left_milli > 0 group by 1, 2
  ),
  levels as (
    select l.item_id, l.branch_id, l.quantity_milli as quantity, l.value_paise as value
    from stock_level l join business b on b.id = $1 and b.valuation = 'fifo'
    where l.business_id = $1 and l.quantity_milli > 0
      and not exists (select 1 from article a where a.business_id = $1 and a.item_id = l.item_id)
  ),
  found as (
    select ${fault('layers', {
      of: 'i.name',
      place: 'item',
      id: 'i.id',
      amounts: { layers: 'coalesce(s.value, 0)::bigint', level: 'coalesce(l.value, 0)' },
    })}
    from levels l full join layers s using (item_id, branch_id) join item i on i.business_id = $1 and i.id = item_id
    where (coalesce(l.quantity, 0), coalesce(l.value, 0)) <> (coalesce(s.quantity, 0), coalesce(s.value, 0))
  ),
  counted as (select count(*) as checked from levels)`,
)

/**
 * 6: of each batch at each branch, what is left is what its moves add up to; with what moved without a batch it is the level.
 * What a customer brought back says its batches on the lines of the note.
 */
export const batchesAreMoves = checkStatement(
  'batches',
  `moves as (
    select batch_id, branch_id, quantity_milli from stock_move where business_id = $1 and batch_id is not null
    union all
    select b.batch_id, d.branch_id, b.quantity_milli
    from sale_return r join document d on d.business_id = $1 and d.id = r.document_id and d.state = 'issued'
    join line_batch b on b.business_id = $1 and b.document_id = r.document_id
    where r.business_id = $1 and not exists (
      select 1 from stock_move m where m.business_id = $1 and m.document_id = r.document_id and m.batch_id is not null)
  ),
  moved as (select batch_id, branch_id, sum(quantity_milli) as quantity from moves group by 1, 2),
  kept as (select batch_id, branch_id, quantity_milli as quantity from batch_level where business_id = $1),
  found as (
    select ${fault('batches', {
      of: 'i.name',
      place: 'item',
      id: 'i.id',
      texts: {
        batch: 'b.number',
        left: 'round(coalesce(k.quantity, 0) / 1000.0, 3)',
        moved: 'round(coalesce(m.quantity, 0) / 1000.0, 3)',
      },
    })}
    from kept k full join moved m using (batch_id, branch_id)
    join batch b on b.business_id = $1 and b.id = batch_id join item i on i.business_id = $1 and i.id = b.item_id
    where coalesce(k.quantity, 0) <> coalesce(m.quantity, 0)
  ),
  counted as (select count(*) as checked from kept)`,
)
