import t, { type Test } from 'tap'
import type { AccountRole } from '../../core/chart.ts'
import { zero } from '../../core/money.ts'
import type { ExpenseRequest, LinesKind, LinesRequest, NoteRequest, VoucherRequest } from '../../core/voucher-facts.ts'
import { newId } from '../../db/ids.ts'
import { inBusiness } from '../../db/tenant.ts'
import { actorFor, aShop, type CastKit, devsShop, type Shop } from '../../testing/cast.ts'
import { testDatabase } from '../../testing/database.ts'
import { aDue, aParty, faultsOf, openOf, rs } from '../../testing/dues.ts'
import { accountsByRole, listOpenItems, setLockDate } from '../books/index.ts'
import { openBranch } from '../businesses/branches/branches.commands.ts'
import { enterVoucher, reverseVoucher, VoucherRefused } from './index.ts'

const today = '2026-11-21'
const regular = { taxScheme: 'regular' } as const
type Kit = CastKit & { db: Awaited<ReturnType<typeof testDatabase>>['db'] }

t.test('vouchers by hand', async (t) => {
  const clock = () => new Date('2026-11-21T06:30:00Z')
  const kit = { ...(await testDatabase(t)), clock }
  const enter = (shop: Shop, request: VoucherRequest, mayBackdate = false) =>
    inBusiness(kit.db, shop.id, (tx) => enterVoucher(tx, shop.id, request, actorFor(shop.chitra, kit), { mayBackdate }))
  const undo = (shop: Shop, id: string, more: { newId?: string; onDate?: string; reason?: string } = {}) =>
    inBusiness(kit.db, shop.id, (tx) =>
      reverseVoucher(
        tx,
        shop.id,
        { id, newId: newId(), onDate: today, reason: 'Typed twice', ...more },
        actorFor(shop.chitra, kit),
      ),
    )
  const refused = async (t: Test, work: Promise<unknown>, ...said: string[]) => {
    const error = await work.then(
      () => undefined,
      (one: unknown) => one,
    )
    if (!(error instanceof VoucherRefused)) return t.fail(`not refused: ${error}`)
    t.same(
      error.reasons.map(({ key, field }) => `${field} ${key}`),
      said,
    )
  }

  const says = async (t: Test, work: Promise<unknown>, said: string) =>
    t.equal(await work.catch((error) => error.key), said)

  t.test('capital comes in: a receipt, numbered, with its audit line and outbox row', async (t) => {
    const shop = await aShop(kit)
    const of = await chartOf(kit, shop)
    const { id, number, total } = await enter(shop, lines('receipt', [of('cash'), '5000'], [of('capital'), '-5000']))
    t.match({ number, total }, { number: 'RC/26-27/00001', total: rs('5000') })
    t.match(await seen(kit, shop, id), {
      voucher: { kind: 'receipt', document_id: null, party_id: null, by_name: 'Chitra' },
      postings: ['cash 5000.00', 'capital -5000.00'],
      audited: ['voucher.entered'],
      told: ['voucher.entered'],
    })
    t.same(await faultsOf(kit, shop), [])
  })

  t.test('payment, contra and journal stand as they were typed', async (t) => {
    const shop = await aShop(kit)
    const of = await chartOf(kit, shop)
    await enter(shop, lines('receipt', [of('cash'), '50000'], [of('capital'), '-50000']))
    const pay = await enter(shop, lines('payment', [of('Rent'), '4000'], [of('cash'), '-4000']))
    const move = await enter(shop, lines('contra', [of('bank'), '30000'], [of('cash'), '-30000']))
    const more = await enter(
      shop,
      lines('journal', [of('Rent'), '0.01'], [of('Electricity'), '99.99'], [of('other-income'), '-100']),
    )
    t.same([pay.number, move.number, more.number], ['PY/26-27/00001', 'CV/26-27/00001', 'JV/26-27/00001'])
    t.same((await seen(kit, shop, pay.id)).postings, ['Rent 4000.00', 'cash -4000.00'])
    t.same((await seen(kit, shop, move.id)).postings, ['bank 30000.00', 'cash -30000.00'])
    t.same((await seen(kit, shop, more.id)).postings, ['Rent 0.01', 'Electricity 99.99', 'other-income -100.00'])
    t.same(await faultsOf(kit, shop), [])
  })

  t.test('a line on a party stands on its control account and makes an open item', async (t) => {
    const shop = await aShop(kit)
    const of = await chartOf(kit, shop)
    const meera = await aParty(kit, shop)
    const mills = await aParty(kit, shop, { name: 'Mills', isCustomer: false, isSupplier: true })
    const request = lines('journal', [of('other-income'), '-70'])
    const { id } = await enter(shop, {
      ...request,
      lines: [
        ...request.lines,
        { partyId: meera, amount: rs('150'), itemAs: 'new-ref', dueOn: '2026-12-31' },
        { partyId: mills, amount: rs('-50'), itemAs: 'advance' },
        { partyId: mills, amount: rs('-30') },
      ],
    })
    t.same((await seen(kit, shop, id)).postings, [
      'other-income -70.00',
      'debtors 150.00',
      'creditors -50.00',
      'creditors -30.00',
    ])
    t.same(await openOf(kit, shop, meera), ['JV/26-27/00001 150'])
    t.same(await openOf(kit, shop, mills), ['advance 50', 'on-account 30'])
    const [item] = await inBusiness(kit.db, shop.id, (tx) => listOpenItems(tx, shop.id, meera))
    t.match(item, { kind: 'bill', dueOn: '2026-12-31', side: 'debit' })
    t.same(await faultsOf(kit, shop), [])
  })

  t.test('what does not balance is refused, and the difference is said', async (t) => {
    const shop = await aShop(kit)
    const of = await chartOf(kit, shop)
    const uneven = lines('journal', [of('Rent'), '100'], [of('other-income'), '-90.50'])
    await refused(t, enter(shop, uneven), 'lines vouchers.refusal.debitMore')
    await enter(shop, uneven).catch((error) => t.match(error.values, { difference: '9.50' }))
    await refused(t, enter(shop, lines('journal', [of('Rent'), '-1'])), 'lines vouchers.refusal.twoLines')
    await refused(
      t,
      enter(shop, lines('journal', [of('Rent'), '0'], [newId(), '5'], [of('stock'), '-5'], [of('debtors'), '1'])),
      'lines.0.debit vouchers.refusal.noAmount',
      'lines.1.name vouchers.refusal.noAccount',
      'lines.2.name vouchers.refusal.stock',
      'lines.3.name vouchers.refusal.control',
      'lines vouchers.refusal.debitMore',
    )
    t.same(await countOf(kit, shop), 0)
  })

  t.test('money stands on its own side, and a contra is between cash and bank', async (t) => {
    const shop = await aShop(kit)
    const of = await chartOf(kit, shop)
    await refused(
      t,
      enter(shop, lines('payment', [of('cash'), '5'], [of('Rent'), '-5'])),
      'lines.0.name vouchers.refusal.paymentSide',
    )
    await refused(
      t,
      enter(shop, lines('receipt', [of('Rent'), '5'], [of('other-income'), '-5'])),
      'lines vouchers.refusal.receiptMoney',
    )
    await refused(
      t,
      enter(shop, lines('contra', [of('bank'), '5'], [of('Rent'), '-5'])),
      'lines.1.name vouchers.refusal.contra',
    )
  })

  t.test('an expense on credit takes its input tax by heads, half up each', async (t) => {
    const shop = await aShop(kit, regular)
    const of = await chartOf(kit, shop)
    const mills = await aParty(kit, shop, { name: 'Mills', isCustomer: false, isSupplier: true })
    const { id, number, total } = await enter(shop, {
      ...expense(of('Rent'), { partyId: mills }),
      taxable: rs('1000.05'),
      roundOff: rs('-0.05'),
    })
    t.match({ number, total }, { number: 'EX/26-27/00001', total: rs('1180.00') })
    const { postings, voucher, entry } = await seen(kit, shop, id)
    t.same(postings, ['Rent 1000.05', 'input-cgst 90.00', 'input-sgst 90.00', 'round-off -0.05', 'creditors -1180.00'])
    t.match(voucher, { kind: 'purchase', party_id: mills })
    t.match(entry, { form: 'expense', supply: 'intra', is_input_credit: true, other_number: 'B-77' })
    t.same(await openOf(kit, shop, mills), ['B-77 1180'])
    const far = await enter(shop, { ...expense(of('Rent'), { partyId: mills }), supplierState: '27' })
    t.same((await seen(kit, shop, far.id)).postings, ['Rent 1000.00', 'input-igst 180.00', 'creditors -1180.00'])
    t.same(await faultsOf(kit, shop), [])
  })

  t.test('tax without credit is cost, and cash above 10,000 is warned of', async (t) => {
    const shop = await aShop(kit, regular)
    const of = await chartOf(kit, shop)
    await enter(shop, lines('receipt', [of('cash'), '50000'], [of('capital'), '-50000']))
    const one = { ...expense(of('Rent'), { paidFrom: of('cash') }), isInputCredit: false, taxable: rs('9000') }
    const { id, warnings } = await enter(shop, one)
    t.same((await seen(kit, shop, id)).postings, ['Rent 10620.00', 'cash -10620.00'])
    t.match(warnings, [{ key: 'vouchers.warning.cashPaid' }])
    await refused(
      t,
      enter(shop, { ...expense(of('Rent'), {}), billNumber: '', billDate: null, placeOfSupply: '27' }),
      'party vouchers.refusal.whoIsOwed',
      'place vouchers.refusal.creditElsewhere',
      'party vouchers.refusal.creditParty',
      'bill_number vouchers.refusal.creditBill',
      'bill_date vouchers.refusal.creditBill',
    )
    await refused(
      t,
      enter(shop, { ...expense(of('cash'), { paidFrom: of('cash') }), isInputCredit: false }),
      'account vouchers.refusal.notExpense',
    )
    t.same(await faultsOf(kit, shop), [])
  })

  t.test('who is not under the regular scheme takes no credit and charges no tax back', async (t) => {
    const shop = await aShop(kit, { taxScheme: 'composition' })
    const of = await chartOf(kit, shop)
    const both = await aParty(kit, shop, { isSupplier: true })
    const { id } = await enter(shop, expense(of('Rent'), { partyId: both }))
    t.same((await seen(kit, shop, id)).postings, ['Rent 1180.00', 'creditors -1180.00'])
    await refused(t, enter(shop, note('credit-note', both)), 'rate vouchers.refusal.noTax')
    const back = await enter(shop, note('debit-note', both))
    t.same((await seen(kit, shop, back.id)).postings, ['creditors 118.00', 'purchase-return -118.00'])
    t.same(await faultsOf(kit, shop), [])
  })

  t.test('a credit note takes sales and output tax back, and settles its bill as far as it goes', async (t) => {
    const shop = await aShop(kit, regular)
    const meera = await aParty(kit, shop)
    await aDue(kit, shop, meera, { amount: '100' })
    const [bill] = await inBusiness(kit.db, shop.id, (tx) => listOpenItems(tx, shop.id, meera))
    const { id, number } = await enter(shop, { ...note('credit-note', meera), against: bill?.id ?? '' })
    t.equal(number, 'CN/26-27/00001')
    const { postings, paper, entry, voucher } = await seen(kit, shop, id)
    t.same(postings, ['sales-return 100.00', 'output-cgst 9.00', 'output-sgst 9.00', 'debtors -118.00'])
    t.match(voucher, { kind: 'credit-note', document_id: id })
    t.match(paper, { kind: 'credit-note', state: 'issued', taxable_paise: rs('100'), total_paise: rs('118'), number })
    t.match(paper.party_snapshot, { name: 'Meera Shah' })
    t.match(entry, { reason: 'return', other_number: 'B1', rate_bp: 1800 })
    t.same(await openOf(kit, shop, meera), ['B1 0', 'note 18'])
    t.same(await faultsOf(kit, shop), [])
    t.test('and both are as before when it is taken back', async (t) => {
      await undo(shop, id)
      t.same(await openOf(kit, shop, meera), ['B1 100', 'note 0'])
      t.equal((await seen(kit, shop, id)).paper.state, 'cancelled')
      t.same(await faultsOf(kit, shop), [])
    })
  })

  t.test('a debit note takes purchases and input credit back', async (t) => {
    const shop = await aShop(kit, regular)
    const mills = await aParty(kit, shop, { name: 'Mills', isCustomer: false, isSupplier: true })
    await aDue(kit, shop, mills, { amount: '800', side: 'credit', number: 'S1' })
    const [bill] = await inBusiness(kit.db, shop.id, (tx) => listOpenItems(tx, shop.id, mills))
    const asked = { ...note('debit-note', mills), supplierState: '27', against: bill?.id ?? '' }
    const { id, number } = await enter(shop, asked)
    t.equal(number, 'DN/26-27/00001')
    t.same((await seen(kit, shop, id)).postings, ['creditors 118.00', 'purchase-return -100.00', 'input-igst -18.00'])
    t.same(await openOf(kit, shop, mills), ['S1 682', 'note 0'])
    t.same(await faultsOf(kit, shop), [])
  })

  t.test('one form is one voucher, pressed twice in a row or at one instant', async (t) => {
    const shop = await aShop(kit)
    const of = await chartOf(kit, shop)
    const request = lines('journal', [of('Rent'), '5'], [of('other-income'), '-5'])
    const [one, other] = await Promise.all([enter(shop, request), enter(shop, request)])
    t.equal(one.number, other.number)
    t.match(await enter(shop, request), { number: one.number, total: rs('5') })
    t.equal(await countOf(kit, shop), 1)
    await says(t, enter(shop, { ...request, narration: 'Other' }), 'vouchers.refusal.otherBody')
    const dev = await devsShop(kit)
    await t.rejects(enter(dev, request), VoucherRefused, 'and accounts of another shop are none')
  })

  t.test('a second branch numbers its own', async (t) => {
    const shop = await aShop(kit)
    const of = await chartOf(kit, shop)
    const id = newId()
    const facts = { id, name: 'Godown', code: 'GD', state: '24', address: '', phone: '' }
    await inBusiness(kit.db, shop.id, (tx) => openBranch(tx, shop.id, facts, actorFor(shop.asha, kit), 'Asia/Kolkata'))
    const asked = () => lines('journal', [of('Rent'), '5'], [of('other-income'), '-5'])
    const there = await inBusiness(kit.db, shop.id, (tx) =>
      enterVoucher(tx, shop.id, asked(), actorFor(shop.chitra, kit), { branchId: id }),
    )
    t.same([there.number, (await enter(shop, asked())).number], ['JV2/26-27/00001', 'JV/26-27/00001'])
    t.same(await faultsOf(kit, shop), [])
  })

  t.test('days', async (t) => {
    const shop = await aShop(kit)
    const of = await chartOf(kit, shop)
    const on = (onDate: string) => ({ ...lines('journal', [of('Rent'), '5'], [of('other-income'), '-5']), onDate })
    await refused(t, enter(shop, on('2026-11-22')), 'on_date fields.date.future')
    await refused(t, enter(shop, on('2026-11-20')), 'on_date vouchers.refusal.backDate')
    const { id } = await enter(shop, on('2026-10-31'), true)
    await inBusiness(kit.db, shop.id, (tx) =>
      setLockDate(tx, shop.id, { lockDate: '2026-10-31', reason: '' }, actorFor(shop.chitra, kit)),
    )
    await refused(t, enter(shop, on('2026-10-31'), true), 'on_date fields.date.locked')
    await enter(shop, on('2026-10-31'), true).catch((error) => t.match(error.values, { date: '31/10/2026' }))
    await undo(shop, id)
    t.same(await faultsOf(kit, shop), [], 'a closed day is corrected by a later one')
  })

  t.test('taking back', async (t) => {
    const shop = await aShop(kit)
    const of = await chartOf(kit, shop)
    const meera = await aParty(kit, shop)
    const asked = lines('journal', [of('other-income'), '-70'])
    const request: LinesRequest = { ...asked, lines: [...asked.lines, { partyId: meera, amount: rs('70') }] }
    const { id, number } = await enter(shop, request)
    await refused(t, undo(shop, id, { reason: ' ' }), 'reason vouchers.refusal.reason')
    const reversalId = newId()
    t.same(await undo(shop, id, { newId: reversalId }), { id, number })
    t.same(await undo(shop, id, { newId: reversalId }), { id, number }, 'a second press is the first')
    t.match(await seen(kit, shop, reversalId), {
      voucher: { kind: 'reversal', reverses_id: id, number, narration: 'Typed twice' },
      postings: ['other-income 70.00', 'debtors -70.00'],
    })
    t.same(await openOf(kit, shop, meera), ['on-account 0'])
    await says(t, undo(shop, id), 'books.refusal.alreadyReversed')
    await says(t, undo(shop, reversalId), 'books.refusal.isReversal')
    await aDue(kit, shop, meera, { amount: '10' })
    const made = await inBusiness(kit.db, shop.id, (tx) =>
      tx('voucher').whereNot({ id }).whereNull('reverses_id').first('id'),
    )
    await says(t, undo(shop, made.id), 'vouchers.refusal.elsewhere')
    await t.rejects(undo(shop, newId()), { name: 'NotFound' })
    t.same(await faultsOf(kit, shop), [])
  })
})

/** Amounts are rupees; a debit is positive. */
function lines(kind: LinesKind, ...all: [string, string][]): LinesRequest {
  const written = all.map(([accountId, amount]) => ({ accountId, amount: rs(amount) }))
  return { kind, id: newId(), onDate: today, narration: '', lines: written }
}

const expense = (accountId: string, by: { partyId?: string; paidFrom?: string }): ExpenseRequest => ({
  kind: 'expense',
  id: newId(),
  onDate: today,
  narration: '',
  accountId,
  partyId: null,
  paidFrom: null,
  billNumber: 'B-77',
  billDate: '2026-11-18',
  dueOn: null,
  supplierState: '24',
  placeOfSupply: '24',
  isInputCredit: true,
  taxable: rs('1000'),
  rateBp: 1800,
  hsn: '9972',
  roundOff: zero,
  ...by,
})

const note = (kind: NoteRequest['kind'], partyId: string): NoteRequest => ({
  kind,
  id: newId(),
  onDate: today,
  narration: '',
  partyId,
  against: null,
  originalNumber: 'GJ/26-27/00001',
  originalDate: '2026-11-01',
  reason: 'return',
  supplierState: '24',
  placeOfSupply: '24',
  isInputCredit: true,
  taxable: rs('100'),
  rateBp: 1800,
  hsn: '',
})

/** The id of an account by its role or its name. */
async function chartOf({ db }: Kit, shop: Shop): Promise<(name: AccountRole | 'Rent' | 'Electricity') => string> {
  return inBusiness(db, shop.id, async (tx) => {
    const roles = await accountsByRole(tx, shop.id)
    const named = await tx('account').whereIn('name', ['Rent', 'Electricity']).select('id', 'name')
    const ids = new Map<string, string>([...named.map(({ id, name }) => [name, id] as const), ...Object.entries(roles)])
    return (name) => ids.get(name) ?? ''
  })
}

const countOf = ({ db }: Kit, shop: Shop): Promise<number> =>
  inBusiness(db, shop.id, async (tx) => (await tx('voucher').where({ business_id: shop.id })).length)

async function seen({ db }: Kit, shop: Shop, id: string) {
  return inBusiness(db, shop.id, async (tx) => {
    const lines = await tx('posting as p')
      .join('account as a', 'a.id', 'p.account_id')
      .where({ voucher_id: id })
      .orderBy('line')
      .select('a.role', 'a.name', 'p.amount')
    const [voucher, entry, paper] = await Promise.all([
      tx('voucher').where({ id }).first(),
      tx('voucher_entry').where({ voucher_id: id }).first(),
      tx('document').where({ id }).first(),
    ])
    const audited = await tx('audit_line').where({ entity_id: id }).orderBy('seq').pluck('action')
    const told = await tx('outbox').whereRaw("payload ->> 'id' = ?", [id]).pluck('topic')
    const shown = lines.map(({ role, name, amount }) => `${role ?? name} ${(Number(amount) / 100).toFixed(2)}`)
    return { voucher, entry, paper, postings: shown, audited, told }
  })
}
