import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gunzipSync, gzipSync } from 'node:zlib'
import { Eta } from 'eta'
import Fastify from 'fastify'
import t from 'tap'
import { buildAssets } from '../../scripts/build-assets.ts'
import { text, validHtml } from '../testing/html.ts'
import { translator } from '../words/index.ts'
import { assetHash, assets, assetText, assetUrl, builtFolder } from './assets.ts'
import { formFields } from './form-fields.ts'
import { icon } from './icons.ts'
import type { Layout, PageContext } from './page.ts'
import type { ViewName, Views } from './views.ts'

await buildAssets()
const words = translator('en')

t.test('built files', async (t) => {
  t.test('a second build finds everything up to date', async (t) => {
    t.equal(await buildAssets(), 'up to date')
  })
  t.test('keep the budgets of weight', async (t) => {
    const weight = (name: Parameters<typeof assetText>[0]) => gzipSync(assetText(name), { level: 9 }).length
    t.ok(weight('app.css') <= 16 * 1024, `app.css weighs ${weight('app.css')}`)
    t.ok(weight('dues.css') <= 8 * 1024, `dues.css weighs ${weight('dues.css')}`)
    t.ok(weight('app.js') <= 22 * 1024, `app.js weighs ${weight('app.js')}`)
  })
  t.test('hold nothing that Chrome 90 drops or misreads', async (t) => {
    for (const name of ['app.css', 'print.css', 'dues.css'] as const) {
      t.notMatch(assetText(name), /@layer|@container|:has\(|oklch|\ddvh|color-mix|@property/, name)
    }
    t.notMatch(ownScript(), /\.at\(|structuredClone|hasOwn|replaceAll|AbortSignal\.|\?\?=|innerHTML|eval\(/)
  })
  t.test('are served compressed, for good, and nothing else of the folder is', async (t) => {
    const app = Fastify()
    await app.register(assets)
    const url = assetUrl('app.css')
    const got = await app.inject({ url, headers: { 'accept-encoding': 'gzip' } })
    t.equal(got.statusCode, 200)
    t.equal(got.headers['content-encoding'], 'gzip')
    t.equal(got.headers['cache-control'], 'public, max-age=31536000, immutable')
    t.match(got.headers['content-type'], /^text\/css/)
    t.equal(gunzipSync(got.rawPayload).toString(), assetText('app.css'))
    t.equal((await app.inject(url)).headers['content-encoding'], undefined, 'plain for a client that asks for nothing')
    t.equal((await app.inject('/build/manifest.json')).statusCode, 500, 'NotFound, which the error handler makes a 404')
    t.equal((await app.inject('/build/..%2f..%2fpackage.json')).statusCode, 500)
  })
  t.test('stand under their names', async (t) => {
    t.match(assetUrl('app.js'), /^\/build\/app-[0-9a-f]{10}\.js$/)
    t.ok(existsSync(join(builtFolder, assetUrl('app.js').slice('/build/'.length))))
    t.match(assetHash('dues.css'), /^sha256-[A-Za-z0-9+/]{43}=$/)
  })
})

t.test('layouts', async (t) => {
  for (const layout of ['/layouts/app', '/layouts/till', '/layouts/plain', '/layouts/print'] as const) {
    t.test(`${layout} is good HTML with a title, and carries its policy`, async (t) => {
      const html = render('errors/show', errorModel, layout)
      t.same(await validHtml(html), [])
      t.match(html, /<title>No such page – Khata<\/title>/)
      t.match(html, /<html lang="en-IN"/)
      for (const [script] of html.matchAll(/<script\b[^>]*>/g)) t.match(script, 'nonce="N0nce"')
    })
  }
  t.test('the shell offers what one may do', async (t) => {
    const html = render('errors/show', errorModel, '/layouts/app')
    t.match(html, 'href="/parties" aria-current="page"')
    t.match(html, /<form method="post" action="\/sign-out"><input type="hidden" name="_csrf" value="T0ken">/)
    t.match(html, 'href="/sales/new" data-key="F8"')
    t.notMatch(render('errors/show', errorModel, '/layouts/app', { canSell: false }), 'data-key="F8"')
  })
  t.test('a swap is the title and the body alone', async (t) => {
    const html = render('errors/show', errorModel, '/layouts/swap')
    t.match(html, /^<title>No such page – Khata<\/title>/)
    t.notMatch(html, '<main')
    t.match(text(html), 'Check the address')
  })
  t.test('a name is escaped', async (t) => {
    const business = { name: '<b>"Shop" & Sons', initial: '<' }
    t.notMatch(render('errors/show', errorModel, '/layouts/app', { business }), '<b>"Shop"')
  })
})

t.test('form fields', async (t) => {
  const typed = {
    values: { name: 'Desai <Bros>', kind: 'b', 'lines[0].qty': '2', secret: 'x' },
    errors: { 'lines[0].qty': { key: 'fields.quantity' }, name: { key: 'fields.tooLong', values: { max: 80 } } },
  } as const
  const f = formFields(words, typed)
  t.test('say label, hint and error, and point to them', async (t) => {
    const html = render('components/field', f.text('name', 'shell.name', { hint: 'shell.optional' }))
    t.same(await validHtml(html), [])
    t.match(html, 'aria-describedby="name-h name-e"')
    t.match(html, 'aria-invalid="true"')
    t.match(html, 'value="Desai &lt;Bros&gt;"')
    t.match(text(html), 'Error: Shorten this to 80 characters.')
  })
  t.test('have ids without brackets, which the summary links to in the order of the form', async (t) => {
    t.equal(f.number('lines[0].qty', 'shell.number').id, 'lines-0-qty')
    const summary = f.summary(['name'])
    t.same(
      summary.links.map(({ href }) => href),
      ['#name', '#lines-0-qty'],
    )
    t.equal(summary.prefix, 'Error: ')
    t.equal(formFields(words, { values: {}, errors: {} }).summary().prefix, '')
    t.match(render('components/summary', summary), /<div class="errsum"[^>]* autofocus>/)
  })
  t.test('never send a password back', async (t) => {
    t.equal(f.password('secret', 'shell.name').value, '')
  })
  t.test('mark what was chosen', async (t) => {
    const choices = [
      { value: 'a', text: 'A' },
      { value: 'b', text: 'B' },
    ]
    const select = render('components/select', f.select('kind', 'shell.name', choices))
    const radios = render('components/choices', f.radios('kind', 'shell.name', choices))
    t.match(select, '<option value="b" selected>')
    t.match(radios, 'id="kind-1" name="kind" value="b" checked')
    t.same([...(await validHtml(select)), ...(await validHtml(radios))], [])
  })
  t.test('every kind of field is good HTML', async (t) => {
    const fields = [
      f.money('m', 'shell.amount'),
      f.date('d', 'shell.date'),
      f.phone('p', 'shell.phone'),
      f.email('e', 'shell.email'),
    ]
    const html = [
      ...fields.map((field) => render('components/field', field)),
      render('components/area', f.area('n', 'shell.notes')),
      render('components/check', f.check('c', 'shell.yes')),
    ]
    t.same(await validHtml(html.join('')), [])
  })
})

t.test('an icon is hidden from who hears the page', async (t) => {
  t.match(icon('plus'), /^<svg class="ic" viewBox="0 0 24 24" aria-hidden="true">/)
})

const errorModel = { status: 404, title: 'No such page', message: 'Check the address.', requestId: '', backTo: '/' }

function render<K extends ViewName>(
  name: K,
  model: Views[K],
  layout: Layout = '/layouts/swap',
  has: Partial<PageContext> = {},
): string {
  const functionHeader = 'const { page, kit } = it; const { t, csrf, nonce } = page; const { icon, asset } = kit;'
  const eta = new Eta({ views: join(import.meta.dirname, '../../views'), functionHeader })
  return eta.render(`/${name}`, { ...model, kit: { icon, asset: assetUrl }, page: { ...shell, layout, ...has } })
}

const shell: Omit<PageContext, 'layout'> = {
  t: words,
  locale: 'en',
  csrf: 'T0ken',
  nonce: 'N0nce',
  keys: '',
  theme: 'system',
  accent: 'madder',
  business: { name: 'Asha Stores', initial: 'A' },
  user: { name: 'Asha', place: 'Owner' },
  sections: [],
  nav: [{ href: '/parties', icon: 'parties', text: 'Parties', isCurrent: true }],
  shortcuts: [{ key: 'F6', href: '/payments/new', text: 'Receive a payment' }],
  canSell: true,
  canSwitch: true,
  flash: 'Saved',
  isDemo: false,
}

function ownScript(): string {
  return readFileSync(join(import.meta.dirname, '../../public/src/app.js'), 'utf8')
}
