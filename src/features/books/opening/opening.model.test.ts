import fc from 'fast-check'
import t from 'tap'
import { paise } from '../../../core/money.ts'
import { accountOf } from '../../../core/vouchers.ts'
import { inBusiness, type Tx } from '../../../db/tenant.ts'
import { aBook, type Book, bookkeeper } from '../../../testing/book.ts'
import { testDatabase } from '../../../testing/database.ts'
import { booksCheck, isOnlyWarning, type OpeningBill, partyBalance } from '../index.ts'
import { saveOpeningAccounts } from './opening.commands.ts'
import { findOpeningTotals, listAccountOpenings, listOpeningBills } from './opening.queries.ts'
import { differenceOf, twiceIn } from './opening.rules.ts'
import { saveOpeningBills } from './opening-bills.commands.ts'

const roles = ['cash', 'bank', 'capital', 'sales'] as const
const amount = fc.integer({ min: -500, max: 500 }).map((n) => paise(BigInt(n) * 100n))
const bill = fc.record({
  number: fc.constantFrom('', 'A/1', 'A/2', 'A/3'),
  onDate: fc.constantFrom('2026-01-31', '2026-03-31'),
  dueOn: fc.constantFrom('2026-03-31', '2026-05-15'),
  amount: amount.filter((n) => n !== 0n),
})
const bills = fc.array(bill, { maxLength: 4 }).filter((all) => twiceIn(all) === undefined)
const step = fc.oneof(
  fc.record({ role: fc.constantFrom(...roles), amount }),
  fc.record({ party: fc.constantFrom('ramesh' as const, 'sita' as const), bills }),
)
type Step = typeof step extends fc.Arbitrary<infer Made> ? Made : never

t.test('whatever is written as openings, the books hold after every step', { timeout: 120_000 }, async (t) => {
  const { db } = await testDatabase(t)
  const run = fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 5 }), async (steps) => {
    const book = await aBook(db)
    const wanted: Wanted = { accounts: new Map(), parties: new Map() }
    for (const one of steps) {
      remember(wanted, one)
      // Twice, as a second press would.
      await inBusiness(db, book.id, (tx) => take(tx, book, one))
      await inBusiness(db, book.id, (tx) => take(tx, book, one))
      await inBusiness(db, book.id, (tx) => compare(tx, book, wanted))
    }
  })
  await fc.assert(run, { numRuns: 12, endOnFailure: true })
})

t.test('the same bills in another order differ in nothing', async () => {
  fc.assert(
    fc.property(bills, bills, (standing, wanted) => {
      const { undo, add } = differenceOf(standing, wanted)
      const left = standing.filter((one) => !undo.includes(one))
      return isSame([...left, ...add], wanted) && differenceOf([...wanted].reverse(), wanted).add.length === 0
    }),
  )
})

const isSame = (a: readonly OpeningBill[], b: readonly OpeningBill[]): boolean =>
  a.map(plain).sort().join() === b.map(plain).sort().join()
const plain = ({ number, onDate, dueOn, amount: of }: OpeningBill): string => `${number} ${onDate} ${dueOn} ${of}`

interface Wanted {
  accounts: Map<(typeof roles)[number], bigint>
  parties: Map<'ramesh' | 'sita', readonly OpeningBill[]>
}

function remember(wanted: Wanted, one: Step): void {
  if ('role' in one) wanted.accounts.set(one.role, one.amount)
  else wanted.parties.set(one.party, one.bills)
}

function take(tx: Tx, book: Book, one: Step): Promise<number> {
  if ('party' in one) return saveOpeningBills(tx, book.id, { partyId: book[one.party], bills: one.bills }, bookkeeper)
  const line = { accountId: accountOf(book.roles, one.role), amount: one.amount }
  return saveOpeningAccounts(tx, book.id, [line], bookkeeper)
}

/** What stands is what was written last, the difference is all of it on the other side, and the books check holds. */
async function compare(tx: Tx, book: Book, wanted: Wanted): Promise<void> {
  const standing = await listAccountOpenings(tx, book.id)
  for (const [role, of] of wanted.accounts) {
    const accountId = accountOf(book.roles, role)
    equal(standing.find((one) => one.accountId === accountId)?.amount ?? 0n, of, role)
  }
  let parties = 0n
  for (const [party, all] of wanted.parties) {
    const partyId = book[party]
    const stands = await listOpeningBills(tx, book.id, [partyId])
    equal(isSame(stands, all), true, `${party}'s bills`)
    const sum = all.reduce((before, one) => before + one.amount, 0n)
    equal(await partyBalance(tx, book.id, partyId), sum, `${party}'s balance`)
    parties += sum
  }
  const accounts = [...wanted.accounts.values()].reduce((before, of) => before + of, 0n)
  equal((await findOpeningTotals(tx, book.id)).difference, -accounts - parties, 'the difference')
  const faults = (await booksCheck(tx, book.id)).filter(({ point, holds }) => !holds && !isOnlyWarning(point))
  equal(faults.map(({ point }) => point).join(), '', 'points that do not hold')
}

function equal(found: unknown, wanted: unknown, what: string): void {
  if (found !== wanted) throw new Error(`${what}: ${String(found)} and not ${String(wanted)}`)
}
