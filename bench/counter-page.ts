import type { CDPSession, Page } from 'puppeteer'
import { type TestBrowser, testBrowser } from '../src/testing/browser.ts'
import type { Shop } from './shops.ts'

/** The budgets of the counter: bytes by gzip with a cold cache, milliseconds. */
const budgets = {
  ...{ html: 25_600, css: 16_384, js: 28_672, requests: 6, seen: 250, shift: 0 },
  ...{ lcpMobile: 1800, lcpSlow: 4000 },
}

// Bytes a second and milliseconds, as Lighthouse and Chromium's own tools slow a line down.
const mobile = { download: 204_800, upload: 86_400, latency: 150, cpu: 4 }
const slow = { download: 50_000, upload: 50_000, latency: 400, cpu: 6 }
type Line = typeof mobile

/** What a person at the counter waits for, in Chromium: the cold page, and each scan on a machine six times slower. */
export async function benchCounterPage(
  { port }: { port: number },
  shop: Shop,
  tags: readonly string[],
): Promise<string[]> {
  const closings: (() => Promise<void>)[] = []
  const chrome = await testBrowser({ teardown: (after) => closings.push(after) })
  try {
    const url = `http://127.0.0.1:${port}/sales/new`
    const cold = await openCold(chrome, shop, url)
    const [onMobile, onSlow] = [await openCold(chrome, shop, url, mobile), await openCold(chrome, shop, url, slow)]
    const half = Math.floor(tags.length / 2)
    const seen = await scanSlowly(chrome, shop, url, tags.slice(0, half), { hasEnter: true })
    const seenBare = await scanSlowly(chrome, shop, url, tags.slice(half), { hasEnter: false })
    return [
      line('counter, html bytes', cold.bytes.html, budgets.html),
      line('counter, css bytes', cold.bytes.css, budgets.css),
      line('counter, js bytes', cold.bytes.js, budgets.js),
      line('counter, requests', cold.requests, budgets.requests),
      line('counter, layout shift in thousandths', cold.shift * 1000, budgets.shift),
      line('counter, LCP ms, mobile line and 4x', onMobile.lcp, budgets.lcpMobile),
      line('counter, LCP ms, slow 3G and 6x', onSlow.lcp, budgets.lcpSlow),
      line('scan -> line seen at 6x, p50 ms', at(seen, 0.5), budgets.seen),
      line('scan -> line seen at 6x, p95 ms', at(seen, 0.95), budgets.seen),
      line('without Enter, p50 ms', at(seenBare, 0.5), budgets.seen),
      line('without Enter, p95 ms', at(seenBare, 0.95), budgets.seen),
    ]
  } finally {
    for (const close of closings) await close()
  }
}

const line = (what: string, value: number, most: number): string =>
  `${what.padEnd(40)}${value.toFixed(0).padStart(8)}  of ${String(most).padStart(6)}${value > most ? '  OVER' : ''}`

const at = (times: readonly number[], part: number): number =>
  times.toSorted((a, b) => a - b)[Math.min(times.length - 1, Math.floor(times.length * part))] ?? Number.NaN

async function openCold(chrome: TestBrowser, shop: Shop, url: string, slowed?: Line) {
  const { page, traffic, goto } = await signedIn(chrome, shop, url)
  if (slowed) await slowDown(page, slowed)
  await goto(url, 'networkidle0')
  const { lcp, shift } = await page.evaluate(async () => {
    const entries = (type: string) =>
      new Promise<PerformanceEntry[]>((resolve) => {
        new PerformanceObserver((list) => resolve(list.getEntries())).observe({ type, buffered: true })
        setTimeout(() => resolve([]), 300)
      })
    const shifts = await entries('layout-shift')
    const moved = shifts.reduce((sum, entry) => sum + ('value' in entry ? Number(entry.value) : 0), 0)
    return { lcp: (await entries('largest-contentful-paint')).at(-1)?.startTime ?? Number.NaN, shift: moved }
  })
  const { requests, bytes } = traffic
  await page.close()
  return { requests, bytes: { ...bytes }, lcp, shift }
}

async function slowDown(page: Page, { download, upload, latency, cpu }: Line): Promise<void> {
  await page.emulateNetworkConditions({ download, upload, latency })
  await page.emulateCPUThrottling(cpu)
}

async function signedIn(chrome: TestBrowser, { cookie }: Shop, url: string) {
  const watched = await chrome.open({ screen: 'desk' })
  const [name = '', value = ''] = cookie.split(/=(.*)/)
  await watched.page.browserContext().setCookie({ name, value, domain: new URL(url).hostname, path: '/' })
  return watched
}

/** From the last key of the scanner, which may be Enter, to the frame that shows the line. */
async function scanSlowly(
  chrome: TestBrowser,
  shop: Shop,
  url: string,
  tags: readonly string[],
  { hasEnter }: { hasEnter: boolean },
): Promise<number[]> {
  const { page, goto } = await signedIn(chrome, shop, url)
  await goto(url, 'networkidle0')
  await page.emulateCPUThrottling(slow.cpu)
  const keys = await page.createCDPSession()
  const times: number[] = []
  for (const tag of tags) {
    const seen = await page.evaluateHandle(watchFor, tag)
    await Promise.all([...tag, ...(hasEnter ? ['\r'] : [])].flatMap((sign) => press(keys, sign)))
    times.push(await seen.evaluate(({ when }) => when))
  }
  await page.close()
  return times
}

/** As fast as a scanner: no key waits for the one before it. */
const press = (keys: CDPSession, sign: string): Promise<unknown>[] => {
  const key = sign === '\r' ? 'Enter' : sign
  return [
    keys.send('Input.dispatchKeyEvent', { type: 'keyDown', key, code: key, text: sign }),
    keys.send('Input.dispatchKeyEvent', { type: 'keyUp', key, code: key }),
  ]
}

/** Runs in the page. */
function watchFor(tag: string): { when: Promise<number> } {
  let pressed = 0
  // Before the page, which keeps a scanner's keys to itself.
  window.addEventListener(
    'keydown',
    (event) => {
      pressed = event.timeStamp
    },
    true,
  )
  const when = new Promise<number>((resolve) => {
    const watch = new MutationObserver(() => {
      if (!document.querySelector('#lines')?.textContent?.includes(tag)) return
      watch.disconnect()
      // When the next frame has begun, the one that shows the line is drawn.
      requestAnimationFrame(() => setTimeout(() => resolve(performance.now() - pressed)))
    })
    watch.observe(document.body, { childList: true, subtree: true, characterData: true })
    setTimeout(() => resolve(Number.POSITIVE_INFINITY), 5000)
  })
  return { when }
}
