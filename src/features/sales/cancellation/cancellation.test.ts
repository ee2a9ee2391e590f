import t from 'tap'
import type { Paise } from '../../../core/money.ts'
import type { Db } from '../../../db/database.ts'
import { newId } from '../../../db/ids.ts'
import { inBusiness, type Tx } from '../../../db/tenant.ts'
import { testDatabase } from '../../../testing/database.ts'
import { aGoodsShop, cash, type GoodsShop, rs, today, walkIn } from '../../../testing/goods-shop.ts'
import { match } from '../../bank/matching/matching.commands.ts'
import { accountsByRole, allocate, booksCheck, openItem, post } from '../../books/index.ts'
import { issueOnce } from '../sales.commands.ts'
import { type CancelRequest, cancelInvoice } from './cancellation.commands.ts'

t.test('cancelling a bill', async (t) => {
  const database = await testDatabase(t)
  const kit = { ...database, clock: () => new Date('2026-11-21T06:30:00Z') }
  const cancel = (shop: GoodsShop, id: string, has: Partial<CancelRequest> = {}) =>
    inBusiness(kit.db, shop.id, (tx) =>
      cancelInvoice(tx, shop.id, { id, reason: 'Wrong rate', onDate: today, ...has }, shop.actor),
    )
  const failure = (work: Promise<unknown>) =>
    work.then(
      () => undefined,
      (error: unknown) => error,
    )

  t.test('a walk-in gets the money back as it came, and the goods are back at their cost', async (t) => {
    const shop = await aGoodsShop(kit)
    const { id, number } = await issueOnce(
      kit.db,
      shop.id,
      shop.bill({ buyer: walkIn, tenders: [cash('100')] }),
      shop.actor,
    )
    t.same(await cancel(shop, id), { id, number })
    const seen = await see(kit.db, shop, id)
    t.match(seen.document, { state: 'cancelled', cancel_reason: 'Wrong rate', number })
    t.same(seen.accounts, {}, 'every account is as before')
    t.same(seen.level, { quantity_milli: 10_000n, value_paise: rs('600') })
    t.same(seen.actions, ['sale.issued', 'sale.cancelled'])
    t.same(seen.topics, ['invoice.issued', 'invoice.cancelled'])
    t.same(await wrong(kit.db, shop), [])
    const next = await issueOnce(kit.db, shop.id, shop.bill(), shop.actor)
    t.equal(next.number, 'GJ/26-27/00002', 'the number stays given')
  })

  t.test('what the bank’s line was matched with is open again, and the bill and its reversal are not', async (t) => {
    const shop = await aGoodsShop(kit)
    const byBank = { mode: 'bank', amount: rs('100'), reference: '' } as const
    const { id } = await issueOnce(kit.db, shop.id, shop.bill({ buyer: walkIn, tenders: [byBank] }), shop.actor)
    const lineId = await matchedWith(kit.db, shop, id)
    const openOf = async () => (await kit.root('bank_line').where({ id: lineId }).first('open_amount')).open_amount
    t.equal(await openOf(), 0n)
    await cancel(shop, id)
    t.equal(await openOf(), rs('100'))
    const entries = await kit.root('bank_entry').where({ business_id: shop.id }).select('amount', 'matched')
    t.same(
      entries.filter(({ amount, matched }) => amount !== matched),
      [],
      'the money that came and went back stands against itself',
    )
    t.same(await wrong(kit.db, shop), [])
  })

  t.test('money that a customer gave stays as the customer’s credit', async (t) => {
    const shop = await aGoodsShop(kit)
    const { id } = await issueOnce(kit.db, shop.id, shop.bill({ tenders: [cash('40')] }), shop.actor)
    await cancel(shop, id)
    const seen = await see(kit.db, shop, id)
    t.same(seen.accounts, { cash: rs('40'), debtors: rs('-40') })
    t.same(seen.open, [
      { side: 'debit', kind: 'bill', amount: rs('60'), open_amount: 0n },
      { side: 'credit', kind: 'reversal', amount: rs('100'), open_amount: rs('40') },
    ])
    t.same(await wrong(kit.db, shop), [])
  })

  t.test('a receipt that was set against it is free again, by a dated row', async (t) => {
    const shop = await aGoodsShop(kit)
    const { id } = await issueOnce(kit.db, shop.id, shop.bill({ onDate: '2026-11-18' }), shop.actor)
    await receive(kit.db, shop, id, rs('70'))
    t.match(await failure(cancel(shop, id, { onDate: '2026-11-19' })), { key: 'sales.refusal.cancelDate' })
    await cancel(shop, id)
    const { open, accounts } = await see(kit.db, shop, id)
    t.same(accounts, { cash: rs('70'), debtors: rs('-70') })
    t.same(
      open.map(({ kind, open_amount }) => [kind, open_amount]),
      [
        ['bill', 0n],
        ['reversal', 0n],
      ],
    )
    const receipts = await inBusiness(kit.db, shop.id, (tx) =>
      tx('open_item').where({ kind: 'against' }).pluck('open_amount'),
    )
    t.same(receipts, [rs('70')])
    t.same(await wrong(kit.db, shop), [])
  })

  t.test('twice is once, also at one instant', async (t) => {
    const shop = await aGoodsShop(kit)
    const { id, number } = await issueOnce(kit.db, shop.id, shop.bill(), shop.actor)
    const answers = await Promise.all(Array.from({ length: 8 }, () => cancel(shop, id)))
    t.same(
      answers,
      Array.from({ length: 8 }, () => ({ id, number })),
    )
    const reversals = await inBusiness(kit.db, shop.id, (tx) => tx('voucher').where({ kind: 'reversal' }).pluck('id'))
    t.equal(reversals.length, 1)
    t.same(await wrong(kit.db, shop), [])
  })

  t.test('goods that come back to a level below zero put the cost right', async (t) => {
    const shop = await aGoodsShop(kit, { stock: 1000n, negative: 'warn' })
    const { id } = await issueOnce(kit.db, shop.id, shop.bill(), shop.actor)
    await issueOnce(kit.db, shop.id, shop.bill({ lines: [shop.line(0, 3000n)] }), shop.actor)
    await cancel(shop, id)
    const { level } = await see(kit.db, shop, id)
    t.same(level, { quantity_milli: -2000n, value_paise: rs('-90') })
    t.same(await wrong(kit.db, shop), [])
  })

  t.test('what may not be cancelled stays as it is', async (t) => {
    const shop = await aGoodsShop(kit)
    const other = await aGoodsShop(kit)
    const { id } = await issueOnce(kit.db, shop.id, shop.bill({ onDate: '2026-11-18' }), shop.actor)
    t.match(await failure(cancel(other, id)), { name: 'NotFound' })
    t.match(await failure(cancel(shop, newId())), { name: 'NotFound' })
    t.match(await failure(cancel(shop, id, { reason: ' ' })), { key: 'sales.refusal.cancelReason' })
    t.match(await failure(cancel(shop, id, { onDate: '2026-11-17' })), { key: 'sales.refusal.cancelDate' })
    t.match(await failure(cancel(shop, id, { onDate: '2026-11-22' })), { key: 'fields.date.future' })
    await inBusiness(kit.db, shop.id, (tx) => tx('business').update({ lock_date: '2026-11-18' }))
    t.match(await failure(cancel(shop, id)), { key: 'sales.refusal.cancelLocked', status: 409 })
    t.match((await see(kit.db, shop, id)).document, { state: 'issued' })
  })
})

/** A cash receipt of the whole amount against one bill. */
async function receive(db: Db, shop: GoodsShop, documentId: string, amount: Paise): Promise<void> {
  await inBusiness(db, shop.id, async (tx) => {
    const { cash: account = '', debtors = '' } = await accountsByRole(tx, shop.id)
    const bill = await tx('open_item').where({ document_id: documentId }).first('id')
    const [voucherId, id] = [newId(), newId()]
    const { partyId } = shop
    const lines = [
      { accountId: account, commodity: 'INR', amount },
      { accountId: debtors, partyId, commodity: 'INR', amount: -amount },
    ] as const
    const onDate = '2026-11-20'
    await post(
      tx,
      shop.id,
      { id: voucherId, kind: 'receipt', onDate, number: 'RC/1', partyId, narration: '', lines },
      shop.actor,
    )
    const item = { id, partyId, voucherId, number: 'RC/1', amount, onDate, dueOn: onDate }
    await openItem(tx, shop.id, { ...item, side: 'credit', kind: 'against' })
    await allocate(tx, shop.id, [{ fromItemId: id, toItemId: bill.id, voucherId, amount, onDate }], shop.actor)
  })
}

async function see(db: Db, shop: GoodsShop, id: string) {
  return inBusiness(db, shop.id, async (tx) => ({
    document: await tx('document').where({ id }).first(),
    accounts: await balances(tx),
    open: await tx('open_item')
      .where({ document_id: id })
      .orderBy('id')
      .select('side', 'kind', 'amount', 'open_amount'),
    level: await tx('stock_level').first('quantity_milli', 'value_paise'),
    actions: await tx('audit_line').where({ entity_id: id }).orderBy('seq').pluck('action'),
    topics: await tx('outbox').whereRaw(`payload ->> 'id' = ?`, [id]).orderBy('id').pluck('topic'),
  }))
}

/** What each account stands at, the opening stock apart. */
async function balances(tx: Tx): Promise<Record<string, bigint>> {
  const { rows } = await tx.raw(`
    select a.role, sum(p.amount)::bigint as amount from posting p join account a on a.id = p.account_id
    join voucher v on v.id = p.voucher_id and v.kind <> 'opening' group by a.role having sum(p.amount) <> 0 order by a.role`)
  return Object.fromEntries(rows.map(({ role, amount }: { role: string; amount: bigint }) => [role, amount]))
}

const wrong = (db: Db, shop: GoodsShop) =>
  inBusiness(db, shop.id, async (tx) => (await booksCheck(tx, shop.id)).filter(({ holds }) => !holds))

/** A line of the bank's statement, set against the money of a bill. */
async function matchedWith(db: Db, shop: GoodsShop, documentId: string): Promise<string> {
  const [lineId, statementId] = [newId(), newId()]
  await inBusiness(db, shop.id, async (tx) => {
    const { bank = '' } = await accountsByRole(tx, shop.id)
    const own = { business_id: shop.id, account_id: bank }
    const of = { sha256: 'x', file_name: 'a.csv', format: 'csv', from_date: today, to_date: today, added: 1, known: 0 }
    await tx('bank_statement').insert({ ...own, ...of, id: statementId, by_name: 'Asha', at: shop.actor.at })
    const line = {
      kind: 'line',
      on_date: today,
      amount: rs('100'),
      open_amount: rs('100'),
      reference: '',
      narration: '',
    }
    await tx('bank_line').insert({ ...own, ...line, id: lineId, statement_id: statementId })
    const entry = await tx('posting')
      .join('voucher', 'voucher.id', 'posting.voucher_id')
      .where({ 'voucher.document_id': documentId, 'posting.account_id': bank })
      .first('posting.voucher_id', 'posting.line')
    const entries = [{ voucherId: entry.voucher_id, line: entry.line }]
    await match(tx, shop.id, bank, { lineIds: [lineId], entries, reason: 'ticked' }, shop.actor)
  })
  return lineId
}
