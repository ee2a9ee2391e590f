import type { Knex } from 'knex'
import { tenantTable } from './support/tables.ts'

/**
 * An order for loose stones is written and delivered by the carat. Weights of a lot go out on approval: what is out on a
 * challan stands in `challan_lot`, and the lot, which keeps it until it is sold, holds that much back from everybody else.
 */
export async function up(db: Knex): Promise<void> {
  await db.raw(`
    alter table sales_order_line add column carat_mct bigint not null default 0,
      add constraint sales_order_line_carat check (carat_mct >= 0);
    alter table sales_order_delivery add column carat_mct bigint not null default 0;

    alter table lot
      add column held_pieces integer not null default 0,
      add column held_gross_mg bigint not null default 0,
      add column held_net_mg bigint not null default 0,
      add column held_carat_mct bigint not null default 0,
      add constraint lot_held check (held_pieces >= 0 and held_gross_mg >= 0 and held_net_mg >= 0 and held_carat_mct >= 0),
      add constraint lot_keeps_what_is_held check (held_pieces <= pieces and held_gross_mg <= gross_mg and held_net_mg <= net_mg
        and held_carat_mct <= carat_mct);

    create table challan_lot (
      business_id uuid not null references business (id),
      challan_id uuid not null,
      lot_id uuid not null,
      sent_pieces integer not null,
      pieces integer not null,
      gross_mg bigint not null,
      net_mg bigint not null,
      carat_mct bigint not null,
      is_out boolean not null generated always as (net_mg > 0 or carat_mct > 0) stored,
      primary key (business_id, challan_id, lot_id),
      foreign key (business_id, challan_id) references document (business_id, id),
      foreign key (business_id, lot_id) references lot (business_id, id),
      constraint challan_lot_out check (pieces >= 0 and gross_mg >= 0 and net_mg >= 0 and carat_mct >= 0 and sent_pieces >= 0)
    );
    create index challan_lot_lot_idx on challan_lot (business_id, lot_id);
    create index challan_lot_out_idx on challan_lot (business_id, challan_id) where is_out;

    create function challan_lot_holds() returns trigger language plpgsql as $$
    begin
      update lot set held_pieces = held_pieces + new.pieces - coalesce(old.pieces, 0),
        held_gross_mg = held_gross_mg + new.gross_mg - coalesce(old.gross_mg, 0),
        held_net_mg = held_net_mg + new.net_mg - coalesce(old.net_mg, 0),
        held_carat_mct = held_carat_mct + new.carat_mct - coalesce(old.carat_mct, 0)
      where business_id = new.business_id and id = new.lot_id;
      return null;
    end $$;
    create trigger challan_lot_holds after insert or update on challan_lot for each row execute function challan_lot_holds();
  `)
  await tenantTable(db, 'challan_lot')
}

export async function down(db: Knex): Promise<void> {
  await db.raw(`
    drop table challan_lot;
    drop function challan_lot_holds();
    alter table lot drop constraint lot_keeps_what_is_held, drop constraint lot_held, drop column held_pieces,
      drop column held_gross_mg, drop column held_net_mg, drop column held_carat_mct;
    alter table sales_order_delivery drop column carat_mct;
    alter table sales_order_line drop column carat_mct;
  `)
}
