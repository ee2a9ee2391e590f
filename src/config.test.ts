import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import t, { type Test } from 'tap'
import { ConfigError, type Environment, readConfig, settings } from './config.ts'

const secret = 'kZ3v9Qm2Xr7Lw5Tn8Yb4Hc6Jd1Fg0PsA'

function dataFolder(t: Test): string {
  const folder = mkdtempSync('/tmp/khata-config-')
  t.after(() => rmSync(folder, { recursive: true, force: true }))
  return join(folder, 'data')
}

function complaints(env: Environment): string[] {
  try {
    readConfig({ KHATA_SECRET: secret, ...env })
  } catch (error) {
    if (error instanceof ConfigError) return error.message.split('\n')
    throw error
  }
  return []
}

t.test('with nothing set, it is a demo on this machine with a secret of its own', async (t) => {
  const dataDir = dataFolder(t)
  const config = readConfig({ KHATA_DATA: dataDir })
  t.match(config, {
    mode: 'development',
    port: 3000,
    host: '127.0.0.1',
    publicUrl: 'http://127.0.0.1:3000',
    isDemo: true,
  })
  t.match(config, { databaseUrl: undefined, trustProxy: false, cookieSecure: 'auto', hasNamedStatements: true })
  t.ok(Object.isFrozen(config))
  t.ok(config.secret.length >= 32)
  t.equal(statSync(join(dataDir, 'secret')).mode & 0o777, 0o600, 'nobody else can read it')
  t.equal(readConfig({ KHATA_DATA: dataDir }).secret, config.secret, 'the same at the next start')
})

t.test('production wants its secret set, shows no demo and keeps nothing in a file', async (t) => {
  const dataDir = dataFolder(t)
  t.same(complaints({ NODE_ENV: 'production', KHATA_SECRET: '' }).length, 1)
  t.match(
    complaints({ NODE_ENV: 'production', KHATA_SECRET: undefined })[0],
    /^KHATA_SECRET must be at least 32 .*not set/,
  )
  t.match(
    complaints({ NODE_ENV: 'production', KHATA_SECRET: 'change-me-change-me-change-me-change-me' })[0],
    /^KHATA_SECRET/,
  )
  t.match(complaints({ NODE_ENV: 'production', KHATA_SECRET: 'a'.repeat(64) })[0], /^KHATA_SECRET/)
  const config = readConfig({ NODE_ENV: 'production', KHATA_SECRET: secret, KHATA_DATA: dataDir })
  t.match(config, { isDemo: false, logLevel: 'info', secret })
  t.notOk(existsSync(dataDir))
})

t.test('every wrong value is named at once, with what it should be', async (t) => {
  const wrong = {
    NODE_ENV: 'prod',
    PORT: '80000',
    HOST: 'not a host',
    PUBLIC_URL: 'khata.example.in/shop',
    KHATA_SECRET: 'short',
    DATABASE_URL: 'mysql://x',
    DATABASE_APP_URL: 'x',
    DATABASE_POOL: '0',
    DATABASE_RESET_ROLES: 'yes',
    NAMED_STATEMENTS: 'true',
    TRUST_PROXY: 'true',
    COOKIE_SECURE: 'sometimes',
    CHROMIUM_SANDBOX: 'maybe',
    MAIL_URL: 'http://mail',
    MAIL_FROM: 'nobody',
    LOG_LEVEL: 'loud',
    DEMO: '1',
  }
  const lines = complaints(wrong)
  t.same(lines.map((line) => line.split(' ')[0]).sort(), Object.keys(wrong).sort())
  for (const line of lines) t.match(line, /^[A-Z_]+ must be .+\.$/)
  t.match(
    lines.find((line) => line.startsWith('PORT')),
    'it is "80000"',
  )
  t.notMatch(lines.join('\n'), /short|mysql/, 'what may be secret is not repeated')
})

t.test('a misspelt setting is not passed over', async (t) => {
  t.same(complaints({ KHATA_SECERT: 'x' }), ['KHATA_SECERT is no setting of Khata.'])
})

t.test('an empty value is no value', async (t) => {
  t.equal(readConfig({ KHATA_SECRET: secret, PORT: '', DATABASE_URL: ' ' }).port, 3000)
})

t.test('proxies are trusted by address or by count, never all', async (t) => {
  const trusted = (text: string) => readConfig({ KHATA_SECRET: secret, TRUST_PROXY: text }).trustProxy
  t.equal(trusted('1'), 1)
  t.same(trusted('127.0.0.1, 10.0.0.0/8,::1,fd00::/8'), ['127.0.0.1', '10.0.0.0/8', '::1', 'fd00::/8'])
  for (const text of ['0.0.0.0/0', '*', '10.0.0.0/33', '10.0.0.0/8/8', '0'])
    t.match(complaints({ TRUST_PROXY: text })[0], /^TRUST_PROXY/)
})

t.test('links point at what people type', async (t) => {
  const link = (env: Environment) => readConfig({ KHATA_SECRET: secret, ...env }).publicUrl
  t.equal(link({ PUBLIC_URL: 'https://khata.example.in/' }), 'https://khata.example.in')
  t.equal(link({ HOST: '0.0.0.0', PORT: '8080' }), 'http://127.0.0.1:8080')
  t.equal(link({ HOST: 'fd00::1' }), 'http://[fd00::1]:3000')
})

t.test('a kept secret that was spoilt stops the start', async (t) => {
  const dataDir = dataFolder(t)
  readConfig({ KHATA_DATA: dataDir })
  writeFileSync(join(dataDir, 'secret'), '')
  t.throws(() => readConfig({ KHATA_DATA: dataDir }), { name: 'ConfigError', message: /secret must hold/ })
  t.equal(readFileSync(join(dataDir, 'secret'), 'utf8'), '', 'it is left for a person to look at')
})

t.test('a data folder that cannot be made is named', async (t) => {
  t.throws(() => readConfig({ KHATA_DATA: '/dev/null/data' }), { name: 'ConfigError', message: /^KHATA_DATA must/ })
})

t.test('every setting that is read stands in the table', async (t) => {
  const source = readFileSync(new URL('./config.ts', import.meta.url), 'utf8')
  const read = [...source.matchAll(/(?:read|isOn|given)\(\s*(?:env,\s*)?'([A-Z_]+)'/g)].map((match) => match[1])
  t.same([...new Set(read)].sort(), settings.map((setting) => setting.name).sort())
})
