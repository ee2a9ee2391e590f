import { soldSql } from '../../sold/index.ts'
import { checkStatement, fault } from './check.findings.ts'

/** 5: what was sold by month is what the lines of bills and notes add up to. */
export const soldMonthsAreLines = checkStatement(
  'sold_month',
  `kept as materialized (select * from sold_month where business_id = $1),
  ${soldSql('$1')},
  compared as (
    select split, of_id, month, sum(kept) as kept, sum(posted) as posted from (
      select split, of_id, branch_id, month, taxable_paise + cost_paise + quantity_milli as kept, 0::bigint as posted from kept
      union all
      select split, of_id, branch_id, month, 0, taxable_paise + cost_paise + quantity_milli from sold
    ) sides group by split, of_id, branch_id, month having sum(kept) <> sum(posted)
  ),
  found as (
    select ${fault('keptDay', {
      of: `coalesce(i.name, c.split)`,
      amounts: { kept: 'c.kept', posted: 'c.posted' },
      texts: { date: 'c.month' },
    })}
    from compared c left join item i on i.business_id = $1 and i.id = c.of_id
  ),
  counted as (select count(*) as checked from kept)`,
)
