import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import t, { type Test } from 'tap'
import { type Embedded, startEmbedded } from './db/embedded.ts'
import { withClient } from './db/roles.ts'

interface Ran {
  code: number | null
  said: string
  complained: string
}

/** Runs `npm run khata -- ...` on the data of a folder. */
function khata(dataDir: string, words: readonly string[], { typed = '', env = {} } = {}): Promise<Ran> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, ['src/cli.ts', ...words], {
      env: { NODE_ENV: 'test', KHATA_DATA: dataDir, NODE_COMPILE_CACHE: '.cache/node', ...env },
    })
    const ran = { said: '', complained: '' }
    child.stdout.on('data', (text) => (ran.said += text))
    child.stderr.on('data', (text) => (ran.complained += text))
    child.on('error', reject)
    child.on('close', (code) => resolve({ ...ran, code }))
    child.stdin.end(typed)
  })
}

async function folder(t: Test): Promise<string> {
  const dir = await mkdtemp('/tmp/khata-cli-')
  t.after(() => rm(dir, { recursive: true, force: true }))
  return join(dir, 'data')
}

const sql = async (server: Embedded, text: string) =>
  (await withClient({ ...server.admin, database: 'khata' }, (client) => client.query(text))).rows

t.test('help names every command and every setting', async (t) => {
  for (const words of [[], ['help'], ['--help']]) {
    const { code, said } = await khata('unused', words)
    t.equal(code, 0)
    for (const word of ['migrate', 'seed', 'create-owner', 'reset-link', 'books-check', 'audit-verify', 'KHATA_DATA'])
      t.ok(said.includes(word), word)
  }
})

t.test('what is written wrongly gets one line', async (t) => {
  const dataDir = await folder(t)
  const wrong: [string[], RegExp][] = [
    [['seeds'], /^There is no seeds\./],
    [['seed', '--invoice', '3'], /^seed takes no --invoice\./],
    [['seed', '--business', 'Big'], /^--business needs --invoices/],
    [['seed', '--invoices', '10'], /^--invoices goes with --business/],
    [['seed', '--business', 'Big', '--invoices', 'ten'], /^--invoices must be a whole number/],
    [['seed', '--business', 'Big', '--invoices', '10', '--from', '2999-01-01'], /^--from must be a day/],
    [['books-check', 'Big'], /^books-check takes no Big\./],
    [['create-owner', '--email', 'a@b.in'], /^create-owner needs --name/],
    [['create-owner', '--email', 'nobody', '--name', 'A'], /^--email: /],
    [['create-owner', '--email', 'a@b.in', '--name', 'A', '--business', 'B'], /^--business needs --state/],
    [['create-owner', '--email', 'a@b.in', '--name', 'A', '--business', 'B', '--state', 'Atlantis'], /^--state must/],
    [['create-owner', '--email', 'a@b.in', '--name', 'A'], /^The password: /],
    [['reset-link', '--email'], /^--email needs a value/],
  ]
  const all = await Promise.all(wrong.map(async ([words, line]) => ({ words, line, ...(await khata(dataDir, words)) })))
  for (const { words, line, code, said, complained } of all) {
    t.equal(code, 1, words.join(' '))
    t.equal(said, '')
    t.match(complained, line)
    t.equal(complained.trim().split('\n').length, 1)
  }
  t.equal(existsSync(join(dataDir, 'postgres')), false, 'no server was started for it')
})

t.test('the commands work beside a server that another process uses', async (t) => {
  const dataDir = await folder(t)
  const settings = { fsync: 'off', shared_buffers: '32MB' }
  const server = await startEmbedded({ dataDir, settings, throwaway: true })
  t.after(() => server.stop())

  await t.test('migrate says what it did', async (t) => {
    t.match(await khata(dataDir, ['migrate']), { code: 0, said: /create_app_user\.ts[\s\S]+ migrations ran\./ })
    t.match(await khata(dataDir, ['migrate']), { code: 0, said: 'The tables are up to date.\n' })
  })

  await t.test('without a business there is nothing to check', async (t) => {
    t.match(await khata(dataDir, ['books-check']), { code: 0, said: 'There is no business yet.\n' })
    t.match(await khata(dataDir, ['audit-verify']), { code: 0, said: 'There is no business yet.\n' })
  })

  await t.test('create-owner makes a person and a business', async (t) => {
    const words = ['create-owner', '--email', 'Asha@Shop.in', '--name', 'Asha', '--business', 'Asha Stores', '--state']
    const made = await khata(dataDir, [...words, 'gujarat'], { typed: 'monsoon over surat\n' })
    t.match(made, { code: 0, said: /Asha signs in at http.+ with asha@shop\.in/, complained: '' })
    const rows = await sql(
      server,
      `select u.email, m.role, d.name, b.state, u.password_hash like '$argon2id$%' as hashed
      from app_user u join membership m on m.user_id = u.id join business_directory d on d.id = m.business_id
      join business b on b.id = d.id`,
    )
    t.same(rows, [{ email: 'asha@shop.in', role: 'owner', name: 'Asha Stores', state: '24', hashed: true }])
    const again = await khata(dataDir, [...words, '24'], { typed: 'monsoon over surat\n' })
    t.match(again, { code: 1, said: '' })
    t.equal(again.complained.trim().split('\n').length, 1)
    t.same(await sql(server, 'select count(*)::int from business'), [{ count: 1 }], 'nothing is made by halves')
  })

  await t.test('reset-link prints a link for who is there', async (t) => {
    t.match(await khata(dataDir, ['reset-link', '--email', 'asha@shop.in']), { code: 0, said: /\/reset\/\S{20,}\n$/ })
    t.match(await khata(dataDir, ['reset-link', '--email', 'x@y.in']), { code: 1, complained: /^Nobody signs in with/ })
  })

  await t.test('seed makes a large business that passes the checks', async (t) => {
    const words = ['seed', '--business', 'Big Bazaar', '--invoices', '120', '--items', '30', '--pieces', '400']
    t.match(await khata(dataDir, words), { code: 0, said: /Big Bazaar has 120 bills[\s\S]+owner@big-bazaar\.test/ })
    t.match(await khata(dataDir, words), { code: 1, complained: 'There is a business Big Bazaar already.\n' })
    t.match(await khata(dataDir, ['seed']), { code: 0, said: /no demo was made/ })
    const env = { NODE_ENV: 'production', KHATA_SECRET: 'b8Yq2Lw0vR7tKx5nPz3mHc9dJf6sGa1e' }
    t.match(await khata(dataDir, ['seed'], { env }), { code: 1, complained: /^Production has no demo/ })
    t.match(await khata(dataDir, ['seed', '--business', 'C', '--invoices', '9'], { env }), {
      code: 1,
      complained: /--owner/,
    })
  })

  await t.test('books-check says all ten points, and fails when one does not hold', async (t) => {
    const { code, said } = await khata(dataDir, ['books-check', '--business', 'big bazaar'])
    t.equal(code, 0)
    t.equal(said.match(/^ +\d+ {2}holds/gm)?.length, 10)
    t.match(await khata(dataDir, ['books-check', '--business', 'Small']), { code: 1, complained: /There are: Asha/ })
    await sql(
      server,
      `update account_month set debit = debit + 100 where (account_id, month) =
      (select account_id, month from account_month limit 1)`,
    )
    t.match(await khata(dataDir, ['books-check']), { code: 1, said: / 2 {2}WRONG/ })
  })

  await t.test('audit-verify finds a changed line', async (t) => {
    t.match(await khata(dataDir, ['audit-verify']), { code: 0, said: /Big Bazaar: \d+ lines, the chain is whole/ })
    await sql(server, `set session_replication_role = replica; update audit_line set by_name = 'Nobody' where seq = 3`)
    t.match(await khata(dataDir, ['audit-verify']), { code: 1, said: /BROKEN[\s\S]+line 3 was changed/ })
  })

  t.same(await sql(server, 'select 1 as one'), [{ one: 1 }], 'the server still runs')
})

t.test('a command that found no server ends the one it started', async (t) => {
  const dataDir = await folder(t)
  t.match(await khata(dataDir, ['migrate']), { code: 0 })
  const server = await startEmbedded({ dataDir, throwaway: true })
  const pid = Number.parseInt(await readFile(join(server.home, 'cluster', 'postmaster.pid'), 'utf8'), 10)
  await server.stop()
  t.match(await khata(dataDir, ['migrate']), { code: 0, said: /up to date/ })
  t.equal(existsSync(`/proc/${pid}/cwd`), false)
  t.equal(existsSync(join(server.home, 'cluster', 'postmaster.pid')), false, 'nothing runs on')
})
