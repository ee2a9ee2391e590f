import type { CountKind } from '../../../core/stock-count.ts'
import type { Statement } from '../../../db/named.ts'

/**
 * Notes what lies on the shelf by the book. Takes the business, count, branch, scope, its text, its id and what was chosen.
 * What is out on approval, at hallmark or on the way is the shop's, but nobody can count it here.
 */
export const expectedOf = (kind: CountKind): Statement => expected[kind]

/** What was chosen by tag, barcode or name; `code` is as it was typed. Takes the business, branch and codes. */
export const chosenThings = (kind: CountKind): Statement => chosen[kind]

const expected: Readonly<Record<CountKind, Statement>> = {
  pieces: {
    name: 'stock_count.expected.pieces',
    text: `
      insert into stock_count_expected (business_id, count_id, thing_id, place, book_milli, book_mg)
      select p.business_id, $2, p.id, p.counter, 1000, p.net_mg
      from piece p join article a on a.business_id = p.business_id and a.item_id = p.item_id
      where p.business_id = $1 and p.branch_id = $3 and p.state in ('in-stock', 'reserved')
        and case $4::text when 'all' then true when 'counter' then p.counter = $5 when 'category' then a.category = $5
          when 'article' then p.item_id = $6::uuid when 'purity' then p.purity_id = $6::uuid else p.id = any($7::uuid[]) end`,
  },
  items: {
    name: 'stock_count.expected.items',
    text: `
      insert into stock_count_expected (business_id, count_id, thing_id, place, book_milli)
      select i.business_id, $2, i.id, i.shelf, coalesce(l.quantity_milli, 0)
      from item i
      left join stock_level l on l.business_id = i.business_id and l.item_id = i.id and l.branch_id = $3
      where i.business_id = $1 and i.kind = 'goods' and (i.archived_at is null or l.quantity_milli <> 0)
        and (coalesce(l.quantity_milli, 0) <> 0 or $4 = 'chosen')
        and not exists (select 1 from article a where a.business_id = i.business_id and a.item_id = i.id)
        and case $4::text when 'all' then true when 'counter' then i.shelf = $5 when 'category' then i.category = $5
          when 'article' then i.id = $6::uuid else i.id = any($7::uuid[]) end`,
  },
  lots: {
    name: 'stock_count.expected.lots',
    text: `
      insert into stock_count_expected (business_id, count_id, thing_id, place, book_milli, book_mg)
      select o.business_id, $2, o.id, o.counter, (o.pieces - o.held_pieces) * 1000, o.gross_mg - o.held_gross_mg
      from lot o join article a on a.business_id = o.business_id and a.item_id = o.item_id
      where o.business_id = $1 and o.branch_id = $3 and o.archived_at is null and o.gross_mg > o.held_gross_mg
        and case $4::text when 'all' then true when 'counter' then o.counter = $5 when 'category' then a.category = $5
          when 'article' then o.item_id = $6::uuid when 'purity' then coalesce(o.purity_id, a.purity_id) = $6::uuid
          else o.id = any($7::uuid[]) end`,
  },
}

const chosen: Readonly<Record<CountKind, Statement>> = {
  pieces: {
    name: 'stock_count.chosen.pieces',
    text: `
      select p.id, c.code from unnest($3::text[]) as c (code)
      join piece p on p.business_id = $1 and p.tag = upper(c.code)
      where p.branch_id = $2 and p.state in ('in-stock', 'reserved')`,
  },
  items: {
    name: 'stock_count.chosen.items',
    text: `
      select i.id, c.code from unnest($3::text[]) as c (code)
      join item i on i.business_id = $1 and i.kind = 'goods' and i.archived_at is null
        and (i.name_key = lower(c.code) or (i.barcode <> '' and i.barcode = c.code))
      where $2::uuid is not null`,
  },
  lots: {
    name: 'stock_count.chosen.lots',
    text: `
      select l.id, c.code from unnest($3::text[]) as c (code)
      join lot l on l.business_id = $1 and l.branch_id = $2 and l.archived_at is null
        and (lower(l.name) = lower(c.code) or (l.barcode <> '' and l.barcode = upper(c.code)))`,
  },
}
