import { randomBytes } from 'node:crypto'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Signer } from '@fastify/cookie'
import Fastify, {
  type FastifyBaseLogger,
  type FastifyInstance,
  type LightMyRequestResponse,
  type RouteOptions,
} from 'fastify'
import type { Test } from 'tap'
import { buildApp } from '../app.ts'
import { type Config, readConfig } from '../config.ts'
import { type SendMail, sessionStore } from '../features/auth/index.ts'
import { createPrinter, type Printer } from '../pdf/printer.ts'
import type { Person } from './cast.ts'
import { type TestDatabase, testDatabase } from './database.ts'
import { demoTemplate } from './demo.ts'

/** The clock of a test: it stands still until the test sets it. */
export type TestClock = (() => Date) & { set(at: Date | string): void }

/** What is sent in a form; a list sends the same name several times. */
export type Fields = Record<string, string | readonly string[]>
export type Headers = Record<string, string>
export type Answer = LightMyRequestResponse

/** A browser of someone: its requests come from our own pages. */
export interface Browser {
  get(url: string, headers?: Headers): Promise<Answer>
  /** Sends a form, with this session's token in it. */
  post(url: string, fields?: Fields, headers?: Headers): Promise<Answer>
  /** Sends a form that holds a file. */
  upload(url: string, form: FormData): Promise<Answer>
  /** Sends what no form of ours would, with the session's token in a header. */
  send(url: string, payload: string | Buffer, headers: Headers): Promise<Answer>
  /** The session's cookie, for a browser that is a real one; empty where nobody is signed in. */
  cookie(): Promise<string>
}

export interface TestApp extends TestDatabase {
  app: FastifyInstance
  clock: TestClock
  config: Config
  printer: Printer
  /** Signed in as the person, in the person's business. Each call is another session. */
  as(person: Pick<Person, 'id' | 'businessId'>): Browser
  /** Nobody is signed in. */
  anonymous: Browser
}

export interface TestAppOptions {
  config?: Partial<Config>
  /** Otherwise a real one, whose browser starts with the first paper. */
  printer?: Printer
  /** Stands in for the mail server. */
  mail?: SendMail
  /** By which the app reaches the database: a gate that a test can shut. */
  databaseHost?: string
  /** Where the app writes its log; otherwise nowhere, or by LOG_LEVEL. */
  log?: FastifyBaseLogger
  /** Over a copy of the demo, as of the first moment of the clock. */
  hasDemo?: boolean
  /** Told of every route as it is declared. */
  onRoute?: (route: RouteOptions) => void
}

/** What htmx sends with a request whose answer replaces part of the page. */
export const htmx: Headers = { 'hx-request': 'true', 'hx-request-type': 'partial' }

/** A Saturday noon in the shop. */
const firstNow = '2026-11-21T06:30:00Z'
const secret = 'a-key-of-the-tests-0123456789-0123456789'
const formKey = 'the-forms-of-every-test'

/** The real app over a real database, at a moment that passes only when the test says so. */
export async function testApp(t: Pick<Test, 'after'>, options: TestAppOptions = {}): Promise<TestApp> {
  const { mail, onRoute, databaseHost: host } = options
  const template = options.hasDemo ? await demoTemplate({ now: new Date(firstNow), secret }) : undefined
  const database = await testDatabase(t, { ...(host && { host }), ...(template && { template }) })
  const clock = testClock()
  const config = { ...readConfig({ NODE_ENV: 'test', KHATA_SECRET: secret }), ...options.config }
  const printer = options.printer ?? realPrinter(config)
  const log = options.log ?? Fastify({ logger: { level: process.env['LOG_LEVEL'] ?? 'silent' } }).log
  const app = await buildApp({ config, db: database.db, clock, printer, log, onRoute, ...(mail && { mail }) })
  app.get('/test/token', { config: { permission: 'signed-in' } }, (_request, reply) => reply.send(reply.generateCsrf()))
  t.after(async () => {
    await app.close()
    await printer.close()
  })
  const kit = { ...database, app, clock, config, printer }
  return { ...kit, as: (person) => browser(app, () => startSession(kit, person)), anonymous: browser(app) }
}

function browser(app: FastifyInstance, start?: () => Promise<{ cookie: string; token: string }>): Browser {
  let session: ReturnType<NonNullable<typeof start>> | undefined
  const send = async (method: 'GET' | 'POST', url: string, headers: Headers, fields?: Fields) => {
    session ??= start?.()
    const { cookie, token } = (await session) ?? {}
    const own = { 'sec-fetch-site': 'same-origin', ...(cookie && { cookie }) }
    if (!fields) return app.inject({ method, url, headers: { ...own, ...headers } })
    const type = { 'content-type': 'application/x-www-form-urlencoded' }
    return app.inject({
      method,
      url,
      headers: { ...own, ...type, ...headers },
      payload: urlencoded(token ? { _csrf: token, ...fields } : fields),
    })
  }
  return {
    get: (url, headers = {}) => send('GET', url, headers),
    post: (url, fields = {}, headers = {}) => send('POST', url, headers, fields),
    upload: async (url, form) => {
      session ??= start?.()
      const { cookie, token } = (await session) ?? {}
      if (token) form.append('_csrf', token)
      const sent = new Response(form)
      const headers = {
        'sec-fetch-site': 'same-origin',
        'content-type': sent.headers.get('content-type') ?? '',
        ...(cookie && { cookie }),
      }
      return app.inject({ method: 'POST', url, headers, payload: Buffer.from(await sent.arrayBuffer()) })
    },
    send: async (url, payload, headers) => {
      session ??= start?.()
      const { cookie, token } = (await session) ?? {}
      const own = {
        'sec-fetch-site': 'same-origin',
        ...(cookie && { cookie }),
        ...(token && { 'x-csrf-token': token }),
      }
      return app.inject({ method: 'POST', url, headers: { ...own, ...headers }, payload })
    },
    cookie: async () => {
      session ??= start?.()
      return (await session)?.cookie ?? ''
    },
  }
}

/** A browser that is signed in until a route ends its session: then the same is asked once more, signed in anew. */
export function staysIn(signIn: () => Browser): () => Browser {
  let browser = signIn()
  const again = async (ask: (by: Browser) => Promise<Answer>): Promise<Answer> => {
    const answer = await ask(browser)
    if (!String(answer.headers.location ?? '').startsWith('/sign-in')) return answer
    browser = signIn()
    return ask(browser)
  }
  const staying: Browser = {
    get: (url, headers) => again((by) => by.get(url, headers)),
    post: (url, fields, headers) => again((by) => by.post(url, fields, headers)),
    upload: (url, form) => again((by) => by.upload(url, form)),
    send: (url, payload, headers) => again((by) => by.send(url, payload, headers)),
    cookie: () => browser.cookie(),
  }
  return () => staying
}

function urlencoded(fields: Fields): string {
  const pairs = Object.entries(fields).flatMap(([name, value]) => [value].flat().map((one) => [name, one]))
  return new URLSearchParams(pairs).toString()
}

/** A session as sign-in makes it, without the time that a password takes. */
async function startSession(
  { app, db, clock }: Pick<TestApp, 'app' | 'db' | 'clock'>,
  { id: userId, businessId }: Pick<Person, 'id' | 'businessId'>,
): Promise<{ cookie: string; token: string }> {
  const id = randomBytes(24).toString('base64url')
  const origin = { address: '127.0.0.1', agent: 'Mozilla/5.0 (X11; Linux x86_64) Chrome/140.0 Safari/537.36' }
  const session = { cookie: { originalMaxAge: null }, userId, businessId, origin, _csrf: formKey }
  await new Promise<void>((resolve, reject) => {
    sessionStore(db, clock).set(id, session, (error) => (error ? reject(error) : resolve()))
  })
  const cookie = `khata=${encodeURIComponent(new Signer(secret).sign(id))}`
  const { body, statusCode } = await app.inject({ url: '/test/token', headers: { cookie } })
  if (statusCode !== 200) throw new Error(`a test's session was refused: ${statusCode}`)
  return { cookie, token: body }
}

function testClock(): TestClock {
  let now = new Date(firstNow)
  return Object.assign(() => new Date(now), {
    set: (at: Date | string) => {
      now = new Date(at)
    },
  })
}

/** What the browser unpacks stays for the next run. */
const realPrinter = ({ chromiumPath }: Config): Printer =>
  createPrinter({ chromiumPath, dataDir: join(tmpdir(), `khata-test-prints-${process.getuid?.() ?? 0}`) })
