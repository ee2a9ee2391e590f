import t from 'tap'
import { Refusal } from '../../core/errors.ts'
import { fieldVault, open } from '../../db/fields.ts'
import { inBusiness, type Tx } from '../../db/tenant.ts'
import { testDatabase } from '../../testing/database.ts'
import { rs } from '../../testing/goods-shop.ts'
import { anOldGoldShop, aPurchase, bangles, type OldGoldShop } from '../../testing/old-gold.ts'
import { booksCheck } from '../books/index.ts'
import { takeOldGold } from './index.ts'

t.test('old gold taken in', async (t) => {
  const database = await testDatabase(t)
  const kit = { ...database, clock: () => new Date('2026-11-21T06:30:00Z') }
  const vault = fieldVault('a secret of the test that is long enough')
  const inShop = <Result>(shop: OldGoldShop, work: (tx: Tx) => Promise<Result>) => inBusiness(kit.db, shop.id, work)
  const take = (shop: OldGoldShop, purchase = aPurchase(shop)) =>
    inShop(shop, (tx) => takeOldGold(tx, shop.id, purchase, shop.actor, vault))
  const refusal = (work: Promise<unknown>) =>
    work.then(
      () => undefined,
      (error: unknown) => (error instanceof Refusal ? error.key : String(error)),
    )

  t.test('10.000 - 0.200 at 91 % less 2 %: 8.740 g fine, 1,16,679.00 owed, in stock and in the books', async (t) => {
    const shop = await anOldGoldShop(kit)
    const purchase = aPurchase(shop)
    const { number, openItemId } = await take(shop, purchase)
    t.equal(number, 'URD/26-27/00001')
    await inShop(shop, async (tx) => {
      const level = await tx('stock_level').first()
      const six = { quantity_milli: 9_800n, gross_mg: 10_000n, net_mg: 9_800n, fine_mg: 8_740n, carat_mct: 0n }
      t.match(level, { ...six, value_paise: rs('116679') })
      t.match(await tx('lot').first(), {
        kind: 'old-metal',
        fineness: 9100,
        fine_mg: 8_740n,
        value_paise: rs('116679'),
      })
      t.match(await tx('stock_move').first(), { kind: 'old-gold', fine_mg: 8_740n, document_id: purchase.documentId })
      t.match(await tx('old_gold_line').first(), { fine_mg: 8_918n, melted_mg: 8_740n, board_paise: rs('13350') })
      t.match(await tx('item').where({ hsn: '7112' }).first(), { name: 'Old gold 22K 916', unit: 'GMS', kind: 'goods' })
      const item = await tx('open_item').where({ id: openItemId }).first()
      t.match(item, { side: 'credit', kind: 'note', number, open_amount: rs('116679'), party_id: shop.partyId })
      t.match(await tx('party_balance').first(), { amount: -rs('116679') })
      t.match(await tx('voucher').where({ kind: 'purchase' }).first(), { number, document_id: purchase.documentId })
      t.same(
        (await booksCheck(tx, shop.id)).filter(({ holds }) => !holds),
        [],
      )
    })
  })

  t.test('the seller is kept: the number of his paper sealed but for its last four', async (t) => {
    const shop = await anOldGoldShop(kit)
    const purchase = aPurchase(shop)
    await take(shop, purchase)
    await inShop(shop, async (tx) => {
      const seller = await tx('old_gold_purchase').first()
      t.match(seller, { id_kind: 'aadhaar', id_last4: '1234', is_declared: true, declaration_version: 1 })
      const place = { businessId: shop.id, table: 'old_gold_purchase', column: 'id', row: purchase.documentId }
      t.equal(open(await vault.keysOf(tx, shop.id), place, seller.id_encrypted), '432187651234')
      await t.rejects(tx('old_gold_purchase').update({ id_last4: '9999' }))
    })
  })

  t.test('the article of a purity is made once, each line has a lot of its own, and numbers go on', async (t) => {
    const shop = await anOldGoldShop(kit)
    await Promise.all([take(shop), take(shop)])
    const two = { ...bangles(shop.purityId), words: 'Ring' }
    const third = await take(shop, aPurchase(shop, { lines: [bangles(shop.purityId), two] }))
    t.equal(third.number, 'URD/26-27/00003')
    await inShop(shop, async (tx) => {
      t.equal((await tx('article').where({ is_old_metal: true })).length, 1)
      t.equal((await tx('lot')).length, 4)
      t.match(await tx('stock_level').first(), { quantity_milli: 39_200n, fine_mg: 34_960n })
    })
  })

  t.test('a rate above the board names who allowed it', async (t) => {
    const shop = await anOldGoldShop(kit)
    const lines = [{ ...bangles(shop.purityId), rate: rs('13400') }, bangles(shop.purityId)]
    const authority = { userId: String(shop.actor.userId), name: 'Asha' }
    await take(shop, { ...aPurchase(shop, { lines }), authority })
    const rows = await inShop(shop, (tx) =>
      tx('old_gold_line').orderBy('line').select('rate_paise', 'approved_by_name'),
    )
    t.same(rows, [
      { rate_paise: rs('13400'), approved_by_name: 'Asha' },
      { rate_paise: rs('13350'), approved_by_name: '' },
    ])
  })

  t.test('nothing is bought without a seller who is known, a declaration, and a worth', async (t) => {
    const shop = await anOldGoldShop(kit)
    const known = { idKind: 'pan', idNumber: 'ABCDE1234F', isDeclared: true }
    const seller = (has: Partial<typeof known>) => take(shop, aPurchase(shop, { seller: { ...known, ...has } }))
    t.equal(await refusal(seller({ idNumber: ' ' })), 'oldGold.refusal.seller')
    t.equal(await refusal(seller({ idKind: 'library' })), 'oldGold.refusal.seller')
    t.equal(await refusal(seller({ isDeclared: false })), 'oldGold.refusal.declare')
    t.equal(await refusal(take(shop, aPurchase(shop, { lines: [] }))), 'oldGold.refusal.worthless')
    t.same(await inShop(shop, (tx) => tx('document')), [])
    const purchase = aPurchase(shop)
    await take(shop, purchase)
    t.match(await refusal(take(shop, purchase)), /document_pkey/)
  })
})
