import type { Knex } from 'knex'

const figures = ['quantity_milli', 'value_paise', 'gross_mg', 'net_mg']
const reserving = ['quantity_milli', 'value_paise', 'reserved_milli', 'gross_mg', 'net_mg']

const put = (name: string): string =>
  `${name} = s.${name} + case tg_op when 'DELETE' then 0 else new.${name} end - case tg_op when 'INSERT' then 0 else old.${name} end`

/** What a level that changes puts on how its item stands, of these figures. */
const keepingStanding = (names: readonly string[]): string => `
    create or replace function stock_level_stands() returns trigger language plpgsql as $$
    begin
      if tg_op = 'INSERT' then
        perform stand_item(new.business_id, new.item_id, new.branch_id);
        perform stand_item(new.business_id, new.item_id, new.business_id);
      end if;
      update stock_standing s set ${names.map(put).join(', ')}
        where s.business_id = coalesce(new.business_id, old.business_id) and s.item_id = coalesce(new.item_id, old.item_id)
          and s.place_id in (coalesce(new.business_id, old.business_id), coalesce(new.branch_id, old.branch_id));
      if tg_op = 'DELETE' then
        delete from stock_standing where business_id = old.business_id and item_id = old.item_id and place_id = old.branch_id;
      end if;
      return null;
    end $$;
    create trigger stock_level_stands_anew after update on stock_level for each row
      when (${names.map((name) => `old.${name} <> new.${name}`).join(' or ')}) execute function stock_level_stands('stock_level');`

/**
 * What is reserved is what open orders still deliver, and is read from them: a figure beside it that nobody wrote said zero
 * wherever it was looked at.
 */
export async function up(db: Knex): Promise<void> {
  await db.raw(`
    drop trigger stock_level_stands_anew on stock_level;
    alter table stock_level drop column reserved_milli;
    alter table stock_standing drop column reserved_milli;
    ${keepingStanding(figures)}
  `)
}

export async function down(db: Knex): Promise<void> {
  await db.raw(`
    drop trigger stock_level_stands_anew on stock_level;
    alter table stock_level add column reserved_milli bigint not null default 0;
    alter table stock_standing add column reserved_milli bigint not null default 0;
    ${keepingStanding(reserving)}
  `)
}
