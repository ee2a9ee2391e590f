import type { Knex } from 'knex'
import { inEveryBusiness } from './support/every-business.ts'
import { tenantTable } from './support/tables.ts'

const held = (piece: string): string =>
  `${piece}.state in ('in-stock', 'reserved', 'on-approval', 'at-hallmark', 'in-transit')`
const figures = 'gross_mg, net_mg, fine_mg, value_paise'

/** What a piece is counted by: its counter, its purity, its article at a counter, how heavy it is, and when it came. */
const groups = (of: string): string => `(values ('counter', ${of}.counter), ('purity', ${of}.purity_id::text),
  ('article', ${of}.item_id::text || ' ' || ${of}.counter), ('month', to_char(${of}.came_on, 'YYYY-MM')), ('weight', case when abs(${of}.gross_mg) < 2000 then '0' when abs(${of}.gross_mg) < 5000 then '2000'
    when abs(${of}.gross_mg) < 10000 then '5000' when abs(${of}.gross_mg) < 20000 then '10000' when abs(${of}.gross_mg) < 50000 then '20000'
    when abs(${of}.gross_mg) < 100000 then '50000' else '100000' end)) g (kind, group_key)`

/**
 * Pieces counted by counter, purity, weight and age without reading a hundred thousand of them. Whoever changes a piece adds
 * a row of what changes, so that two counters never wait for one total; a reader folds those rows into the tally.
 */
export async function up(db: Knex): Promise<void> {
  await db.raw(`
    create table piece_change (
      business_id uuid not null references business, id uuid not null default gen_random_uuid(), branch_id uuid not null,
      item_id uuid not null, counter text not null, purity_id uuid not null, came_on date not null, pieces integer not null,
      gross_mg bigint not null, net_mg bigint not null, fine_mg bigint not null, value_paise bigint not null,
      primary key (business_id, id)
    );
    create table piece_tally (
      business_id uuid not null references business, kind text not null constraint piece_tally_kind check (kind in ('counter', 'purity', 'article', 'month', 'weight')),
      group_key text collate "C" not null, branch_id uuid not null, pieces integer not null,
      gross_mg bigint not null, net_mg bigint not null, fine_mg bigint not null, value_paise bigint not null,
      primary key (business_id, kind, group_key, branch_id)
    );
    create index piece_came_idx on piece (business_id, state, came_on, tag);

    create function piece_is_tallied() returns trigger language plpgsql as $$
    begin
      if tg_op <> 'INSERT' and ${held('old')} then
        insert into piece_change (business_id, branch_id, item_id, counter, purity_id, came_on, pieces, ${figures})
          values (old.business_id, old.branch_id, old.item_id, old.counter, old.purity_id, old.came_on, -1, -old.gross_mg, -old.net_mg, -old.fine_mg, -old.cost_paise);
      end if;
      if tg_op <> 'DELETE' and ${held('new')} then
        insert into piece_change (business_id, branch_id, item_id, counter, purity_id, came_on, pieces, ${figures})
          values (new.business_id, new.branch_id, new.item_id, new.counter, new.purity_id, new.came_on, 1, new.gross_mg, new.net_mg, new.fine_mg, new.cost_paise);
      end if;
      return null;
    end $$;
    create trigger piece_is_tallied after insert or delete on piece for each row execute function piece_is_tallied('piece');
    create trigger piece_is_tallied_anew after update on piece for each row
      when ((${held('old')}) <> (${held('new')}) or old.branch_id <> new.branch_id or old.counter <> new.counter or old.purity_id <> new.purity_id
        or old.came_on <> new.came_on or old.gross_mg <> new.gross_mg or old.net_mg <> new.net_mg or old.fine_mg <> new.fine_mg
        or old.cost_paise <> new.cost_paise)
      execute function piece_is_tallied('piece');
  `)
  for (const table of ['piece_change', 'piece_tally']) await tenantTable(db, table)
  await inEveryBusiness(
    db,
    `insert into piece_tally (business_id, kind, group_key, branch_id, pieces, ${figures})
      select p.business_id, g.kind, g.group_key, p.branch_id, count(*), sum(gross_mg), sum(net_mg), sum(fine_mg), sum(cost_paise)
      from piece p cross join lateral ${groups('p')}
      where p.business_id = :business::uuid and ${held('p')} group by 1, 2, 3, 4`,
  )
}

export async function down(db: Knex): Promise<void> {
  await db.raw(`
    drop trigger piece_is_tallied_anew on piece; drop trigger piece_is_tallied on piece; drop function piece_is_tallied();
    drop index piece_came_idx; drop table piece_tally; drop table piece_change;
  `)
}
