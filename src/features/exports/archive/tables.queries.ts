import { named } from '../../../db/named.ts'
import type { Tx } from '../../../db/tenant.ts'

/**
 * Tables that are left out of the archive: what is computed from the rest, what only waits to be done, what is no text, and
 * keys. Every other table of a business is in it; a test holds both lists against the schema.
 */
export const leftOut: ReadonlySet<string> = new Set([
  'account_month',
  'account_day',
  'party_month',
  'party_balance',
  'sales_day',
  'sold_month',
  'due_day',
  'due_flow',
  'person_lock',
  'tax_day',
  'voucher_day',
  'money_flow_day',
  'stock_month',
  'stock_day',
  'revaluation_due',
  'reorder_line',
  'reorder_sum',
  'reorder_kept',
  'party_due',
  'person_cash',
  'bank_entry',
  'bank_month',
  'party_search',
  'item_search',
  'draft',
  'piece_claim',
  'outbox',
  'outbox_done',
  'file',
  'paper',
  'business_key',
  'audit_head',
  'portal_link',
  'board_screen',
])

export interface ArchiveTable {
  name: string
  columns: string[]
  /** Of the primary key but for the business, with their types. */
  keys: { name: string; type: string }[]
}

/** What stands in the archive: each table with the columns that are text, numbers and dates; sealed ones stay sealed. */
export async function listTables(tx: Tx): Promise<ArchiveTable[]> {
  const tables = await named<ArchiveTable>(tx, tablesOfBusinesses, [])
  return tables.filter(({ name }) => !leftOut.has(name))
}

const tablesOfBusinesses = {
  name: 'exports.tables',
  text: `
    select c.relname as name,
      (select array_agg(a.attname::text order by a.attnum) from pg_attribute a
        where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped and a.atttypid <> 'bytea'::regtype
          and a.attname <> 'business_id' and a.attgenerated = '') as columns,
      (select coalesce(json_agg(json_build_object('name', a.attname, 'type', format_type(a.atttypid, a.atttypmod)) order by k.nth), '[]')
        from pg_index i cross join unnest(i.indkey) with ordinality as k (attnum, nth)
        join pg_attribute a on a.attrelid = c.oid and a.attnum = k.attnum
        where i.indrelid = c.oid and i.indisprimary and a.attname <> 'business_id') as keys
    from pg_class c
    where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p')
      and exists (select 1 from pg_attribute a where a.attrelid = c.oid and a.attname = 'business_id' and a.attnotnull)
      and c.relrowsecurity
    order by c.relname`,
}

const inOne = 2000
export type Text = string | null

/** The rows of a table as text, by its key, some thousand at a time. */
export async function* readRows(tx: Tx, businessId: string, table: ArchiveTable): AsyncGenerator<Text[][]> {
  const { name, columns, keys } = table
  const of = (column: string): string => `t."${column}"`
  const shown = columns.map((column) => `${of(column)}::text`)
  const keyed = keys.map((key) => `${of(key.name)}::text`)
  const order = keys.length === 0 ? '' : `order by ${keys.map((key) => of(key.name)).join(', ')}`
  const after =
    keys.length === 0
      ? ''
      : `and ($2::text[] is null or (${keys.map((key) => of(key.name)).join(', ')}) > (${keys.map((key, at) => `($2::text[])[${at + 1}]::${key.type}`).join(', ')}))`
  const text = `
    select array[${shown.join(', ')}] as row, array[${keyed.join(', ')}]::text[] as key from ${name} t
    where t.business_id = $1 ${after || 'and $2::text[] is null'} ${order} limit ${inOne}`
  let last: string[] | null = null
  for (;;) {
    const rows: { row: Text[]; key: string[] }[] = await named(tx, { name: `exports.rows.${name}`, text }, [
      businessId,
      last,
    ])
    if (rows.length > 0) yield rows.map(({ row }) => row)
    last = rows.at(-1)?.key ?? null
    if (rows.length < inOne || keys.length === 0) return
  }
}
