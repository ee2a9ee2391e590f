import type { Page } from 'puppeteer'
import type { Test } from 'tap'
import type { Browser } from './app.ts'
import { axeFaults, type Look, testBrowser, type WatchedPage } from './browser.ts'
import { demoScreens, isDues, isPage } from './screens.ts'
import { serve } from './serve.ts'

/** Opens every page in a browser: axe and the console find nothing, and it is as light and as wide as it may be. */
export async function checkScreens(t: Test, look: Look): Promise<void> {
  const { kit, owner, screens } = await demoScreens(t)
  const url = await serve(kit)
  const { open } = await testBrowser(t)
  const watched = await open(look)
  await signIn(watched.page, url, owner)
  for (const { path } of screens.filter(isPage)) await checkOnScreen(t, watched, url, path)
}

async function checkOnScreen(t: Test, watched: WatchedPage, url: string, path: string): Promise<void> {
  const { page, faults, traffic } = watched
  faults.length = 0
  await watched.goto(`${url}${path}`, 'load')
  t.same(await axeFaults(page), [], path)
  t.same(faults, [], path)
  const counted = await page.evaluate(() => ({
    // A sheet holds all that was asked for, over as many pages as it takes.
    isPaper: document.body.classList.contains('paper'),
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
  t.ok(counted.isPaper || counted.nodes <= 1500, `${path}: ${counted.nodes} nodes`)
  t.ok(counted.isPaper || counted.rows <= 50, `${path}: ${counted.rows} rows`)
  t.same(counted.wide, [], `${path} is wider than its screen`)
  t.ok(traffic.requests <= (isDues(path) ? 3 : 6), `${path}: ${traffic.requests} requests`)
}

async function signIn(page: Page, url: string, owner: Browser): Promise<void> {
  const [name = '', value = ''] = (await owner.cookie()).split('=')
  await page.browserContext().setCookie({ name, value, domain: new URL(url).hostname, path: '/' })
}
