import t from 'tap'
import { accountOf } from '../../../core/vouchers.ts'
import { fieldVault } from '../../../db/fields.ts'
import { newId } from '../../../db/ids.ts'
import { inBusiness, type Tx } from '../../../db/tenant.ts'
import { testApp } from '../../../testing/app.ts'
import { postLines } from '../../../testing/book.ts'
import { actorFor, aMember, aShop, devsShop, type Shop } from '../../../testing/cast.ts'
import { text, validHtml } from '../../../testing/html.ts'
import { accountsByRole, booksCheck, isOnlyWarning } from '../index.ts'
import { type Account, type BankDetails, placed, proposeCode, rolledUp } from './accounts.rules.ts'
import { archiveAccount, bringBackAccount, createAccount, editAccount } from './chart.commands.ts'
import { findBankIfAny, findBankNumber, listAccounts, listMoneyAccounts } from './chart.queries.ts'

const vault = fieldVault('a-key-of-the-tests-0123456789-0123456789')
const noBank: BankDetails = { bankName: '', branch: '', holder: '', ifsc: '', number: '', openedOn: null }
const hdfc = { ...noBank, bankName: 'HDFC Bank', ifsc: 'HDFC0000123', number: '50100234567890', holder: 'Asha Stores' }
const refused = (message: string) => ({ name: 'Refusal', message })

t.test('accounts', async (t) => {
  const kit = await testApp(t)
  const { db, root, as } = kit
  const within = <Result>(shop: Shop, work: (tx: Tx) => Promise<Result>) => inBusiness(db, shop.id, work)
  const chart = (shop: Shop) => within(shop, (tx) => listAccounts(tx, shop.id))
  const byCode = async (shop: Shop, code: string): Promise<Account> => {
    const found = (await chart(shop)).find((row) => row.code === code)
    if (!found) throw new Error(`no account ${code}`)
    return found
  }
  const make = async (
    shop: Shop,
    name: string,
    under: string,
    more: { isGroup?: boolean; bank?: BankDetails } = {},
  ) => {
    const asked = {
      id: newId(),
      name,
      parentId: (await byCode(shop, under)).id,
      isGroup: false,
      code: '',
      bank: noBank,
    }
    await within(shop, (tx) => createAccount(tx, shop.id, { ...asked, ...more }, actorFor(shop.chitra, kit), vault))
    return asked.id
  }
  const edit = (shop: Shop, id: string, name: string, parentId: string | null, bank = noBank) =>
    within(shop, (tx) => editAccount(tx, shop.id, { id, name, parentId, bank }, actorFor(shop.chitra, kit), vault))
  const archive = (shop: Shop, id: string) =>
    within(shop, (tx) => archiveAccount(tx, shop.id, id, actorFor(shop.chitra, kit)))
  /** Moves money from capital to the account. */
  const fund = (shop: Shop, id: string, amount: bigint) =>
    within(shop, async (tx) => {
      const capital = accountOf(await accountsByRole(tx, shop.id), 'capital')
      return postLines(tx, shop.id, '2026-11-20', [
        { accountId: id, commodity: 'INR', amount },
        { accountId: capital, commodity: 'INR', amount: -amount },
      ])
    })
  const faults = (shop: Shop) =>
    within(shop, async (tx) =>
      (await booksCheck(tx, shop.id)).filter(({ point, holds }) => !holds && !isOnlyWarning(point)),
    )

  t.test('stand in a tree with the sums of their groups', async (t) => {
    const shop = await aShop(kit)
    const rows = await chart(shop)
    const order = placed(rows).map(({ row, depth }) => `${depth} ${row.name}`)
    t.match(order.join(', '), /0 Current Assets, 1 Cash-in-Hand, 2 Cash, 1 Bank Accounts, 2 Bank/)
    const cash = await byCode(shop, '5110')
    const sums = rolledUp(rows, new Map([[cash.id, 5n]]))
    t.equal(sums.get((await byCode(shop, '5100')).id), 5n)
    t.equal(sums.get((await byCode(shop, '5000')).id), 5n)
    const parent = await byCode(shop, '5200')
    t.equal(proposeCode(rows, parent, false), '5250')
    t.equal(proposeCode(rows, parent, true), '5301', 'where the next is taken, the next free one')
  })

  t.test('are made once, with a code of their own and the nature of their group', async (t) => {
    const shop = await aShop(kit)
    const id = await make(shop, 'Tea and Snacks', '8000')
    t.match(
      (await chart(shop)).find((row) => row.id === id),
      { code: '8200', nature: 'expense', money: null, isGroup: false },
    )
    const parentId = (await byCode(shop, '8000')).id
    const again = (name: string) =>
      within(shop, (tx) =>
        createAccount(
          tx,
          shop.id,
          { id, name, parentId, isGroup: false, code: '', bank: noBank },
          actorFor(shop.chitra, kit),
          vault,
        ),
      )
    await again('Tea and Snacks')
    await t.rejects(again('Coffee'), refused('accounts.refusal.idTaken'))
    await t.rejects(make(shop, 'tea AND snacks', '8000'), refused('accounts.refusal.name'))
    await t.rejects(make(shop, 'Meera', '5400'), refused('accounts.refusal.parties'))
    await t.rejects(make(shop, 'In no group', '5110'), refused('accounts.refusal.group'))
    await t.rejects(make(shop, 'No bank', '8000', { bank: hdfc }), refused('accounts.refusal.bank'))
    t.match(await root('audit_line').where({ business_id: shop.id, entity_id: id }).select('action'), [
      { action: 'account.made' },
    ])
  })

  t.test('under cash and bank hold money, and their days are kept', async (t) => {
    const shop = await aShop(kit)
    const [till, bank, overdraft] = [
      await make(shop, 'Counter 2', '5100'),
      await make(shop, 'HDFC', '5200', { bank: hdfc }),
      await make(shop, 'SBI OD', '2100'),
    ]
    await fund(shop, till, 500_00n)
    await fund(shop, bank, 900_00n)
    t.match(
      (await within(shop, (tx) => listMoneyAccounts(tx, shop.id))).map(({ name, money, isMain, last4 }) => [
        name,
        money,
        isMain,
        last4,
      ]),
      [
        ['Cash', 'cash', true, ''],
        ['Bank', 'bank', true, ''],
        ['SBI OD', 'bank', false, ''],
        ['Counter 2', 'cash', false, ''],
        ['HDFC', 'bank', false, '7890'],
      ],
    )
    t.equal(await within(shop, (tx) => findBankNumber(tx, shop.id, bank, vault)), '50100234567890')
    const [sealed] = await root('bank_account').where({ business_id: shop.id })
    t.notMatch(Buffer.from(sealed.number_encrypted).toString('latin1'), '50100234567890')
    const lines = await root('audit_line').where({ business_id: shop.id }).select('before', 'after')
    t.notMatch(JSON.stringify(lines), '50100234567890')
    t.equal((await root('account_day').where({ business_id: shop.id, account_id: till })).length, 1)
    t.same(await faults(shop), [])
    await t.rejects(
      edit(shop, till, 'Counter 2', (await byCode(shop, '5500')).id),
      refused('accounts.refusal.money'),
      'a till with entries stays money',
    )
    await edit(shop, overdraft, 'SBI loan', (await byCode(shop, '2200')).id)
    t.match(
      (await chart(shop)).find(({ id }) => id === overdraft),
      { money: null, name: 'SBI loan' },
    )
    t.same(await faults(shop), [])
  })

  t.test('keep a bank number that is not written again', async (t) => {
    const shop = await aShop(kit)
    const id = await make(shop, 'HDFC', '5200', { bank: hdfc })
    const parentId = (await byCode(shop, '5200')).id
    await edit(shop, id, 'HDFC', parentId, { ...hdfc, number: '', branch: 'Ring Road' })
    t.equal(await within(shop, (tx) => findBankNumber(tx, shop.id, id, vault)), '50100234567890')
    t.match(await within(shop, (tx) => findBankIfAny(tx, shop.id, id)), { branch: 'Ring Road', last4: '7890' })
    await edit(shop, id, 'HDFC', parentId, { ...hdfc, number: '777700001234', branch: 'Ring Road' })
    t.match(await within(shop, (tx) => findBankIfAny(tx, shop.id, id)), { last4: '1234' })
    const lines = () => root('audit_line').where({ business_id: shop.id, entity_id: id })
    const before = (await lines()).length
    await edit(shop, id, 'HDFC', parentId, { ...hdfc, number: '777700001234', branch: 'Ring Road' })
    t.equal((await lines()).length, before, 'the same again writes nothing')
  })

  t.test('move within their nature, and never into themselves', async (t) => {
    const shop = await aShop(kit)
    const group = await make(shop, 'Running costs', '8000', { isGroup: true })
    const inner = await make(shop, 'Shop', (await chart(shop)).find(({ id }) => id === group)?.code ?? '', {
      isGroup: true,
    })
    const rent = await byCode(shop, '8110')
    await edit(shop, rent.id, 'Rent of the shop', inner)
    t.match(await byCode(shop, '8110'), { parentId: inner, name: 'Rent of the shop' })
    await t.rejects(edit(shop, group, 'Running costs', inner), refused('accounts.refusal.cycle'))
    await t.rejects(edit(shop, group, 'Running costs', group), refused('accounts.refusal.cycle'))
    const top = await byCode(shop, '8000')
    await t.rejects(edit(shop, top.id, top.name, group), refused('accounts.refusal.top'))
    await edit(shop, top.id, 'Overheads', null)
    await fund(shop, rent.id, 5_00n)
    const assets = await byCode(shop, '4000')
    await t.rejects(edit(shop, rent.id, 'Rent', assets.id), refused('accounts.refusal.nature'))
    const fresh = await make(shop, 'Sofa', '8000')
    await edit(shop, fresh, 'Sofa', assets.id)
    t.match(
      (await chart(shop)).find(({ id }) => id === fresh),
      { nature: 'asset' },
      'without entries it may',
    )
    const sales = await byCode(shop, '6010')
    await t.rejects(edit(shop, sales.id, 'Sales', top.id), refused('accounts.refusal.nature'))
    await edit(shop, sales.id, 'Gold sales', (await byCode(shop, '6500')).id)
    t.same(await faults(shop), [])
  })

  t.test('are archived when nothing stands in them', async (t) => {
    const shop = await aShop(kit)
    const group = await make(shop, 'Running costs', '8000', { isGroup: true })
    const groupCode = (await chart(shop)).find(({ id }) => id === group)?.code ?? ''
    const tea = await make(shop, 'Tea', groupCode)
    await t.rejects(archive(shop, (await byCode(shop, '5110')).id), refused('accounts.refusal.role'))
    await t.rejects(archive(shop, group), refused('accounts.refusal.children'))
    await fund(shop, tea, 5_00n)
    await t.rejects(archive(shop, tea), refused('accounts.refusal.balance'))
    await fund(shop, tea, -5_00n)
    await archive(shop, tea)
    await archive(shop, tea)
    await archive(shop, group)
    const back = (id: string) => within(shop, (tx) => bringBackAccount(tx, shop.id, id, actorFor(shop.chitra, kit)))
    await t.rejects(back(tea), refused('accounts.refusal.groupArchived'))
    await back(group)
    await make(shop, 'Tea', '8000')
    await t.rejects(back(tea), refused('accounts.refusal.name'), 'its name went to another meanwhile')
    t.same(await faults(shop), [])
  })

  t.test('two who make accounts at once get two codes', async (t) => {
    const shop = await aShop(kit)
    await Promise.all(['A', 'B', 'C'].map((name) => make(shop, name, '8000')))
    t.same(
      (await chart(shop)).filter(({ name }) => ['A', 'B', 'C'].includes(name)).map(({ code }) => code),
      ['8200', '8210', '8220'],
    )
  })

  t.test('the page shows the tree with balances, and leads to ledgers', async (t) => {
    const shop = await aShop(kit)
    await fund(shop, (await byCode(shop, '5110')).id, 1_250_50n)
    const { body } = await as(shop.chitra).get('/books/accounts')
    t.match(text(body), /Current Assets 5000 1,250\.50.*Cash-in-Hand 5100 1,250\.50.*Cash 5110 1,250\.50/)
    t.match(text(body), /All accounts 1,250\.50 1,250\.50/)
    t.match(body, `/reports/ledger?account=${(await byCode(shop, '5110')).id}`)
    t.same(await validHtml(body), [])
    const archived = await make(shop, 'Tea', '8000')
    await archive(shop, archived)
    t.notMatch(text((await as(shop.chitra).get('/books/accounts')).body), 'Tea')
    t.match(text((await as(shop.chitra).get('/books/accounts?show=all')).body), /Tea Archived/)
  })

  t.test('are said in the language of who reads, but for what the shop has named', async (t) => {
    const shop = await aShop(kit)
    await edit(shop, (await byCode(shop, '8110')).id, 'Shop rent', (await byCode(shop, '8000')).id)
    const cash = await byCode(shop, '5110')
    await fund(shop, cash.id, 100n)
    for (const [locale, inHand, name] of [
      ['hi', 'हाथ में नकद 5100', 'नकद'],
      ['gu', 'હાથ પર રોકડ 5100', 'રોકડ'],
    ] as const) {
      await root('app_user').where({ id: shop.asha.id }).update({ locale })
      const asha = as(shop.asha)
      const page = await asha.get('/books/accounts')
      t.match(text(page.body), inHand)
      t.match(text(page.body), 'Shop rent 8110')
      t.match(text((await asha.get('/books/trial-balance')).body), name)
      t.match(text((await asha.get(`/reports/ledger?account=${cash.id}`)).body), name)
      t.match((await asha.get('/books/trial-balance.csv')).body, name)
      // What other programs and the form are given is the name that is kept.
      t.match((await asha.get('/books/journal.hledger')).body, /:Cash\b/)
      t.match((await asha.get(`/books/accounts/${cash.id}/edit`)).body, 'value="Cash"')
    }
  })

  t.test('the form makes, corrects and archives, and keeps what was typed', async (t) => {
    const shop = await aShop(kit)
    const chitra = as(shop.chitra)
    const bankGroup = await byCode(shop, '5200')
    const form = await chitra.get(`/books/accounts/new?under=${bankGroup.id}`)
    t.same(await validHtml(form.body), [])
    const [, id = ''] = /name="id" value="([^"]+)"/.exec(form.body) ?? []
    const fields = {
      id,
      kind: 'account',
      name: 'HDFC',
      parent: bankGroup.id,
      code: '',
      bank_name: 'HDFC Bank',
      bank_ifsc: 'hdfc0000123',
      bank_number: '5010 0234 567890',
      bank_opened_on: '1/4/2020',
    }
    const wrong = await chitra.post('/books/accounts', {
      ...fields,
      name: ' ',
      bank_ifsc: 'HDFC12',
      bank_number: '<b>',
    })
    t.equal(wrong.statusCode, 422)
    t.match(text(wrong.body), /There is a problem Write a name\. An IFSC has four letters.*An account number has/)
    t.match(wrong.body, 'value="HDFC12"')
    t.same(await validHtml(wrong.body), [])
    const twice = await chitra.post('/books/accounts', { ...fields, name: 'cash' })
    t.equal(twice.statusCode, 409)
    t.match(text(twice.body), 'An account named cash is already there')
    t.match(await chitra.post('/books/accounts', fields), {
      statusCode: 303,
      headers: { location: `/books/accounts/${id}` },
    })
    t.match(await chitra.post('/books/accounts', fields), { statusCode: 303 })
    const shown = await chitra.get(`/books/accounts/${id}`)
    t.match(text(shown.body), /HDFC is saved\..*IFSC HDFC0000123 Account number •••• 7890.*Opened on 1 Apr 2020/)
    t.notMatch(shown.body, '50100234567890')
    t.same(await validHtml(shown.body), [])
    const editing = await chitra.get(`/books/accounts/${id}/edit`)
    t.match(text(editing.body), 'Ends in 7890. Leave it empty to keep it.')
    t.notMatch(editing.body, '50100234567890')
    t.same(await validHtml(editing.body), [])
    const top = await byCode(shop, '8000')
    t.match(await chitra.post(`/books/accounts/${top.id}`, { name: 'Overheads' }), { statusCode: 303 })
    t.match(await byCode(shop, '8000'), { name: 'Overheads', parentId: null })
    const moved = await chitra.post(`/books/accounts/${bankGroup.id}`, { name: 'Banks', parent: bankGroup.id })
    t.equal(moved.statusCode, 422)
    t.match(text(moved.body), 'cannot be moved into itself')
    const cash = await byCode(shop, '5110')
    const refusal = await chitra.post(`/books/accounts/${cash.id}/archive`)
    t.equal(refusal.statusCode, 409)
    t.match(text(refusal.body), 'Khata posts to Cash by itself')
    t.match(await chitra.post(`/books/accounts/${id}/archive`), { statusCode: 303 })
    t.match(text((await chitra.get(`/books/accounts/${id}`)).body), /HDFC is archived\..*Archived.*Bring back/)
    t.match(await chitra.post(`/books/accounts/${id}/bring-back`), { statusCode: 303 })
  })

  t.test('are for those who may, and of their own business', async (t) => {
    const [shop, theirs] = [await aShop(kit), await devsShop(kit)]
    const { id } = await byCode(shop, '8110')
    const auditor = as(await aMember(kit, shop, 'auditor'))
    const statuses = async (browser: { get(url: string): Promise<{ statusCode: number }> }) =>
      Promise.all(
        ['/books/accounts', `/books/accounts/${id}`, '/books/accounts/new', `/books/accounts/${id}/edit`].map(
          async (url) => (await browser.get(url)).statusCode,
        ),
      )
    t.same(await statuses(as(shop.asha)), [200, 200, 200, 200])
    t.same(await statuses(auditor), [200, 200, 403, 403])
    t.same(await statuses(as(shop.bharat)), [403, 403, 403, 403])
    t.same(await statuses(as(theirs.dev)), [200, 404, 200, 404])
    t.equal((await as(theirs.dev).post(`/books/accounts/${id}`, { name: 'X', parent: id })).statusCode, 404)
    t.equal((await as(theirs.dev).post(`/books/accounts/${id}/archive`)).statusCode, 404)
    t.equal((await auditor.post(`/books/accounts/${id}/archive`)).statusCode, 403)
    t.equal((await as(shop.asha).get('/books/accounts/nonsense')).statusCode, 404)
  })
})
