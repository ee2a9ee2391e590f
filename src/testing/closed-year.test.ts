import t from 'tap'
import { makeLarge } from '../../seeds/large.ts'
import type { Actor } from '../core/actor.ts'
import { paise } from '../core/money.ts'
import { milli } from '../core/quantity.ts'
import { newId } from '../db/ids.ts'
import { inBusiness, type Tx } from '../db/tenant.ts'
import { giveDiscount, settle, undoOne, writeOff } from '../features/allocation/index.ts'
import {
  accountsByRole,
  booksCheck,
  closeYear,
  listOpenItems,
  postOpeningAccounts,
  postOpeningBills,
  reverse,
  setLockDate,
  trialBalanceFigures,
} from '../features/books/index.ts'
import { takeCheque } from '../features/cheques/index.ts'
import { cancelPayment, makePayment, receivePayment } from '../features/payments/index.ts'
import { cancelInvoice, issueInvoice } from '../features/sales/index.ts'
import { adjustStock } from '../features/stock/index.ts'
import { enterVoucher, reverseVoucher } from '../features/vouchers/index.ts'
import { testApp } from './app.ts'
import { cash } from './goods-shop.ts'

const lastDay = '2026-03-31'
const nextDay = '2026-04-01'
const today = '2026-11-21'
const owner = { email: 'owner@closed.test', passwordHash: '' }

t.test('a closed year of a seeded business', async (t) => {
  const kit = await testApp(t)
  const { db, root } = kit
  const { businessId } = await makeLarge(kit.connections.root, {
    name: 'Closed',
    invoices: 600,
    items: 30,
    owner,
    now: kit.clock(),
  })
  const { id: userId } = await root('app_user').where({ email: owner.email }).first('id')
  const actor: Actor = { userId, name: 'Asha', at: kit.clock() }
  const within = <Result>(work: (tx: Tx) => Promise<Result>) => inBusiness(db, businessId, work)
  const balances = (asOf: string) =>
    within(async (tx) => {
      const figures = await trialBalanceFigures(tx, businessId, asOf)
      return Object.fromEntries(
        figures.filter(({ balance }) => balance !== 0n).map(({ code, balance }) => [code, balance]),
      )
    })
  const voucher = await within(async (tx) => {
    const accounts = await tx('account')
      .where({ business_id: businessId })
      .whereIn('code', ['8110', '8120'])
      .orderBy('code')
    const lines = accounts.map(({ id }, nth) => ({ accountId: id, amount: paise(nth === 0 ? 900n : -900n) }))
    const request = { id: newId(), kind: 'journal', onDate: '2026-03-30', narration: '', lines } as const
    await enterVoucher(tx, businessId, request, actor, { mayBackdate: true })
    return { ...request, accounts }
  })
  await clearDifference(within, businessId, actor)
  const before = await balances(lastDay)
  const nominal = Object.entries(before).filter(([code]) => code >= '6000')
  const profit = nominal.reduce((sum, [, balance]) => sum - balance, 0n)

  t.test('opens the new year with what the old one closed with, to the paisa', async (t) => {
    const capital = (await root('account').where({ business_id: businessId, role: 'capital' }).first('id')).id
    const id = newId()
    await within((tx) => closeYear(tx, businessId, { id, label: '25-26', capitalAccountId: capital }, today, actor))
    t.ok(profit !== 0n, `a profit of ${profit}`)
    const after = await balances(lastDay)
    const kept = Object.fromEntries(Object.entries(before).filter(([code]) => code < '6000'))
    t.same(after, { ...kept, '1010': (before['1010'] ?? 0n) - profit })
    const { rows } = await root.raw(
      `select a.code, sum(m.debit - m.credit)::bigint as opening from account a
         join account_month m on m.business_id = a.business_id and m.account_id = a.id and m.commodity = 'INR' and m.month < ?
       where a.business_id = ? group by a.code having sum(m.debit - m.credit) <> 0`,
      [nextDay, businessId],
    )
    const opening = Object.fromEntries(
      rows.map((row: { code: string; opening: string }) => [row.code, BigInt(row.opening)]),
    )
    t.same(opening, after)
    const wrong = await within(async (tx) =>
      (await booksCheck(tx, businessId)).filter(({ holds, point }) => !holds && point !== 9),
    )
    t.same(wrong, [])
  })

  t.test('takes nothing more by any command', async (t) => {
    const { rows } = await root.raw(
      `select o.party_id as party from open_item o where o.business_id = ? and o.open_amount > 0 and o.kind = 'bill'
        and o.on_date <= ? group by 1 order by count(*) desc limit 1`,
      [businessId, lastDay],
    )
    const partyId: string = rows[0].party
    const bill = await root('document')
      .where({ business_id: businessId, kind: 'invoice' })
      .where('on_date', '<=', lastDay)
      .first('id')
    const receipt = await root('document')
      .where({ business_id: businessId, kind: 'receipt', state: 'issued' })
      .where('on_date', '<=', lastDay)
      .first('id')
    const item = await root('item').where({ business_id: businessId, kind: 'goods' }).first('id')
    const branch = await root('branch').where({ business_id: businessId }).first('id')
    const allocation = await root('allocation as a')
      .join('open_item as i', 'i.id', 'a.from_item_id')
      .where({ 'a.business_id': businessId })
      .where('a.on_date', '<=', lastDay)
      .first('a.id', 'i.party_id')
    const debit = (await within((tx) => listOpenItems(tx, businessId, partyId, { lock: false }))).find(
      ({ side }) => side === 'debit',
    )
    const money = {
      partyId,
      onDate: lastDay,
      tenders: [cash('10')],
      against: 'oldest',
      restAs: 'on-account',
      note: '',
    } as const
    const backdated = { mayBackdate: true }
    const given = { partyId, itemId: debit?.id ?? '', amount: paise(100n), onDate: lastDay, reason: 'Gone' }
    const line = {
      itemId: item.id,
      quantity: milli(1000n),
      price: paise(100_00n),
      priceIncludesTax: true,
      discount: { kind: 'none' },
    } as const
    const sale = {
      id: newId(),
      onDate: lastDay,
      buyer: { kind: 'party', partyId },
      lines: [line],
      billDiscount: { kind: 'none' },
      tenders: [],
      placeOfSupply: null,
      note: '',
    } as const
    const cheque = {
      id: newId(),
      direction: 'received',
      partyId,
      number: '000111',
      bankName: 'Dena',
      bankBranch: '',
      chequeDate: lastDay,
      onDate: lastDay,
      amount: paise(100n),
      accountId: null,
      restAs: 'on-account',
      note: '',
    } as const
    const { id: _id, accounts, ...entry } = voucher
    const rent = accounts[0]?.id ?? ''
    const commands: Record<string, (tx: Tx) => Promise<unknown>> = {
      'a sale': (tx) => issueInvoice(tx, businessId, sale, actor),
      'cancelling a bill on its day': (tx) =>
        cancelInvoice(tx, businessId, { id: bill.id, reason: 'x', onDate: lastDay }, actor),
      'cancelling a bill of it today': (tx) =>
        cancelInvoice(tx, businessId, { id: bill.id, reason: 'x', onDate: today }, actor),
      'a receipt': (tx) => receivePayment(tx, businessId, { ...money, id: newId() }, actor, backdated),
      'a payment': (tx) => makePayment(tx, businessId, { ...money, id: newId() }, actor, backdated),
      'cancelling a receipt': (tx) =>
        cancelPayment(tx, businessId, { id: receipt.id, reason: 'x', onDate: lastDay }, actor),
      'undoing a settlement': (tx) =>
        undoOne(tx, businessId, { partyId: allocation.party_id, allocationId: allocation.id, onDate: lastDay }, actor),
      'a write-off': (tx) => writeOff(tx, businessId, { ...given, id: newId() }, actor),
      'a discount': (tx) => giveDiscount(tx, businessId, { ...given, id: newId() }, actor),
      'an entry by hand': (tx) => enterVoucher(tx, businessId, { ...entry, id: newId() }, actor, backdated),
      'a reversal': (tx) =>
        reverseVoucher(
          tx,
          businessId,
          { id: voucher.id, newId: newId(), reason: 'x', onDate: lastDay },
          actor,
          backdated,
        ),
      'a reversal by the books': (tx) =>
        reverse(tx, businessId, { voucherId: voucher.id, newId: newId(), onDate: lastDay, reason: 'x' }, actor),
      'a cheque': (tx) => takeCheque(tx, businessId, cheque, actor, backdated),
      'a stock adjustment': (tx) =>
        adjustStock(
          tx,
          businessId,
          { itemId: item.id, branchId: branch.id, quantity: milli(1000n), reason: 'Found', onDate: lastDay },
          actor,
        ),
      'an opening of an account': (tx) =>
        postOpeningAccounts(
          tx,
          businessId,
          { onDate: lastDay, lines: [{ accountId: rent, amount: paise(100n) }] },
          actor,
        ),
      'opening bills': (tx) =>
        postOpeningBills(
          tx,
          businessId,
          { partyId, bills: [{ number: 'OLD1', onDate: '2025-03-01', dueOn: '2025-03-31', amount: paise(100n) }] },
          actor,
        ),
      'opening its days': (tx) => setLockDate(tx, businessId, { lockDate: '2026-02-28', reason: 'x' }, actor),
    }
    const size = async () => (await root.raw(sizes, { id: businessId })).rows[0]
    const stood = await size()
    for (const [what, run] of Object.entries(commands)) {
      const said = await within(run).then(
        () => 'done',
        (error: Error) => error.message,
      )
      t.match(said, /lock|Locked|behindYear/, what)
    }
    t.same(await size(), stood, 'and nothing was written')
    // It may settle what waits, on a day that is open, or find nothing to settle: either way nothing stands in the year.
    const waiting = { id: newId(), partyId, onDate: lastDay, shares: 'oldest' } as const
    await within((tx) => settle(tx, businessId, waiting, actor)).catch((error: Error) =>
      t.match(error.message, /^(allocation\.refusal|errors\.locked)/),
    )
    const late = await root('allocation')
      .where({ business_id: businessId })
      .where('at', actor.at)
      .where('on_date', '<=', lastDay)
      .first()
    t.equal(late, undefined, 'a settlement stands on an open day')
  })
})

const sizes = `
  select (select count(*) from voucher where business_id = :id) as vouchers, (select count(*) from document where business_id = :id) as papers,
    (select count(*) from allocation where business_id = :id) as settled, (select count(*) from open_item where business_id = :id) as items,
    (select count(*) from stock_move where business_id = :id) as moves, (select count(*) from audit_line where business_id = :id) as logged,
    (select sum(next) from series where business_id = :id) as numbers, (select lock_date from business where id = :id) as locked`

/** A seeded business begins with stock and dues, and has no capital yet. */
async function clearDifference(
  within: <Result>(work: (tx: Tx) => Promise<Result>) => Promise<Result>,
  businessId: string,
  actor: Actor,
): Promise<void> {
  await within(async (tx) => {
    const figures = await trialBalanceFigures(tx, businessId, lastDay)
    const difference = figures.find(({ role }) => role === 'opening-difference')?.balance ?? 0n
    const capital = (await accountsByRole(tx, businessId)).capital
    if (difference !== 0n && capital)
      await postOpeningAccounts(tx, businessId, { lines: [{ accountId: capital, amount: paise(difference) }] }, actor)
  })
}
