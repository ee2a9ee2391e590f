import { execFile } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import t, { type Test } from 'tap'
import { paise } from '../../core/money.ts'
import { milli } from '../../core/quantity.ts'
import { mg } from '../../core/weight.ts'
import { newId } from '../../db/ids.ts'
import { inBusiness } from '../../db/tenant.ts'
import type { Printer } from '../../pdf/printer.ts'
import { testApp } from '../../testing/app.ts'
import { aMember, devsShop } from '../../testing/cast.ts'
import { cash, rs, walkIn } from '../../testing/goods-shop.ts'
import { text, validHtml } from '../../testing/html.ts'
import { hasOracle } from '../../testing/oracles.ts'
import { aPaperShop, type PaperShop } from '../../testing/paper-shop.ts'
import { pdfPageSizes, pdfPixels, pdfText, testPrinter } from '../../testing/pdf.ts'
import { decodeQrPixels, decodeQrSvg } from '../../testing/qr.ts'
import { aBilledShop } from '../../testing/supplier-bills.ts'
import { receivePayment } from '../payments/index.ts'
import { cancelInvoice } from '../sales/index.ts'
import { fixRate } from '../supplier-bills/index.ts'
import { amountInWords } from './amount-in-words.ts'

const link = (amount: string, reference: string) =>
  `upi://pay?pa=annapurna@okbank&pn=Annapurna%20Kirana&tr=${reference}&tn=${encodeURIComponent(reference.replace('-', '/').replace('27-', '27/'))}&am=${amount}&cu=INR`

t.test('papers', async (t) => {
  const printer = countingPrinter(t)
  const kit = await testApp(t, { printer })
  const pdfOf = async (shop: PaperShop, url: string): Promise<Buffer> => {
    const answer = await kit.as(shop.asha).get(url)
    t.match(answer, { statusCode: 200, headers: { 'content-type': 'application/pdf' } }, url)
    return answer.rawPayload
  }
  const wordsOf = async (pdf: Buffer) => (await pdfText(pdf)).join('\n')

  t.test('a tax invoice says all that Rule 46 asks for', async (t) => {
    const shop = await aPaperShop(kit)
    const { id } = await shop.issue({ lines: shop.lines(2), tenders: [cash('50')], note: 'Deliver <b>home</b>' })
    const pdf = await pdfOf(shop, `/sales/${id}/invoice.pdf`)
    for (const part of rule46) t.match(await wordsOf(pdf), part)
    t.equal(decodeQrPixels(first(await pdfPixels(pdf))), link('200.00', 'GJ-26-27-00001'))
    const page = await kit.as(shop.asha).get(`/sales/${id}/invoice`)
    t.same(await validHtml(page.body), [])
    for (const part of rule46) t.match(text(page.body), part, 'and so does the page')
    t.notMatch(page.body, '<b>home</b>')
    t.match(page.body, `href="/sales/${id}/invoice.pdf?copy=original&amp;width=a4"`)
  })

  t.test('another State is charged IGST, and is named', async (t) => {
    const shop = await aPaperShop(kit)
    const { id } = await shop.issue({ placeOfSupply: { state: '27', reason: 'Sent to Pune' } })
    const page = text((await kit.as(shop.asha).get(`/sales/${id}/invoice?copy=duplicate`)).body)
    for (const part of [
      'Duplicate for transporter',
      'Place of supply 27 Maharashtra',
      'IGST 18 % 15.25',
      'Sent to Pune',
    ])
      t.match(page, part)
    t.notMatch(page, 'CGST')
  })

  t.test('ten lines are one A4 page, a hundred several with their heads', async (t) => {
    const shop = await aPaperShop(kit)
    // Ten codes at four rates: as mixed as a kirana's basket is.
    await inBusiness(kit.db, shop.id, async (tx) => {
      const classes = await tx('gst_class').orderBy('name').limit(4).select('id')
      for (const [i, id] of shop.itemIds.entries()) {
        const gst_class_id = classes[i % 4]?.id
        await tx('item')
          .where({ id })
          .update({ hsn: String(1001 + i), gst_class_id })
      }
    })
    const ten = await shop.issue({ lines: shop.lines(10), tenders: [cash('100')], note: 'Before noon' })
    const many = await shop.issue({ lines: shop.lines(100) })
    t.same(await pdfPageSizes(await pdfOf(shop, `/sales/${ten.id}/invoice.pdf`)), [{ widthMm: 210, heightMm: 297 }])
    const pages = await pdfText(await pdfOf(shop, `/sales/${many.id}/invoice.pdf`))
    t.ok(pages.length > 2)
    for (const [i, page] of pages.entries()) t.match(page, `${i + 1} / ${pages.length}`)
    for (const page of pages.slice(0, -1)) t.match(page, 'HSN/SAC')
    t.match(pages.join('\n'), /\n?100\s+Rice 3/)
  })

  t.test('names in Devanagari and Gujarati print right, in the language of the party', async (t) => {
    const hindi = await aPaperShop(kit, { name: 'मीरा क्षत्रिय', locale: 'hi' })
    const gujarati = await aPaperShop(kit, { name: 'જ્ઞાનેશ્વર ત્રિવેદી', locale: 'gu' })
    for (const [shop, words] of [
      [hindi, ['मीरा क्षत्रिय', 'टैक्स इनवॉइस', 'सौ रुपये मात्र', '24 गुजरात']],
      [gujarati, ['જ્ઞાનેશ્વર ત્રિવેદી', 'ટેક્સ ઇન્વૉઇસ', 'સો રૂપિયા પૂરા', '24 ગુજરાત']],
    ] as const) {
      const { id } = await shop.issue()
      const page = await kit.as(shop.asha).get(`/sales/${id}/invoice`)
      for (const part of words) t.match(text(page.body), part)
      t.match(page.body, /<nav[^>]* lang="en-IN"[\s\S]*Back to/, 'the buttons speak to who looks at it')
      if (!hasOracle('pdftotext')) continue
      const said = await pdftotext(await pdfOf(shop, `/sales/${id}/invoice.pdf`))
      for (const part of words) t.match(said, part)
    }
  })

  t.test('the code is read by zbarimg', { skip: !hasOracle('zbarimg') && 'zbarimg is not installed' }, async (t) => {
    const shop = await aPaperShop(kit)
    const { id } = await shop.issue()
    for (const url of [`/sales/${id}/invoice.pdf`, `/sales/${id}/receipt.pdf`, `/sales/${id}/receipt.pdf?width=58`])
      t.equal(await scanned(await pdfOf(shop, url)), link('100.00', 'GJ-26-27-00001'), url)
  })

  t.test('a paper is printed once and stays as it was issued', async (t) => {
    const shop = await aPaperShop(kit)
    const { id } = await shop.issue()
    const url = `/sales/${id}/invoice.pdf`
    const [one, same] = await Promise.all([pdfOf(shop, url), pdfOf(shop, url)])
    t.ok(one.equals(same), 'two at one instant get one paper')
    const before = printer.prints
    await inBusiness(kit.db, shop.id, (tx) => tx('business').update({ name: 'Another name' }))
    await receive(shop, '60')
    const again = await kit.as(shop.bharat).get(url)
    t.ok(again.rawPayload.equals(one))
    t.equal(printer.prints, before)
    t.match(again.headers, {
      'content-disposition': 'inline; filename="GJ-26-27-00001.pdf"',
      'cache-control': 'private, no-cache',
    })
    const known = await kit.as(shop.asha).get(url, { 'if-none-match': `W/${again.headers.etag}` })
    t.match([known.statusCode, known.rawPayload.length], [304, 0])
    const copy = await pdfOf(shop, `${url}?copy=triplicate`)
    t.match(await wordsOf(copy), 'Triplicate for supplier')
    t.match(await wordsOf(copy), 'Annapurna Kirana')
    const page = await kit.as(shop.asha).get(`/sales/${id}/invoice`)
    t.equal(decodeQrSvg(qrIn(page.body)), link('40.00', 'GJ-26-27-00001'), 'the page asks for what is due now')
    t.match(text(page.body), 'Less paid since −60.00')
  })

  t.test('a cancelled bill says so, on another paper, and asks for nothing', async (t) => {
    const shop = await aPaperShop(kit)
    const { id } = await shop.issue()
    const url = `/sales/${id}/invoice.pdf`
    const issued = await kit.as(shop.asha).get(url)
    const cancel = { id, reason: 'Wrong <i>customer</i>', onDate: '2026-11-21' }
    await inBusiness(kit.db, shop.id, (tx) => cancelInvoice(tx, shop.id, cancel, shop.actor))
    const tag = `${issued.headers.etag}`
    const cancelled = await kit.as(shop.asha).get(url, { 'if-none-match': tag })
    t.equal(cancelled.statusCode, 200)
    t.not(cancelled.headers.etag, tag)
    const words = await wordsOf(cancelled.rawPayload)
    t.match(words, 'CANCELLED')
    t.match(words, 'Wrong <i>customer</i>')
    t.notMatch(words, 'Pay by UPI')
    t.match(text((await kit.as(shop.asha).get(`/sales/${id}/receipt`)).body), 'CANCELLED')
  })

  t.test('a composition dealer gives a bill of supply with the words of the law and no tax', async (t) => {
    const shop = await aPaperShop(kit, { business: { taxScheme: 'composition' } })
    const { id } = await shop.issue()
    const page = text((await kit.as(shop.asha).get(`/sales/${id}/invoice`)).body)
    t.match(page, 'BILL OF SUPPLY')
    t.match(page, 'Composition taxable person, not eligible to collect tax on supplies')
    for (const part of ['CGST', 'Taxable', 'Tax ₹', 'reverse charge']) t.notMatch(page, part)
    t.match(page, 'Total ₹100.00')
    t.match(text((await kit.as(shop.asha).get(`/sales/${id}/receipt`)).body), 'Composition taxable person')
    const plain = await aPaperShop(kit, { business: { taxScheme: 'unregistered' } })
    const bill = await plain.issue()
    const said = text((await kit.as(plain.asha).get(`/sales/${bill.id}/invoice`)).body)
    t.match(said, 'BILL OF SUPPLY')
    t.notMatch(said, 'Composition')
  })

  t.test('a receipt is as wide as its roll', async (t) => {
    const shop = await aPaperShop(kit)
    const dot = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=='
    const form = new FormData()
    form.append('logo', new Blob([Buffer.from(dot, 'base64')]), 'logo.png')
    t.equal((await kit.as(shop.asha).upload('/settings/logo', form)).statusCode, 303)
    const { id } = await shop.issue({ buyer: { ...walkIn, name: '<b>Ravi</b>' }, tenders: [cash('500')] })
    const [wide] = await pdfPageSizes(await pdfOf(shop, `/sales/${id}/receipt.pdf`))
    const [narrow] = await pdfPageSizes(await pdfOf(shop, `/sales/${id}/receipt.pdf?width=58`))
    t.same([wide?.widthMm, narrow?.widthMm], [80, 58])
    const page = await kit.as(shop.bharat).get(`/sales/${id}/receipt`)
    t.match(page.body, '<img class="logo" src="data:image/png;')
    t.same(await validHtml(page.body), [])
    t.notMatch(page.body, '<b>Ravi</b>')
    t.notMatch(page.body, 'upi://', 'nothing is due')
    t.match(text(page.body), 'GST 18 % on 84.74: CGST 9 % 7.63, SGST 9 % 7.63')
  })

  t.test('a statement shows every row between opening and closing, what is open, and what to pay', async (t) => {
    const shop = await aPaperShop(kit)
    await shop.issue({ onDate: '2026-06-01', lines: shop.lines(2) })
    await shop.issue({ onDate: '2026-11-10', tenders: [cash('40')] })
    await receive(shop, '25')
    const url = `/parties/${shop.partyId}/statement`
    const page = await kit.as(shop.asha).get(`${url}?from=1/11&to=21/11`)
    t.same(await validHtml(page.body), [])
    t.same(tableIn(page.body), [
      '1 Nov | Opening balance, brought forward | | | 250.00Dr',
      '10 Nov | Bill GJ/26-27/00002 Rice | 100.00 | | 350.00Dr',
      '10 Nov | Paid on bill GJ/26-27/00002 Cash | | 40.00 | 310.00Dr',
      '21 Nov | Receipt RC/26-27/00001 UPI | | 25.00 | 285.00Dr',
      '| Closing balance, 21 Nov 2026 | 100.00 | 65.00 | 285.00Dr',
    ])
    t.match(
      text(page.body),
      'Not due 60.00 1–30 days 0.00 31–60 0.00 61–90 0.00 Over 90 225.00 Advances 0.00 Total 285.00',
    )
    t.match(text(page.body), 'Two hundred eighty five rupees only')
    t.match(decodeQrSvg(qrIn(page.body)), /^upi:\/\/pay\?pa=annapurna@okbank.*&am=285\.00&cu=INR$/)
    const past = text((await kit.as(shop.asha).get(`${url}?from=2026-04-01&to=2026-11-15`)).body)
    t.match(past, 'Over 90 250.00 Advances 0.00 Total 310.00', 'a past day is shown as it was')
    t.notMatch(past, 'Pay by UPI')
    const answer = await kit.as(shop.asha).get(`${url}.pdf`)
    t.match(await wordsOf(answer.rawPayload), 'STATEMENT OF ACCOUNT')
    t.same(await pdfPageSizes(answer.rawPayload), [{ widthMm: 210, heightMm: 297 }])
    const prints = printer.prints
    const known = await kit.as(shop.asha).get(`${url}.pdf`, { 'if-none-match': `${answer.headers.etag}` })
    t.match([known.statusCode, printer.prints], [304, prints])
    for (const query of ['from=someday', 'from=21/11&to=20/11'])
      t.equal((await kit.as(shop.asha).get(`${url}?${query}`)).statusCode, 422, query)
  })

  t.test('a supplier of metal sees its own bill numbers, and the grams beside the rupees', async (t) => {
    const shop = await aBilledShop(kit)
    const owner = kit.as(shop.asha)
    const goods = shop.billLine(
      { kind: 'goods', itemId: shop.riceId },
      { quantity: milli(10_000n), price: rs('10'), rateBp: 300 },
    )
    const basis = { kind: 'weight', metal: 'gold', fine: mg(10_000n), rate: rs('12,000') } as const
    const { id } = await shop.bill(shop.askedBill([goods], { basis, theirNumber: 'BAR 7' }))
    const fixed = { id: newId(), billId: id, onDate: '2026-11-21', fine: mg(4_000n), rate: rs('12,500') }
    await shop.read((tx) => fixRate(tx, shop.id, fixed, shop.actor, { today: '2026-11-21' }))
    const rupeesAndGrams = [
      /Purchase PB\/26-27\/00001 their bill BAR 7 3,703\.00 3,703\.00 Cr/,
      /50,000\.00 53,703\.00 Cr/,
      /Fine gold .* Purchase PB\/26-27\/00001 their bill BAR 7 10\.000 10\.000 Cr .* 4\.000 6\.000 Cr Closing balance, 21 Nov 2026 4\.000 10\.000 6\.000 Cr/,
    ]
    for (const url of [`/parties/${shop.supplierId}/statement`, `/parties/${shop.supplierId}`]) {
      const { body } = await owner.get(url)
      t.same(await validHtml(body), [])
      for (const part of rupeesAndGrams) t.match(text(body), part, url)
    }
    const bill = text((await owner.get(`/purchases/bills/${id}/print`)).body)
    t.match(bill, 'Three thousand seven hundred three rupees only')
    t.match(bill, 'Fine gold: 10.000 g')
  })

  t.test('a long khata is printed whole, and one too long is refused', async (t) => {
    const shop = await aPaperShop(kit)
    await manyRows(shop, 1_200)
    const pages = await pdfText(await pdfOf(shop, `/parties/${shop.partyId}/statement.pdf`))
    t.equal((pages.join('\n').match(/Journal J\d+/g) ?? []).length, 1_200)
    for (const page of pages.slice(0, -1)) t.match(page, 'Particulars')
    await manyRows(shop, 3_900)
    const refused = await kit.as(shop.asha).get(`/parties/${shop.partyId}/statement`)
    t.equal(refused.statusCode, 422)
    t.match(text(refused.body), 'more than 5,000 entries')
  })

  t.test('money that came has a voucher, in the words of that day', async (t) => {
    const shop = await aPaperShop(kit)
    await shop.issue({ onDate: '2026-11-01' })
    const id = await receive(shop, '150')
    const url = `/payments/${id}/receipt`
    const words = await wordsOf(await pdfOf(shop, `${url}.pdf`))
    for (const part of ['RECEIPT VOUCHER', 'Meera Shah', '₹150.00', 'One hundred fifty rupees only', 'UTR 99'])
      t.match(words, part)
    for (const query of ['', '?width=80', '?width=58']) {
      const page = await kit.as(shop.asha).get(`${url}${query}`)
      t.same(await validHtml(page.body), [])
      t.match(text(page.body), /Bill GJ\/26-27\/00001 100\.00 On account 50\.00/)
    }
    await shop.issue()
    t.match(
      text((await kit.as(shop.asha).get(url)).body),
      'On account 50.00',
      'what it is used for later changes nothing',
    )
    t.same((await pdfPageSizes(await pdfOf(shop, `${url}.pdf?width=80`)))[0]?.widthMm, 80)
  })

  t.test('a print that fails loses nothing: it says so, and the next one works', async (t) => {
    const shop = await aPaperShop(kit)
    const { id } = await shop.issue()
    printer.fails = true
    const failed = await kit.as(shop.asha).get(`/sales/${id}/invoice.pdf?copy=duplicate`)
    printer.fails = false
    t.equal(failed.statusCode, 503)
    t.match(text(failed.body), 'The paper could not be printed')
    t.match(failed.body, `href="/sales/${id}/invoice.pdf?copy=duplicate"`)
    t.match(failed.body, `href="/sales/${id}/invoice?copy=duplicate"`)
    t.same(await validHtml(failed.body), [])
    await pdfOf(shop, `/sales/${id}/invoice.pdf?copy=duplicate`)
  })

  t.test('who may not see bills sees no paper, and nobody sees another shop’s', async (t) => {
    const shop = await aPaperShop(kit)
    const { id } = await shop.issue()
    const money = await receive(shop, '10')
    const urls = [
      ...['invoice', 'invoice.pdf', 'receipt', 'receipt.pdf'].map((paper) => `/sales/${id}/${paper}`),
      ...['statement', 'statement.pdf'].map((paper) => `/parties/${shop.partyId}/${paper}`),
      ...['receipt', 'receipt.pdf'].map((paper) => `/payments/${money}/${paper}`),
    ]
    const { dev } = await devsShop(kit)
    const keeper = await aMember(kit, shop, 'stock-keeper')
    for (const url of urls) {
      t.equal((await kit.as(dev).get(url)).statusCode, 404, url)
      t.equal((await kit.as(keeper).get(url)).statusCode, 403, url)
      t.equal((await kit.as(shop.chitra).get(url)).statusCode, 200, url)
    }
    const odd = [`/sales/x/invoice.pdf`, `/sales/${money}/invoice.pdf`, `/payments/${id}/receipt.pdf`]
    for (const url of odd) t.equal((await kit.as(shop.asha).get(url)).statusCode, 404, url)
    for (const url of [`/sales/${id}/invoice?copy=x`, `/sales/${id}/receipt?width=900`])
      t.equal((await kit.as(shop.asha).get(url)).statusCode, 400, url)
  })

  async function receive(shop: PaperShop, amount: string): Promise<string> {
    const id = newId()
    const tenders = [{ mode: 'upi', amount: rs(amount), reference: 'UTR 99' } as const]
    const of = { id, partyId: shop.partyId, onDate: '2026-11-21', tenders, note: '' }
    const money = { ...of, against: 'oldest', restAs: 'on-account' } as const
    await inBusiness(kit.db, shop.id, (tx) => receivePayment(tx, shop.id, money, shop.actor))
    return id
  }

  /** Journal entries of one rupee, straight into the books. */
  async function manyRows(shop: PaperShop, count: number): Promise<void> {
    await inBusiness(kit.db, shop.id, (tx) =>
      tx.raw(
        `with accounts as (
           select max(id::text) filter (where role = 'debtors')::uuid as debtors, max(id::text) filter (where role = 'cash')::uuid as cash
           from account where business_id = :business),
         made as (
           insert into voucher (business_id, id, kind, on_date, number, party_id, narration, by_name, at)
           select :business, gen_random_uuid(), 'journal', '2026-10-01', 'J' || n, :party, '', 'Asha', now()
           from generate_series(1, :count::int) n returning id)
         insert into posting (business_id, voucher_id, line, account_id, party_id, commodity, amount, on_date)
         select :business, made.id, x.line, case x.line when 1 then debtors else cash end, case x.line when 1 then :party::uuid end,
           'INR', x.amount, '2026-10-01'
         from made cross join accounts cross join (values (1, 100), (2, -100)) x (line, amount)`,
        { business: shop.id, party: shop.partyId, count },
      ),
    )
  }
})

t.test('amounts in words', async (t) => {
  const say = (amount: bigint) => (['en', 'hi', 'gu'] as const).map((locale) => amountInWords(locale, paise(amount)))
  t.same(say(35_620_650n), [
    'Three lakh fifty six thousand two hundred six rupees and fifty paise',
    'तीन लाख छप्पन हज़ार दो सौ छह रुपये और पचास पैसे',
    'ત્રણ લાખ છપ્પન હજાર બે સો છ રૂપિયા અને પચાસ પૈસા',
  ])
  t.equal(say(100n)[0], 'One rupee')
  t.equal(say(-5n)[0], 'Zero rupees and five paise')
  t.match(say(9_007_199_254_740_993n)[0], /ninety three paise$/, 'no paisa is lost of a large amount')
})

const rule46 = [
  ...['Annapurna Kirana', 'Annapurna Stores LLP', '14 Mandvi Road, Vadodara, 390001', '24AAKFS4821M1ZW', 'TAX INVOICE'],
  ...[
    'Original for recipient',
    'GJ/26-27/00001',
    '21 Nov 2026',
    'Meera Shah',
    'B-402 Saffron Residency',
    '24AAACG2115R1ZN',
  ],
  ...['24 Gujarat', 'Tax payable on reverse charge', 'Rice 1', '1006', '1.5 KGS', '211.86', '9 %', '19.07', '250.00'],
  ...[
    'Two hundred fifty rupees only',
    '50200041773100',
    'HDFC0000046',
    'Exchange within 7 days',
    'Authorised signatory',
  ],
  ...['Balance due', '₹200.00', 'annapurna@okbank', 'Deliver <b>home</b>'],
]

type CountingPrinter = Printer & { prints: number; fails: boolean }

function countingPrinter(t: Test): CountingPrinter {
  const real = testPrinter(t)
  const counting: CountingPrinter = {
    prints: 0,
    fails: false,
    close: () => real.close(),
    pdf: async (sheet) => {
      if (counting.fails) throw new Error('the browser is gone')
      counting.prints += 1
      return real.pdf(sheet)
    },
  }
  return counting
}

/** The rows of the first table, cell by cell. */
function tableIn(html: string): string[] {
  const rows = (/<tbody>[\s\S]*?<\/table>/.exec(html)?.[0] ?? '').split('<tr').slice(1)
  return rows.map((row) =>
    row
      .split(/<t[hd][^>]*>/)
      .slice(1)
      .map((cell) => text(cell.replaceAll(/<span class="side-w">/g, '').replaceAll(/<\/?span[^>]*>/g, '')))
      .join(' | ')
      .trim()
      .replaceAll('  ', ' '),
  )
}

const qrIn = (html: string): string => /<svg class="qr"[\s\S]*?<\/svg>/.exec(html)?.[0] ?? ''

function first<T>(list: readonly T[]): T {
  const [one] = list
  if (one === undefined) throw new Error('there is none')
  return one
}

const pdftotext = (pdf: Buffer): Promise<string> => inFile(pdf, (file) => run('pdftotext', [file, '-']))

function scanned(pdf: Buffer): Promise<string> {
  return inFile(pdf, async (file) => {
    await run('pdftoppm', ['-r', '150', '-png', '-singlefile', file, file])
    return (await run('zbarimg', ['--quiet', '--raw', `${file}.png`])).trim()
  })
}

const run = async (program: string, args: string[]): Promise<string> =>
  (await promisify(execFile)(program, args)).stdout

async function inFile<T>(pdf: Buffer, read: (file: string) => Promise<T>): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), 'khata-paper-'))
  try {
    const file = join(folder, 'paper.pdf')
    await writeFile(file, pdf)
    return await read(file)
  } finally {
    await rm(folder, { recursive: true })
  }
}
