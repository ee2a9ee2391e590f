import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import path from 'node:path'
import puppeteer, { type Browser, type Page, type Viewport } from 'puppeteer'
import { listChromiums } from '../pdf/chromium.ts'
import { canSandbox } from '../pdf/press.ts'

declare global {
  interface Window {
    axe: typeof import('axe-core')
    tellViolation(violation: string): void
  }
}

export interface Teardown {
  teardown(after: () => Promise<void>): void
}

export interface Look {
  /** Which screen: a desk, a tablet held upright, one that lies on the counter, a phone. */
  screen?: 'desk' | 'tablet' | 'touch' | 'phone'
  hasScript?: boolean
  isDark?: boolean
  /** With axe in every document from its start, for a page that opens many. */
  hasAxe?: boolean
}

/** A page whose faults are written down as they happen. */
export interface WatchedPage {
  page: Page
  /** Errors of the console, uncaught errors, refused requests and violations of the policy, since the page was opened. */
  faults: string[]
  /** What came over the net since the last `goto`: as sent, compressed. */
  traffic: Traffic
  /** Opens an address and forgets the traffic before it. */
  goto(url: string, until?: 'load' | 'networkidle0'): Promise<void>
}

export interface Traffic {
  requests: number
  bytes: Record<'html' | 'css' | 'js' | 'other', number>
}

export interface TestBrowser {
  browser: Browser
  /** A page with cookies of its own, closed with the test. */
  open(look?: Look): Promise<WatchedPage>
}

const screens = {
  desk: { width: 1280, height: 800 },
  tablet: { width: 800, height: 1280 },
  touch: { width: 1280, height: 800, hasTouch: true },
  phone: { width: 360, height: 740, isMobile: true, hasTouch: true },
} as const satisfies Record<string, Viewport>

/** A browser for a test, gone with it. */
export async function testBrowser(t: Teardown): Promise<TestBrowser> {
  const browser = await launchFirst()
  t.teardown(() => browser.close())
  return {
    browser,
    async open(look = {}) {
      const context = await browser.createBrowserContext()
      return watch(await context.newPage(), look)
    },
  }
}

/** What axe finds by all its rules, or by some: one line each, with the rule, how bad it is, and where. */
export async function axeFaults(page: Page, rules?: readonly string[]): Promise<string[]> {
  if (!(await page.evaluate(() => 'axe' in window))) await page.evaluate(axeSource())
  return page.evaluate(async (rules) => {
    const some = rules ? { runOnly: [...rules] } : {}
    const { violations } = await window.axe.run(document, { resultTypes: ['violations'], ...some })
    return violations.map(
      ({ id, impact, nodes }) => `${id} (${impact}): ${nodes.map((node) => node.target.join(' ')).join(', ')}`,
    )
  }, rules)
}

async function launchFirst(): Promise<Browser> {
  let lastError: unknown
  const options = { chromiumPath: process.env['CHROMIUM_PATH'], dataDir: path.resolve('.cache') }
  for await (const { executablePath, env } of listChromiums(options)) {
    try {
      const args = ['--disable-gpu', ...(canSandbox() ? [] : ['--no-sandbox', '--no-zygote'])]
      return await puppeteer.launch({ executablePath, env, args, headless: 'shell', pipe: true })
    } catch (error) {
      lastError = error
    }
  }
  throw lastError
}

async function watch(page: Page, look: Look): Promise<WatchedPage> {
  const { screen = 'desk', hasScript = true, isDark = false, hasAxe = false } = look
  await page.setViewport(screens[screen])
  await page.setJavaScriptEnabled(hasScript)
  await page.emulateMediaFeatures([{ name: 'prefers-color-scheme', value: isDark ? 'dark' : 'light' }])
  if (hasAxe) await page.evaluateOnNewDocument(axeSource())
  const faults = await watchFaults(page)
  const traffic = await watchTraffic(page)
  const goto: WatchedPage['goto'] = async (url, until = 'networkidle0') => {
    Object.assign(traffic, noTraffic())
    await page.goto(url, { waitUntil: until })
  }
  return { page, faults, traffic, goto }
}

async function watchFaults(page: Page): Promise<string[]> {
  const faults: string[] = []
  page.on('console', (message) => {
    const isFault = message.type() === 'error' || message.type() === 'warn'
    if (isFault && !message.text().startsWith('Failed to load resource')) faults.push(`console: ${message.text()}`)
  })
  page.on('response', (response) => {
    // A refused form is a page like any other.
    const least = ['document', 'fetch', 'xhr'].includes(response.request().resourceType()) ? 500 : 400
    if (response.status() >= least) faults.push(`${response.url()}: ${response.status()}`)
  })
  page.on('pageerror', (error) => faults.push(`error: ${error}`))
  page.on('requestfailed', (request) => {
    const failure = request.failure()?.errorText ?? 'failed'
    // The page itself gives up what it asked for where the next letter asks anew.
    const isGivenUp = failure === 'net::ERR_ABORTED' && ['fetch', 'xhr'].includes(request.resourceType())
    if (!isGivenUp) faults.push(`${request.url()}: ${failure}`)
  })
  await page.exposeFunction('tellViolation', (violation: string) => faults.push(violation))
  await page.evaluateOnNewDocument(() => {
    document.addEventListener('securitypolicyviolation', ({ violatedDirective, blockedURI, sample }) => {
      window.tellViolation(`policy: ${violatedDirective} ${blockedURI} ${sample}`)
    })
  })
  return faults
}

async function watchTraffic(page: Page): Promise<Traffic> {
  const traffic = noTraffic()
  const kinds = new Map<string, keyof Traffic['bytes']>()
  const client = await page.createCDPSession()
  await client.send('Network.enable')
  client.on('Network.responseReceived', ({ requestId, type, response }) => {
    if (!response.url.startsWith('data:')) kinds.set(requestId, kindOf(type))
  })
  client.on('Network.loadingFinished', ({ requestId, encodedDataLength }) => {
    const kind = kinds.get(requestId)
    if (!kind) return
    traffic.requests += 1
    traffic.bytes[kind] += encodedDataLength
  })
  return traffic
}

const noTraffic = (): Traffic => ({ requests: 0, bytes: { html: 0, css: 0, js: 0, other: 0 } })

function kindOf(type: string): keyof Traffic['bytes'] {
  switch (type) {
    case 'Document':
      return 'html'
    case 'Stylesheet':
      return 'css'
    case 'Script':
      return 'js'
    default:
      return 'other'
  }
}

const axeSource = (): string => readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
