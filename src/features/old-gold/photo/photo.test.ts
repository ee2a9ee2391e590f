import t from 'tap'
import { newId } from '../../../db/ids.ts'
import { inBusiness } from '../../../db/tenant.ts'
import { type Answer, testApp } from '../../../testing/app.ts'
import { devsShop } from '../../../testing/cast.ts'
import { text, validHtml } from '../../../testing/html.ts'
import { anOldGoldShop, type OldGoldShop } from '../../../testing/old-gold.ts'
import { pdfPageSizes, testPrinter } from '../../../testing/pdf.ts'

const png = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8BQDwAEhQGAhKmMIQAAAABJRU5ErkJggg==',
  'base64',
)

t.test('photos of old gold', async (t) => {
  const kit = await testApp(t, { printer: testPrinter(t) })
  const bought = async (shop: OldGoldShop): Promise<string> => {
    const line = { 'og.0.purity': shop.purityId, 'og.0.gross': '10', 'og.0.touch': '91' }
    const seller = { og_id_kind: 'other', og_id: 'X1', og_declared: 'yes', address: 'Surat', settle: 'khata' }
    const ids = { party_id: shop.partyId, og_document: newId(), payment_id: newId(), og_rows: '1' }
    const answer = await kit.as(shop.bharat).post('/old-gold', { ...ids, ...line, ...seller })
    return String(answer.headers.location)
  }
  const send = (shop: OldGoldShop, at: string, bytes: Uint8Array<ArrayBuffer>): Promise<Answer> => {
    const form = new FormData()
    form.append('photo', new Blob([bytes]), 'p.png')
    return kit.as(shop.bharat).upload(`${at}/photos`, form)
  }
  const shot = (n: number) => new Uint8Array(Buffer.concat([png, Buffer.from([n])]))

  t.test('stand with the purchase, on its paper, and in the audit', async (t) => {
    const shop = await anOldGoldShop(kit)
    const at = await bought(shop)
    const bharat = kit.as(shop.bharat)
    t.match(text((await bharat.get(at)).body), 'No photo yet')
    const before = await bharat.get(`${at}/print.pdf`)
    t.equal((await send(shop, at, shot(1))).statusCode, 303)
    t.equal((await send(shop, at, shot(1))).statusCode, 303, 'the same once more')
    const page = await bharat.get(at)
    t.same(await validHtml(page.body), [])
    const photos = [...page.body.matchAll(/<img class="photo" src="([^"]+)"/g)].map(([, src = '']) => src)
    t.equal(photos.length, 1)
    const photo = await bharat.get(photos[0] ?? '')
    t.match(photo, { statusCode: 200, headers: { 'content-type': 'image/png' } })
    const after = await bharat.get(`${at}/print.pdf`)
    t.notSame(after.headers.etag, before.headers.etag, 'what was printed before has no photo')
    t.equal((await pdfPageSizes(after.rawPayload)).length, 1)
    t.match((await bharat.get(`${at}/print`)).body, 'src="data:image/png;base64,')
    const lines = await inBusiness(kit.db, shop.id, (tx) => tx('audit_line').where({ action: 'oldGold.photographed' }))
    t.equal(lines.length, 1)
  })

  t.test('are photos, no more than four, and of this shop', async (t) => {
    const shop = await anOldGoldShop(kit)
    const at = await bought(shop)
    const wrong = await send(shop, at, new Uint8Array(Buffer.from('%PDF-1.7')))
    t.equal(wrong.statusCode, 422)
    t.match(text(wrong.body), 'Choose a photo')
    for (const n of [1, 2, 3, 4]) t.equal((await send(shop, at, shot(n))).statusCode, 303)
    t.match(text((await send(shop, at, shot(5))).body), '4 photos are there already')
    t.equal((await send(shop, `/old-gold/${newId()}`, shot(1))).statusCode, 404)
    const dev = await devsShop(kit)
    const src = /<img class="photo" src="([^"]+)"/.exec((await kit.as(shop.bharat).get(at)).body)?.[1] ?? ''
    t.equal((await kit.as(dev.dev).get(src)).statusCode, 404)
  })
})
