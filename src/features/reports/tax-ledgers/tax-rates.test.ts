import { parse } from 'csv-parse/sync'
import fc from 'fast-check'
import t from 'tap'
import { paise } from '../../../core/money.ts'
import { taxSides } from '../../../core/tax-days.ts'
import type { ExpenseRequest, NoteRequest } from '../../../core/voucher-facts.ts'
import { accountOf } from '../../../core/vouchers.ts'
import { newId } from '../../../db/ids.ts'
import { inBusiness, type Tx } from '../../../db/tenant.ts'
import { testApp } from '../../../testing/app.ts'
import { aParty } from '../../../testing/dues.ts'
import { aGoodsShop } from '../../../testing/goods-shop.ts'
import { text, validHtml } from '../../../testing/html.ts'
import { accountsByRole, booksCheck } from '../../books/index.ts'
import { cancelInvoice, issueInvoice } from '../../sales/index.ts'
import { enterVoucher, reverseVoucher } from '../../vouchers/index.ts'
import { taxHeads } from './tax-ledgers.rules.ts'
import { findTaxMoved, listRates, listTaxedPapers } from './tax-rates.queries.ts'
import { ledgerByRate, sumTaxed } from './tax-rates.rules.ts'

const dayOf = (n: number): string =>
  `2026-${String(8 + Math.floor(n / 25)).padStart(2, '0')}-${String((n % 25) + 1).padStart(2, '0')}`
const day = fc.integer({ min: 0, max: 80 }).map(dayOf)
const what = ['sale', 'sale', 'expense', 'expense', 'reverse charge', 'credit-note', 'debit-note', 'payment'] as const

const deed = fc.record({
  what: fc.constantFrom(...what),
  onDate: day,
  taxable: fc.integer({ min: 1, max: 5_000_000 }),
  rateBp: fc.constantFrom(0, 25, 300, 500, 1200, 1800, 4000),
  isInter: fc.boolean(),
  isInputCredit: fc.boolean(),
  cess: fc.integer({ min: 0, max: 900 }),
  isTakenBack: fc.boolean(),
})
type Deed = typeof deed extends fc.Arbitrary<infer Value> ? Value : never
const period = fc.tuple(day, day).map(([a, b]) => (a < b ? { from: a, to: b } : { from: b, to: a }))

t.test('GST by rate', { timeout: 180_000 }, async (t) => {
  const kit = await testApp(t)
  const { db, as } = kit

  async function shopOf() {
    const shop = await aGoodsShop(kit, { stock: 1_000_000n })
    const both = await aParty(kit, shop, { name: 'Bhavesh Traders', isSupplier: true })
    const rent = await inBusiness(db, shop.id, (tx) => tx('account').where({ code: '8110' }).first('id'))
    return { ...shop, both, rentId: String(rent.id) }
  }
  type Shop = Awaited<ReturnType<typeof shopOf>>

  const may = { mayBackdate: true }
  async function play(tx: Tx, shop: Shop, of: Deed): Promise<void> {
    const { id, actor, both } = shop
    const { onDate, what } = of
    const asked = { id: newId(), onDate, narration: '' }
    const tax = {
      taxable: paise(BigInt(of.taxable)),
      rateBp: of.rateBp,
      hsn: '',
      placeOfSupply: what === 'credit-note' && of.isInter ? '27' : '24',
      supplierState: of.isInter ? '27' : '24',
    }
    const back = { reason: 'wrong', onDate }
    switch (what) {
      case 'sale': {
        const bill = shop.bill({ onDate, lines: [{ ...shop.line(), price: paise(BigInt(of.taxable + 100)) }] })
        await issueInvoice(
          tx,
          id,
          { ...bill, placeOfSupply: of.isInter ? { state: '27', reason: 'other' } : null },
          actor,
        )
        if (of.isTakenBack) await cancelInvoice(tx, id, { id: bill.id, ...back }, actor)
        return
      }
      case 'expense':
      case 'reverse charge': {
        const isReverseCharge = what === 'reverse charge'
        const paper = { billNumber: `B${asked.id.slice(-6)}`, billDate: onDate, dueOn: null, roundOff: paise(0n) }
        const by = { partyId: both, paidFrom: null, accountId: shop.rentId, isInputCredit: of.isInputCredit }
        const more = { cess: paise(BigInt(of.cess)), isReverseCharge }
        const request: ExpenseRequest = { ...asked, ...tax, ...paper, ...by, ...more, kind: 'expense' }
        const rateBp = isReverseCharge ? Math.max(of.rateBp, 25) : of.rateBp
        await enterVoucher(tx, id, { ...request, rateBp, taxable: paise(tax.taxable + 1000n) }, actor, may)
        break
      }
      case 'credit-note':
      case 'debit-note': {
        const original = { against: null, originalNumber: 'X1', originalDate: onDate, reason: 'discount' } as const
        const request: NoteRequest = {
          ...asked,
          ...tax,
          ...original,
          kind: what,
          partyId: both,
          isInputCredit: of.isInputCredit,
        }
        await enterVoucher(tx, id, request, actor, may)
        break
      }
      case 'payment': {
        const roles = await accountsByRole(tx, id)
        const line = (role: 'output-cgst' | 'bank', amount: number) =>
          ({ accountId: accountOf(roles, role), amount: paise(BigInt(amount)) }) as const
        const lines = [line('output-cgst', of.taxable), line('bank', -of.taxable)]
        await enterVoucher(tx, id, { ...asked, kind: 'payment', lines }, actor, may)
      }
    }
    if (of.isTakenBack) await reverseVoucher(tx, id, { id: asked.id, newId: newId(), ...back }, actor, may)
  }

  t.test('is what stands on the GST ledgers, to the paisa, between any days', async (t) => {
    const shop = await shopOf()
    const { id } = shop
    await fc.assert(
      fc.asyncProperty(fc.array(deed, { minLength: 1, maxLength: 6 }), period, async (deeds, asked) => {
        for (const one of deeds) await inBusiness(db, id, (tx) => play(tx, shop, one))
        await inBusiness(db, id, async (tx) => {
          const rates = await listRates(tx, id, asked)
          const moved = await findTaxMoved(tx, id, asked, '2026-11-21')
          const { rows } = await tx.raw(ledgersBySql, { id, ...asked })
          for (const ledger of ['output', 'input'] as const) {
            const { sides, other, total } = ledgerByRate(ledger, rates, moved)
            for (const head of taxHeads) {
              const own = rows.filter((row: { role: string }) => row.role === `${ledger}-${head}`)
              const all = own.reduce((sum: bigint, row: { amount: string }) => sum + BigInt(row.amount), 0n)
              const byHand = own.reduce((sum: bigint, row: { by_hand: string }) => sum + BigInt(row.by_hand), 0n)
              const sign = ledger === 'output' ? -1n : 1n
              const known = sumTaxed(sides.map(({ sum }) => sum))[head]
              if (total[head] !== sign * all) throw new Error(`${ledger} ${head}: ${total[head]} and ${sign * all}`)
              if (other[head] !== sign * byHand) throw new Error(`${head} without a rate: ${other[head]} and ${byHand}`)
              if (known + other[head] !== total[head]) throw new Error(`${head} by rate`)
            }
          }
          for (const side of taxSides) {
            const whole = { ...asked, side, rateBp: null, after: undefined, limit: 1000 }
            const papers = await listTaxedPapers(tx, id, whole)
            const sum = sumTaxed(rates.filter((rate) => rate.side === side))
            t.strictSame(pick(sumTaxed(papers.rows)), pick(sum), `the papers of ${side}`)
          }
        })
      }),
      { numRuns: 25 },
    )
    const points = await inBusiness(db, id, (tx) => booksCheck(tx, id))
    t.same(
      points.flatMap(({ point, holds, findings }) => (holds ? [] : [{ point, findings }])),
      [],
    )
  })

  t.test('on the screen, with its papers behind it', async (t) => {
    const shop = await shopOf()
    const plain: Deed = {
      what: 'sale',
      onDate: '2026-11-03',
      taxable: 117_00,
      rateBp: 1800,
      isInter: false,
      isInputCredit: true,
      cess: 0,
      isTakenBack: false,
    }
    const deeds: Deed[] = [
      plain,
      { ...plain, isTakenBack: true },
      { ...plain, what: 'expense', taxable: 490_00, cess: 100 },
      { ...plain, what: 'expense', isInputCredit: false, rateBp: 500, taxable: 90_00 },
      { ...plain, what: 'reverse charge', rateBp: 500, taxable: 190_00 },
      { ...plain, what: 'credit-note', taxable: 10_00 },
      { ...plain, what: 'payment', taxable: 5_00 },
    ]
    for (const one of deeds) await inBusiness(db, shop.id, (tx) => play(tx, shop, one))
    const owner = as(shop.asha)
    const csv = await owner.get('/reports/tax/rates.csv?from=2026-11-01&to=2026-11-30')
    const rows: string[][] = parse(csv.rawPayload, { bom: true, relaxColumnCount: true })
    const lines = rows.map((row) => row.filter((cell) => cell !== '').join(' '))
    const has = (line: string) => t.ok(lines.includes(line), `${line} in\n${lines.join('\n')}`)
    // A bill that was taken back the same day has gone: 100.00 of sales stay, less the note of 10.00.
    has('Sales 100.00 9.00 9.00 18.00')
    has('Credit notes -10.00 -0.90 -0.90 -1.80')
    has('Bought under reverse charge 200.00 5.00 5.00 10.00')
    has('Without a rate: openings, payments, set-off, journals -5.00 -5.00')
    has('GST charged, as on the ledgers 290.00 8.10 13.10 21.20')
    has('Purchases and expenses with input credit 700.00 50.00 50.00 1.00 101.00')
    has('Bought without input credit 100.00 2.50 2.50 5.00')
    const page = await owner.get('/reports/tax/rates?from=1/11/2026&to=30/11/2026&compare=before')
    t.equal(page.statusCode, 200)
    t.same(await validHtml(page.body), [])
    t.match(page.body, 'href="/reports/tax/papers?side=output&amp;rate=1800&amp;from=2026-11-01&amp;to=2026-11-30"')
    const papers = await owner.get('/reports/tax/papers?side=output&rate=1800&from=2026-11-01&to=2026-11-30')
    t.same(await validHtml(papers.body), [])
    t.match(text(papers.body), /3 Nov 2026.*Meera 100\.00 9\.00 9\.00 .*18\.00.*Total 100\.00 9\.00 9\.00/)
    t.match((await owner.get('/reports/tax')).body, '/reports/tax/rates?from=')
    const expense = await inBusiness(db, shop.id, (tx) =>
      tx('voucher_entry').where({ is_reverse_charge: true }).first('voucher_id'),
    )
    t.match(text((await owner.get(`/vouchers/${expense.voucher_id}`)).body), /Reverse charge Yes/)
  })
})

const pick = ({ taxable, cgst, sgst, igst, cess }: ReturnType<typeof sumTaxed>) =>
  [taxable, cgst, sgst, igst, cess].map(String)

/** The ledgers as their lines have them; `by_hand` is what neither a bill nor a form with a rate put there. */
const ledgersBySql = `
  select a.role, sum(p.amount) as amount, coalesce(sum(p.amount) filter (where o.kind = 'payment'), 0) as by_hand
  from posting p join account a on a.business_id = p.business_id and a.id = p.account_id
  join voucher v on v.business_id = p.business_id and v.id = p.voucher_id
  join voucher o on o.business_id = v.business_id and o.id = coalesce(v.reverses_id, v.id)
  where p.business_id = :id and a.role ~ '^(output|input)-' and p.on_date between :from and :to group by a.role`
