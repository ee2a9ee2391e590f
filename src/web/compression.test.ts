import { gunzipSync } from 'node:zlib'
import t from 'tap'
import { testApp } from '../testing/app.ts'
import { aShop } from '../testing/cast.ts'

t.test('pages travel compressed', async (t) => {
  const kit = await testApp(t)
  const browser = kit.as((await aShop(kit)).asha)

  t.test('to a browser that can read them so', async (t) => {
    const answer = await browser.get('/items/new', { 'accept-encoding': 'gzip, deflate, br' })
    t.equal(answer.headers['content-encoding'], 'gzip')
    t.match(String(answer.headers.vary), /HX-Request-Type.*accept-encoding/)
    t.match(gunzipSync(answer.rawPayload).toString(), /New item.*<\/html>/s)
    t.equal(Number(answer.headers['content-length'] ?? answer.rawPayload.length), answer.rawPayload.length)
  })
  t.test('and as they are to any other', async (t) => {
    const answer = await browser.get('/items/new', { 'accept-encoding': 'identity' })
    t.equal(answer.headers['content-encoding'], undefined)
    t.match(answer.body, 'New item')
  })
  t.test('but not what is small or compressed already', async (t) => {
    t.equal((await browser.get('/healthz', { 'accept-encoding': 'gzip' })).headers['content-encoding'], undefined)
    const sheet = /href="(\/build\/app-[^"]+\.css)"/.exec((await browser.get('/items')).body)?.[1] ?? ''
    const served = await browser.get(sheet, { 'accept-encoding': 'gzip' })
    t.equal(served.headers['content-encoding'], 'gzip')
    t.match(gunzipSync(served.rawPayload).toString(), /\{/)
  })
})
