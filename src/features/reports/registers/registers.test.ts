import fc from 'fast-check'
import t from 'tap'
import { addDays } from '../../../core/dates.ts'
import { accountOf } from '../../../core/vouchers.ts'
import { newId } from '../../../db/ids.ts'
import { writeCursor } from '../../../db/paging.ts'
import { inBusiness, type Tx } from '../../../db/tenant.ts'
import {
  aBill,
  aBook,
  anOpening,
  aReceipt,
  type Bill,
  type Book,
  bookkeeper,
  cancelBill,
} from '../../../testing/book.ts'
import { testDatabase } from '../../../testing/database.ts'
import { post, type VoucherKind } from '../../books/index.ts'
import { listRegister, listRegisterMonths, type RegisterRow } from './registers.queries.ts'

const year = { from: '2026-04-01', to: '2027-03-31' }

t.test('registers', async (t) => {
  const { db } = await testDatabase(t)

  t.test('name each voucher of a kind with its party, tax and worth, and the months above them', async (t) => {
    const book = await aBook(db)
    await inBusiness(db, book.id, async (tx) => {
      const first = await aBill(tx, book, book.ramesh, '2026-05-02')
      await aBill(tx, book, book.sita, '2026-05-20')
      await aReceipt(tx, book, book.ramesh, 118_00n, '2026-05-21', first)
      await cancelBill(tx, book, await aBill(tx, book, book.sita, '2026-06-03'), '2026-07-01')
      await post(tx, book.id, aDiscountedReceipt(book), bookkeeper)
    })
    const sales = await read(book, 'sales')
    t.match(sales, [
      {
        onDate: '2026-05-02',
        partyName: 'Ramesh',
        amount: 118_00n,
        cgst: 9_00n,
        sgst: 9_00n,
        igst: 0n,
        isReversed: false,
      },
      { onDate: '2026-05-20', partyName: 'Sita', amount: 118_00n },
      { onDate: '2026-06-03', partyName: 'Sita', amount: 118_00n, isReversed: true },
    ])
    t.same(await months(book, 'sales'), [
      '2026-05-01 2 236.00, 0 back 0.00',
      '2026-06-01 1 118.00, 0 back 0.00',
      '2026-07-01 0 0.00, 1 back 118.00',
    ])
    t.match(await read(book, 'receipt'), [
      { amount: 118_00n, money: 'Cash' },
      { amount: 100_00n, money: 'Bank', cgst: 0n },
    ])
    t.match(await read(book, 'reversal'), [{ onDate: '2026-07-01', amount: 118_00n }])
    t.same(await months(book, 'reversal'), [], 'what is taken back counts at its own kind')
  })

  t.test('are shown page by page, and each sums to what is kept of its days', async (t) => {
    const step = fc.record({
      what: fc.constantFrom('bill', 'receipt', 'opening', 'cancel'),
      day: fc.integer({ min: 0, max: 60 }),
      amount: fc.integer({ min: 1, max: 9999 }),
    })
    const run = await fc.check(
      fc.asyncProperty(
        fc.array(step, { minLength: 2, maxLength: 14 }),
        fc.integer({ min: 0, max: 60 }),
        async (steps, upTo) => {
          const book = await aBook(db)
          const bills: Bill[] = []
          await inBusiness(db, book.id, async (tx) => {
            for (const { what, day, amount } of steps) {
              const onDate = addDays('2026-05-01', day)
              if (what === 'bill') bills.push(await aBill(tx, book, book.ramesh, onDate))
              if (what === 'receipt') await aReceipt(tx, book, book.sita, BigInt(amount), onDate)
              if (what === 'opening') await anOpening(tx, book, book.sita, BigInt(amount), onDate)
              const bill = what === 'cancel' ? bills.pop() : undefined
              if (bill) await cancelBill(tx, book, bill, '2026-07-02')
            }
            const period = { from: '2026-04-01', to: addDays('2026-05-01', upTo) }
            for (const kind of ['sales', 'receipt', 'opening', 'journal'] as const) {
              const rows = await readAll(tx, book.id, { kind, ...period })
              const kept = await listRegisterMonths(tx, book.id, { kind, ...period })
              const found = await tx('voucher').where({ kind }).whereBetween('on_date', [period.from, period.to])
              const sums = [rows.length, rows.reduce((all, { amount }) => all + amount, 0n)]
              const keptSums = [
                kept.reduce((all, of) => all + of.vouchers, 0),
                kept.reduce((all, of) => all + of.amount, 0n),
              ]
              if (`${sums}` !== `${keptSums}` || found.length !== rows.length)
                throw new Error(`${kind}: ${sums} is not ${keptSums}`)
              const order = rows.map(({ onDate, id }) => `${onDate} ${id}`)
              if (`${order}` !== `${[...new Set(order)].sort()}`) throw new Error(`${kind}: out of order`)
            }
          })
        },
      ),
      { numRuns: 15 },
    )
    t.notOk(run.failed, `${fc.defaultReportMessage(run) ?? ''} (seed ${run.seed})`)
    t.comment(`seed ${run.seed}, ${run.numRuns} books`)
  })

  const read = (book: Book, kind: VoucherKind) =>
    inBusiness(db, book.id, (tx) => readAll(tx, book.id, { kind, ...year }))

  async function months(book: Book, kind: VoucherKind): Promise<string[]> {
    const found = await inBusiness(db, book.id, (tx) => listRegisterMonths(tx, book.id, { kind, ...year }))
    const text = (amount: bigint) => (Number(amount) / 100).toFixed(2)
    return found.map(
      (of) => `${of.month} ${of.vouchers} ${text(of.amount)}, ${of.reversed} back ${text(of.reversedAmount)}`,
    )
  }
})

/** Two a page. */
async function readAll(tx: Tx, businessId: string, asked: { kind: VoucherKind; from: string; to: string }) {
  const rows: RegisterRow[] = []
  let after: string | undefined
  for (;;) {
    const page = await listRegister(tx, businessId, { ...asked, after, limit: 2 })
    rows.push(...page.rows)
    const last = page.rows.at(-1)
    if (!page.hasMore || !last) return rows
    after = writeCursor([last.onDate, last.id])
  }
}

/** Ninety-eight to the bank and two let off: worth the hundred that it settles. */
function aDiscountedReceipt({ roles, sita }: Book) {
  const line = (role: Parameters<typeof accountOf>[1], amount: bigint, partyId: string | null = null) =>
    ({ accountId: accountOf(roles, role), partyId, commodity: 'INR', amount }) as const
  const lines = [line('bank', 98_00n), line('discount-allowed', 2_00n), line('debtors', -100_00n, sita)]
  return {
    id: newId(),
    kind: 'receipt',
    onDate: '2026-05-22',
    number: '',
    partyId: sita,
    narration: '',
    lines,
  } as const
}
