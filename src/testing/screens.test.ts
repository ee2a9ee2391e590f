import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import t, { type Test } from 'tap'
import { builtFolder } from '../web/assets.ts'
import { aShop } from './cast.ts'
import { validHtml } from './html.ts'
import { demoScreens, isDues, isHtml, isPage, type Screen } from './screens.ts'
import { checkScreens } from './screens-check.ts'
import { serve } from './serve.ts'

t.test('screens', async (t) => {
  const demo = await demoScreens(t)
  const { kit, screens, gets, unknown } = demo
  const empty = await aShop(kit)

  t.test('axe and the console find nothing on a desk and on a phone', async (t) => {
    const url = await serve(kit)
    // At once, each in a browser of its own.
    const looks = [{ screen: 'desk' }, { screen: 'phone', isDark: true }] as const
    await Promise.all(looks.map((look) => checkScreens(t, demo, url, look)))
  })

  t.test('each address is known here', async (t) => {
    for (const url of unknown) t.fail(`${url}: give it an id in idsOf`)
    for (const { path, answer } of screens) t.ok(answer.statusCode < 400, `${path}: ${answer.statusCode}`)
  })

  t.test('is good HTML, and light', async (t) => {
    for (const screen of screens.filter(isHtml)) {
      t.same(await validHtml(screen.answer.body), [], screen.path)
      checkWeight(t, screen)
    }
  })

  t.test('is good HTML in a shop that has nothing yet', async (t) => {
    for (const route of gets.filter(({ url }) => !url.includes(':'))) {
      const answer = await kit.as(empty.asha).get(route.url)
      t.ok(answer.statusCode < 400, `${route.url}: ${answer.statusCode}`)
      if (isHtml({ answer })) t.same(await validHtml(answer.body), [], route.url)
    }
  })
})

function checkWeight(t: Test, screen: Screen): void {
  const { path, answer } = screen
  const weighs = (what: string, text: string, most: number) => {
    const kb = Math.round((gzipSync(text, { level: 6 }).length / 1024) * 10) / 10
    t.ok(kb <= most, `${path}: ${what} weighs ${kb} of ${most} KB`)
  }
  const built = (ending: string) =>
    [...answer.body.matchAll(/\/build\/([\w.-]+\.(?:css|js))"/g)]
      .flatMap(([, file = '']) => (file.endsWith(ending) ? [readFileSync(join(builtFolder, file), 'utf8')] : []))
      .join('')
  const budget = budgetOf(screen)
  weighs('HTML', answer.body, budget.html)
  weighs('CSS', built('.css'), budget.css)
  weighs('JavaScript', built('.js'), budget.js)
}

function budgetOf(screen: Screen): { html: number; css: number; js: number } {
  if (!isPage(screen)) return { html: 6, css: 0, js: 0 }
  if (isDues(screen.path)) return { html: 8, css: 8, js: 2 }
  return screen.path.startsWith('/sales/new') ? { html: 25, css: 16, js: 28 } : { html: 20, css: 16, js: 22 }
}
