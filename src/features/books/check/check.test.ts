import t from 'tap'
import { accountOf } from '../../../core/vouchers.ts'
import { newId } from '../../../db/ids.ts'
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
  postLines,
} from '../../../testing/book.ts'
import { testDatabase } from '../../../testing/database.ts'
import { booksCheck, setLockDate } from '../index.ts'
import type { FaultName } from './check.findings.ts'

/** Each breaks one thing behind the back of every trigger; the point that must notice, what it says, and of what. */
type Planted = [point: number, fault: FaultName | 'audit', of: string | RegExp, sql: string]

const planted: readonly Planted[] = [
  [1, 'unbalanced', '{number}', `update posting set amount = amount + 1 where voucher_id = '{voucher}' and line = 2`],
  [1, 'otherDate', '{number}', `update posting set on_date = on_date - 1 where voucher_id = '{voucher}' and line = 2`],
  [1, 'noLines', '{number}', `delete from posting where voucher_id = '{voucher}'`],
  [2, 'trialBalance', '', `update account_month set debit = debit + 1 where account_id = '{cash}'`],
  [2, 'accountMonth', 'Cash', `update account_month set debit = debit + 1 where account_id = '{cash}'`],
  [
    2,
    'keptDay',
    'Cash',
    `update account_day set credit_paise = credit_paise + 1 where account_id = '{cash}' and on_date = '2026-04-01'`,
  ],
  [
    2,
    'keptDay',
    'Sales',
    `update account_day set debit_paise = debit_paise + 1, credit_paise = credit_paise + 1 where account_id = '{sales}'`,
  ],
  [2, 'keptDay', 'Output CGST', `delete from account_day where account_id = '{cgst}' and on_date = '2026-11-08'`],
  [2, 'openItem', '2026-11-10', `update bank_line set open_amount = 1`],
  [2, 'openItem', 'journal 2026-11-09', `update bank_entry set matched = matched - 1`],
  [2, 'openItem', 'journal 2026-11-09', `delete from bank_entry`],
  [2, 'accountMonth', 'Bank', `update bank_month set debit = debit + 1`],
  [3, 'keptDay', '', `update due_day set open_amount = open_amount + 1`],
  [3, 'keptDay', '', `update due_day set billed_on = billed_on - 1`],
  [3, 'keptDay', 'month', `update due_flow set amount = amount + 1 where span = 'month'`],
  [3, 'keptDay', /./, `update open_item set moved_on = on_date`],
  [3, 'party', 'Ramesh', `update party_due set advance = advance + 1 where party_id = '{ramesh}'`],
  [
    2,
    'keptDay',
    'sales 2026-11-05',
    `update voucher_day set amount = amount + 1 where kind = 'sales' and on_date = '2026-11-05'`,
  ],
  [
    2,
    'keptDay',
    'sales 2026-11-05',
    `update voucher_day set vouchers = vouchers + 1 where kind = 'sales' and on_date = '2026-11-05'`,
  ],
  [2, 'keptDay', 'Customers', `update money_flow_day set outflow = outflow + 1 where on_date = '2026-11-06'`],
  [
    5,
    'keptDay',
    'Lamp',
    `insert into sold_month (business_id, split, of_id, branch_id, month, quantity_milli, taxable_paise, cost_paise)
      select business_id, 'item', item_id, branch_id, '2026-11-01', 1000, 1, 0 from stock_level`,
  ],
  [5, 'keptDay', '', `update sales_day set cost_paise = cost_paise + 1`],
  [3, 'party', 'Ramesh', `update party_balance set amount = amount + 1 where party_id = '{ramesh}'`],
  [3, 'party', 'Ramesh', `update party_month set credit = credit + 1 where party_id = '{ramesh}'`],
  [3, 'party', 'Ramesh', `delete from open_item where id = '{item}'`],
  [3, 'openItem', '{number}', `update open_item set open_amount = open_amount - 1 where id = '{item}'`],
  [
    3,
    'control',
    '',
    `update posting set party_id = null where voucher_id = '{voucher}'; delete from party_balance where party_id = '{ramesh}'`,
  ],
  [
    4,
    'edge',
    'Cash',
    `update account_month set debit = debit + 1 where account_id = '{cash}' and month = '2026-04-01'`,
  ],
  [
    4,
    'edge',
    'Ramesh',
    `update party_month set debit = debit + 1 where party_id = '{ramesh}' and month = '2026-10-01'`,
  ],
  [
    5,
    'gst',
    '{number}',
    `update document set cgst_paise = 8, sgst_paise = 8, taxable_paise = taxable_paise + 1784 where id = '{document}'`,
  ],
  [
    5,
    'gst',
    '{number}',
    `update posting set account_id = '{sales}' where voucher_id = '{voucher}' and account_id = '{cgst}'`,
  ],
  [5, 'gstWithoutPaper', '{number}', `update voucher set document_id = null where id = '{voucher}'`],
  [6, 'stockLevel', 'Lamp', `update stock_level set quantity_milli = quantity_milli + 1`],
  [6, 'stockLevel', 'Lamp', `delete from stock_move where document_id = '{document}'`],
  [6, 'stockKept', 'Lamp', `update stock_month set sold_paise = sold_paise + 1`],
  [6, 'stockKept', /./, `update stock_day set quantity_milli = quantity_milli + 1`],
  [
    6,
    'layers',
    'Lamp',
    `insert into cost_layer (business_id, id, item_id, branch_id, on_date, quantity_milli, value_paise, left_milli, left_paise)
      select business_id, id, item_id, branch_id, on_date, 1000, 1, 1000, 1 from stock_move where quantity_milli > 0`,
  ],
  [6, 'stockAccount', '', `update stock_level set value_paise = value_paise + 1`],
  [7, 'numberMissing', '{number}', `delete from document where id = '{document}'`],
  [7, 'numberMissing', 'GJ/26-27/00004', `update series set next = next + 1 where document_kind = 'invoice'`],
  [7, 'numberTwice', 'GJ/26-27/00001', `update document set number = 'GJ/26-27/1' where id = '{document}'`],
  [7, 'numberAhead', 'GJ/26-27', `update series set next = next - 1 where document_kind = 'invoice'`],
  [8, 'afterLock', '{number}', `update voucher set at = at + interval '1 day' where id = '{voucher}'`],
  [
    9,
    'cashNegative',
    '2026-04-01',
    `update posting set amount = -1 where account_id = '{cash}' and on_date = '2026-04-01'`,
  ],
  [10, 'audit', /\d/, `update audit_line set by_name = 'Nobody' where seq = 1`],
  [10, 'audit', /\d/, `delete from audit_line where seq = 1`],
]

t.test('the books check', async (t) => {
  const { db, root } = await testDatabase(t)

  t.test('holds on sound books, on every point', async (t) => {
    const { book } = await aYear()
    const results = await check(book)
    t.same(
      results.map(({ point, findings }) => [point, findings]),
      Array.from({ length: 10 }, (_, at) => [at + 1, []]),
    )
    t.ok(
      results.every(({ holds, checked }) => holds && checked > 0),
      'and each looked at something',
    )
  })

  t.test('holds on the books of a new business', async (t) => {
    const { createBusiness } = await import('../../businesses/index.ts')
    const { id } = await createBusiness(
      db,
      { name: 'New', kind: 'jeweller', state: '24', gstin: '24AAACG2115R1ZN' },
      bookkeeper,
    )
    const results = await inBusiness(db, id, (tx) => booksCheck(tx, id))
    t.same(
      results.filter(({ holds }) => !holds),
      [],
    )
  })

  for (const [point, name, of, sql] of planted) {
    t.test(`point ${point} finds: ${sql.slice(0, 90)}`, async (t) => {
      const { book, bill } = await aYear()
      const filled = (text: string) => text.replace(/\{(\w+)\}/g, (_, hole: string) => holes(book, bill)[hole] ?? hole)
      await plant(book, filled(sql))
      const result = (await check(book)).find((one) => one.point === point)
      const found = result?.findings.find(({ what }) => what.key === `books.check.fault.${name}`)
      t.equal(result?.holds, false)
      t.match(found?.of, typeof of === 'string' ? filled(of) : of)
    })
  }

  t.test('sees the books of its own business alone', async (t) => {
    const [mine, theirs] = [await aYear(), await aYear()]
    await plant(
      theirs.book,
      `update posting set amount = amount + 1 where voucher_id = '${theirs.bill.voucherId}' and line = 2`,
    )
    t.same(
      (await check(mine.book)).filter(({ holds }) => !holds),
      [],
    )
  })

  const check = (book: Book) => inBusiness(db, book.id, (tx) => booksCheck(tx, book.id))

  /** An opening balance, bills of two months, a part paid, one cancelled, a period locked: books as a shop leaves them. */
  async function aYear(): Promise<{ book: Book; bill: Bill }> {
    const book = await aBook(db)
    const bill = await inBusiness(db, book.id, async (tx) => {
      await anOpening(tx, book, book.sita, 250_00n, '2026-04-01')
      const first = await aBill(tx, book, book.ramesh, '2026-10-31')
      const second = await aBill(tx, book, book.ramesh, '2026-11-05')
      await aReceipt(tx, book, book.ramesh, 100_00n, '2026-11-06', first)
      await aReceipt(tx, book, book.sita, 300_00n, '2026-11-06')
      await cancelBill(tx, book, second, '2026-11-07')
      const third = await aBill(tx, book, book.ramesh, '2026-11-08')
      await postLines(tx, book.id, '2026-11-09', [
        { accountId: accountOf(book.roles, 'output-cgst'), commodity: 'INR', amount: 9_00n },
        { accountId: accountOf(book.roles, 'cash'), commodity: 'INR', amount: -9_00n },
      ])
      await aMatch(tx, book)
      return third
    })
    const later = { ...bookkeeper, at: new Date(bookkeeper.at.getTime() + 1000) }
    await inBusiness(db, book.id, (tx) => setLockDate(tx, book.id, { lockDate: '2026-11-08', reason: '' }, later))
    return { book, bill }
  }

  /** What was banked on one day, and came on the bank's paper the next. */
  async function aMatch(tx: Tx, book: Book): Promise<void> {
    const bank = accountOf(book.roles, 'bank')
    const voucherId = await postLines(tx, book.id, '2026-11-09', [
      { accountId: bank, commodity: 'INR', amount: 70_00n },
      { accountId: accountOf(book.roles, 'cash'), commodity: 'INR', amount: -70_00n },
    ])
    const [statement_id, line_id, match_id] = [newId(), newId(), newId()]
    const made = { business_id: book.id, account_id: bank, by_name: bookkeeper.name, at: bookkeeper.at }
    const day = '2026-11-10'
    const paper = { sha256: 'x', file_name: 'x.csv', format: 'csv', from_date: day, to_date: day, added: 1, known: 0 }
    await tx('bank_statement').insert({ ...made, ...paper, id: statement_id })
    const line = { kind: 'line', on_date: day, amount: 70_00n, open_amount: 70_00n, reference: '', narration: 'cash' }
    await tx('bank_line').insert({ business_id: book.id, account_id: bank, id: line_id, statement_id, ...line })
    await tx('bank_match').insert({ ...made, id: match_id, last_on: day, parts: 2, reason: '' })
    const part = { business_id: book.id, match_id, amount: 70_00n }
    await tx('bank_match_part').insert([
      { ...part, part: 0, bank_line_id: line_id, on_date: day },
      { ...part, part: 1, voucher_id: voucherId, line: 1, on_date: '2026-11-09' },
    ])
  }

  /** Bound to the business by its policies, free of every trigger and foreign key. */
  async function plant(book: Book, sql: string): Promise<void> {
    await root.transaction(async (trx) => {
      await trx.raw(`set local session_replication_role = replica`)
      for (const one of sql.split('; '))
        await trx.raw(`${one}${one.includes(' where ') ? ' and' : ' where'} business_id = '${book.id}'`)
    })
  }
})

const holes = ({ roles, ramesh }: Book, bill: Bill): Record<string, string> => ({
  number: bill.number,
  voucher: bill.voucherId,
  document: bill.documentId,
  item: bill.itemId,
  ramesh,
  cash: accountOf(roles, 'cash'),
  sales: accountOf(roles, 'sales'),
  cgst: accountOf(roles, 'output-cgst'),
})
