import type { Db } from '../db/database.ts'

/**
 * The schema as text, read from the catalogue: tables with their columns, keys, indexes, policies, triggers and what the
 * app's role may do with them, then the views, then the functions. The same schema gives the same text.
 */
export async function schemaText(db: Db): Promise<string> {
  const tables: TableRow[] = (await db.raw(tablesSql)).rows
  const views: ViewRow[] = (await db.raw(viewsSql)).rows
  const functions: { definition: string }[] = (await db.raw(functionsSql)).rows
  const texts = [...tables.map(tableText), ...views.map(viewText)]
  return [...texts, ...functions.map(({ definition }) => `${definition.trim()};\n`)].join('\n')
}

interface TableRow {
  name: string
  rights: string
  columns: string[]
  constraints: string[]
  indexes: string[]
  policies: string[]
  triggers: string[]
}

function tableText({ name, rights, columns, constraints, indexes, policies, triggers }: TableRow): string {
  const inside = [...columns, ...constraints].map((line) => `  ${line}`).join(',\n')
  const after = [...indexes, ...policies, ...triggers].map((line) => `${line.replaceAll('public.', '')};`)
  return [`-- khata_app may ${rights || 'nothing'}`, `create table ${name} (`, inside, ');', ...after, ''].join('\n')
}

interface ViewRow {
  name: string
  rights: string
  options: string
  definition: string
}

function viewText({ name, rights, options, definition }: ViewRow): string {
  const head = `create view ${name}${options && ` with (${options})`} as`
  return [`-- khata_app may ${rights || 'nothing'}`, head, definition.replaceAll('public.', ''), ''].join('\n')
}

const rightsOf = `
    (select string_agg(verb, ', ' order by at) from unnest(array['select', 'insert', 'update', 'delete']) with ordinality as v (verb, at)
      where has_table_privilege('khata_app', c.oid, verb)) as rights`

const tablesSql = `
  select c.relname as name, ${rightsOf},
    (select array_agg(a.attname || ' ' || format_type(a.atttypid, a.atttypmod) || case when a.attnotnull then ' not null' else '' end
        || case when a.attgenerated = 's' then ' generated always as (' || pg_get_expr(d.adbin, d.adrelid) || ') stored'
          when d.adbin is not null then ' default ' || pg_get_expr(d.adbin, d.adrelid) else '' end order by a.attnum)
      from pg_attribute a left join pg_attrdef d on d.adrelid = a.attrelid and d.adnum = a.attnum
      where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped) as columns,
    array(select 'constraint ' || k.conname || ' ' || pg_get_constraintdef(k.oid) from pg_constraint k
      where k.conrelid = c.oid and k.contype in ('p', 'u', 'c', 'f')
      order by position(k.contype::text in 'pucf'), k.conname) as constraints,
    array(select pg_get_indexdef(i.indexrelid) from pg_index i join pg_class x on x.oid = i.indexrelid
      where i.indrelid = c.oid and not exists (select 1 from pg_constraint k where k.conindid = i.indexrelid and k.contype in ('p', 'u'))
      order by x.relname) as indexes,
    array_cat(
      case when c.relrowsecurity then array['alter table ' || c.relname || ' enable row level security'] else '{}' end
        || case when c.relforcerowsecurity then array['alter table ' || c.relname || ' force row level security'] else '{}' end,
      array(select 'create policy ' || p.policyname || ' on ' || p.tablename || ' for ' || lower(p.cmd) || ' using ' || p.qual
        || ' with check ' || p.with_check from pg_policies p where p.schemaname = 'public' and p.tablename = c.relname order by p.policyname)
    ) as policies,
    array(select pg_get_triggerdef(t.oid) from pg_trigger t where t.tgrelid = c.oid and not t.tgisinternal order by t.tgname) as triggers
  from pg_class c
  where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') and c.relname not like 'knex%'
  order by c.relname`

const viewsSql = `
  select c.relname as name, ${rightsOf}, coalesce(array_to_string(c.reloptions, ', '), '') as options,
    pg_get_viewdef(c.oid, true) as definition
  from pg_class c where c.relnamespace = 'public'::regnamespace and c.relkind = 'v'
  order by c.relname`

const functionsSql = `
  select replace(pg_get_functiondef(p.oid), 'public.', '') as definition from pg_proc p
  where p.pronamespace = 'public'::regnamespace
    and not exists (select 1 from pg_depend d where d.objid = p.oid and d.deptype = 'e')
  order by p.proname`
