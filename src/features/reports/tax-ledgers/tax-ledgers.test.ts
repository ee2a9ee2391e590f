import t from 'tap'
import { accountOf } from '../../../core/vouchers.ts'
import { newId } from '../../../db/ids.ts'
import { inBusiness } from '../../../db/tenant.ts'
import { aBill, aBook, bookkeeper, cancelBill } from '../../../testing/book.ts'
import { testDatabase } from '../../../testing/database.ts'
import { post } from '../../books/index.ts'
import { listExpenses } from '../expenses/expenses.queries.ts'
import { listTaxMonths, listTaxOpenings } from './tax-ledgers.queries.ts'
import { sumFigures, taxFigures } from './tax-ledgers.rules.ts'

t.test('tax by month, by hand', async (t) => {
  const { db } = await testDatabase(t)
  const book = await aBook(db)
  const line = (role: Parameters<typeof accountOf>[1], amount: bigint) =>
    ({ accountId: accountOf(book.roles, role), commodity: 'INR', amount }) as const
  const year = { from: '2026-04-01', to: '2027-03-31' }
  await inBusiness(db, book.id, async (tx) => {
    const enter = (kind: 'payment' | 'journal', onDate: string, lines: ReturnType<typeof line>[]) =>
      post(tx, book.id, { id: newId(), kind, onDate, number: '', narration: '', lines }, bookkeeper)
    const first = await aBill(tx, book, book.ramesh, '2026-04-10') // 9.00 of each half
    await aBill(tx, book, book.ramesh, '2026-04-11')
    await aBill(tx, book, book.ramesh, '2026-05-02')
    await enter('payment', '2026-04-20', [
      line('bank-charges', 30_00n),
      line('input-cgst', 5_00n),
      line('cash', -35_00n),
    ])
    await cancelBill(tx, book, first, '2026-05-05')
    await enter('journal', '2026-05-18', [line('output-cgst', 5_00n), line('input-cgst', -5_00n)])
    await enter('payment', '2026-05-19', [line('output-cgst', 4_00n), line('cash', -4_00n)])
  })

  t.test('what was charged, set off, paid and is still owed', async (t) => {
    const months = await inBusiness(db, book.id, (tx) => listTaxMonths(tx, book.id, year))
    const cgst = taxFigures(
      0n,
      months.filter(({ head }) => head === 'cgst'),
    )
    const inRupees = cgst.map(({ month, figures }) => [
      month,
      ...Object.values(figures).map((amount) => Number(amount) / 100),
    ])
    t.same(inRupees, [
      // opening, charged, taken back or set off, credit, used, paid, still owed
      ['2026-04-01', 0, 18, 0, 5, 0, 0, 13],
      ['2026-05-01', 13, 9, 14, 0, 5, 4, 9],
    ])
    const total = sumFigures(
      cgst.map(({ figures }) => figures),
      { isInOrder: true },
    )
    t.same([total.opening, total.charged, total.closing], [0n, 27_00n, 9_00n])
  })

  t.test('begins with what was owed before the first day', async (t) => {
    const openings = await inBusiness(db, book.id, (tx) =>
      listTaxOpenings(tx, book.id, { from: '2026-05-01', to: '2026-05-31' }),
    )
    t.same([openings.get('cgst'), openings.get('sgst'), openings.get('igst') ?? 0n], [13_00n, 18_00n, 0n])
  })

  t.test('expenses by head and month, without what closes the year', async (t) => {
    const spent = async () => {
      const heads = await inBusiness(db, book.id, (tx) => listExpenses(tx, book.id, year))
      return heads.flatMap(({ role, months, amounts }) => (months.length > 0 ? [[role, months, amounts]] : []))
    }
    const before = [
      // What was sold in May cost what came back that month.
      ['cost-of-goods', ['2026-04-01'], [100_00n]],
      ['bank-charges', ['2026-04-01'], [30_00n]],
    ]
    t.same(await spent(), before)
    await inBusiness(db, book.id, (tx) => {
      const lines = [line('bank-charges', -30_00n), line('profit-and-loss', 30_00n)]
      const closing = { id: newId(), kind: 'closing', onDate: '2026-04-30', number: '', narration: '', lines } as const
      return post(tx, book.id, closing, bookkeeper)
    })
    t.same(await spent(), before)
  })
})
