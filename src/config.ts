import { randomBytes } from 'node:crypto'
import { chmodSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { isIP } from 'node:net'
import { join } from 'node:path'

/** Every setting, all of them by environment; the README and `npm run khata -- help` print this table. */
export const settings = [
  { name: 'NODE_ENV', usual: 'development', says: 'production, development or test.' },
  { name: 'PORT', usual: '3000', says: 'The port to listen on.' },
  { name: 'HOST', usual: '127.0.0.1', says: 'The address to listen on; 0.0.0.0 for all.' },
  { name: 'PUBLIC_URL', usual: 'http://HOST:PORT', says: 'What customers and staff type, for links in messages.' },
  { name: 'KHATA_DATA', usual: '.data', says: 'The folder of the embedded database, the secret and the kept files.' },
  { name: 'KHATA_SECRET', usual: 'made once', says: 'At least 32 random characters; production wants it set.' },
  { name: 'DATABASE_URL', usual: 'embedded', says: 'A Postgres 15 or newer: postgres://user:password@host/database.' },
  {
    name: 'DATABASE_APP_URL',
    usual: 'derived',
    says: "The app's own role there, where DATABASE_URL's may not make it.",
  },
  { name: 'DATABASE_POOL', usual: '10', says: 'How many connections are open at most, 1 to 200.' },
  { name: 'DATABASE_RESET_ROLES', usual: 'off', says: 'on for one start after KHATA_SECRET was changed.' },
  { name: 'NAMED_STATEMENTS', usual: 'on', says: 'off behind a pgbouncer in transaction mode.' },
  { name: 'TRUST_PROXY', usual: 'none', says: 'The addresses or CIDRs of the proxies in front, or how many hops.' },
  { name: 'COOKIE_SECURE', usual: 'auto', says: 'auto (by the scheme of the request), always or never.' },
  { name: 'CHROMIUM_PATH', usual: 'found', says: 'The Chromium that prints.' },
  { name: 'CHROMIUM_SANDBOX', usual: 'on, off as root', says: 'off where something else confines it, as a container.' },
  { name: 'MAIL_URL', usual: 'none', says: 'smtp://user:password@host:port, or smtps://...' },
  { name: 'MAIL_FROM', usual: 'Khata <khata@localhost>', says: 'The sender of mails.' },
  { name: 'LOG_LEVEL', usual: 'warn, info in production', says: 'fatal, error, warn, info, debug, trace or silent.' },
  { name: 'DEMO', usual: 'on, off in production', says: 'on makes the demo businesses and shows their sign-ins.' },
] as const

type SettingName = (typeof settings)[number]['name']
export type Environment = Readonly<Record<string, string | undefined>>

export type Config = Readonly<{
  mode: 'production' | 'development' | 'test'
  port: number
  host: string
  /** Without a slash at its end. */
  publicUrl: string
  dataDir: string
  secret: string
  /** None: the embedded server. */
  databaseUrl: string | undefined
  databaseAppUrl: string | undefined
  databasePool: number
  mayResetRoles: boolean
  hasNamedStatements: boolean
  trustProxy: false | number | string[]
  cookieSecure: 'auto' | 'always' | 'never'
  chromiumPath: string | undefined
  /** Undefined: as the user that runs allows. */
  hasChromiumSandbox: boolean | undefined
  mailUrl: string | undefined
  mailFrom: string
  logLevel: (typeof logLevels)[number]
  isDemo: boolean
}>

/** What is wrong with the environment: a line for each setting, with what it should be. */
export class ConfigError extends Error {
  override name = 'ConfigError'
}

const modes = ['production', 'development', 'test'] as const
const logLevels = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] as const
const onOff = ['on', 'off'] as const

/** Reads every setting; throws a ConfigError that names all wrong ones at once. Outside production it keeps a secret. */
export function readConfig(env: Environment = process.env): Config {
  const wrong: string[] = []
  const read = reader(env, wrong)
  const mode = read('NODE_ENV', oneOf(modes), 'be production, development or test') ?? 'development'
  const port = read('PORT', wholeNumber(1, 65_535), 'be a whole number from 1 to 65535') ?? 3000
  const host = read('HOST', hostName, 'be an address or a host name, such as 127.0.0.1') ?? '127.0.0.1'
  const dataDir = read('KHATA_DATA', anyText, 'be a folder') ?? '.data'
  const isOn = (name: SettingName, usual: boolean) =>
    (read(name, oneOf(onOff), 'be on or off') ?? (usual ? 'on' : 'off')) === 'on'
  const postgresUrl = 'be a URL such as postgres://user:password@host:5432/khata'
  const trustProxy: Config['trustProxy'] = read('TRUST_PROXY', proxies, proxyRule) ?? false
  const sandbox = read('CHROMIUM_SANDBOX', oneOf(onOff), 'be on or off')
  const config = {
    mode,
    port,
    host,
    publicUrl:
      read('PUBLIC_URL', origin, 'be a URL without a path, such as https://khata.example.in') ??
      `http://${shown(host)}:${port}`,
    dataDir,
    secret: '',
    databaseUrl: read('DATABASE_URL', urlOf('postgres:', 'postgresql:'), postgresUrl),
    databaseAppUrl: read('DATABASE_APP_URL', urlOf('postgres:', 'postgresql:'), postgresUrl),
    databasePool: read('DATABASE_POOL', wholeNumber(1, 200), 'be a whole number from 1 to 200') ?? 10,
    mayResetRoles: isOn('DATABASE_RESET_ROLES', false),
    hasNamedStatements: isOn('NAMED_STATEMENTS', true),
    trustProxy,
    cookieSecure:
      read('COOKIE_SECURE', oneOf(['auto', 'always', 'never'] as const), 'be auto, always or never') ?? 'auto',
    hasChromiumSandbox: sandbox === undefined ? undefined : sandbox === 'on',
    chromiumPath: read('CHROMIUM_PATH', anyText, 'be the path of a program'),
    mailUrl: read('MAIL_URL', urlOf('smtp:', 'smtps:'), 'be a URL such as smtp://user:password@host:587'),
    mailFrom: read('MAIL_FROM', sender, 'be an address such as Khata <khata@example.in>') ?? 'Khata <khata@localhost>',
    logLevel:
      read('LOG_LEVEL', oneOf(logLevels), `be one of ${logLevels.join(', ')}`) ??
      (mode === 'production' ? 'info' : 'warn'),
    isDemo: isOn('DEMO', mode !== 'production'),
  }
  const secret = read('KHATA_SECRET', longSecret, secretRule)
  if (mode === 'production' && !given(env, 'KHATA_SECRET'))
    wrong.push(`KHATA_SECRET must ${secretRule}; it is not set.`)
  if (config.databaseAppUrl && !config.databaseUrl)
    wrong.push('DATABASE_APP_URL must come with DATABASE_URL, which is not set.')
  wrong.push(...misspelt(env))
  if (wrong.length > 0) throw new ConfigError(wrong.join('\n'))
  return Object.freeze({ ...config, secret: secret ?? keptSecret(dataDir) })
}

const proxyRule = 'be addresses or CIDRs with commas between, such as 10.0.0.0/8, or the number of hops'
const secretRule = 'be at least 32 random characters, such as those of `openssl rand -base64 33`'

function reader(env: Environment, wrong: string[]) {
  return <Value>(name: SettingName, parse: (text: string) => Value | undefined, should: string): Value | undefined => {
    const text = given(env, name)
    if (text === undefined) return undefined
    const value = parse(text)
    // What is secret is not repeated where logs may keep it.
    if (value === undefined)
      wrong.push(`${name} must ${should}${/SECRET|URL/.test(name) ? '' : `; it is ${JSON.stringify(text)}`}.`)
    return value
  }
}

/** Compose files pass an unset variable on as an empty one. */
function given(env: Environment, name: SettingName): string | undefined {
  const text = env[name]?.trim()
  return text === '' ? undefined : text
}

function misspelt(env: Environment): string[] {
  const known = new Set<string>(settings.map((setting) => setting.name))
  return Object.keys(env)
    .filter((name) => name.startsWith('KHATA_') && !known.has(name))
    .map((name) => `${name} is no setting of Khata.`)
}

const oneOf =
  <Choice extends string>(choices: readonly Choice[]) =>
  (text: string): Choice | undefined =>
    choices.find((choice) => choice === text)

const wholeNumber =
  (least: number, most: number) =>
  (text: string): number | undefined => {
    const number = /^\d{1,6}$/.test(text) ? Number(text) : Number.NaN
    return number >= least && number <= most ? number : undefined
  }

const anyText = (text: string): string | undefined => (text.includes('\0') ? undefined : text)
const hostName = (text: string): string | undefined =>
  isIP(text) > 0 || /^[a-z0-9]([a-z0-9.-]*[a-z0-9])?$/i.test(text) ? text : undefined
const sender = (text: string): string | undefined =>
  /^[^<>@\r\n]*<[^<>@\s]+@[^<>@\s]+>$|^[^<>@\s]+@[^<>@\s]+$/.test(text) ? text : undefined

/** Length alone lets a placeholder through: a random text of 32 has more than nine different characters. */
function longSecret(text: string): string | undefined {
  return text.length >= 32 && new Set(text).size > 9 && !/change.?me|secret|example/i.test(text) ? text : undefined
}

function urlOf(...schemes: string[]): (text: string) => string | undefined {
  return (text) => (schemes.some((scheme) => text.startsWith(`${scheme}//`)) && URL.canParse(text) ? text : undefined)
}

function origin(text: string): string | undefined {
  const url = URL.canParse(text) ? new URL(text) : undefined
  const isPlain =
    url && /^https?:$/.test(url.protocol) && url.pathname === '/' && !url.search && !url.hash && !url.username
  return isPlain ? url.origin : undefined
}

function proxies(text: string): number | string[] | undefined {
  if (/^[1-9]$/.test(text)) return Number(text)
  const list = text.split(',').map((each) => each.trim())
  return list.every(isAddressOrRange) ? list : undefined
}

function isAddressOrRange(text: string): boolean {
  const [address = '', bits, ...more] = text.split('/')
  const kind = isIP(address)
  if (kind === 0 || more.length > 0) return false
  return bits === undefined || (/^\d{1,3}$/.test(bits) && Number(bits) >= 1 && Number(bits) <= (kind === 4 ? 32 : 128))
}

/** An address that one listens on, as one that can be opened. */
function shown(host: string): string {
  if (host === '0.0.0.0' || host === '::') return '127.0.0.1'
  return host.includes(':') ? `[${host}]` : host
}

/** Made at the first start and read at later ones, by its owner only. */
function keptSecret(dataDir: string): string {
  const file = join(dataDir, 'secret')
  try {
    mkdirSync(dataDir, { recursive: true })
    writeFileSync(file, `${randomBytes(33).toString('base64url')}\n`, { flag: 'wx', mode: 0o600 })
    chmodSync(file, 0o600)
  } catch (error) {
    const isThere = error instanceof Error && 'code' in error && error.code === 'EEXIST'
    if (!isThere)
      throw new ConfigError(`KHATA_DATA must be a folder that can be written; ${dataDir} is not.`, { cause: error })
  }
  const secret = longSecret(readFileSync(file, 'utf8').trim())
  if (secret === undefined)
    throw new ConfigError(
      `${file} must hold at least 32 random characters: remove it to have a new one made, or set KHATA_SECRET.`,
    )
  return secret
}
