import t, { type Test } from 'tap'
import type { Db } from '../../db/database.ts'
import { newId } from '../../db/ids.ts'
import { inBusiness } from '../../db/tenant.ts'
import { actorFor, devsShop } from '../../testing/cast.ts'
import { testDatabase } from '../../testing/database.ts'
import { aGoodsShop, cash, type GoodsShop, rs, today, walkIn } from '../../testing/goods-shop.ts'
import { issueInvoice, issueOnce } from './sales.commands.ts'

const clock = () => new Date('2026-11-21T06:30:00Z')

t.test('issuing a bill', async (t) => {
  const kit = { ...(await testDatabase(t)), clock }

  t.test('writes number, paper, voucher, stock, open item, audit line and outbox row together', async (t) => {
    const shop = await aGoodsShop(kit)
    const { id, number, total, change } = await issueOnce(
      kit.db,
      shop.id,
      shop.bill({ tenders: [cash('40')] }),
      shop.actor,
    )
    t.match({ number, total, change }, { number: 'GJ/26-27/00001', total: rs('100'), change: 0n })
    const seen = await seeAll(kit.db, shop.id, id)
    t.match(seen.document, {
      state: 'issued',
      kind: 'invoice',
      number,
      place_of_supply: '24',
      total_paise: rs('100'),
      cgst_paise: rs('7.63'),
    })
    t.match(seen.document.party_snapshot, { name: 'Meera', state: '24' })
    t.match(seen.document.seller_snapshot, { name: 'Asha Stores', state: '24', isComposition: false })
    t.same(seen.lines, [
      { line: 1, description: 'Rice', quantity_milli: 1000n, cost_paise: rs('60'), total_paise: rs('100') },
    ])
    t.same(seen.postings, [
      ['cash', rs('40')],
      ['cost-of-goods', rs('60')],
      ['debtors', rs('100')],
      ['debtors', rs('-40')],
      ['output-cgst', rs('-7.63')],
      ['output-sgst', rs('-7.63')],
      ['sales', rs('-84.74')],
      ['stock', rs('-60')],
    ])
    t.match(seen.items, [
      { side: 'debit', kind: 'bill', number, amount: rs('60'), open_amount: rs('60'), due_on: '2026-12-06' },
    ])
    t.same(seen.moves, [{ kind: 'sale', quantity_milli: -1000n, value_paise: rs('-60') }])
    t.same(await levelOf(kit.db, shop), { quantity_milli: 9000n, value_paise: rs('540') })
    t.match(seen.audit, [{ action: 'sale.issued', by_name: 'Asha' }])
    t.same(seen.outbox, ['invoice.issued'])
    t.equal(await balanceOf(kit.db, shop), rs('60'))
  })

  t.test('a walk-in pays at once and has no khata', async (t) => {
    const shop = await aGoodsShop(kit)
    const bill = shop.bill({ buyer: walkIn, tenders: [cash('500')] })
    const { id, change } = await issueOnce(kit.db, shop.id, bill, shop.actor)
    t.equal(change, rs('400'))
    const seen = await seeAll(kit.db, shop.id, id)
    t.same([seen.items, seen.document.party_id], [[], null])
    await refused(t, issueOnce(kit.db, shop.id, { ...bill, id: newId(), tenders: [] }, shop.actor), {
      key: 'vouchers.refusal.walkInOwes',
    })
  })

  t.test('twice is once, also with fifty presses at one instant', async (t) => {
    const shop = await aGoodsShop(kit)
    const bill = shop.bill({ tenders: [cash('500')] })
    const made = await Promise.all(Array.from({ length: 50 }, () => issueOnce(kit.db, shop.id, bill, shop.actor)))
    t.same(new Set(made.map(({ number, change }) => `${number} ${change}`)), new Set(['GJ/26-27/00001 40000']))
    t.same(await counts(kit.db, shop.id), { documents: 1, next: 2n })
    await refused(t, issueOnce(kit.db, shop.id, { ...bill, note: 'another' }, shop.actor), {
      key: 'sales.refusal.otherBody',
      status: 409,
    })
  })

  t.test('two hundred at once get two hundred numbers without a gap', async (t) => {
    const shop = await aGoodsShop(kit, { stock: 500_000n })
    const bills = Array.from({ length: 200 }, () => issueOnce(kit.db, shop.id, shop.bill(), shop.actor))
    const numbers = (await Promise.all(bills)).map(({ number }) => Number(number.slice(-5))).sort((a, b) => a - b)
    t.same(
      numbers,
      Array.from({ length: 200 }, (_, i) => i + 1),
    )
    t.same(await inBooks(kit.db, shop.id), { unbalanced: 0, dues: rs('20,000'), open: rs('20,000') })
  })

  t.test('a refused bill takes no number, and stock never falls below zero', async (t) => {
    const shop = await aGoodsShop(kit, { items: 50, stock: 10_000n })
    const asked = Array.from({ length: 300 }, (_, i) =>
      issueOnce(
        kit.db,
        shop.id,
        shop.bill({ lines: [shop.line(i % 50, 3000n), shop.line((i + 7) % 50, 2000n)] }),
        shop.actor,
      ).then(
        ({ number }) => number,
        (error) => error.key,
      ),
    )
    const answers = await Promise.all(asked)
    const numbers = answers.filter((answer) => answer.startsWith('GJ')).sort()
    const refused = answers.filter((answer) => !answer.startsWith('GJ'))
    t.same(new Set(refused), new Set(['sales.refusal.notEnough']))
    t.same(numbers.at(-1), `GJ/26-27/${String(numbers.length).padStart(5, '0')}`)
    const levels = await inBusiness(kit.db, shop.id, (tx) => tx('stock_level').select('quantity_milli', 'value_paise'))
    t.ok(levels.every((level) => level.quantity_milli >= 0n && level.value_paise === level.quantity_milli * 6n))
    const sold = await inBusiness(kit.db, shop.id, (tx) =>
      tx('stock_move').where({ kind: 'sale' }).sum('quantity_milli as sum').first(),
    )
    const left = levels.reduce((all, level) => all + level.quantity_milli, 0n)
    t.equal(left - BigInt(sold?.['sum'] ?? 0), 500_000n, 'what went and what is left is what there was')
  })

  t.test('keeps nothing when a part cannot be written', async (t) => {
    const shop = await aGoodsShop(kit)
    const before = await everything(kit.db, shop.id)
    await kit.root.raw(`alter table outbox add constraint broken check (business_id <> '${shop.id}')`)
    await refused(t, issueOnce(kit.db, shop.id, shop.bill(), shop.actor), { code: '23514', constraint: 'broken' })
    await kit.root.raw('alter table outbox drop constraint broken')
    const writes = (tx: Parameters<typeof issueInvoice>[0]) => issueInvoice(tx, shop.id, shop.bill(), shop.actor)
    await t.rejects(inBusiness(kit.db, shop.id, async (tx) => Promise.reject(new Error((await writes(tx)).number))))
    await inBusiness(kit.db, shop.id, (tx) => tx('business').update({ lock_date: today }))
    await refused(t, issueOnce(kit.db, shop.id, shop.bill(), shop.actor), { key: 'sales.refusal.locked' })
    t.same(await everything(kit.db, shop.id), before)
  })

  t.test('goods that were never bought in go below zero where the shop allows it', async (t) => {
    const shop = await aGoodsShop(kit, { stock: 0n, negative: 'warn' })
    const both = [shop.bill(), shop.bill()].map((bill) => issueOnce(kit.db, shop.id, bill, shop.actor))
    const [first] = await Promise.all(both)
    t.match(first?.warnings, [{ key: 'sales.warning.notEnough' }])
    t.same(await levelOf(kit.db, shop), { quantity_milli: -2000n, value_paise: rs('-90') }, 'both first sales count')
  })

  t.test('credit is not passed by two bills at once', async (t) => {
    const shop = await aGoodsShop(kit)
    await inBusiness(kit.db, shop.id, (tx) => tx('party').update({ credit_limit_paise: rs('250') }))
    const all = await Promise.allSettled([1, 2, 3, 4].map(() => issueOnce(kit.db, shop.id, shop.bill(), shop.actor)))
    t.equal(all.filter(({ status }) => status === 'fulfilled').length, 2)
    t.equal(await balanceOf(kit.db, shop), rs('200'))
    const passed = await issueOnce(kit.db, shop.id, shop.bill(), shop.actor, { mayExceedCredit: true })
    t.match(passed.warnings, [{ key: 'sales.warning.overCredit' }])
  })

  t.test('cash of one day is counted over all bills of a person', async (t) => {
    const shop = await aGoodsShop(kit, { kind: 'service' })
    const paid = (price: string) =>
      shop.bill({ lines: [{ ...shop.line(0, 1000n), price: rs(price) }], tenders: [cash(price)] })
    await issueOnce(kit.db, shop.id, paid('50,000'), shop.actor)
    await issueOnce(kit.db, shop.id, paid('1,00,000'), shop.actor)
    await refused(t, issueOnce(kit.db, shop.id, paid('60,000'), shop.actor), { key: 'cash.refusal.dayPapers' })
    await issueOnce(kit.db, shop.id, paid('49,999'), shop.actor)
    await issueOnce(kit.db, shop.id, { ...paid('60,000'), onDate: '2026-11-20' }, shop.actor)
  })

  t.test('nothing of another shop can be sold or sold to', async (t) => {
    const [shop, other] = await Promise.all([aGoodsShop(kit), devsShop(kit)])
    const actor = actorFor(other.dev, kit)
    await refused(t, issueOnce(kit.db, other.id, shop.bill(), actor), { name: 'NotFound' })
    await refused(t, issueOnce(kit.db, other.id, shop.bill({ buyer: walkIn, tenders: [cash('100')] }), actor), {
      reasons: [{ key: 'sales.refusal.noItem', line: 0 }],
    })
  })

  t.test('a bill of last year has its own series', async (t) => {
    const shop = await aGoodsShop(kit)
    await issueOnce(kit.db, shop.id, shop.bill(), shop.actor)
    const { number } = await issueOnce(kit.db, shop.id, shop.bill({ onDate: '2026-03-31' }), shop.actor)
    t.equal(number, 'GJ/25-26/00001')
  })
})

/** Fails with an error like this: a refusal's key, its status, its reasons. */
async function refused(t: Test, work: Promise<unknown>, like: object): Promise<void> {
  t.match(
    await work.then(
      () => 'was not refused',
      (error: unknown) => error,
    ),
    like,
  )
}

async function seeAll(db: Db, businessId: string, id: string) {
  return inBusiness(db, businessId, async (tx) => {
    const postings = await tx('posting as p')
      .join('voucher as v', 'v.id', 'p.voucher_id')
      .join('account as a', 'a.id', 'p.account_id')
      .where('v.document_id', id)
      .orderBy([{ column: 'v.at' }, { column: 'a.role' }, { column: 'p.amount', order: 'desc' }])
      .select('a.role', 'p.amount')
    return {
      document: await tx('document').where({ id }).first(),
      lines: await tx('document_line')
        .where({ document_id: id })
        .select('line', 'description', 'quantity_milli', 'cost_paise', 'total_paise'),
      postings: postings.map(({ role, amount }) => [role, amount]),
      items: await tx('open_item').where({ document_id: id }).orderBy('id'),
      moves: await tx('stock_move')
        .where({ document_id: id })
        .orderBy('id')
        .select('kind', 'quantity_milli', 'value_paise'),
      audit: await tx('audit_line').where({ entity_id: id }).orderBy('seq'),
      outbox: await tx('outbox').whereRaw(`payload ->> 'id' = ?`, [id]).orderBy('at').pluck('topic'),
    }
  })
}

const levelOf = (db: Db, shop: GoodsShop) =>
  inBusiness(db, shop.id, (tx) =>
    tx('stock_level').where({ item_id: shop.itemIds[0] }).first('quantity_milli', 'value_paise'),
  )

const balanceOf = async (db: Db, shop: GoodsShop): Promise<bigint> =>
  (await inBusiness(db, shop.id, (tx) => tx('party_balance').where({ party_id: shop.partyId }).first('amount')))
    ?.amount ?? 0n

async function counts(db: Db, businessId: string) {
  return inBusiness(db, businessId, async (tx) => {
    const documents = await tx('document').select('id')
    const series = await tx('series').where({ document_kind: 'invoice' }).first('next')
    return { documents: documents.length, next: series.next }
  })
}

/** How many rows each table has that a bill writes to. */
async function everything(db: Db, businessId: string): Promise<unknown> {
  const tables = ['document', 'document_line', 'voucher', 'posting', 'open_item', 'stock_move', 'audit_line', 'outbox']
  return inBusiness(db, businessId, async (tx) => {
    const rows: unknown[] = [
      await tx('series').orderBy('id').pluck('next'),
      await tx('stock_level').pluck('quantity_milli'),
    ]
    for (const table of tables) rows.push((await tx(table).select('business_id')).length)
    return rows
  })
}

async function inBooks(db: Db, businessId: string) {
  return inBusiness(db, businessId, async (tx) => {
    const off = await tx('posting').groupBy('voucher_id').havingRaw('sum(amount) <> 0').select('voucher_id')
    const dues = await tx('party_balance').sum('amount as sum').first()
    const open = await tx.raw(
      `select sum(case side when 'debit' then open_amount else -open_amount end) as sum from open_item`,
    )
    return { unbalanced: off.length, dues: BigInt(dues?.['sum'] ?? 0), open: BigInt(open.rows[0].sum ?? 0) }
  })
}
