import { dueKindSql } from './due-kind.sql.ts'

/** Of `open_item i`, with the kind under which it counts. */
export const itemColumnsSql = `
  i.id, ${dueKindSql('i')} as kind, i.side, i.number, i.party_id, i.on_date, i.billed_on, i.due_on, i.amount, i.document_id, i.voucher_id`

/**
 * The open items of rupees as they stood at the end of a day, each with `open_then`: those that have not changed since are
 * what they are now, and only of those that have are the later allocations asked. `of` says of which party or due day,
 * since both halves have an index that begins with it; `$1` is the business, `day` the SQL of the day.
 */
export const itemsThenSql = ({ of, day, and = 'true' }: { of: string; day: string; and?: string }): string => `(
    select ${itemColumnsSql}, i.open_amount as open_then from open_item i
    where i.business_id = $1 and ${of} and i.open_amount > 0 and i.moved_on <= ${day} and i.commodity = 'INR' and ${and}
    union all
    select ${itemColumnsSql}, (i.open_amount + later.amount)::bigint from open_item i
    cross join lateral (
      select coalesce(sum(a.amount), 0) as amount from (
        select f.amount from allocation f where f.business_id = $1 and f.from_item_id = i.id and f.on_date > ${day}
        union all
        select t.amount from allocation t where t.business_id = $1 and t.to_item_id = i.id and t.on_date > ${day}
      ) a
    ) later
    where i.business_id = $1 and ${of} and i.moved_on > ${day} and i.on_date <= ${day} and i.commodity = 'INR' and ${and}
      and i.open_amount + later.amount <> 0
  )`
