import { checkStatement, fault } from './check.findings.ts'

/** At least five digits, as `documentNumber` writes them. */
const padded = (n: string): string => `lpad(${n}::text, greatest(5, length(${n}::text)), '0')`

/**
 * 5: the GST of each issued paper, head by head, is what its vouchers (the sale and what reversed it) put on the output
 * ledgers; a cancelled paper has none. A payment of GST has no paper and is not looked at.
 */
export const gstIsOnTheLedgers = checkStatement(
  'gst',
  `posted as materialized (
    select v.document_id,
      coalesce(-sum(p.amount) filter (where a.role = 'output-cgst'), 0) as cgst,
      coalesce(-sum(p.amount) filter (where a.role = 'output-sgst'), 0) as sgst,
      coalesce(-sum(p.amount) filter (where a.role = 'output-igst'), 0) as igst,
      coalesce(-sum(p.amount) filter (where a.role = 'output-cess'), 0) as cess
    from posting p
    join account a on a.business_id = p.business_id and a.id = p.account_id
    join voucher v on v.business_id = p.business_id and v.id = p.voucher_id
    where p.business_id = $1 and a.role in ('output-cgst', 'output-sgst', 'output-igst', 'output-cess') and v.document_id is not null
    group by v.document_id
  ),
  papers as (
    select id, number, sign * cgst_paise as cgst, sign * sgst_paise as sgst, sign * igst_paise as igst, sign * cess_paise as cess
    from (
      select *, case when state = 'cancelled' then 0 when kind = 'credit-note' then -1 else 1 end as sign
      from document where business_id = $1 and kind in ('invoice', 'bill-of-supply', 'credit-note')
    ) d
  ),
  found as (
    select ${fault('gst', {
      of: 'd.number',
      place: 'document',
      id: 'd.id',
      amounts: {
        paper: 'd.cgst + d.sgst + d.igst + d.cess',
        ledgers: 'coalesce(p.cgst + p.sgst + p.igst + p.cess, 0)',
      },
    })}
    from papers d left join posted p on p.document_id = d.id
    where (d.cgst, d.sgst, d.igst, d.cess) <> (coalesce(p.cgst, 0), coalesce(p.sgst, 0), coalesce(p.igst, 0), coalesce(p.cess, 0))
    union all
    select distinct ${fault('gstWithoutPaper', {
      of: `coalesce(nullif(v.number, ''), v.kind || ' ' || v.on_date)`,
      place: 'voucher',
      id: 'v.id',
    })}
    from voucher v
    join posting p on p.business_id = v.business_id and p.voucher_id = v.id
    join account a on a.business_id = p.business_id and a.id = p.account_id
    where v.business_id = $1 and v.document_id is null and v.kind in ('sales', 'credit-note') and a.role like 'output-%'
  ),
  counted as (select count(*) as checked from papers)`,
)

/** 6: what stands on the shelf, by item and branch, is what its moves add up to, in quantity and in value. */
export const stockIsItsMoves = checkStatement(
  'stock_level',
  `moved as (
    select item_id, branch_id, sum(quantity_milli) as quantity, sum(value_paise) as value
    from stock_move where business_id = $1 group by item_id, branch_id
  ),
  levels as (
    select item_id, branch_id, quantity_milli as quantity, value_paise as value from stock_level where business_id = $1
  ),
  found as (
    select ${fault('stockLevel', {
      of: 'i.name',
      place: 'item',
      id: 'i.id',
      amounts: { level: 'coalesce(l.value, 0)', moves: 'coalesce(m.value, 0)' },
      texts: {
        levelQuantity: 'round(coalesce(l.quantity, 0) / 1000.0, 3)',
        movesQuantity: 'round(coalesce(m.quantity, 0) / 1000.0, 3)',
      },
    })}
    from levels l full join moved m using (item_id, branch_id) join item i on i.business_id = $1 and i.id = item_id
    where (coalesce(l.quantity, 0), coalesce(l.value, 0)) <> (coalesce(m.quantity, 0), coalesce(m.value, 0))
  ),
  counted as (select count(*) as checked from levels)`,
)

/** 6: and its value is the balance of the stock account. */
export const stockIsItsAccount = checkStatement(
  'stock_account',
  `levels as (select coalesce(sum(value_paise), 0) as value from stock_level where business_id = $1),
  accounts as (
    select coalesce(sum(m.debit - m.credit), 0) as value
    from account a join account_month m on m.business_id = a.business_id and m.account_id = a.id
    where a.business_id = $1 and a.role = 'stock' and m.commodity = 'INR'
  ),
  found as (
    select ${fault('stockAccount', { amounts: { level: 'l.value', account: 'a.value' } })}
    from levels l cross join accounts a where l.value <> a.value
  ),
  counted as (select 1::bigint as checked)`,
)

/**
 * 7: the numbers of a series are 1..n, each once; a cancelled paper keeps its number. A receipt or payment that is only a
 * voucher counts in the series whose prefix and year its number bears.
 */
export const numbersHaveNoGap = checkStatement(
  'numbers',
  `numbers as materialized (
    select series_id, substring(number from '[0-9]+$')::bigint as n from document where business_id = $1
    union all
    select s.id, substring(v.number from '[0-9]+$')::bigint
    from voucher v join series s on s.business_id = $1 and s.document_kind = v.kind
      and concat_ws('/', nullif(s.prefix, ''), nullif(s.fy, '')) = regexp_replace(v.number, '/[0-9]+$', '')
    where v.business_id = $1 and v.document_id is null and v.number <> ''
  ),
  ends as (
    select s.id, concat_ws('/', nullif(s.prefix, ''), nullif(s.fy, '')) as name, s.next - 1 as given,
      count(n.n) as papers, count(distinct n.n) as different, coalesce(max(n.n), 0) as last
    from series s left join numbers n on n.series_id = s.id where s.business_id = $1 group by s.id, s.prefix, s.fy, s.next
  ),
  missing as (
    select e.name, e.id, g.n from ends e cross join lateral generate_series(1, e.given) as g (n)
    where e.different < e.given and not exists (select 1 from numbers x where x.series_id = e.id and x.n = g.n)
    limit 20
  ),
  found as (
    select ${fault('numberMissing', { of: `name || '/' || ${padded('n')}` })} from missing
    union all
    select ${fault('numberTwice', { of: `e.name || '/' || ${padded('x.n')}` })}
    from ends e join numbers x on x.series_id = e.id where e.papers > e.different group by e.id, e.name, x.n having count(*) > 1
    union all
    select ${fault('numberAhead', { of: 'name', texts: { last: 'last', given: 'given' } })} from ends where last > given
  ),
  counted as (select coalesce(sum(papers), 0)::bigint as checked from ends)`,
)
