import t from 'tap'
import type { Twin } from '../../parties/index.ts'
import { readAccount } from './account-row.ts'
import { amountOf, dayOf } from './amount.rules.ts'
import { readBill } from './bill-row.ts'
import { classOf, readItem } from './item-row.ts'
import { rolesOf, stateCodeOf, yesOrNo } from './known-words.rules.ts'
import { readParty } from './party-row.ts'
import { unitOf } from './units.rules.ts'

const today = '2026-11-21'

t.test('amounts are read as programs write them', async (t) => {
  for (const [row, paise] of [
    [{ amount: '1,04,250.50' }, 1_04_250_50n],
    [{ amount: '₹ 500/-' }, 500_00n],
    [{ amount: '500.00 Cr' }, -500_00n],
    [{ amount: '500Dr.' }, 500_00n],
    [{ amount: '500', side: 'Cr' }, -500_00n],
    [{ amount: '500', side: 'જમા' }, -500_00n],
    [{ amount: '-500' }, -500_00n],
    [{ debit: '500', credit: '' }, 500_00n],
    [{ debit: '0.00', credit: '500' }, -500_00n],
    [{ amount: '-' }, 0n],
    [{ amount: '५००' }, 500_00n],
  ] as const) {
    const problems = {}
    t.equal(amountOf(row, 'dr', problems), paise, JSON.stringify(row))
    t.same(problems, {})
  }
  t.equal(amountOf({ amount: '500' }, 'cr', {}), -500_00n, 'the usual side')
  for (const [row, field] of [
    [{ amount: 'many' }, 'amount'],
    [{ amount: '1.234' }, 'amount'],
    [{ amount: '-5', side: 'Cr' }, 'amount'],
    [{ amount: '5', side: 'X' }, 'side'],
    [{ debit: '5', credit: '5' }, 'debit'],
    [{ credit: '-5' }, 'credit'],
  ] as const) {
    const problems = {}
    amountOf(row, 'dr', problems)
    t.same(Object.keys(problems), [field], JSON.stringify(row))
  }
})

t.test('days are read as programs write them', async (t) => {
  for (const text of [
    '14/02/2026',
    '2026-02-14',
    '14-Feb-26',
    '14-Feb-2026',
    '14 February 2026',
    '14.2.26',
    '2026-02-14T00:00:00',
    '14/02/2026 10:30',
  ])
    t.equal(dayOf(text, today), '2026-02-14', text)
  for (const text of ['02/14/2026', '31/02/2026', '14-Foo-26', '+3', '-1', '', 'soon'])
    t.equal(dayOf(text, today), undefined, text)
})

t.test('words of other programs are known', async (t) => {
  t.same(
    ['Sundry Debtors', 'Sundry Creditors', 'Both', 'कारीगर'].map((word) => Object.values(rolesOf(word) ?? {}).join()),
    ['true,false,false', 'false,true,false', 'true,true,false', 'false,false,true'],
  )
  t.equal(rolesOf('Indirect Expenses'), undefined)
  for (const text of ['24', 'Gujarat', '24-Gujarat', 'Gujarat (24)', 'ગુજરાત', 'गुजरात', ' GUJARAT '])
    t.equal(stateCodeOf(text), '24', text)
  t.equal(stateCodeOf('7'), '07')
  t.equal(stateCodeOf('Jammu and Kashmir'), '01')
  t.equal(stateCodeOf('Atlantis'), undefined)
  t.equal(stateCodeOf('99'), undefined)
  t.same(['Inclusive', 'With Tax', 'Without Tax', 'ना', '?'].map(yesOrNo), [true, true, false, undefined, undefined])
  t.same(['kg', 'KGS', 'PIECES(PCS)', 'BAGS (BAG)', 'KGS-KILOGRAMS', 'किलो', 'નંગ', 'Nos.', 'hogshead'].map(unitOf), [
    ...['KGS', 'KGS', 'PCS', 'BAG', 'KGS', 'KGS', 'NOS', 'NOS'],
    undefined,
  ])
})

const classes = [
  { id: 'nil', kind: 'nil', name: 'Nil rated', ratesBp: [0] },
  { id: 'exempt', kind: 'exempt', name: 'Exempt', ratesBp: [0] },
  { id: 'out', kind: 'non-gst', name: 'Outside GST', ratesBp: [0] },
  { id: 'was12', kind: 'taxable', name: 'Formerly 12 %', ratesBp: [500, 1200] },
  { id: 'five', kind: 'taxable', name: 'Merit', ratesBp: [500] },
  { id: 'was28', kind: 'taxable', name: 'Formerly 28 %', ratesBp: [1800, 2800] },
  { id: 'eighteen', kind: 'taxable', name: 'Standard', ratesBp: [1800] },
] as const

t.test('a GST rate finds its class', async (t) => {
  for (const [text, id] of [
    ['5', 'five'],
    ['18%', 'eighteen'],
    ['GST@18%', 'eighteen'],
    ['18.00', 'eighteen'],
    ['12', 'was12'],
    ['28 %', 'was28'],
    ['0', 'nil'],
    ['Nil Rated', 'nil'],
    ['Exempted', 'exempt'],
    ['Non-GST', 'out'],
    ['standard', 'eighteen'],
    ['7', undefined],
    ['', undefined],
    ['118', undefined],
  ] as const)
    t.equal(
      classOf(
        text,
        [...classes].map((one) => ({ ...one, ratesBp: [...one.ratesBp] })),
      )?.id,
      id,
      text,
    )
})

t.test('an item of an old list', async (t) => {
  const context = {
    classes: classes.map((one) => ({ ...one, ratesBp: [...one.ratesBp] })),
    branchId: 'main',
    onDate: '2026-04-01',
    today,
  }
  const good = readItem({ name: 'Soap', gst: '18', salePrice: '30.00/PCS', quantity: '12 PCS', cost: '20' }, context)
  t.match(good, {
    ok: true,
    value: {
      facts: { unit: 'NOS', gstClassId: 'eighteen', salePrice: 30_00n },
      opening: { quantity: 12_000n, value: 240_00n },
    },
  })
  const valued = readItem({ name: 'Soap', gst: '18', quantity: '3', cost: '20', value: '59.99' }, context)
  t.match(valued, { value: { opening: { value: 59_99n } } }, 'the value that is said goes before')
  const wrong = readItem(
    { name: '', gst: '9', unit: 'x', kind: '?', priceWithTax: '?', quantity: '-1', barcode: 'a b' },
    context,
  )
  t.same(!wrong.ok && Object.keys(wrong.errors).sort(), [
    'barcode',
    'gst',
    'kind',
    'name',
    'priceWithTax',
    'quantity',
    'unit',
  ])
  const service = readItem({ name: 'Repair', kind: 'Service', gst: '18', quantity: '1', cost: '5' }, context)
  t.same(!service.ok && Object.keys(service.errors), ['quantity'])
})

t.test('a party of an old list', async (t) => {
  t.match(readParty({ name: ' Meera ', credit: '500' }, today), {
    value: { profile: { name: 'Meera', isSupplier: true, isCustomer: false }, opening: -500_00n },
  })
  t.match(
    readParty({ name: 'Dev', role: 'Supplier', amount: '500' }, today),
    { value: { opening: -500_00n } },
    'a supplier is owed',
  )
  t.match(readParty({ name: 'Dev', gstin: '24AAACG2115R1ZN' }, today), {
    value: { profile: { state: '24', pan: 'AAACG2115R' } },
  })
  const wrong = readParty(
    { name: '', role: 'Expenses', phone: '1', gstin: 'x', state: 'Nowhere', terms: 'x', limit: '-1', amount: 'x' },
    today,
  )
  t.same(!wrong.ok && Object.keys(wrong.errors).sort(), [
    'amount',
    'gstin',
    'limit',
    'name',
    'phone',
    'role',
    'state',
    'terms',
  ])
})

t.test('an account and a bill of the old books', async (t) => {
  const account = { code: '5110', isGroup: false, role: null }
  const chart = [
    { ...account, id: 'cash', name: 'Cash', nature: 'asset' },
    { ...account, id: 'loan', code: '2310', name: 'Loan', nature: 'liability' },
    { ...account, id: 'twin', code: '2311', name: 'loan', nature: 'liability' },
  ] as const
  t.match(readAccount({ account: 'CASH', amount: '5' }, chart), { value: { accountId: 'cash', amount: 500n } })
  t.match(readAccount({ account: '2310', amount: '5' }, chart), { value: { accountId: 'loan', amount: -500n } })
  t.match(readAccount({ account: 'Loan', amount: '5' }, chart), {
    errors: { account: { key: 'imports.row.manyAccounts' } },
  })
  t.match(readAccount({ account: 'Cash', amount: '0' }, chart), { errors: { amount: { key: 'imports.row.noAmount' } } })

  const party: Twin = { at: 1, id: 'meera', isCustomer: true, isSupplier: false, isKarigar: false, termsDays: 30 }
  const days = { beginOn: '2026-04-01', today }
  const bill = { party: 'Meera', number: 'B-1', billDate: '01/03/2026', amount: '5' }
  t.match(readBill(bill, [party], days), {
    value: { partyId: 'meera', onDate: '2026-03-01', dueOn: '2026-03-31', amount: 500n },
  })
  t.match(readBill(bill, [{ ...party, isCustomer: false, isSupplier: true }], days), { value: { amount: -500n } })
  t.match(readBill({ ...bill, dueDate: '01/02/2026' }, [party], days), {
    errors: { dueDate: { key: 'imports.row.dueBefore' } },
  })
  t.match(readBill({ ...bill, billDate: '2/4/2026' }, [party], days), {
    errors: { billDate: { key: 'imports.row.billLater' } },
  })
})
