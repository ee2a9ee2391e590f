import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import knex from 'knex'
import t from 'tap'
import { aBill, aBook, aReceipt } from '../testing/book.ts'
import { testDatabase } from '../testing/database.ts'
import { schemaText } from '../testing/schema-text.ts'
import { migrationsFolder } from './migrate.ts'
import { inBusiness } from './tenant.ts'

/** What stands outside every business. A table that is not one of these is a tenant's. */
const controlPlane = [
  'app_user',
  'board_directory',
  'business_directory',
  'invitation',
  'membership',
  'password_reset',
  'portal_directory',
  'session',
  'throttle',
]
const postedTables = [
  'allocation',
  'audit_line',
  'document_line',
  'document_tender',
  'posting',
  'stock_move',
  'voucher',
]

t.test('the schema', async (t) => {
  const { db, root, connections } = await testDatabase(t)
  const rows = async (sql: string): Promise<Record<string, unknown>[]> => (await root.raw(sql)).rows
  const all = await rows(`select c.relname as name, c.oid from pg_class c
    where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') and c.relname not like 'knex%' order by 1`)
  const tenant = all.map(({ name }) => String(name)).filter((name) => !controlPlane.includes(name))
  const tenantList = tenant.map((name) => `'${name}'`).join(', ')
  const others = tenant.filter((name) => name !== 'business')
  const otherList = others.map((name) => `'${name}'`).join(', ')

  t.test('names the business in every tenant table, and keys begin with it', async (t) => {
    t.ok(tenant.includes('posting') && tenant.length > 20)
    const without = await rows(`select t.name from unnest(array[${otherList}]) as t (name) where not exists (
      select 1 from pg_attribute a where a.attrelid = t.name::regclass and a.attname = 'business_id' and a.attnotnull and a.atttypid = 'uuid'::regtype)`)
    t.same(without, [], 'every table has business_id')
    const keys = await rows(`select i.indexrelid::regclass::text as key from pg_index i
      join pg_attribute a on a.attrelid = i.indrelid and a.attnum = i.indkey[0]
      where i.indisunique and i.indrelid::regclass::text in (${otherList}) and a.attname <> 'business_id'`)
    t.same(keys, [], 'every primary and unique key begins with business_id')
  })

  t.test('has foreign keys that stay within a business, are indexed, and remove nothing', async (t) => {
    const foreign = `select k.conname, k.conrelid, k.conkey, k.conrelid::regclass::text as here, k.confrelid::regclass::text as there,
      a.attname as first, b.attname as first_there, k.confdeltype, k.confupdtype from pg_constraint k
      join pg_attribute a on a.attrelid = k.conrelid and a.attnum = k.conkey[1]
      join pg_attribute b on b.attrelid = k.confrelid and b.attnum = k.confkey[1] where k.contype = 'f'`
    const astray = await rows(`select conname from (${foreign}) f where here in (${tenantList})
      and (first <> 'business_id' or first_there <> case there when 'business' then 'id' else 'business_id' end)`)
    t.same(astray, [], 'every foreign key of a tenant begins with business_id')
    const across = await rows(
      `select conname from (${foreign}) f where (here in (${tenantList})) <> (there in (${tenantList}))`,
    )
    t.same(across, [], 'none leads from one plane to the other')
    t.same(
      await rows(`select conname from (${foreign}) f where confdeltype <> 'a' or confupdtype <> 'a'`),
      [],
      'no cascade, no set null',
    )
    const bare = await rows(`select conname from (${foreign}) f where not exists (
      select 1 from pg_index i where i.indrelid = f.conrelid and i.indisvalid
        and (i.indkey::int2[])[0:cardinality(f.conkey) - 1] @> f.conkey)`)
    t.same(bare, [], 'every foreign key has an index that begins with its columns')
  })

  t.test('keeps money, weight and quantity whole, and no instant without its zone', async (t) => {
    const columns = `select c.relname || '.' || a.attname as name, a.attname, format_type(a.atttypid, null) as type
      from pg_attribute a join pg_class c on c.oid = a.attrelid
      where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') and a.attnum > 0 and not a.attisdropped`
    const units = `(attname ~ '_(paise|mg|mct|milli)$' or attname in ('amount', 'open_amount', 'debit', 'credit'))`
    t.same(await rows(`select name from (${columns}) c where ${units} and type <> 'bigint'`), [])
    t.same(
      await rows(`select name from (${columns}) c where type in ('real', 'double precision', 'numeric', 'money')`),
      [],
    )
    const zoneless = await rows(`select name from (${columns}) c
      where type in ('timestamp without time zone', 'time without time zone') or (attname ~ '_at$' and type <> 'timestamp with time zone')
        or (attname ~ '_(on|date)$' and type <> 'date')`)
    t.same(zoneless, [])
  })

  t.test('defers nothing: what is refused is refused by the statement that asks for it', async (t) => {
    const deferrable = `select conname as name, conrelid::regclass::text as on_table from pg_constraint where condeferrable
      union select tgname, tgrelid::regclass::text from pg_trigger where tgdeferrable`
    t.same(await rows(deferrable), [])
  })

  t.test('has triggers of rows only: a distributed table knows no others', async (t) => {
    t.same(
      await rows(`select tgname, tgrelid::regclass::text from pg_trigger where not tgisinternal and tgtype & 1 = 0`),
      [],
    )
  })

  t.test('lets nobody change or remove a posted row', async (t) => {
    for (const table of postedTables) {
      const rights = await rows(`select verb from unnest(array['update', 'delete', 'truncate']) as v (verb)
        where has_table_privilege('khata_app', '${table}', verb)`)
      t.same(rights, [], `the app has no right to it on ${table}`)
      const triggers = await rows(`select tgname from pg_trigger where tgrelid = '${table}'::regclass
        and tgname = '${table}_is_posted' and tgenabled = 'O' and tgtype & 27 = 27`)
      t.equal(triggers.length, 1, `a trigger refuses everyone else on ${table}`)
    }
  })

  t.test('shows a business its own rows alone', async (t) => {
    const open =
      await rows(`select c.relname from pg_class c where c.relname in (${tenantList}) and c.relnamespace = 'public'::regnamespace
      and not (c.relrowsecurity and c.relforcerowsecurity and exists (select 1 from pg_policy p
        where p.polrelid = c.oid and p.polcmd = '*' and p.polpermissive and p.polqual is not null and p.polwithcheck is not null))`)
    t.same(open, [], 'row security is forced on every tenant table, for reading and writing')
    const [mine, theirs] = [await aBook(db), await aBook(db)]
    await inBusiness(db, mine.id, async (tx) => {
      const bill = await aBill(tx, mine, mine.ramesh, '2026-11-21')
      await aReceipt(tx, mine, mine.ramesh, 100n, '2026-11-21', bill)
    })
    const full: string[] = []
    for (const table of tenant) {
      const key = table === 'business' ? 'id' : 'business_id'
      const count = `select count(*)::int as n from ${table} where ${key} = '${mine.id}'`
      if (Number((await rows(count))[0]?.['n']) > 0) full.push(table)
      t.same((await db.raw(`select count(*)::int as n from ${table}`)).rows, [{ n: 0 }], `no tenant, no rows: ${table}`)
      t.same((await inBusiness(db, theirs.id, (tx) => tx.raw(count))).rows, [{ n: 0 }], `another's rows: ${table}`)
    }
    const written = [
      'account_day',
      'account_month',
      'allocation',
      'audit_line',
      'business',
      'document',
      'open_item',
      'party_balance',
      'posting',
      'stock_move',
    ]
    t.same(
      written.filter((table) => !full.includes(table)),
      [],
      'and there was something to see',
    )
    const foreign = {
      business_id: mine.id,
      id: theirs.ramesh,
      name: 'X',
      created_at: new Date(),
      updated_at: new Date(),
    }
    await t.rejects(
      inBusiness(db, theirs.id, (tx) => tx('party').insert(foreign)),
      { code: '42501' },
      'nor may it write there',
    )
    await t.rejects(db('party').insert(foreign), { code: '42501' }, 'nor anybody without a tenant')
  })

  t.test('is what docs/schema.sql says', async (t) => {
    const written = readFileSync(join(import.meta.dirname, '../../docs/schema.sql'), 'utf8')
    t.equal(await schemaText(root), written, 'write it anew: node scripts/dump-schema.ts')
  })

  t.test('goes down to nothing, and up again to the same', async (t) => {
    const before = await schemaText(root)
    const migrations = { directory: migrationsFolder, loadExtensions: ['.ts'] }
    const owner = knex({ client: 'pg', connection: connections.owner, pool: { min: 0, max: 1 }, migrations })
    try {
      await owner.migrate.rollback(undefined, true)
      t.equal(await schemaText(root), '')
      await owner.migrate.latest()
      t.equal(await schemaText(root), before)
    } finally {
      await owner.destroy()
    }
  })
})
