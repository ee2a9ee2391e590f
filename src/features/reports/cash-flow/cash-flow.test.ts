import fc from 'fast-check'
import t from 'tap'
import type { AccountRole } from '../../../core/chart.ts'
import { addDays } from '../../../core/dates.ts'
import type { PostingLine } from '../../../core/ledger.ts'
import { accountOf } from '../../../core/vouchers.ts'
import { newId } from '../../../db/ids.ts'
import { inBusiness, type Tx } from '../../../db/tenant.ts'
import { aBill, aBook, aReceipt, type Book, bookkeeper, cancelBill, postLines } from '../../../testing/book.ts'
import { testDatabase } from '../../../testing/database.ts'
import { booksCheck, post, reverse, type VoucherKind } from '../../books/index.ts'
import { listFlows, listMoney } from './cash-flow.queries.ts'
import { type FlowAccount, flowGroupOf } from './cash-flow.rules.ts'

t.test('the flow of money', async (t) => {
  const { db } = await testDatabase(t)

  t.test('says whom it came from and what it went for, by hand', async (t) => {
    const book = await aBook(db)
    const { line, sale } = await ledgersOf(book)
    await inBusiness(db, book.id, async (tx) => {
      const bill = await aBill(tx, book, book.ramesh, '2026-05-02')
      await aReceipt(tx, book, book.ramesh, 118_00n, '2026-05-10', bill)
      await entry(tx, book, 'sales', '2026-05-11', sale('cash', 236_00n))
      await entry(tx, book, 'payment', '2026-05-12', [
        line('rent', 50_00n),
        line('input-cgst', 9_00n),
        line('bank', -59_00n),
      ])
      await entry(tx, book, 'contra', '2026-05-13', [line('bank', 500_00n), line('cash', -500_00n)])
      await entry(tx, book, 'purchase', '2026-05-14', [
        line('stock', 100_00n),
        line('input-cgst', 18_00n),
        line('cash', -118_00n),
      ])
      await entry(tx, book, 'payment', '2026-05-15', [line('output-cgst', 9_00n), line('bank', -9_00n)])
      await entry(tx, book, 'journal', '2026-05-16', [line('cash', 70_00n), line('capital', -70_00n)])
    })
    t.same(await flows(book, '2026-05-01', '2026-05-31'), {
      capital: ['70', '0'],
      creditors: ['0', '118'],
      debtors: ['354', '0'],
      'input-cgst': ['0', '9'],
      'output-cgst': ['0', '9'],
      Rent: ['0', '50'],
    })
    t.same(await money(book, '2026-05-01', '2026-05-31'), { Cash: ['1000', '806'], Bank: ['0', '432'] })
    t.same(await flows(book, '2026-05-12', '2026-05-12'), { 'input-cgst': ['0', '9'], Rent: ['0', '50'] })
    t.same(await flows(book, '2026-04-01', '2026-04-30'), { capital: ['6000', '0'], stock: ['0', '5000'] })
  })

  t.test('a sale paid at once and taken back leaves nothing', async (t) => {
    const book = await aBook(db)
    const { sale } = await ledgersOf(book)
    await inBusiness(db, book.id, async (tx) => {
      const id = await entry(tx, book, 'sales', '2026-05-11', sale('upi', 118_00n))
      const undo = { voucherId: id, newId: newId(), onDate: '2026-05-20', reason: 'Wrong' }
      await reverse(tx, book.id, undo, bookkeeper)
    })
    t.same(await flows(book, '2026-05-01', '2026-05-31'), { debtors: ['118', '118'] })
    t.same(await flows(book, '2026-05-20', '2026-05-31'), { debtors: ['0', '118'] })
  })

  t.test('explains the money at the end of every period, whatever was entered', async (t) => {
    const step = fc.record({
      what: fc.constantFrom('sale', 'bill', 'receipt', 'expense', 'contra', 'journal', 'purchase', 'cancel', 'reverse'),
      amount: fc.integer({ min: 1, max: 100_000 }),
      day: fc.integer({ min: 0, max: 90 }),
      mode: fc.constantFrom('cash' as const, 'bank' as const, 'upi' as const),
      chosen: fc.nat(),
    })
    const spans = fc.tuple(fc.integer({ min: 0, max: 90 }), fc.integer({ min: 0, max: 90 }))
    const run = await fc.check(
      fc.asyncProperty(fc.array(step, { minLength: 3, maxLength: 20 }), spans, async (steps, [one, other]) => {
        const book = await aBook(db)
        const { line, sale } = await ledgersOf(book)
        const bills: Awaited<ReturnType<typeof aBill>>[] = []
        const entries: string[] = []
        for (const { what, amount, day, mode, chosen } of steps)
          await inBusiness(db, book.id, async (tx) => {
            const [onDate, of] = [addDays('2026-05-01', day), BigInt(amount)]
            const make = async (kind: VoucherKind, lines: PostingLine[]) => {
              entries.push(await entry(tx, book, kind, onDate, lines))
            }
            if (what === 'sale') await make('sales', sale(mode, of))
            if (what === 'bill') bills.push(await aBill(tx, book, book.ramesh, onDate))
            if (what === 'receipt') await aReceipt(tx, book, book.sita, of, onDate)
            if (what === 'expense')
              await make('payment', [line('rent', of), line('input-igst', 1n), line(mode, -of - 1n)])
            if (what === 'contra') await make('contra', [line('bank', of), line('cash', -of)])
            if (what === 'journal') await make('journal', [line('rent', of), line('capital', -of)])
            if (what === 'purchase') await make('purchase', [line('stock', of), line(mode, -of)])
            const [bill] = bills.splice(chosen % Math.max(1, bills.length), what === 'cancel' ? 1 : 0)
            if (bill) await cancelBill(tx, book, bill, '2026-08-05')
            const [back] = entries.splice(chosen % Math.max(1, entries.length), what === 'reverse' ? 1 : 0)
            const undo = { newId: newId(), onDate: '2026-08-06', reason: 'Wrong' }
            if (back) await reverse(tx, book.id, { ...undo, voucherId: back }, bookkeeper)
          })
        const [from, to] = [addDays('2026-05-01', Math.min(one, other)), addDays('2026-05-01', Math.max(one, other))]
        for (const period of [
          { from, to },
          { from: '2026-04-01', to: '2026-08-31' },
        ])
          await inBusiness(db, book.id, async (tx) => {
            const [moved, held] = [await listFlows(tx, book.id, period), await listMoney(tx, book.id, period)]
            const net = moved.reduce((all, { inflow, outflow }) => all + inflow - outflow, 0n)
            const grown = held.reduce((all, { opening, closing }) => all + closing - opening, 0n)
            if (net !== grown) throw new Error(`${period.from} to ${period.to}: ${net} is not ${grown}`)
            const posted = await tx('posting')
              .join('account', 'account.id', 'posting.account_id')
              .whereNotNull('account.money')
              .whereBetween('posting.on_date', [period.from, period.to])
              .sum({ amount: 'posting.amount' })
            if (grown !== BigInt(posted[0]?.['amount'] ?? 0)) throw new Error(`${grown} is not posted`)
          })
        const wrong = await inBusiness(db, book.id, (tx) => booksCheck(tx, book.id))
        const faults = wrong.filter(({ holds, point }) => !holds && (point === 2 || point === 3))
        if (faults.length > 0) throw new Error(JSON.stringify(faults))
      }),
      { numRuns: 15 },
    )
    t.notOk(run.failed, `${fc.defaultReportMessage(run) ?? ''} (seed ${run.seed})`)
    t.comment(`seed ${run.seed}, ${run.numRuns} books`)
  })

  /** By role, else by name: what came in and went out in whole rupees. */
  async function flows(book: Book, from: string, to: string): Promise<Record<string, [string, string]>> {
    const found = await inBusiness(db, book.id, (tx) => listFlows(tx, book.id, { from, to }))
    const moved = found.filter(({ inflow, outflow }) => inflow !== 0n || outflow !== 0n)
    return Object.fromEntries(
      moved.map(({ role, name, inflow, outflow }) => [role ?? name, [`${inflow / 100n}`, `${outflow / 100n}`]]),
    )
  }

  async function money(book: Book, from: string, to: string): Promise<Record<string, [string, string]>> {
    const found = await inBusiness(db, book.id, (tx) => listMoney(tx, book.id, { from, to }))
    const held = found.filter(({ opening, closing }) => opening !== 0n || closing !== 0n)
    return Object.fromEntries(
      held.map(({ name, opening, closing }) => [name, [`${opening / 100n}`, `${closing / 100n}`]]),
    )
  }

  async function ledgersOf(book: Book) {
    const rent = await inBusiness(db, book.id, (tx) => tx('account').where({ name: 'Rent' }).first('id'))
    const line = (role: AccountRole | 'rent', amount: bigint): PostingLine => ({
      accountId: role === 'rent' ? String(rent.id) : accountOf(book.roles, role),
      commodity: 'INR',
      amount,
    })
    const sale = (mode: AccountRole, amount: bigint): PostingLine[] => [line(mode, amount), line('sales', -amount)]
    return { line, sale }
  }
})

async function entry(tx: Tx, book: Book, kind: VoucherKind, onDate: string, lines: PostingLine[]): Promise<string> {
  if (kind === 'journal') return postLines(tx, book.id, onDate, lines)
  const id = newId()
  await post(tx, book.id, { id, kind, onDate, number: '', narration: '', lines }, bookkeeper)
  return id
}

t.test('an account is told by its role, else by the group that it stands in, however deep', async (t) => {
  const of = (has: Partial<FlowAccount>): FlowAccount => ({
    ...{ id: 'x', parentId: null, code: '9', name: 'X', nature: 'liability', role: null },
    ...has,
  })
  const chart = [
    of({ id: 'loans', code: '2000' }),
    of({ id: 'bank-loans', code: '2210', parentId: 'loans' }),
    of({ id: 'duties', code: '3100' }),
    of({ id: 'fixed', code: '4000', nature: 'asset' }),
  ]
  const accounts = new Map(chart.map((account) => [account.id, account]))
  const cases = [
    [of({ role: 'debtors', nature: 'asset' }), 'customers'],
    [of({ role: 'creditors' }), 'suppliers'],
    [of({ role: 'opening-difference' }), 'openings'],
    [of({ parentId: 'bank-loans' }), 'loans'],
    [of({ parentId: 'duties', role: 'output-cgst' }), 'tax'],
    [of({ parentId: 'fixed', nature: 'asset' }), 'assets'],
    [of({ nature: 'expense' }), 'expenses'],
    [of({ nature: 'income' }), 'income'],
    [of({ nature: 'equity' }), 'capital'],
    [of({ nature: 'asset' }), 'other'],
  ] as const
  for (const [account, group] of cases) t.equal(flowGroupOf(account, accounts), group)
})
