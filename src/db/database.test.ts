import t from 'tap'
import { testDatabase } from '../testing/database.ts'

t.test('a database of the test', async (t) => {
  const { db, root } = await testDatabase(t)
  const row = (
    await db.raw(
      `select 9007199254740993::int8 as big, date '2026-04-01' as day, array[1, null]::int8[] as bigs, array[date '2026-04-01'] as days, 1.50::numeric as rate`,
    )
  ).rows[0]
  t.same(
    row,
    { big: 9007199254740993n, day: '2026-04-01', bigs: [1n, null], days: ['2026-04-01'], rate: '1.50' },
    'values come without loss',
  )

  const limits = (
    await db.raw(
      `select current_user as who, current_setting('statement_timeout') as statement, current_setting('lock_timeout') as lock, current_setting('idle_in_transaction_session_timeout') as idle`,
    )
  ).rows[0]
  t.same(
    limits,
    { who: 'khata_app', statement: '8s', lock: '3s', idle: '15s' },
    'the app runs as its own role, within its limits',
  )

  const role = (
    await root.raw(
      `select rolsuper, rolbypassrls, rolcreaterole, rolcreatedb from pg_roles where rolname = current_setting('role') or rolname = 'khata_app'`,
    )
  ).rows
  t.same(role, [{ rolsuper: false, rolbypassrls: false, rolcreaterole: false, rolcreatedb: false }])
  await t.rejects(db.raw('create table mine (id int)'), { code: '42501' }, 'the app may make no table')
})

t.test('a pool whose connections were all killed goes on with new ones', async (t) => {
  const { db, root } = await testDatabase(t)
  await Promise.all([db.raw('select 1'), db.raw('select 2')])
  await root.raw(
    `select pg_terminate_backend(pid) from pg_stat_activity where usename = 'khata_app' and datname = current_database()`,
  )
  await new Promise((resolve) => setTimeout(resolve, 50))
  const { rows } = await db.raw('select 3 as three')
  t.same(rows, [{ three: 3 }])
})

t.test('a statement that waits too long for a lock ends', async (t) => {
  const { db, root } = await testDatabase(t)
  await root.raw(
    'create table thing (id int primary key); insert into thing values (1); grant all on thing to khata_app',
  )
  await root.transaction(async (other) => {
    await other.raw('update thing set id = 1')
    await t.rejects(db.raw(`set lock_timeout = '50ms'; update thing set id = 1`), { code: '55P03' })
  })
})
