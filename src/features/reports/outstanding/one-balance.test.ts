import fc from 'fast-check'
import t from 'tap'
import { type OpenItem, outstandingOn, proposeAllocations } from '../../../core/allocation.ts'
import { addDays, type IsoDate } from '../../../core/dates.ts'
import { type Paise, paise, sum } from '../../../core/money.ts'
import { newId } from '../../../db/ids.ts'
import { writeCursor } from '../../../db/paging.ts'
import { inBusiness, type Tx } from '../../../db/tenant.ts'
import type { CastKit } from '../../../testing/cast.ts'
import { testDatabase } from '../../../testing/database.ts'
import { aDue, aParty, rs } from '../../../testing/dues.ts'
import { aGoodsShop, cash, type GoodsShop, today } from '../../../testing/goods-shop.ts'
import { giveDiscount, settle, writeOff } from '../../allocation/index.ts'
import {
  booksCheck,
  listOpenItems,
  partyBalance,
  partyStatement,
  postOpeningBills,
  trialBalanceFigures,
} from '../../books/index.ts'
import { cancelPayment, makePayment, receivePayment } from '../../payments/index.ts'
import { findDuesIfAny } from '../../portal/dues/dues.queries.ts'
import { findDuesLink, linkTokens, makeDuesLink } from '../../portal/index.ts'
import { cancelInvoice } from '../../sales/index.ts'
import { issueOnce } from '../../sales/sales.commands.ts'
import { agedOfParty, billCursorOf, listOutstandingBills } from './bills.queries.ts'
import { listOutstanding, outstandingTotals } from './outstanding.queries.ts'
import { type AgeBy, agedOf, balanceOf, isDue, type Stands, standings } from './outstanding.rules.ts'

/** One thing that people of a shop do; a rule may say no, and then nothing may have changed. */
const step = fc.record({
  what: fc.constantFrom(
    ...(['sale', 'sale', 'owed', 'opening', 'receive', 'receive', 'pay', 'settle', 'write-off', 'discount'] as const),
    ...(['cancel-sale', 'cancel-payment'] as const),
  ),
  who: fc.nat(2),
  amount: fc.integer({ min: 100, max: 50_000 }),
  day: fc.integer({ min: 0, max: 150 }),
  chosen: fc.nat(),
  mode: fc.constantFrom('cash' as const, 'upi' as const, 'bank' as const),
  restAs: fc.constantFrom('advance' as const, 'on-account' as const),
})
/** As far back as anything is dated, and on the edges of months now and then. */
const pastDays = fc.array(fc.integer({ min: 1, max: 260 }), { minLength: 2, maxLength: 4 })
type Step = typeof step extends fc.Arbitrary<infer One> ? One : never
const deed = (what: Step['what'], day: number, chosen = 1): Step => ({
  ...{ what, who: 0, amount: 20_000, day, chosen, mode: 'cash', restAs: 'advance' },
})
/** The first shop of every run, so that there is each thing to see however the others fall out. */
const eachDeed = [
  ...[deed('opening', 120, 2), deed('sale', 40), deed('sale', 35), deed('receive', 20), deed('write-off', 10)],
  ...[deed('cancel-payment', 0), deed('pay', 0), deed('cancel-sale', 0)],
]

const secret = 'a-key-of-the-tests-0123456789-0123456789'
const at = new Date('2026-11-21T06:30:00Z')

t.test('one balance, whichever screen shows it', async (t) => {
  const kit = { ...(await testDatabase(t)), clock: () => at }

  t.test(
    'outstanding, ageing, khata, statement, dues link and control account agree on every day',
    { timeout: 240_000 },
    async (t) => {
      const run = await fc.check(
        fc.asyncProperty(fc.array(step, { minLength: 4, maxLength: 18 }), pastDays, async (steps, back) => {
          const shop = await aGoodsShop(kit, { stock: 1_000_000n })
          const mills = await aParty(kit, shop, { name: 'Mills', isCustomer: false, isSupplier: true })
          const both = await aParty(kit, shop, { name: 'Both', isSupplier: true })
          const made: Made = { shop, parties: [shop.partyId, mills, both], sales: [], papers: [] }
          for (const one of steps) await attempt(kit, made, one)
          const tokens = await linksOf(kit, made)
          for (const day of [today, '2026-11-20', '2026-10-31', '2026-03-31', ...back.map((n) => addDays(today, -n))])
            await agree(kit, { ...made, tokens }, day)
          const wrong = await inBusiness(kit.db, shop.id, (tx) => booksCheck(tx, shop.id))
          same(
            'the books check',
            wrong.filter(({ holds, point }) => !holds && point !== 9),
            [],
          )
        }),
        { numRuns: 15, examples: [[eachDeed, [30, 5]]] },
      )
      t.notOk(run.failed, `${String(run.errorInstance)} ${fc.defaultReportMessage(run) ?? ''} (seed ${run.seed})`)
      t.comment(`seed ${run.seed}, ${run.numRuns} shops`)
      const [row] = (
        await kit.root.raw(`select count(*) filter (where amount > 0)::int as settled,
      count(*) filter (where amount < 0)::int as undone, (select count(*)::int from settlement where kind <> 'settle') as given_up,
      (select count(*)::int from open_item where kind = 'opening') as openings from allocation`)
      ).rows
      t.ok(
        Object.values(row).every((count) => Number(count) > 0),
        `and there was something to see: ${JSON.stringify(row)}`,
      )
    },
  )
})

interface Made {
  shop: GoodsShop
  parties: readonly string[]
  sales: string[]
  papers: string[]
}

/** With the token of each party's link. */
type Linked = Made & { tokens: ReadonlyMap<string, string> }

async function attempt({ db, clock }: CastKit, made: Made, asked: Step): Promise<void> {
  const { shop, parties } = made
  const { what, who, amount, day, chosen, mode, restAs } = asked
  const partyId = parties[who] ?? ''
  const [onDate, of] = [addDays(today, -day), rs((amount / 100).toFixed(2))]
  const within = <Result>(work: (tx: Tx) => Promise<Result>) => inBusiness(db, shop.id, work).catch(refused)
  const tenders = [{ mode, amount: of, reference: mode === 'cash' ? '' : 'R1' }] as const
  const money = { id: newId(), partyId, onDate, tenders, against: 'oldest', restAs, note: '' } as const
  const pick = <One>(list: readonly One[]): One | undefined => list[chosen % Math.max(1, list.length)]
  switch (what) {
    case 'sale': {
      const paid = chosen % 3 === 0 ? [cash('10')] : []
      const lines = [{ ...shop.line(), price: of }]
      const bill = shop.bill({ onDate, buyer: { kind: 'party', partyId }, lines, tenders: paid })
      const done = await issueOnce(db, shop.id, bill, shop.actor).catch(refused)
      if (done) made.sales.push(done.id)
      return
    }
    case 'owed': {
      const due = {
        amount: (amount / 100).toFixed(2),
        side: 'credit',
        onDate,
        dueOn: addDays(onDate, chosen % 60),
      } as const
      await aDue({ db, clock }, shop, partyId, due)
      return
    }
    case 'opening': {
      const bill = { number: `O${chosen}`, onDate: addDays('2026-04-01', -(day + 1)), dueOn: '2026-04-10' }
      const signed = paise(chosen % 2 === 0 ? of : -of)
      await within((tx) => postOpeningBills(tx, shop.id, { partyId, bills: [{ ...bill, amount: signed }] }, shop.actor))
      return
    }
    case 'receive':
    case 'pay': {
      const run = what === 'receive' ? receivePayment : makePayment
      const done = await within((tx) => run(tx, shop.id, money, shop.actor, { mayBackdate: true }))
      if (done) made.papers.push(done.id)
      return
    }
    case 'settle':
      await within((tx) => settle(tx, shop.id, { id: newId(), partyId, onDate, shares: 'oldest' }, shop.actor))
      return
    case 'write-off':
    case 'discount': {
      const item = pick(await within((tx) => listOpenItems(tx, shop.id, partyId)).then((items) => items ?? []))
      if (!item) return
      const part = sum(proposeAllocations([item], of).map((share) => share.amount))
      const asking = { id: newId(), partyId, itemId: item.id, amount: part, onDate, reason: 'Will not come' }
      await within((tx) => (what === 'discount' ? giveDiscount : writeOff)(tx, shop.id, asking, shop.actor))
      return
    }
    case 'cancel-sale':
    case 'cancel-payment': {
      const cancel = what === 'cancel-sale' ? cancelInvoice : cancelPayment
      const id = pick(what === 'cancel-sale' ? made.sales : made.papers)
      // Mostly today: before the paper itself nothing is taken back.
      const on = chosen % 3 === 0 ? onDate : today
      if (id) await within((tx) => cancel(tx, shop.id, { id, reason: 'Wrong', onDate: on }, shop.actor))
      return
    }
  }
}

/** A rule of the shop says no by its words; anything else is a fault. */
function refused(error: unknown): undefined {
  if (error instanceof Error && ('key' in error || error.name === 'InvoiceRefused' || error.name === 'MoneyRefused'))
    return
  throw error
}

/** Every figure of the day, of each party and of all, against what the entries of all history say. */
async function agree(kit: CastKit, { shop, parties, tokens }: Linked, day: IsoDate): Promise<void> {
  const balances = await inBusiness(kit.db, shop.id, async (tx) => {
    const truth = await readTruth(tx, day)
    const shown = new Map<string, Paise>()
    for (const by of ['due', 'bill'] as const)
      for (const stands of standings) {
        const listed = await listAll(tx, shop.id, { stands, by, day })
        const wanted = truth.agedBy(by, stands)
        same(`${day} ${stands} by ${by}`, byId(listed.rows), byId(wanted))
        const totals = await outstandingTotals(tx, shop.id, { stands, asOf: day, by })
        same(`${day} totals`, balanceOf(totals), sum(wanted.map(([, balance]) => balance)))
        same(`${day} totals by age`, [...Object.values(totals.buckets), totals.advances], columnsOf(wanted))
        same(`${day} totals of the page`, listed.totals, balanceOf(totals))
        if (by === 'due') for (const [id, balance] of listed.rows) shown.set(`${id} ${stands}`, balance)
        const bills = await listBills(tx, shop.id, { stands, by, day })
        same(`${day} ${stands} bills`, bills, balanceOf(totals))
      }
    const found = new Map<string, Paise>()
    for (const id of parties) {
      const outstanding = paise((shown.get(`${id} receivable`) ?? 0n) - (shown.get(`${id} payable`) ?? 0n))
      found.set(id, outstanding)
      same(`${day} outstanding is the entries of ${id}`, outstanding, truth.entriesOf(id))
      const { closing } = await partyStatement(tx, shop.id, id, { from: addDays(day, -30), to: day })
      same(`${day} statement of ${id}`, closing, outstanding)
      if (day === today) same(`the khata of ${id}`, await partyBalance(tx, shop.id, id), outstanding)
      for (const stands of standings) {
        const aged = await agedOfParty(tx, shop.id, { stands, asOf: day, by: 'bill', partyId: id })
        same(`${day} ${stands} of ${id}`, balanceOf(aged), shown.get(`${id} ${stands}`) ?? 0n)
      }
    }
    const figures = await trialBalanceFigures(tx, shop.id, day)
    const controls = figures.filter(({ role }) => role === 'debtors' || role === 'creditors')
    same(
      `${day} control accounts`,
      controls.reduce((all, { balance }) => all + balance, 0n),
      parties.reduce((all, id) => all + truth.entriesOf(id), 0n),
    )
    return found
  })
  for (const [id, balance] of balances) await linkAgrees(kit, tokens.get(id) ?? '', { day, balance })
}

/** By brute force, from every open item, allocation and posting there is. */
async function readTruth(tx: Tx, day: IsoDate) {
  const items: (OpenItem & { partyId: string; amount: Paise; billedOn: IsoDate | null; isAdvance: boolean })[] =
    await tx('open_item').select(...['id', 'kind', 'side', 'amount'], {
      partyId: 'party_id',
      onDate: 'on_date',
      dueOn: 'due_on',
      openAmount: 'open_amount',
      billedOn: 'billed_on',
      isAdvance: 'is_advance',
    })
  const allocations = await tx('allocation').select('amount', {
    fromItemId: 'from_item_id',
    toItemId: 'to_item_id',
    onDate: 'on_date',
  })
  const postings: { party_id: string | null; amount: bigint }[] = await tx('posting').where('on_date', '<=', day)
  const then = items.map(({ isAdvance, ...item }) => ({
    ...item,
    ...(isAdvance && { kind: 'advance' as const }),
    openAmount: outstandingOn(item, allocations, day),
  }))
  const entriesOf = (id: string): bigint =>
    postings.filter(({ party_id }) => party_id === id).reduce((all, { amount }) => all + amount, 0n)
  const agedBy = (by: AgeBy, stands: Stands): [string, Paise, string][] => {
    const open = then.filter((item) => item.openAmount !== 0n && item.onDate <= day)
    const rows = [...Map.groupBy(open, ({ partyId }) => partyId)].flatMap(([id, own]): [string, Paise, string][] => {
      const billed = own.map((item) => ({ ...item, onDate: item.billedOn ?? item.onDate }))
      const { buckets, advances, balance } = agedOf(billed, day, by, stands)
      const amounts = [...Object.values(buckets), advances]
      return amounts.every((amount) => amount === 0n) ? [] : [[id, balance, amounts.join(' ')]]
    })
    return rows
  }
  return { entriesOf, agedBy }
}

/** What the rows come to, column by column. */
const columnsOf = (rows: readonly (readonly [string, Paise, string])[]): bigint[] =>
  rows
    .map(([, , amounts]) => amounts.split(' ').map(BigInt))
    .reduce((all, row) => all.map((amount, at) => amount + (row[at] ?? 0n)), [0n, 0n, 0n, 0n, 0n, 0n, 0n])

/** The order is not the same on every day: outstanding.test.ts looks at it. */
const byId = <Row extends readonly [string, ...unknown[]]>(rows: readonly Row[]): Row[] =>
  [...rows].sort(([a], [b]) => (a < b ? -1 : 1))

interface Asking {
  stands: Stands
  by: AgeBy
  day: IsoDate
}

/** Page by page, two parties at a time. */
async function listAll(tx: Tx, businessId: string, { stands, by, day }: Asking) {
  const rows: [string, Paise, string][] = []
  let after: string | undefined
  for (;;) {
    const page = await listOutstanding(tx, businessId, { stands, asOf: day, by }, { after, limit: 2 })
    for (const { id, aged } of page.rows)
      rows.push([id, balanceOf(aged), [...Object.values(aged.buckets), aged.advances].join(' ')])
    const last = page.rows.at(-1)
    if (!page.hasMore || !last) return { rows, totals: balanceOf(page.totals) }
    after = writeCursor(last.cursor)
  }
}

/** What the bills come to, three a page; advances count against them. */
async function listBills(tx: Tx, businessId: string, { stands, by, day }: Asking): Promise<Paise> {
  const amounts: Paise[] = []
  let after: string | undefined
  for (;;) {
    const page = await listOutstandingBills(tx, businessId, { stands, asOf: day, by }, { after, limit: 3 })
    for (const { kind, open } of page.rows) amounts.push(isDue({ kind }) ? open : paise(-open))
    const last = page.rows.at(-1)
    if (!page.hasMore || !last) return sum(amounts)
    after = writeCursor(billCursorOf(last))
  }
}

/** The customer's link of each party, by whose token it opens. */
async function linksOf({ db }: CastKit, { shop, parties }: Made): Promise<ReadonlyMap<string, string>> {
  const links = parties.map((id) =>
    inBusiness(db, shop.id, async (tx) => {
      await makeDuesLink(tx, shop.id, id, shop.actor, linkTokens(secret))
      const url = await findDuesLink(tx, shop.id, id, { secret, publicUrl: '', at })
      return [id, url?.split('/').at(-1) ?? ''] as const
    }),
  )
  return new Map(await Promise.all(links))
}

/** What the link says of the day: the amount, its open bills, and what is late of them. */
async function linkAgrees({ db }: CastKit, token: string, { day, balance }: { day: IsoDate; balance: Paise }) {
  const dues = await findDuesIfAny(db, token, at, day === today ? '' : day)
  same(`the dues link on ${day}`, dues?.balance, balance)
  if (!dues || dues.sums.bills > dues.bills.length) return
  const open = sum(dues.bills.map((bill) => bill.open))
  same(`its bills on ${day}`, sum([open, paise(-dues.sums.credit)]), balance)
  const late = dues.bills.filter(({ dueOn }) => dueOn < day).map((bill) => bill.open)
  same(`what is late of them on ${day}`, dues.sums.late, sum(late))
}

function same(what: string, got: unknown, wanted: unknown): void {
  const text = (value: unknown) => JSON.stringify(value, (_, one) => (typeof one === 'bigint' ? String(one) : one))
  if (text(got) !== text(wanted)) throw new Error(`${what}: ${text(got)} is not ${text(wanted)}`)
}
