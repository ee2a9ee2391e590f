import fc from 'fast-check'
import t from 'tap'
import { addDays, financialYear } from '../../core/dates.ts'
import { reversed } from '../../core/ledger.ts'
import { newId } from '../../db/ids.ts'
import { inBusiness, type Tx } from '../../db/tenant.ts'
import { testDatabase } from '../../testing/database.ts'
import { translator } from '../../words/index.ts'
import { booksCheck, post, trialBalanceFigures } from '../books/index.ts'
import { createBusiness } from '../businesses/index.ts'
import { balanceSheet } from './balance-sheet/balance-sheet.rules.ts'
import { dayBook } from './day-book/day-book.report.ts'
import { ledgerReport } from './ledger/ledger.report.ts'
import { bankBook, cashBook } from './money-books/money-books.report.ts'
import { profitAndLoss } from './profit-and-loss/profit-and-loss.rules.ts'
import type { Asked, Report, ReportDefinition, Row } from './report.ts'
import { accountSums } from './sums/account-sums.queries.ts'

const firstDay = '2024-12-20'
const days = 700
const dayOf = (n: number): string => addDays(firstDay, n)
const day = fc.integer({ min: 0, max: days }).map(dayOf)
/** Cash, bank, stock, capital, sales, discount received, cost of goods, rent, a loan's interest. */
const codes = ['5110', '5210', '5310', '1010', '6010', '6810', '7510', '8110', '8140']

const voucher = fc.record({
  onDate: day,
  debit: fc.constantFrom(...codes),
  credit: fc.constantFrom(...codes),
  amount: fc.bigInt({ min: 1n, max: 10_000_00n }),
  /** What becomes of it: most stay as they are. */
  fate: fc.constantFrom('stays', 'stays', 'stays', 'closes', 'reversed', 'closes and reversed'),
})

type Drawn = typeof voucher extends fc.Arbitrary<infer Value> ? Value : never

const asked = fc.record({ from: day, length: fc.integer({ min: 0, max: 400 }), today: day })

interface Query {
  from: string
  to: string
  today: string
}

/** Every line that was posted, added up anew by the test. */
interface Line {
  onDate: string
  code: string
  amount: bigint
  isYearEnd: boolean
}

t.test('every report is what the entries add up to, between any dates, on any day', { timeout: 180_000 }, async (t) => {
  const { db } = await testDatabase(t)
  const actor = { userId: null, name: 'Chitra', at: new Date('2026-11-21T06:30:00Z') }
  const reader = { t: translator('en'), locale: 'en', zone: 'Asia/Kolkata', role: 'owner' } as const

  const run = async (vouchers: readonly Drawn[], query: Query) => {
    const { id } = await createBusiness(db, { name: 'Asha Stores', kind: 'general', state: '24' }, actor)
    await inBusiness(db, id, async (tx) => {
      const accounts = new Map<string, string>(
        (await tx('account').where({ business_id: id }).select('id', 'code')).map((row) => [row.code, row.id]),
      )
      const lines = await postAll(tx, id, accounts, vouchers)
      await checkSums(tx, id, lines, query)
      await checkBooks(tx, id, accounts, lines, query)
      const [, kept] = await booksCheck(tx, id)
      t.same(kept?.findings, [], 'what is kept of days and months is what was posted')
    })
  }

  async function postAll(
    tx: Tx,
    id: string,
    accounts: ReadonlyMap<string, string>,
    vouchers: readonly Drawn[],
  ): Promise<Line[]> {
    const lines: Line[] = []
    for (const { onDate, debit, credit, amount, fate } of vouchers) {
      const voucherId = newId()
      const isYearEnd = fate.startsWith('closes')
      const posted = [
        { code: debit, amount },
        { code: credit, amount: -amount },
      ]
      const kind = isYearEnd ? 'closing' : 'journal'
      const entry = posted.map((line) => ({
        accountId: accounts.get(line.code) ?? '',
        commodity: 'INR' as const,
        amount: line.amount,
      }))
      const plain = { number: '', narration: '' }
      await post(tx, id, { ...plain, id: voucherId, kind, onDate, lines: entry }, actor)
      lines.push(...posted.map((line) => ({ ...line, onDate, isYearEnd })))
      if (!fate.endsWith('reversed')) continue
      const back = addDays(onDate, 3)
      const undoing = isYearEnd ? 'closing' : 'reversal'
      const undone = { ...plain, id: newId(), kind: undoing, onDate: back, reversesId: voucherId } as const
      await post(tx, id, { ...undone, lines: reversed(entry) }, actor)
      lines.push(...posted.map((line) => ({ code: line.code, amount: -line.amount, onDate: back, isYearEnd })))
    }
    return lines
  }

  async function checkSums(tx: Tx, id: string, lines: readonly Line[], { from, to, today }: Query): Promise<void> {
    const found = await accountSums(tx, id, { from, to }, today)
    const figures = await trialBalanceFigures(tx, id, to)
    for (const code of codes) {
      const account = found.find((one) => one.code === code)
      const own = lines.filter((line) => line.code === code)
      const inside = own.filter(({ onDate }) => onDate >= from && onDate <= to)
      t.match(
        account,
        {
          opening: sum(own.filter(({ onDate }) => onDate < from)),
          debit: sum(inside.filter(({ amount }) => amount > 0n)),
          credit: -sum(inside.filter(({ amount }) => amount < 0n)),
          yearEnd: sum(inside.filter(({ isYearEnd }) => isYearEnd)),
        },
        `${code} from ${from} to ${to}, on ${today}`,
      )
      const balance = figures.find((one) => one.code === code)?.balance
      t.equal(balance, sum(own.filter(({ onDate }) => onDate <= to)), `${code} at the end of ${to}`)
    }
    const earned = lines.filter(({ onDate, isYearEnd }) => onDate >= from && onDate <= to && !isYearEnd)
    const { net, gross } = profitAndLoss(found, undefined)
    t.equal(net[0], -sum(earned.filter(({ code }) => /^[678]/.test(code))), 'net profit')
    t.equal(gross[0], -sum(earned.filter(({ code }) => ['6010', '7510'].includes(code))), 'gross profit')
    const sheet = balanceSheet(await accountSums(tx, id, { from: financialYear(to).from, to }, today), undefined)
    t.equal(sheet.ownedTotal[0], sheet.owedTotal[0], `the balance sheet balances on ${to}`)
    const upTo = lines.filter(({ onDate }) => onDate <= to)
    t.equal(sheet.ownedTotal[0], sum(upTo.filter(({ code }) => code.startsWith('5'))), 'assets')
    t.equal(
      (sheet.profit[0] ?? 0n) + (sheet.earlierProfit[0] ?? 0n),
      -sum(upTo.filter(({ code }) => /^[678]/.test(code))),
      'what is not carried to capital',
    )
  }

  async function checkBooks(
    tx: Tx,
    id: string,
    accounts: ReadonlyMap<string, string>,
    lines: readonly Line[],
    { from, to, today }: Query,
  ): Promise<void> {
    const read = (definition: ReportDefinition, own: Record<string, string>, isScreen: boolean) =>
      inParts(
        (page) =>
          definition.build(tx, id, { from, to, today, comparison: undefined, startMonth: 4, own, page }, reader),
        isScreen,
      )
    for (const [definition, code, by] of [
      [ledgerReport, '6010', ''],
      [ledgerReport, '5310', 'months'],
      [ledgerReport, '7510', 'days'],
      [cashBook, '5110', 'entries'],
      [cashBook, '5110', 'days'],
      [bankBook, '5210', 'months'],
    ] as const) {
      const rows = await read(definition, { account: accounts.get(code) ?? '', by }, false)
      const own = lines.filter((line) => line.code === code)
      const inside = own.filter(({ onDate }) => onDate >= from && onDate <= to)
      const closing = sum(own.filter(({ onDate }) => onDate <= to))
      const said = `${definition.name} ${code} ${by} from ${from} to ${to}, on ${today}`
      const last = rows.at(-1)
      if (last === undefined) {
        t.equal(closing, 0n, said)
        continue
      }
      t.same(amountsOf(last).slice(-3), [debitOf(inside), creditOf(inside), closing], said)
      const body = rows.filter(({ kind }) => kind === 'line')
      t.equal(
        body.reduce((all, row) => all + (amountsOf(row).at(-3) ?? 0n), 0n),
        debitOf(inside),
        `${said}: debits`,
      )
      t.equal(
        body.reduce((all, row) => all + (amountsOf(row).at(-2) ?? 0n), 0n),
        creditOf(inside),
        `${said}: credits`,
      )
      if (body.length > 0) t.equal(amountsOf(body.at(-1)).at(-1), closing, `${said}: the last balance`)
      if (by !== '' && by !== 'entries') continue
      t.equal(body.length, inside.length, `${said}: lines`)
      const screen = await read(definition, { account: accounts.get(code) ?? '', by }, true)
      t.same(
        screen.filter(({ kind }) => kind === 'line').map(amountsOf),
        body.map(amountsOf),
        `${said}: the screen, page by page`,
      )
      t.same(amountsOf(screen.at(-1)), amountsOf(last), `${said}: the screen's last line`)
    }
    const entered = await read(dayBook, {}, true)
    const worth = sum(entered.filter(({ kind }) => kind === 'line').map((row) => ({ amount: amountsOf(row)[0] ?? 0n })))
    if (entered.length > 0) {
      t.equal(amountsOf(entered.at(-1))[0], worth, 'the day book adds up')
      const money = lines.filter(
        ({ onDate, code }) => onDate >= from && onDate <= to && ['5110', '5210'].includes(code),
      )
      t.same(amountsOf(entered.at(-1)).slice(1), [debitOf(money), creditOf(money)], 'and so does its money')
    }
  }

  await fc.assert(
    fc.asyncProperty(fc.array(voucher, { minLength: 3, maxLength: 30 }), asked, (vouchers, { from, length, today }) =>
      run(vouchers, { from, to: addDays(from, length), today }),
    ),
    { numRuns: 30 },
  )
})

/** Reads a report to its end in small parts, as a screen or a sheet would. */
async function inParts(build: (page: Asked['page']) => Promise<Report>, isScreen: boolean): Promise<Row[]> {
  const rows: Row[] = []
  let after: string | undefined
  do {
    const report: Report = await build({ after, limit: 4, isScreen })
    rows.push(...report.rows)
    after = report.next
  } while (after !== undefined)
  return rows
}

/** The amounts of a row's cells; nothing where a cell is empty. */
const amountsOf = (row: Row | undefined): bigint[] =>
  (row?.cells ?? []).flatMap((cell, at, { length }): bigint[] => {
    if (cell?.kind === 'money' || cell?.kind === 'drcr') return [BigInt(cell.amount)]
    return cell === null && at >= length - 3 ? [0n] : []
  })

const sum = (lines: readonly { amount: bigint }[]): bigint => lines.reduce((all, { amount }) => all + amount, 0n)
const debitOf = (lines: readonly Line[]): bigint => sum(lines.filter(({ amount }) => amount > 0n))
const creditOf = (lines: readonly Line[]): bigint => -sum(lines.filter(({ amount }) => amount < 0n))
