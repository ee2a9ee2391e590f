import t from 'tap'
import { paise } from '../../../core/money.ts'
import { accountOf } from '../../../core/vouchers.ts'
import type { Db } from '../../../db/database.ts'
import { newId } from '../../../db/ids.ts'
import { inBusiness, type Tx } from '../../../db/tenant.ts'
import { aBook, aReceipt, type Book, bookkeeper } from '../../../testing/book.ts'
import { testDatabase } from '../../../testing/database.ts'
import {
  booksBeginOn,
  booksCheck,
  isOnlyWarning,
  listOpenItems,
  type OpeningBill,
  partyBalance,
  postOpeningAccounts,
  postOpeningBills,
  postOpeningBillsOfMany,
  setLockDate,
  trialBalanceFigures,
  undoOpening,
} from '../index.ts'
import { saveOpeningAccounts, setBooksBegin } from './opening.commands.ts'
import { findOpeningTotals, listAccountOpenings, listOpeningBills } from './opening.queries.ts'
import { saveOpeningBills } from './opening-bills.commands.ts'

const day = '2026-04-01'
const bill = (number: string, amount: bigint, onDate = '2026-02-10', dueOn = '2026-03-12'): OpeningBill => ({
  number,
  onDate,
  dueOn,
  amount: paise(amount),
})

const noPaper = { documentId: '', voucherId: '', number: '' }

/** How a refusal is told from another error. */
const refused = (message: string) => ({ name: 'Refusal', message })

t.test('openings', async (t) => {
  const { db } = await testDatabase(t)

  t.test('the books begin with the financial year in which the business was made, or when it is said', async (t) => {
    const book = await aBook(db)
    await within(db, book, async (tx) => {
      t.equal(await booksBeginOn(tx, book.id), day)
      await setBooksBegin(tx, book.id, '2025-04-01', bookkeeper)
      t.equal(await booksBeginOn(tx, book.id), '2025-04-01')
      await postOpeningAccounts(
        tx,
        book.id,
        { lines: [{ accountId: capital(book), amount: paise(-5_00n) }] },
        bookkeeper,
      )
      await t.rejects(setBooksBegin(tx, book.id, day, bookkeeper), refused('opening.refusal.beginHasOpenings'))
    })
    t.same(await faults(db, book), [])
  })

  t.test('accounts, parties and stock on both sides come to nothing', async (t) => {
    const book = await aBook(db)
    const difference = () => within(db, book, async (tx) => (await findOpeningTotals(tx, book.id)).difference)
    await within(db, book, (tx) =>
      saveOpeningAccounts(tx, book.id, [opening(book, 'cash', 700_00n), opening(book, 'bank', 300_00n)], bookkeeper),
    )
    t.equal(await difference(), -1000_00n, 'what is owned is more than is owed')
    await within(db, book, (tx) =>
      postOpeningBills(
        tx,
        book.id,
        { partyId: book.ramesh, bills: [bill('A/1', 250_00n), bill('A/2', -50_00n)] },
        bookkeeper,
      ),
    )
    t.equal(await difference(), -1200_00n)
    await within(db, book, (tx) => saveOpeningAccounts(tx, book.id, [opening(book, 'capital', -1200_00n)], bookkeeper))
    t.equal(await difference(), 0n)
    t.match(await within(db, book, (tx) => findOpeningTotals(tx, book.id)), {
      partiesDebit: 250_00n,
      partiesCredit: 50_00n,
      partiesCount: 1,
    })
    t.same(await faults(db, book), [])
  })

  t.test('one that is changed is reversed on its day and posted anew; the same form twice writes once', async (t) => {
    const book = await aBook(db)
    const save = (amount: bigint) =>
      within(db, book, (tx) => saveOpeningAccounts(tx, book.id, [opening(book, 'bank', amount)], bookkeeper))
    t.equal(await save(300_00n), 1)
    t.equal(await save(300_00n), 0)
    t.equal(await save(250_00n), 1)
    t.same(await vouchersOf(db, book), [
      { kind: 'opening', onDate: day },
      { kind: 'reversal', onDate: day },
      { kind: 'opening', onDate: day },
    ])
    t.equal(await balanceOf(db, book, 'bank'), 250_00n)
    t.equal(await save(0n), 1)
    t.equal(await balanceOf(db, book, 'bank'), 0n)
    t.same(await within(db, book, (tx) => listAccountOpenings(tx, book.id)), [])
    t.same(await faults(db, book), [])
  })

  t.test('two who save at once leave one opening', async (t) => {
    const book = await aBook(db)
    const save = (amount: bigint) =>
      within(db, book, (tx) => saveOpeningAccounts(tx, book.id, [opening(book, 'bank', amount)], bookkeeper))
    await Promise.all([save(300_00n), save(300_00n), save(400_00n)])
    const standing = await within(db, book, (tx) => listAccountOpenings(tx, book.id))
    t.equal(standing.length, 1)
    t.equal(await balanceOf(db, book, 'bank'), standing[0]?.amount)
    t.same(await faults(db, book), [])
  })

  t.test('control accounts, stock, groups and other businesses have none of their own', async (t) => {
    const [book, theirs] = [await aBook(db), await aBook(db)]
    for (const role of ['debtors', 'creditors', 'stock', 'opening-difference'] as const)
      await t.rejects(
        within(db, book, (tx) => saveOpeningAccounts(tx, book.id, [opening(book, role, 1n)], bookkeeper)),
        refused('opening.refusal.account'),
      )
    await t.rejects(
      within(db, book, (tx) => saveOpeningAccounts(tx, book.id, [opening(theirs, 'cash', 1n)], bookkeeper)),
      { name: 'NotFound' },
    )
    await t.rejects(
      within(db, book, (tx) =>
        postOpeningBills(tx, book.id, { partyId: theirs.ramesh, bills: [bill('A', 1n)] }, bookkeeper),
      ),
      { name: 'NotFound' },
    )
    const twice = [opening(book, 'cash', 1n), opening(book, 'cash', 2n)]
    await t.rejects(
      within(db, book, (tx) => postOpeningAccounts(tx, book.id, { lines: twice }, bookkeeper)),
      refused('opening.refusal.exists'),
    )
  })

  t.test('bills of a party stand one by one, older than the books, and are aged from their own days', async (t) => {
    const book = await aBook(db)
    const bills = [bill('A/1', 100_00n), bill('A/2', 50_00n, '2026-03-30', '2026-04-29'), bill('', -20_00n)]
    await within(db, book, (tx) => postOpeningBills(tx, book.id, { partyId: book.ramesh, bills }, bookkeeper))
    const standing = await within(db, book, (tx) => listOpeningBills(tx, book.id, [book.ramesh]))
    t.match(standing, [
      { number: '', onDate: '2026-02-10', amount: -20_00n },
      { number: 'A/1', onDate: '2026-02-10', dueOn: '2026-03-12', amount: 100_00n, isSettled: false },
      { number: 'A/2', onDate: '2026-03-30', dueOn: '2026-04-29', amount: 50_00n },
    ])
    t.equal(await within(db, book, (tx) => partyBalance(tx, book.id, book.ramesh)), 130_00n)
    t.match(await within(db, book, (tx) => listOpenItems(tx, book.id, book.ramesh, { side: 'debit' })), [
      { number: 'A/1', onDate: day, dueOn: '2026-03-12' },
      { number: 'A/2', onDate: day, dueOn: '2026-04-29' },
    ])
    for (const [wrong, key] of [
      [bill('A/1', 5n), 'opening.refusal.twice'],
      [bill('B', 0n), 'opening.refusal.amount'],
      [bill('B', 10n ** 13n + 1n), 'opening.refusal.amount'],
      [bill('B', 5n, '2026-04-02', '2026-05-02'), 'opening.refusal.billLater'],
      [bill('B', 5n, '2026-03-02', '2026-03-01'), 'opening.refusal.dueBefore'],
      [bill('B'.repeat(41), 5n), 'opening.refusal.number'],
    ] as const)
      await t.rejects(
        within(db, book, (tx) => postOpeningBills(tx, book.id, { partyId: book.ramesh, bills: [wrong] }, bookkeeper)),
        refused(key),
      )
    t.same(await faults(db, book), [])
  })

  t.test('saving the bills of a party changes what differs and nothing else', async (t) => {
    const book = await aBook(db)
    const save = (...bills: OpeningBill[]) =>
      within(db, book, (tx) => saveOpeningBills(tx, book.id, { partyId: book.sita, bills }, bookkeeper))
    t.equal(await save(bill('A/1', 100_00n), bill('A/2', 50_00n)), 2)
    t.equal(await save(bill('A/2', 50_00n), bill('A/1', 100_00n)), 0)
    t.equal(await save(bill('A/1', 90_00n), bill('A/2', 50_00n)), 2, 'one goes, one comes')
    t.equal(await within(db, book, (tx) => partyBalance(tx, book.id, book.sita)), 140_00n)
    t.same(await faults(db, book), [])
    t.equal(await save(), 2)
    t.equal(await within(db, book, (tx) => partyBalance(tx, book.id, book.sita)), 0n)
    t.same(await within(db, book, (tx) => listOpenItems(tx, book.id, book.sita)), [])
    t.same(await faults(db, book), [])
  })

  t.test('a bill that was paid in part stays', async (t) => {
    const book = await aBook(db)
    const bills = [bill('A/1', 100_00n), bill('A/2', 50_00n)]
    const { voucherIds } = await within(db, book, (tx) =>
      postOpeningBills(tx, book.id, { partyId: book.sita, bills }, bookkeeper),
    )
    const [item] = await within(db, book, (tx) => listOpenItems(tx, book.id, book.sita))
    await within(db, book, (tx) =>
      aReceipt(tx, book, book.sita, 40_00n, '2026-11-21', { ...noPaper, itemId: item?.id ?? '' }),
    )
    const settled = refused('opening.refusal.settled')
    await t.rejects(
      within(db, book, (tx) => undoOpening(tx, book.id, { voucherIds, reason: 'Wrong file' }, bookkeeper)),
      settled,
    )
    await t.rejects(
      within(db, book, (tx) => saveOpeningBills(tx, book.id, { partyId: book.sita, bills: [] }, bookkeeper)),
      settled,
    )
    const [, second] = bills
    const [first] = bills
    if (first && second)
      await within(db, book, (tx) =>
        saveOpeningBills(
          tx,
          book.id,
          { partyId: book.sita, bills: item?.number === 'A/1' ? [first] : [second] },
          bookkeeper,
        ),
      )
    t.same(await faults(db, book), [])
  })

  t.test('thousands of parties come and go in a few statements', async (t) => {
    const book = await aBook(db)
    const ids = await within(db, book, (tx) => manyParties(tx, book.id, 1_000))
    const parties = ids.map((partyId, at) => ({
      partyId,
      bills: [bill(`${at}/1`, 100n + BigInt(at)), bill(`${at}/2`, 5_00n)],
    }))
    const { voucherIds } = await within(db, book, (tx) => postOpeningBillsOfMany(tx, book.id, parties, bookkeeper))
    t.equal(voucherIds.length, 2_000)
    t.equal((await within(db, book, (tx) => findOpeningTotals(tx, book.id))).partiesCount, 1_000)
    t.same(await faults(db, book), [])
    await within(db, book, (tx) => undoOpening(tx, book.id, { voucherIds, reason: 'Wrong file' }, bookkeeper))
    t.match(await within(db, book, (tx) => findOpeningTotals(tx, book.id)), { partiesCount: 0, difference: 0n })
    t.same(await faults(db, book), [])
    await t.rejects(
      within(db, book, (tx) =>
        undoOpening(tx, book.id, { voucherIds: voucherIds.slice(0, 2), reason: '' }, bookkeeper),
      ),
      refused('books.refusal.alreadyReversed'),
    )
    await within(db, book, (tx) => postOpeningBillsOfMany(tx, book.id, parties.slice(0, 3), bookkeeper))
    t.same(await faults(db, book), [])
  })

  t.test('a locked beginning takes no opening and gives none back', async (t) => {
    const book = await aBook(db)
    const { voucherIds } = await within(db, book, (tx) =>
      postOpeningAccounts(tx, book.id, { lines: [opening(book, 'bank', 5n)] }, bookkeeper),
    )
    await within(db, book, (tx) => setLockDate(tx, book.id, { lockDate: '2026-04-30', reason: '' }, bookkeeper))
    const locked = refused('errors.locked')
    const attempts: ((tx: Tx) => Promise<unknown>)[] = [
      (tx) => saveOpeningAccounts(tx, book.id, [opening(book, 'cash', 5n)], bookkeeper),
      (tx) => saveOpeningAccounts(tx, book.id, [opening(book, 'bank', 0n)], bookkeeper),
      (tx) => undoOpening(tx, book.id, { voucherIds, reason: '' }, bookkeeper),
      (tx) => postOpeningBills(tx, book.id, { partyId: book.sita, bills: [bill('A', 5n)] }, bookkeeper),
    ]
    for (const attempt of attempts) await t.rejects(within(db, book, attempt), locked)
    t.same(await faults(db, book), [])
  })
})

const within = <Result>(db: Db, book: Book, work: (tx: Tx) => Promise<Result>): Promise<Result> =>
  inBusiness(db, book.id, work)

const capital = (book: Book) => accountOf(book.roles, 'capital')
const opening = (book: Book, role: Parameters<typeof accountOf>[1], amount: bigint) => ({
  accountId: accountOf(book.roles, role),
  amount: paise(amount),
})

/** The points of the books check that do not hold. */
async function faults(db: Db, book: Book): Promise<unknown[]> {
  const points = await within(db, book, (tx) => booksCheck(tx, book.id))
  return points.filter(({ point, holds }) => !holds && !isOnlyWarning(point))
}

const vouchersOf = (db: Db, book: Book) =>
  within(db, book, (tx) =>
    tx('voucher').whereIn('kind', ['opening', 'reversal']).orderBy('id').select('kind', 'on_date as onDate'),
  )

/** Less what the book had in it already: only openings of the bank are made here. */
async function balanceOf(db: Db, book: Book, role: 'bank'): Promise<bigint | undefined> {
  const figures = await within(db, book, (tx) => trialBalanceFigures(tx, book.id, '2026-11-21'))
  return figures.find((account) => account.role === role)?.balance
}

async function manyParties(tx: Tx, businessId: string, count: number): Promise<string[]> {
  const ids = Array.from({ length: count }, newId)
  const made = { created_at: bookkeeper.at, updated_at: bookkeeper.at }
  await tx('party').insert(ids.map((id, at) => ({ business_id: businessId, id, name: `Party ${at}`, ...made })))
  return ids
}
