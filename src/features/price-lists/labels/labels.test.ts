import { execFile } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import t from 'tap'
import { isEan13 } from '../../../core/ean13.ts'
import { testApp } from '../../../testing/app.ts'
import { text, validHtml } from '../../../testing/html.ts'
import { hasOracle } from '../../../testing/oracles.ts'
import { pdfPageSizes, pdfText, testPrinter } from '../../../testing/pdf.ts'
import { aPriceShop } from '../../../testing/price-shop.ts'

t.test('labels', { timeout: 180_000 }, async (t) => {
  const kit = await testApp(t, { printer: testPrinter(t) })
  const url = '/price-lists/labels'

  t.test('items without a barcode get the shop’s own, none twice', async (t) => {
    const shop = await aPriceShop(kit)
    const asha = kit.as(shop.asha)
    await kit.root('item').where({ id: shop.rice }).update({ barcode: '2000000000015' })
    t.match(text((await asha.get(url)).body), '1 item of these has no barcode.')
    const give = { item: [shop.rice, shop.salt, shop.tea] }
    for (let press = 0; press < 2; press++) t.match(await asha.post(`${url}/barcodes`, give), { statusCode: 303 })
    const codes = await kit.root('item').where({ business_id: shop.id }).orderBy('name').pluck('barcode')
    t.same(codes, ['2000000000015', '2000000000022', '8901000000028'])
    t.ok(isEan13(codes[1]))
  })

  t.test('a form that asks for nothing, or too much, says so', async (t) => {
    const shop = await aPriceShop(kit)
    const asha = kit.as(shop.asha)
    t.same(await validHtml((await asha.get(`${url}?q=ri`)).body), [])
    for (const [query, words] of [
      [`count.${shop.rice}=`, 'Write how many labels'],
      [`count.${shop.rice}=400&count.${shop.tea}=400`, 'At most 500 labels'],
      [`count.${shop.rice}=x`, 'from 0 to 500'],
      [`count.${shop.rice}=1&columns=9`, 'from 1 to 6'],
    ] as const) {
      const answer = await asha.get(`${url}/print?${query}`)
      t.equal(answer.statusCode, 422)
      t.match(text(answer.body), words)
    }
    t.equal((await asha.get(`${url}.pdf?count.${shop.rice}=0`)).statusCode, 422)
    t.match((await asha.get(`${url}.pdf`)).headers['content-type'], 'text/html')
  })

  t.test(
    'their barcodes are read by zbarimg',
    { skip: !hasOracle('zbarimg') && 'zbarimg is not installed' },
    async (t) => {
      const shop = await aPriceShop(kit)
      const asha = kit.as(shop.asha)
      await kit.root('item').where({ id: shop.salt }).update({ barcode: 'SALT-1' })
      await kit.root('item').where({ id: shop.rice }).update({ barcode: '4006381333931' })
      const counts = `count.${shop.rice}=2&count.${shop.salt}=1&count.${shop.tea}=1`
      const expected = ['CODE-128:8901000000028', 'CODE-128:SALT-1', 'EAN-13:4006381333931']
      for (const [look, width, pages] of [
        ['start=5', 210, 1],
        ['kind=shelf', 210, 1],
        ['paper=roll', 50, 4],
        ['kind=shelf&paper=roll', 80, 4],
      ] as const) {
        const { rawPayload } = await asha.get(`${url}.pdf?${counts}&${look}`)
        const sizes = await pdfPageSizes(rawPayload)
        t.same([sizes.length, sizes[0]?.widthMm], [pages, width], look)
        t.match((await pdfText(rawPayload)).join(' '), /Rice.*₹118/s)
        t.same(await scanned(rawPayload), expected, look)
      }
    },
  )
})

/** Every code on the paper once, with its kind. */
async function scanned(pdf: Buffer): Promise<string[]> {
  const folder = await mkdtemp(join(tmpdir(), 'khata-labels-'))
  const run = async (program: string, args: string[]) => (await promisify(execFile)(program, args)).stdout
  try {
    const file = join(folder, 'labels.pdf')
    await writeFile(file, pdf)
    await run('pdftoppm', ['-r', '300', '-png', file, join(folder, 'page')])
    const pages = (await run('ls', [folder])).split('\n').filter((name) => name.endsWith('.png'))
    const read = await run('zbarimg', ['--quiet', ...pages.map((name) => join(folder, name))])
    return [...new Set(read.split('\n').filter(Boolean))].sort()
  } finally {
    await rm(folder, { recursive: true })
  }
}
