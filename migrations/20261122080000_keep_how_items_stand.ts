import type { Knex } from 'knex'
import { inEveryBusiness } from './support/every-business.ts'
import { tenantTable } from './support/tables.ts'

const figures = ['quantity_milli', 'value_paise', 'reserved_milli', 'gross_mg', 'net_mg']
const changed = (level: string): string => figures.map((name) => `${name} = s.${name} + ${level}.${name}`).join(', ')

/**
 * How each item stands, over the whole shop (the place is the business) and at each branch: one row to list by name, by value
 * or by the days it lasts, instead of adding up levels and months for twenty thousand items. What is sold in ninety days, and
 * how much lies idle, is reckoned anew once a day.
 */
export async function up(db: Knex): Promise<void> {
  await db.raw(`
    create table stock_standing (
      business_id uuid not null references business, item_id uuid not null, place_id uuid not null,
      name_key text collate "C" not null, category text not null, is_article boolean not null, is_offered boolean not null,
      low_milli bigint not null,
      ${figures.map((name) => `${name} bigint not null default 0`).join(', ')},
      demand_milli bigint not null default 0, first_on date, came_on date, sold_on date, bought_on date,
      is_listed boolean not null generated always as (is_offered or quantity_milli <> 0) stored,
      idle_on date generated always as (coalesce(sold_on, came_on)) stored,
      flag text not null generated always as (case when quantity_milli <= 0 then case when low_milli > 0 then 'empty' else 'out' end
        when low_milli > 0 and quantity_milli <= low_milli then 'low'
        when demand_milli > 0 and quantity_milli > 2 * demand_milli then 'excess' else 'ok' end) stored,
      cover_days integer not null generated always as (case when quantity_milli <= 0 then 0 when demand_milli <= 0 then 99999
        else least(quantity_milli * 90 / demand_milli, 99998) end::integer) stored,
      primary key (business_id, item_id, place_id), foreign key (business_id, item_id) references item
    );
    create index stock_standing_name_idx on stock_standing (business_id, place_id, name_key, item_id);
    create index stock_standing_value_idx on stock_standing (business_id, place_id, value_paise desc, item_id desc) where is_listed;
    create index stock_standing_cover_idx on stock_standing (business_id, place_id, cover_days, item_id) where is_listed;
    create index stock_standing_category_idx on stock_standing (business_id, place_id, category, name_key, item_id) where is_listed;
    create index stock_standing_article_idx on stock_standing (business_id, place_id, name_key, item_id) where is_listed and is_article;
    create index stock_standing_flag_name_idx on stock_standing (business_id, place_id, flag, name_key, item_id) where is_listed and flag <> 'ok';
    create index stock_standing_flag_value_idx on stock_standing (business_id, place_id, flag, value_paise desc, item_id desc)
      where is_listed and flag <> 'ok';
    create index stock_standing_flag_cover_idx on stock_standing (business_id, place_id, flag, cover_days, item_id)
      where is_listed and flag <> 'ok';
    create index stock_standing_idle_idx on stock_standing (business_id, place_id, idle_on, item_id) where quantity_milli > 0;

    create table stock_idle (
      business_id uuid not null references business, place_id uuid not null, days integer not null,
      items integer not null, value_paise bigint not null, on_date date not null,
      primary key (business_id, place_id, days)
    );

    create index stock_move_kind_idx on stock_move (business_id, item_id, kind, on_date desc, id desc);

    create function stand_item(business uuid, item uuid, place uuid) returns void language sql as $$
      insert into stock_standing (business_id, item_id, place_id, name_key, category, is_article, is_offered, low_milli)
        select i.business_id, i.id, place, i.name_key, i.category,
          exists (select 1 from article a where a.business_id = business and a.item_id = item), i.archived_at is null, i.low_stock_milli
        from item i where i.business_id = business and i.id = item and i.kind = 'goods'
        on conflict (business_id, item_id, place_id) do nothing;
    $$;

    create function item_stands() returns trigger language plpgsql as $$
    begin
      if tg_op = 'DELETE' then
        delete from stock_standing where business_id = old.business_id and item_id = old.id;
        return old;
      end if;
      if tg_op = 'UPDATE' then
        if new.kind <> 'goods' then
          delete from stock_standing where business_id = new.business_id and item_id = new.id;
          return null;
        end if;
        update stock_standing set name_key = new.name_key, category = new.category, is_offered = new.archived_at is null,
          low_milli = new.low_stock_milli
          where business_id = new.business_id and item_id = new.id;
      end if;
      perform stand_item(new.business_id, new.id, new.business_id);
      return null;
    end $$;
    create trigger item_stands after insert on item for each row when (new.kind = 'goods') execute function item_stands('item');
    create trigger item_stands_anew after update of kind, name, category, archived_at, low_stock_milli on item for each row
      when (old.kind <> new.kind or old.name <> new.name or old.category <> new.category or old.low_stock_milli <> new.low_stock_milli
        or old.archived_at is distinct from new.archived_at)
      execute function item_stands('item');
    create trigger item_stands_no_more before delete on item for each row execute function item_stands('item');

    create function article_stands() returns trigger language plpgsql as $$
    begin
      if tg_op = 'DELETE' then
        update stock_standing set is_article = false where business_id = old.business_id and item_id = old.item_id;
      else
        update stock_standing set is_article = true where business_id = new.business_id and item_id = new.item_id;
      end if;
      return null;
    end $$;
    create trigger article_stands after insert or delete on article for each row execute function article_stands('article');

    create function stock_level_stands() returns trigger language plpgsql as $$
    begin
      if tg_op = 'INSERT' then
        perform stand_item(new.business_id, new.item_id, new.branch_id);
        perform stand_item(new.business_id, new.item_id, new.business_id);
      end if;
      update stock_standing s set ${figures
        .map(
          (name) =>
            `${name} = s.${name} + case tg_op when 'DELETE' then 0 else new.${name} end - case tg_op when 'INSERT' then 0 else old.${name} end`,
        )
        .join(', ')}
        where s.business_id = coalesce(new.business_id, old.business_id) and s.item_id = coalesce(new.item_id, old.item_id)
          and s.place_id in (coalesce(new.business_id, old.business_id), coalesce(new.branch_id, old.branch_id));
      if tg_op = 'DELETE' then
        delete from stock_standing where business_id = old.business_id and item_id = old.item_id and place_id = old.branch_id;
      end if;
      return null;
    end $$;
    create trigger stock_level_stands after insert or delete on stock_level for each row execute function stock_level_stands('stock_level');
    create trigger stock_level_stands_anew after update on stock_level for each row
      when (${figures.map((name) => `old.${name} <> new.${name}`).join(' or ')}) execute function stock_level_stands('stock_level');

    create function stock_move_is_remembered() returns trigger language plpgsql as $$
    declare places uuid[] := array[new.business_id, new.branch_id];
    begin
      if new.kind = 'sale-cancelled' then
        update stock_standing s set sold_on = (select m.on_date from stock_move m
            where m.business_id = new.business_id and m.item_id = new.item_id and m.kind = 'sale'
              and (s.place_id = new.business_id or m.branch_id = s.place_id)
              and not exists (select 1 from stock_move c where c.business_id = m.business_id and c.document_id = m.document_id
                and c.item_id = m.item_id and c.kind = 'sale-cancelled')
            order by m.on_date desc, m.id desc limit 1)
          where s.business_id = new.business_id and s.item_id = new.item_id and s.place_id = any(places);
        return null;
      end if;
      if 2 = (select count(*) from stock_standing s
          where s.business_id = new.business_id and s.item_id = new.item_id and s.place_id = any(places)
            and (new.kind <> 'sale' or s.sold_on >= new.on_date)
            and s.first_on <= new.on_date and (new.quantity_milli < 0 or s.came_on <= new.on_date)
            and (new.kind not in ('purchase', 'old-gold') or s.bought_on >= new.on_date)) then return null;
      end if;
      perform stand_item(new.business_id, new.item_id, new.branch_id);
      perform stand_item(new.business_id, new.item_id, new.business_id);
      update stock_standing s set
          sold_on = case when new.kind = 'sale' then greatest(s.sold_on, new.on_date) else s.sold_on end,
          first_on = least(s.first_on, new.on_date),
          came_on = case when new.quantity_milli > 0 then least(s.came_on, new.on_date) else s.came_on end,
          bought_on = case when new.kind in ('purchase', 'old-gold') then greatest(s.bought_on, new.on_date) else s.bought_on end
        where s.business_id = new.business_id and s.item_id = new.item_id and s.place_id = any(places);
      return null;
    end $$;
    create trigger stock_move_is_remembered after insert on stock_move for each row
      when (new.quantity_milli <> 0)
      execute function stock_move_is_remembered('stock_move');
  `)
  for (const table of ['stock_standing', 'stock_idle']) await tenantTable(db, table)
  await inEveryBusiness(
    db,
    `update item i set category = a.category from article a
      where i.business_id = :business::uuid and a.business_id = i.business_id and a.item_id = i.id and i.category = '' and a.category <> ''`,
  )
  await inEveryBusiness(
    db,
    `insert into stock_standing (business_id, item_id, place_id, name_key, category, is_article, is_offered, low_milli)
      select i.business_id, i.id, p.place_id, i.name_key, i.category,
        exists (select 1 from article a where a.business_id = i.business_id and a.item_id = i.id), i.archived_at is null, i.low_stock_milli
      from item i cross join lateral (
        select i.business_id as place_id
        union all select l.branch_id from stock_level l where l.business_id = i.business_id and l.item_id = i.id) p
      where i.business_id = :business::uuid and i.kind = 'goods'`,
  )
  await inEveryBusiness(
    db,
    `update stock_standing s set ${changed('l')} from (
        select item_id, place_id, ${figures.map((name) => `sum(${name})::bigint as ${name}`).join(', ')}
        from stock_level l cross join lateral (values (l.branch_id), (l.business_id)) p (place_id)
        where l.business_id = :business::uuid group by item_id, place_id) l
      where s.business_id = :business::uuid and s.item_id = l.item_id and s.place_id = l.place_id`,
  )
  await inEveryBusiness(
    db,
    `update stock_standing s set sold_on = m.sold_on, first_on = m.first_on, came_on = m.came_on, bought_on = m.bought_on from (
        select m.item_id, p.place_id, min(m.on_date) filter (where m.quantity_milli <> 0) as first_on, min(m.on_date) filter (where m.quantity_milli > 0) as came_on,
          max(m.on_date) filter (where m.kind in ('purchase', 'old-gold')) as bought_on,
          max(m.on_date) filter (where m.kind = 'sale' and not exists (select 1 from stock_move c
            where c.business_id = m.business_id and c.document_id = m.document_id and c.item_id = m.item_id
              and c.kind = 'sale-cancelled')) as sold_on
        from stock_move m cross join lateral (values (m.branch_id), (m.business_id)) p (place_id)
        where m.business_id = :business::uuid group by m.item_id, p.place_id) m
      where s.business_id = :business::uuid and s.item_id = m.item_id and s.place_id = m.place_id`,
  )
}

export async function down(db: Knex): Promise<void> {
  await db.raw(`
    drop trigger stock_move_is_remembered on stock_move; drop trigger stock_level_stands_anew on stock_level;
    drop trigger stock_level_stands on stock_level; drop trigger article_stands on article;
    drop trigger item_stands_no_more on item; drop trigger item_stands_anew on item; drop trigger item_stands on item;
    drop function stock_move_is_remembered(); drop function stock_level_stands(); drop function article_stands();
    drop function item_stands(); drop function stand_item(uuid, uuid, uuid);
    drop index stock_move_kind_idx; drop table stock_idle; drop table stock_standing;
  `)
}
