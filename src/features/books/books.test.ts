import fc from 'fast-check'
import t from 'tap'
import type { PostingLine } from '../../core/ledger.ts'
import { accountOf } from '../../core/vouchers.ts'
import type { Db } from '../../db/database.ts'
import { newId } from '../../db/ids.ts'
import { inBusiness } from '../../db/tenant.ts'
import { aBill, aBook, anOpening, aReceipt, type Book, bookkeeper, cancelBill, postLines } from '../../testing/book.ts'
import { testDatabase } from '../../testing/database.ts'
import {
  accountsByRole,
  allocate,
  createChart,
  listOpenItems,
  partyBalance,
  partyStatement,
  reverse,
  type StatementCursor,
  setLockDate,
  takeNumber,
  trialBalanceFigures,
  undoAllocations,
} from './index.ts'

const day = '2026-11-21'
const line = (accountId: string, amount: bigint, partyId?: string): PostingLine =>
  ({ accountId, partyId, commodity: 'INR', amount }) as PostingLine

/** Cash sales of the book, straight through the door. */
const cashSale = (book: Book, amount: bigint): PostingLine[] => [
  line(accountOf(book.roles, 'cash'), amount),
  line(accountOf(book.roles, 'sales'), -amount),
]

t.test('the books', async (t) => {
  const { db, root } = await testDatabase(t)
  const within = <Result>(book: Book, work: Parameters<typeof inBusiness<Result>>[2]) => inBusiness(db, book.id, work)

  t.test('a new business has one account for each role of the system', async (t) => {
    const book = await aBook(db)
    t.equal(Object.keys(book.roles).length, 46)
    const groups = await within(book, (tx) => tx('account').where({ is_group: true }).whereNotNull('role'))
    t.same(groups, [], 'and a group has none')
  })

  t.test('accounts of a business that was not kept are not remembered', async (t) => {
    const book = await aBook(db)
    const id = newId()
    const rolledBack = inBusiness(db, id, async (tx) => {
      await tx('business').insert({ id, name: 'Gone', kind: 'general', state: '24' })
      await createChart(tx, id)
      t.ok((await accountsByRole(tx, id)).cash)
      throw new Error('changed my mind')
    })
    await t.rejects(rolledBack, { message: 'changed my mind' })
    t.same(await within(book, (tx) => accountsByRole(tx, id)), {})
  })

  t.test('posting', async (t) => {
    t.test('keeps the balances of accounts and parties by month', async (t) => {
      const book = await aBook(db)
      await within(book, async (tx) => {
        await aBill(tx, book, book.ramesh, '2026-10-31')
        await aBill(tx, book, book.ramesh, day)
        await aReceipt(tx, book, book.ramesh, 18_00n, day)
      })
      const months = await within(book, (tx) => tx('party_month').where({ party_id: book.ramesh }).orderBy('month'))
      t.match(months, [
        { month: '2026-10-01', debit: 118_00n, credit: 0n },
        { month: '2026-11-01', debit: 118_00n, credit: 18_00n },
      ])
      t.equal(await within(book, (tx) => partyBalance(tx, book.id, book.ramesh)), 218_00n)
      t.equal(await within(book, (tx) => partyBalance(tx, book.id, book.sita)), 0n)
      t.same(await drift(root, book), [])
    })

    t.test('refuses what does not balance, and so does the database', async (t) => {
      const book = await aBook(db)
      const lines = [line(accountOf(book.roles, 'cash'), 100n), line(accountOf(book.roles, 'sales'), -99n)]
      await t.rejects(
        within(book, (tx) => postLines(tx, book.id, day, lines)),
        { message: /off by 1/ },
      )
      const straight = within(book, async (tx) => {
        const voucher = {
          business_id: book.id,
          id: newId(),
          kind: 'journal',
          on_date: day,
          by_name: 'x',
          at: bookkeeper.at,
        }
        await tx('voucher').insert(voucher)
        const rows = lines.map(({ accountId, amount }, at) => ({ account_id: accountId, amount, line: at + 1 }))
        const same = { business_id: book.id, voucher_id: voucher.id, commodity: 'INR', on_date: day }
        await tx('posting').insert(rows.map((row) => ({ ...row, ...same })))
      })
      await t.rejects(straight, { code: 'KH002' })
      t.equal(await count(root, 'voucher', book), 1n, 'nothing of it is kept')
    })

    t.test('refuses a line with another date than its voucher, and a line added later', async (t) => {
      const book = await aBook(db)
      const id = await within(book, (tx) => postLines(tx, book.id, day, cashSale(book, 100n)))
      const same = { business_id: book.id, voucher_id: id, commodity: 'INR', account_id: accountOf(book.roles, 'cash') }
      const rows = (onDate: string) => [
        { ...same, line: 3, amount: 5n, on_date: onDate },
        { ...same, line: 4, amount: -5n, on_date: onDate },
      ]
      await t.rejects(
        within(book, (tx) => tx('posting').insert(rows('2026-11-20'))),
        { code: 'KH002' },
      )
      await t.rejects(
        within(book, (tx) => tx('posting').insert(rows(day).slice(0, 1))),
        { code: 'KH002' },
      )
    })

    t.test('is for ever: no one changes or removes a voucher or a line', async (t) => {
      const book = await aBook(db)
      for (const table of ['voucher', 'posting', 'allocation', 'stock_move', 'audit_line']) {
        const update = `update ${table} set business_id = business_id where business_id = '${book.id}'`
        const remove = `delete from ${table} where business_id = '${book.id}'`
        await t.rejects(
          within(book, (tx) => tx.raw(update)),
          { code: '42501' },
          `the app may not change ${table}`,
        )
        await t.rejects(
          within(book, (tx) => tx.raw(remove)),
          { code: '42501' },
          `the app may not empty ${table}`,
        )
        if (table === 'allocation') continue
        await t.rejects(root.raw(update), { code: 'KH001' }, `nor the owner change ${table}`)
        await t.rejects(root.raw(remove), { code: 'KH001' }, `nor empty ${table}`)
      }
    })

    t.test('keeps metal apart from money', async (t) => {
      const book = await aBook(db)
      const gold = (accountId: string, amount: bigint): PostingLine => ({ accountId, commodity: 'XAU', amount })
      const [stock, capital] = [accountOf(book.roles, 'stock'), accountOf(book.roles, 'capital')]
      const mixed = [line(stock, 5n), gold(capital, -5n)]
      await t.rejects(
        within(book, (tx) => postLines(tx, book.id, day, mixed)),
        { message: /off by/ },
      )
      await within(book, (tx) => postLines(tx, book.id, day, [gold(stock, 9_166n), gold(capital, -9_166n)]))
      t.same(await drift(root, book), [])
    })
  })

  t.test('a reversal', async (t) => {
    t.test('swaps the sides, names what it reverses, and frees what was settled', async (t) => {
      const book = await aBook(db)
      const bill = await within(book, (tx) => aBill(tx, book, book.ramesh, day))
      const receipt = await within(book, (tx) => aReceipt(tx, book, book.ramesh, 50_00n, day, bill))
      await within(book, (tx) => cancelBill(tx, book, bill, '2026-11-22'))
      const open = await within(book, (tx) => listOpenItems(tx, book.id, book.ramesh))
      t.match(open, [{ id: receipt.itemId, side: 'credit', openAmount: 50_00n }], 'the money is his again')
      t.equal(open.length, 1)
      t.equal(await within(book, (tx) => partyBalance(tx, book.id, book.ramesh)), -50_00n)
      const undone = await root('allocation').where({ business_id: book.id }).andWhere('amount', '<', 0)
      t.match(undone, [{ amount: -50_00n, on_date: '2026-11-22' }], 'dated, so that yesterday can still be shown')
      t.same(await drift(root, book), [])
    })

    t.test('happens once, also when two do it at the same moment', async (t) => {
      const book = await aBook(db)
      const voucherId = await within(book, (tx) => postLines(tx, book.id, day, cashSale(book, 100n)))
      const undo = (id = newId()) =>
        within(book, (tx) => reverse(tx, book.id, { voucherId, newId: id, onDate: day, reason: 'x' }, bookkeeper))
      const both = await Promise.allSettled([undo(), undo()])
      t.same(both.map((one) => one.status).sort(), ['fulfilled', 'rejected'])
      t.match(
        both.find((one) => one.status === 'rejected'),
        { reason: { key: 'books.refusal.alreadyReversed' } },
      )
      await t.rejects(undo(), { message: 'books.refusal.alreadyReversed' })
      const [reversal] = await root('voucher').where({ business_id: book.id, reverses_id: voucherId })
      const again = within(book, (tx) =>
        reverse(tx, book.id, { voucherId: reversal.id, newId: newId(), onDate: day, reason: 'x' }, bookkeeper),
      )
      await t.rejects(again, { message: 'books.refusal.isReversal' })
      t.same(await drift(root, book), [])
    })

    t.test("of another business's voucher finds nothing", async (t) => {
      const [mine, theirs] = [await aBook(db), await aBook(db)]
      const voucherId = await within(theirs, (tx) => postLines(tx, theirs.id, day, cashSale(theirs, 100n)))
      await t.rejects(
        within(mine, (tx) => reverse(tx, mine.id, { voucherId, newId: newId(), onDate: day, reason: 'x' }, bookkeeper)),
        { name: 'NotFound' },
      )
    })
  })

  t.test('open items', async (t) => {
    t.test('cannot be settled by more than is open', async (t) => {
      const book = await aBook(db)
      const bill = await within(book, (tx) => aBill(tx, book, book.ramesh, day))
      const over = within(book, (tx) => aReceipt(tx, book, book.ramesh, 118_01n, day, bill))
      await t.rejects(over, { message: 'books.refusal.overAllocated' })
      const pay = () => within(book, (tx) => aReceipt(tx, book, book.ramesh, 100_00n, day, bill))
      const both = await Promise.allSettled([pay(), pay()])
      t.same(both.map((one) => one.status).sort(), ['fulfilled', 'rejected'], 'nor by two at the same moment')
      const open = await within(book, (tx) => listOpenItems(tx, book.id, book.ramesh, { side: 'debit', lock: true }))
      t.match(open, [{ openAmount: 18_00n, amount: 118_00n, number: bill.number }])
    })

    t.test('settle only what is of the same party and of the other side', async (t) => {
      const book = await aBook(db)
      const [first, second, other] = await within(book, async (tx) => [
        await aBill(tx, book, book.ramesh, day),
        await aBill(tx, book, book.ramesh, day),
        await aReceipt(tx, book, book.sita, 100n, day),
      ])
      const settle = (fromItemId: string) =>
        within(book, (tx) =>
          allocate(
            tx,
            book.id,
            [{ fromItemId, toItemId: first?.itemId ?? '', voucherId: first?.voucherId ?? '', amount: 1n, onDate: day }],
            bookkeeper,
          ),
        )
      await t.rejects(settle(second?.itemId ?? ''), { message: 'books.refusal.itemsDoNotFit' })
      await t.rejects(settle(other?.itemId ?? ''), { message: 'books.refusal.itemsDoNotFit' })
    })

    t.test('begin wholly open and are moved by allocations alone', async (t) => {
      const book = await aBook(db)
      const bill = await within(book, (tx) => aBill(tx, book, book.ramesh, day))
      const change = within(book, (tx) => tx('open_item').where({ id: bill.itemId }).update({ open_amount: 1n }))
      await t.rejects(change, { code: 'KH001' })
      const row = await root('open_item').where({ id: bill.itemId }).first()
      const half = within(book, (tx) => tx('open_item').insert({ ...row, id: newId(), open_amount: 1n }))
      await t.rejects(half, { code: 'KH001' })
    })

    t.test('an allocation is taken back once', async (t) => {
      const book = await aBook(db)
      const bill = await within(book, (tx) => aBill(tx, book, book.ramesh, day))
      const { voucherId } = await within(book, (tx) => aReceipt(tx, book, book.ramesh, 10_00n, day, bill))
      const undo = () =>
        within(book, (tx) =>
          undoAllocations(tx, book.id, { itemIds: [bill.itemId], voucherId, onDate: day }, bookkeeper),
        )
      await undo()
      await undo()
      const open = await within(book, (tx) => listOpenItems(tx, book.id, book.ramesh, { side: 'debit' }))
      t.match(open, [{ openAmount: 118_00n }])
      t.equal(await count(root, 'allocation', book), 2n)
    })

    t.test('come oldest due first', async (t) => {
      const book = await aBook(db)
      await within(book, async (tx) => {
        await anOpening(tx, book, book.ramesh, 30n, '2026-06-01')
        await anOpening(tx, book, book.ramesh, 10n, '2026-04-01')
        await anOpening(tx, book, book.ramesh, 20n, '2026-05-01')
      })
      const open = await within(book, (tx) => listOpenItems(tx, book.id, book.ramesh, { side: 'debit' }))
      t.same(
        open.map((item) => item.openAmount),
        [10n, 20n, 30n],
      )
    })
  })

  t.test('numbers', async (t) => {
    t.test('of fifty bills at once in a new financial year run without a gap', async (t) => {
      const book = await aBook(db)
      const of = { documentKind: 'invoice', branchId: book.branchId, fyLabel: '27-28' }
      const take = async (fails: boolean) =>
        within(book, async (tx) => {
          const { number } = await takeNumber(tx, book.id, of)
          if (fails) throw new Error('not kept')
          return number
        }).catch(() => undefined)
      const given = await Promise.all(Array.from({ length: 60 }, (_, at) => take(at % 6 === 3)))
      const kept = given.flatMap((number) => number ?? []).sort()
      t.same(
        kept,
        Array.from({ length: 50 }, (_, at) => `GJ/27-28/${String(at + 1).padStart(5, '0')}`),
      )
    })

    t.test('begin a kind of paper that the branch never had with the prefix given', async (t) => {
      const book = await aBook(db)
      const of = { documentKind: 'challan', branchId: book.branchId, fyLabel: '26-27' }
      await t.rejects(
        within(book, (tx) => takeNumber(tx, book.id, of)),
        { message: /no prefix/ },
      )
      const taken = await within(book, (tx) => takeNumber(tx, book.id, { ...of, defaultPrefix: 'CH' }))
      t.match(taken, { number: 'CH/26-27/00001', next: 1n, prefix: 'CH' })
      const branch = await root('branch').where({ business_id: book.id }).first()
      const second = newId()
      await root('branch').insert({ ...branch, id: second, name: 'Godown', code: 'G2', is_main: false })
      const there = await within(book, (tx) =>
        takeNumber(tx, book.id, { ...of, branchId: second, defaultPrefix: 'CH' }),
      )
      t.equal(there.number, 'CH2/26-27/00001', 'another branch gives no number twice')
    })
  })

  t.test('a statement', async (t) => {
    t.test('adds up on every page', async (t) => {
      const days = [
        '2026-03-31',
        '2026-04-01',
        '2026-04-15',
        '2026-04-30',
        '2026-05-01',
        '2026-05-02',
        '2026-07-09',
      ] as const
      const entry = fc.record({
        on: fc.constantFrom(...days),
        amount: fc.bigInt(-5_000n, 5_000n).filter((n) => n !== 0n),
      })
      const asked = fc.record({
        entries: fc.array(entry, { maxLength: 25 }),
        ends: fc.tuple(fc.constantFrom(...days), fc.constantFrom(...days)),
        limit: fc.integer({ min: 1, max: 7 }),
      })
      const property = fc.asyncProperty(asked, async ({ entries, ends, limit }) => {
        const [from = '', to = ''] = ends.toSorted()
        const book = await aBook(db)
        await within(book, async (tx) => {
          for (const { on, amount } of entries)
            await postLines(tx, book.id, on, [
              line(accountOf(book.roles, 'debtors'), amount, book.ramesh),
              line(accountOf(book.roles, 'sales'), -amount),
            ])
        })
        const pages = await allPages(db, book, { from, to, limit })
        const expected = await naiveStatement(root, book, from, to)
        t.same(pages, expected)
      })
      await fc.assert(property, { numRuns: 25 })
    })

    t.test('shows every line of a voucher that a party stands in twice', async (t) => {
      const book = await aBook(db)
      const [cash, debtors] = [accountOf(book.roles, 'cash'), accountOf(book.roles, 'debtors')]
      await within(book, (tx) =>
        postLines(tx, book.id, day, [
          line(debtors, 500n, book.ramesh),
          line(debtors, -200n, book.ramesh),
          line(cash, -300n),
        ]),
      )
      const { rows, closing, debit, credit } = await within(book, (tx) =>
        partyStatement(tx, book.id, book.ramesh, { from: day, to: day }),
      )
      t.match(rows, [
        { amount: -200n, balance: 300n },
        { amount: 500n, balance: 500n },
      ])
      t.match({ closing, debit, credit }, { closing: 300n, debit: 500n, credit: 200n })
    })
  })

  t.test('the trial balance of any day is what was posted up to it', async (t) => {
    const book = await aBook(db)
    await within(book, async (tx) => {
      await aBill(tx, book, book.ramesh, '2026-10-31')
      await aBill(tx, book, book.ramesh, '2026-11-10')
      await aReceipt(tx, book, book.ramesh, 50_00n, day)
    })
    for (const asOf of ['2026-03-31', '2026-10-31', '2026-11-09', '2026-11-10', day, '2026-12-31']) {
      const figures = await within(book, (tx) => trialBalanceFigures(tx, book.id, asOf))
      const found = figures
        .filter((account) => account.balance !== 0n)
        .map(({ id, balance }) => ({ account_id: id, balance }))
      const sums = await root('posting')
        .where({ business_id: book.id })
        .andWhere('on_date', '<=', asOf)
        .groupBy('account_id')
        .havingRaw('sum(amount) <> 0')
        .select('account_id', root.raw('sum(amount)::bigint as balance'))
      const byId = (a: { account_id: string }, b: { account_id: string }) => (a.account_id < b.account_id ? -1 : 1)
      t.same(found.sort(byId), sums.sort(byId), asOf)
    }
  })

  t.test('a locked period', async (t) => {
    t.test('takes no voucher, reversal or allocation', async (t) => {
      const book = await aBook(db)
      const bill = await within(book, (tx) => aBill(tx, book, book.ramesh, '2026-10-31'))
      const receipt = await within(book, (tx) => aReceipt(tx, book, book.ramesh, 10_00n, '2026-10-31'))
      await within(book, (tx) => setLockDate(tx, book.id, { lockDate: '2026-10-31', reason: '' }, bookkeeper))
      const refused = { message: 'errors.locked' }
      await t.rejects(
        within(book, (tx) => postLines(tx, book.id, '2026-10-31', cashSale(book, 1n))),
        refused,
      )
      await t.rejects(
        within(book, (tx) =>
          reverse(
            tx,
            book.id,
            { voucherId: bill.voucherId, newId: newId(), onDate: '2026-10-31', reason: 'x' },
            bookkeeper,
          ),
        ),
        refused,
      )
      const settle = (onDate: string) =>
        within(book, (tx) =>
          allocate(
            tx,
            book.id,
            [{ fromItemId: receipt.itemId, toItemId: bill.itemId, voucherId: receipt.voucherId, amount: 1n, onDate }],
            bookkeeper,
          ),
        )
      await t.rejects(settle('2026-10-31'), refused)
      await settle('2026-11-01')
      await within(book, (tx) => postLines(tx, book.id, '2026-11-01', cashSale(book, 1n)))
    })

    t.test('waits for vouchers that are being written', async (t) => {
      const book = await aBook(db)
      let locked = false
      const lock = () =>
        within(book, (tx) => setLockDate(tx, book.id, { lockDate: day, reason: '' }, bookkeeper)).then(() => {
          locked = true
        })
      let locking: Promise<void> | undefined
      await within(book, async (tx) => {
        await postLines(tx, book.id, day, cashSale(book, 1n))
        locking = lock()
        await new Promise((resolve) => setTimeout(resolve, 80))
        t.notOk(locked)
      })
      await locking
      t.ok(locked)
    })

    t.test('is opened again only with a reason, and the edit log keeps both', async (t) => {
      const book = await aBook(db)
      const lock = (lockDate: string | null, reason = '') =>
        within(book, (tx) => setLockDate(tx, book.id, { lockDate, reason }, bookkeeper))
      await lock('2026-10-31')
      await t.rejects(lock('2026-09-30'), { message: 'books.refusal.lockReason' })
      await t.rejects(lock(null), { message: 'books.refusal.lockReason' })
      await lock('2026-09-30', 'A bill was forgotten')
      await lock('2026-09-30')
      const log = await root('audit_line')
        .where({ business_id: book.id, action: 'books.locked' })
        .orderBy('seq')
        .select('before', 'after')
      t.same(log, [
        { before: { lockDate: null }, after: { lockDate: '2026-10-31', reason: '' } },
        { before: { lockDate: '2026-10-31' }, after: { lockDate: '2026-09-30', reason: 'A bill was forgotten' } },
      ])
    })
  })
})

/** Where the kept balances are not what the lines add up to. */
async function drift(root: Db, { id }: Book): Promise<unknown[]> {
  const { rows } = await root.raw(
    `with posted as (
       select 'account' as kind, account_id as id, commodity, date_trunc('month', on_date)::date as month,
         sum(greatest(amount, 0)) as debit, sum(greatest(-amount, 0)) as credit from posting where business_id = :id group by 2, 3, 4
       union all
       select 'day', account_id, commodity, on_date, sum(greatest(amount, 0)), sum(greatest(-amount, 0))
         from posting where business_id = :id and commodity = 'INR' group by 2, 3, 4
       union all
       select 'party', party_id, commodity, date_trunc('month', on_date)::date, sum(greatest(amount, 0)), sum(greatest(-amount, 0))
         from posting where business_id = :id and party_id is not null group by 2, 3, 4
       union all
       select 'balance', party_id, commodity, null, sum(amount), 0 from posting where business_id = :id and party_id is not null group by 2, 3
     ), kept as (
       select 'account' as kind, account_id as id, commodity, month, debit, credit from account_month where business_id = :id
       union all select 'day', account_id, 'INR', on_date, debit_paise, credit_paise from account_day where business_id = :id
       union all select 'party', party_id, commodity, month, debit, credit from party_month where business_id = :id
       union all select 'balance', party_id, commodity, null, amount, 0 from party_balance where business_id = :id
     )
     (select * from posted except select * from kept) union all (select * from kept except select * from posted)`,
    { id },
  )
  return rows
}

async function count(root: Db, table: string, { id }: Book): Promise<unknown> {
  return (await root(table).where({ business_id: id }).count('* as n').first())?.['n']
}

type Shown = {
  opening: bigint
  debit: bigint
  credit: bigint
  closing: bigint
  rows: { amount: bigint; balance: bigint }[]
}

async function allPages(
  db: Db,
  book: Book,
  { from, to, limit }: { from: string; to: string; limit: number },
): Promise<Shown> {
  const rows: Shown['rows'] = []
  let page: StatementCursor | undefined
  for (;;) {
    const shown = await inBusiness(db, book.id, (tx) =>
      partyStatement(tx, book.id, book.ramesh, { from, to, limit, page }),
    )
    rows.push(...shown.rows.map(({ amount, balance }) => ({ amount, balance })))
    page = shown.earlier
    const { opening, debit, credit, closing } = shown
    if (!page) return { opening, debit, credit, closing, rows }
  }
}

async function naiveStatement(root: Db, { id, ramesh }: Book, from: string, to: string): Promise<Shown> {
  const all: { on_date: string; amount: bigint }[] = await root('posting')
    .where({ business_id: id, party_id: ramesh })
    .orderBy(['on_date', 'voucher_id', 'line'])
  const sum = (amounts: bigint[]) => amounts.reduce((a, b) => a + b, 0n)
  const opening = sum(all.filter((row) => row.on_date < from).map((row) => row.amount))
  const inside = all.filter((row) => row.on_date >= from && row.on_date <= to)
  const rows = inside.map(({ amount }, at) => ({
    amount,
    balance: opening + sum(inside.slice(0, at + 1).map((row) => row.amount)),
  }))
  const debit = sum(inside.map(({ amount }) => (amount > 0n ? amount : 0n)))
  const credit = sum(inside.map(({ amount }) => (amount < 0n ? -amount : 0n)))
  return { opening, debit, credit, closing: opening + debit - credit, rows: rows.toReversed() }
}
