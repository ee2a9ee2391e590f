import type { Page } from 'puppeteer'
import type { Test } from 'tap'
import type { Browser } from './app.ts'
import { axeFaults, type Look, testBrowser, type WatchedPage } from './browser.ts'
import { type DemoScreens, isDues, isPage } from './screens.ts'

/** What another screen can change: colours, and what it hides or lets scroll. The rest is the same HTML, and all is tried on a desk. */
const rulesOfLook = `color-contrast link-in-text-block scrollable-region-focusable region bypass page-has-heading-one
  empty-heading empty-table-header th-has-data-cells label label-title-only form-field-multiple-labels select-name link-name
  button-name input-button-name image-alt aria-input-field-name aria-hidden-focus nested-interactive meta-viewport`.split(
  /\s+/,
)

/** Opens pages in a browser: axe and the console find nothing, and each is as light and as wide as it may be. */
export async function checkScreens(t: Test, { owner, screens }: DemoScreens, url: string, look: Look): Promise<void> {
  const { open } = await testBrowser(t)
  const watched = await open({ ...look, hasAxe: true })
  await signIn(watched.page, url, owner)
  for (const { path } of screens.filter(isPage)) await checkOnScreen(t, watched, url, path, look)
}

async function checkOnScreen(t: Test, watched: WatchedPage, url: string, path: string, look: Look): Promise<void> {
  const on = `${path} on a ${look.screen}`
  const { page, faults, traffic } = watched
  faults.length = 0
  await watched.goto(`${url}${path}`, 'load')
  const isPaper = await page.evaluate(() => document.body.classList.contains('paper'))
  if (look.screen === 'desk') t.same(await axeFaults(page), [], on)
  // A sheet is as white and as wide on every screen.
  else if (!isPaper) t.same(await axeFaults(page, rulesOfLook), [], on)
  t.same(faults, [], on)
  const counted = await page.evaluate(() => ({
    nodes: document.querySelectorAll('*').length,
    rows: Math.max(
      0,
      ...[...document.querySelectorAll('tbody')].map((body) => body.querySelectorAll('tr:not(.of)').length),
    ),
    // What scrolls inside its own region may be as wide as it likes, and a sheet of A4 is as wide as it is.
    wide:
      document.body.classList.contains('paper') ||
      document.documentElement.scrollWidth <= document.documentElement.clientWidth
        ? []
        : [...document.querySelectorAll('main *')]
            .filter((one) => one.getBoundingClientRect().right > document.documentElement.clientWidth + 1)
            .map((one) => `${one.tagName}.${one.className}`),
  }))
  // A sheet holds all that was asked for, over as many pages as it takes.
  t.ok(isPaper || counted.nodes <= 1500, `${on}: ${counted.nodes} nodes`)
  t.ok(isPaper || counted.rows <= 50, `${on}: ${counted.rows} rows`)
  t.same(counted.wide, [], `${on} is wider than its screen`)
  t.ok(traffic.requests <= (isDues(path) ? 3 : 6), `${on}: ${traffic.requests} requests`)
}

async function signIn(page: Page, url: string, owner: Browser): Promise<void> {
  const [name = '', value = ''] = (await owner.cookie()).split('=')
  await page.browserContext().setCookie({ name, value, domain: new URL(url).hostname, path: '/' })
}
