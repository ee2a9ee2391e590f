import type { Knex } from 'knex'

const figures = ['quantity_milli', 'value_paise', 'gross_mg', 'net_mg']

const put = (change: (name: string) => string): string =>
  figures.map((name) => `${name} = s.${name} ${change(name)}`).join(', ')

const where = (row: string): string =>
  `where s.business_id = ${row}.business_id and s.item_id = ${row}.item_id and s.place_id in (${row}.business_id, ${row}.branch_id)`

/**
 * Under row security only what surely leaks nothing may choose an index, and `coalesce` is not held to be of that kind: each
 * move of stock read how every item stands in every place, to find the two rows of one.
 */
export async function up(db: Knex): Promise<void> {
  await db.raw(`
    create or replace function stock_level_stands() returns trigger language plpgsql as $$
    begin
      if tg_op = 'UPDATE' then
        update stock_standing s set ${put((name) => `+ new.${name} - old.${name}`)} ${where('new')};
      elsif tg_op = 'INSERT' then
        perform stand_item(new.business_id, new.item_id, new.branch_id);
        perform stand_item(new.business_id, new.item_id, new.business_id);
        update stock_standing s set ${put((name) => `+ new.${name}`)} ${where('new')};
      else
        update stock_standing s set ${put((name) => `- old.${name}`)} ${where('old')};
        delete from stock_standing where business_id = old.business_id and item_id = old.item_id and place_id = old.branch_id;
      end if;
      return null;
    end $$;
  `)
}

const putEither = (name: string): string =>
  `${name} = s.${name} + case tg_op when 'DELETE' then 0 else new.${name} end - case tg_op when 'INSERT' then 0 else old.${name} end`

export async function down(db: Knex): Promise<void> {
  await db.raw(`
    create or replace function stock_level_stands() returns trigger language plpgsql as $$
    begin
      if tg_op = 'INSERT' then
        perform stand_item(new.business_id, new.item_id, new.branch_id);
        perform stand_item(new.business_id, new.item_id, new.business_id);
      end if;
      update stock_standing s set ${figures.map(putEither).join(', ')}
        where s.business_id = coalesce(new.business_id, old.business_id) and s.item_id = coalesce(new.item_id, old.item_id)
          and s.place_id in (coalesce(new.business_id, old.business_id), coalesce(new.branch_id, old.branch_id));
      if tg_op = 'DELETE' then
        delete from stock_standing where business_id = old.business_id and item_id = old.item_id and place_id = old.branch_id;
      end if;
      return null;
    end $$;
  `)
}
