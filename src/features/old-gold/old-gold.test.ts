import t from 'tap'
import { newId } from '../../db/ids.ts'
import { inBusiness } from '../../db/tenant.ts'
import { type Answer, type Fields, htmx, testApp } from '../../testing/app.ts'
import { aMember, devsShop } from '../../testing/cast.ts'
import { rs } from '../../testing/goods-shop.ts'
import { text, validHtml } from '../../testing/html.ts'
import { anOldGoldShop, type OldGoldShop } from '../../testing/old-gold.ts'
import { hashPassword } from '../auth/index.ts'
import { booksCheck, isOnlyWarning } from '../books/index.ts'

t.test('old gold', async (t) => {
  const kit = await testApp(t)
  const form = (shop: OldGoldShop, has: Fields = {}): Fields => ({
    party_id: shop.partyId,
    og_document: newId(),
    payment_id: newId(),
    og_rows: '1',
    'og.0.words': 'Bangles',
    'og.0.purity': shop.purityId,
    'og.0.gross': '10.000',
    'og.0.dust': '0.200',
    'og.0.touch': '91.0',
    'og.0.melting': '2',
    og_id_kind: 'aadhaar',
    og_id: '4321 8765 1234',
    og_declared: 'yes',
    address: '12 Ring Road, Surat',
    settle: 'khata',
    ...has,
  })
  const buy = (shop: OldGoldShop, has: Fields = {}) => kit.as(shop.bharat).post('/old-gold', form(shop, has))
  const locationOf = (answer: Answer): string => String(answer.headers.location)
  const openOf = (shop: OldGoldShop) =>
    inBusiness(kit.db, shop.id, async (tx) => (await tx('open_item').where({ kind: 'note' }).first()).open_amount)
  const faults = (shop: OldGoldShop) =>
    inBusiness(kit.db, shop.id, async (tx) =>
      (await booksCheck(tx, shop.id)).filter(({ holds, point }) => !holds && !isOnlyWarning(point)),
    )

  t.test('is empty at first, and says what it is for', async (t) => {
    const shop = await anOldGoldShop(kit)
    const { body, statusCode } = await kit.as(shop.bharat).get('/old-gold')
    t.equal(statusCode, 200)
    t.match(text(body), /No old gold yet/)
    t.same(await validHtml(body), [])
  })

  t.test('asks who sells, then what was weighed, at the rate of the board', async (t) => {
    const shop = await anOldGoldShop(kit)
    const picking = await kit.as(shop.bharat).get('/old-gold/new')
    t.match(text(picking.body), /Meera Shah/)
    const { body } = await kit.as(shop.bharat).get(`/old-gold/new?party=${shop.partyId}`)
    t.match(text(body), /Buy old gold from Meera Shah.*I declare that the goods/)
    t.match(body, 'placeholder="13,350"')
    t.match(body, 'value="12 Ring Road, Surat, 395002"')
    t.same(await validHtml(body), [])
  })

  t.test('works out 8.918, 8.740 and 1,16,679.00 as one types, and without a script', async (t) => {
    const shop = await anOldGoldShop(kit)
    const fields = form(shop, { do: 'sum' })
    const figures = /Net g 9\.800 Fine g 8\.918 After 2 % melting 8\.740 Buy rate ₹13,350\.00 Value ₹1,16,679\.00/
    const page = await kit.as(shop.bharat).post('/old-gold/figures', fields)
    t.match(text(page.body), figures)
    t.same(await validHtml(page.body), [])
    const fragment = await kit.as(shop.bharat).post('/old-gold/figures', fields, htmx)
    t.match(text(fragment.body), figures)
    t.notMatch(fragment.body, '<main')
    const added = await kit.as(shop.bharat).post('/old-gold/figures', { ...fields, do: 'add' })
    t.match(added.body, 'name="og.1.gross"')
  })

  t.test('is bought onto the khata, once, and shown with all its weights', async (t) => {
    const shop = await anOldGoldShop(kit)
    const fields = form(shop)
    const post = () => kit.as(shop.bharat).post('/old-gold', fields)
    const [first, second] = await Promise.all([post(), post()])
    t.equal(locationOf(first), `/old-gold/${fields['og_document']}`)
    t.equal(locationOf(second), locationOf(first))
    const { body } = await kit.as(shop.bharat).get(locationOf(first))
    t.match(
      text(body),
      /URD\/26-27\/00001.*Bangles.*9\.800 gross 10\.000 − 0\.200 91 8\.918 8\.740 2 % melting 13,350\.00 1,16,679\.00/,
    )
    t.match(text(body), /Aadhaar ending in 1234/)
    t.notMatch(body, '43218765')
    t.same(await validHtml(body), [])
    t.equal(await openOf(shop), rs('116679'))
    t.same(await faults(shop), [])
    const asSale = await kit.as(shop.bharat).get(`/sales/${fields['og_document']}`)
    t.equal(locationOf(asSale), locationOf(first), 'a link that knows only the paper leads here')
    const khata = await kit.as(shop.asha).get(`/parties/${shop.partyId}`)
    t.match(khata.body, `href="${locationOf(first)}"`)
    t.match(text(khata.body), /1,16,679\.00 Cr/)
    const other = await kit.as(shop.bharat).post('/old-gold', { ...fields, 'og.0.touch': '92' })
    t.equal(other.statusCode, 409)
  })

  t.test('is paid at once, by the same press; cash above 10,000 is warned of', async (t) => {
    const shop = await anOldGoldShop(kit)
    const bharat = kit.as(shop.bharat)
    const answer = await bharat.post('/old-gold', form(shop, { settle: 'cash', paid: '16,679' }))
    const { body } = await bharat.get(locationOf(answer))
    t.match(text(body), /URD\/26-27\/00001 for ₹1,16,679\.00\. Cash paid to one person.*10,000/)
    t.match(text(body), /PY\/26-27\/00001/)
    t.equal(await openOf(shop), rs('100000'))
    t.same(await faults(shop), [])
    const whole = await anOldGoldShop(kit)
    await buy(whole, { settle: 'upi', reference: '612345678901' })
    t.equal(await openOf(whole), 0n)
    const over = await buy(await anOldGoldShop(kit), { settle: 'cash', paid: '2,00,000' })
    t.equal(over.statusCode, 422)
    t.match(text(over.body), /worth ₹1,16,679\.00: no more/)
  })

  t.test('is refused at the field, with what was typed kept', async (t) => {
    const shop = await anOldGoldShop(kit)
    const said = async (has: Fields) => {
      const { body, statusCode } = await buy(shop, has)
      t.equal(statusCode, 422, JSON.stringify(has))
      t.match(body, 'value="Bangles"')
      t.same(await validHtml(body), [])
      return text(body)
    }
    t.match(await said({ 'og.0.gross': 'ten' }), /weight in grams/)
    t.match(await said({ 'og.0.gross': '-1' }), /weight in grams/)
    t.match(await said({ 'og.0.dust': '10' }), /leave nothing of the gross/)
    t.match(await said({ 'og.0.touch': '101' }), /percent as a number/)
    t.match(await said({ 'og.0.touch': '' }), /cannot be valued/)
    t.match(await said({ og_id: '' }), /number on the paper/)
    t.match(await said({ og_id_kind: 'pan', og_id: 'X1' }), /A PAN is five letters/)
    t.match(await said({ og_declared: '' }), /has to declare/)
    t.match(await said({ address: '' }), /bought from a person who is named/)
    const registered = await inBusiness(kit.db, shop.id, (tx) => tx('party').update({ gstin: '24AAACG2115R1ZN' }))
    t.equal(registered, 1)
    t.match(await said({}), /has a GSTIN/)
  })

  t.test('over the board it needs a manager', async (t) => {
    const shop = await anOldGoldShop(kit)
    const cashier = await aMember(kit, shop, 'cashier')
    const asked = form(shop, { 'og.0.rate': '13,400' })
    const refused = await kit.as(cashier).post('/old-gold', asked)
    t.equal(refused.statusCode, 422)
    t.match(text(refused.body), /The board pays ₹13,350\.00.*manager/)
    t.match(refused.body, 'id="approval"')
    const answer = await kit.as(shop.asha).post('/old-gold', asked)
    const { body } = await kit.as(shop.asha).get(locationOf(answer))
    t.match(text(body), /Above the board: allowed by/)
  })

  t.test('a manager says yes at the counter by a PIN', async (t) => {
    const shop = await anOldGoldShop(kit)
    const cashier = await aMember(kit, shop, 'cashier')
    const hash = await hashPassword('4711')
    await kit.root('membership').where({ business_id: shop.id, user_id: shop.asha.id }).update({ till_pin_hash: hash })
    const asked = form(shop, { 'og.0.rate': '13,400', approver: shop.asha.id })
    const wrong = await kit.as(cashier).post('/old-gold', { ...asked, pin: '1234' })
    t.equal(wrong.statusCode, 422)
    t.notMatch(wrong.body, 'value="1234"')
    t.same(await validHtml(wrong.body), [])
    const answer = await kit.as(cashier).post('/old-gold', { ...asked, pin: '4711' })
    const { body } = await kit.as(shop.asha).get(locationOf(answer))
    t.match(text(body), /Above the board: allowed by Asha/)
  })

  t.test('without a rate of today nothing is bought', async (t) => {
    const shop = await anOldGoldShop(kit)
    await kit
      .root('board_rate')
      .where({ business_id: shop.id })
      .update({ from_at: '2026-11-01T00:00:00Z' })
      .catch(() => 0)
    await inBusiness(kit.db, shop.id, (tx) =>
      tx('purity').where({ name: '24K 999' }).update({ archived_at: new Date() }),
    )
    t.match(text((await buy(shop)).body), /No buying rate for 22K 916/)
  })

  t.test('is found by number, seller and date, with what it comes to', async (t) => {
    const shop = await anOldGoldShop(kit)
    await buy(shop)
    await buy(shop, { 'og.0.words': 'Ring' })
    const list = async (query: string) => text((await kit.as(shop.bharat).get(`/old-gold${query}`)).body)
    t.match(await list(''), /17\.480 g.*₹2,33,358\.00.*00002.*Ring.*00001.*Bangles/)
    t.match(await list('?q=00002'), /00002/)
    t.notMatch(await list('?q=00002'), /00001/)
    t.match(await list('?q=meera'), /00001/)
    t.match(await list('?from=1/1/2026&to=2/1/2026'), /Nothing/)
    t.equal((await kit.as(shop.bharat).get('/old-gold?from=xyz')).statusCode, 422)
    t.same(await validHtml((await kit.as(shop.bharat).get('/old-gold')).body), [])
  })

  t.test('is printed with the declaration and the last four', async (t) => {
    const shop = await anOldGoldShop(kit)
    const at = locationOf(await buy(shop))
    for (const width of ['a4', '80']) {
      const { body } = await kit.as(shop.bharat).get(`${at}/print?width=${width}`)
      t.match(text(body), /PURCHASE VOUCHER.*URD\/26-27\/00001.*Meera Shah.*ending in 1234/)
      t.match(text(body), /8\.740.*13,350\.00.*1,16,679\.00.*One lakh sixteen thousand/i)
      t.match(text(body), /I declare that the goods.*Signature of the seller/)
      t.notMatch(body, '43218765')
      t.same(await validHtml(body), [])
    }
  })

  t.test('is cancelled while it is whole and unused: stock, khata and books as before', async (t) => {
    const shop = await anOldGoldShop(kit)
    const at = locationOf(await buy(shop))
    const cancel = (reason: string) => kit.as(shop.asha).post(`${at}/cancellation`, { reason })
    t.same(await validHtml((await kit.as(shop.asha).get(`${at}/cancellation`)).body), [])
    t.match(text((await cancel(' ')).body), /Write why/)
    t.equal(locationOf(await cancel('Weighed wrong')), at)
    t.match(text((await kit.as(shop.asha).get(at)).body), /Cancelled.*Weighed wrong/)
    const level = await inBusiness(kit.db, shop.id, (tx) => tx('stock_level').first())
    t.match(level, { quantity_milli: 0n, value_paise: 0n, gross_mg: 0n, net_mg: 0n, fine_mg: 0n })
    t.equal(await openOf(shop), 0n)
    t.same(await faults(shop), [])
    t.equal(locationOf(await cancel('again')), at)
    t.match(text((await kit.as(shop.asha).get('/old-gold')).body), /Cancelled/)
  })

  t.test('is not cancelled once it is paid for or its lot is touched', async (t) => {
    const shop = await anOldGoldShop(kit)
    const paid = locationOf(await buy(shop, { settle: 'bank' }))
    const refused = await kit.as(shop.asha).post(`${paid}/cancellation`, { reason: 'x' })
    t.equal(refused.statusCode, 409)
    t.match(text(refused.body), /settled already, by PY/)
    const other = locationOf(await buy(shop))
    const [id] = other.split('/').slice(-1)
    await inBusiness(kit.db, shop.id, async (tx) => {
      const line = await tx('old_gold_line').where({ document_id: id }).first('lot_id')
      await tx('lot').where({ id: line.lot_id }).update({ net_mg: 1n })
    })
    t.match(text((await kit.as(shop.asha).post(`${other}/cancellation`, { reason: 'x' })).body), /not whole any more/)
  })

  t.test('is for those who sell, and of the own shop only', async (t) => {
    const [shop, devs] = [await anOldGoldShop(kit), await devsShop(kit)]
    const at = locationOf(await buy(shop))
    const auditor = await aMember(kit, shop, 'auditor')
    t.equal((await kit.as(auditor).get(at)).statusCode, 200)
    t.equal((await kit.as(auditor).get('/old-gold/new')).statusCode, 403)
    t.equal((await kit.as(shop.bharat).get(`${at}/cancellation`)).statusCode, 403)
    for (const path of [at, `${at}/print`]) t.equal((await kit.as(devs.dev).get(path)).statusCode, 404)
  })
})
