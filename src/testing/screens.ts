import type { Test } from 'tap'
import { newId } from '../db/ids.ts'
import { inBusiness, type Tx } from '../db/tenant.ts'
import { hashOf, newToken } from '../features/auth/index.ts'
import { linkTokens, makeDuesLink } from '../features/portal/index.ts'
import { type Answer, type Browser, type TestApp, testApp } from './app.ts'
import { someJewels } from './jewel-shop.ts'
import { someMovements } from './movements.ts'
import { type Declared, declaredRoutes } from './routes.ts'

export interface Screen {
  path: string
  route: Declared
  answer: Answer
}

export interface DemoScreens {
  kit: TestApp
  owner: Browser
  /** Each page, as its owner got it. */
  screens: Screen[]
  gets: Declared[]
  /** Addresses with a parameter that nothing is known for. */
  unknown: string[]
}

/** Every page of the app, opened by its owner on a demo shop; a new route is found by itself. */
export async function demoScreens(t: Test): Promise<DemoScreens> {
  const declared = declaredRoutes()
  const kit = await testApp(t, { onRoute: declared.add, hasDemo: true })
  const { owner, ids } = await demoShop(kit)
  const gets = declared.list().filter(({ method, url }) => method === 'GET' && !notScreens.test(url))
  const screens: Screen[] = []
  const unknown: string[] = []
  for (const route of gets) {
    const path = addressOf(route, ids)
    if (path === undefined) unknown.push(route.url)
    else screens.push({ path, route, answer: await owner.get(path) })
  }
  return { kit, owner, screens, gets, unknown }
}

/** Machines read these, or they end a session. */
const notScreens = /^\/(build|healthz|readyz|metrics|hooks|api)\b|logo\/|\*/

export const isHtml = ({ answer }: Pick<Screen, 'answer'>): boolean =>
  answer.statusCode < 300 && String(answer.headers['content-type']).startsWith('text/html')
export const isPage = (screen: Screen): boolean => isHtml(screen) && /^\s*<!doctype/i.test(screen.answer.body)
export const isDues = (path: string): boolean => /^\/[bd]\//.test(path)

/** Each parameter by what stands before it in the route: `/parties/:id/edit` by `/parties`. */
function addressOf({ url }: Declared, ids: Record<string, string>): string | undefined {
  const unknown = [...url.matchAll(/\/:\w+/g)].filter(({ index }) => ids[url.slice(0, index)] === undefined)
  if (unknown.length > 0) return undefined
  return url.replaceAll(/\/:\w+/g, (_, index: number) => `/${ids[url.slice(0, index)]}`)
}

/** The grocer's of the demo, with its owner signed in and the ids of what its pages show. */
async function demoShop(kit: TestApp): Promise<{ owner: Browser; ids: Record<string, string> }> {
  const { id: userId } = await kit.db('app_user').where({ email: 'owner@annapurna.test' }).first('id')
  const { business_id: businessId } = await kit.db('membership').where({ user_id: userId, role: 'owner' }).first()
  const owner = kit.as({ id: userId, businessId })
  const draft = newId()
  const item = await kit.root('item').where({ business_id: businessId, kind: 'goods' }).first('name')
  await aCheque(kit, owner, businessId)
  await aVoucher(owner)
  await anImport(owner)
  // Before the jewels: a shop that has a purity gets no others at one press.
  await aBoard(owner)
  const actor = { userId, name: 'Sunita', at: kit.clock() }
  await inBusiness(kit.db, businessId, (tx) => someJewels(tx, businessId, actor))
  await aClosedYear(kit, owner, businessId)
  await oldGold(kit, owner, businessId)
  await kit.root('salesperson').insert({ business_id: businessId, id: newId(), name: 'Ravi', updated_at: kit.clock() })
  await someOrders(kit, owner, businessId)
  await aGiftVoucher(kit, owner, businessId)
  await aReceipt(kit, owner, businessId)
  await aBillOfMetal(kit, owner, businessId)
  await someMovements(kit, owner, businessId)
  await owner.post(`/sales/drafts/${draft}`, { id: draft, scan: item.name, do: 'add', upi: '10' })
  return { owner, ids: await idsOf(kit, businessId) }
}

/** A list of parties that was checked, with a row that is refused. */
async function anImport(owner: Browser): Promise<void> {
  const [id, form] = [newId(), new FormData()]
  form.append('id', id)
  form.append('kind', 'parties')
  form.append('file', new Blob(['Name,Phone\nMeera Shah,9825012345\nDev,1\n']), 'parties.csv')
  await owner.upload('/imports', form)
  await owner.post(`/imports/${id}/columns`, { 'column.name': '0', 'column.phone': '1' })
}

/** Written by hand, with a file beside it. */
async function aVoucher(owner: Browser): Promise<void> {
  const id = newId()
  const lines = { 'lines.0.name': 'Rent', 'lines.0.debit': '5', 'lines.1.name': 'Electricity', 'lines.1.credit': '5' }
  await owner.post('/vouchers', { id, kind: 'journal', ...lines })
  const form = new FormData()
  form.append('attachment', new Blob(['%PDF-1.7']), 'bill.pdf')
  await owner.upload(`/vouchers/${id}/attachments`, form)
}

/** The year before this one. */
async function aClosedYear(kit: TestApp, owner: Browser, businessId: string): Promise<void> {
  const { id: capital } = await kit.root('account').where({ business_id: businessId, role: 'capital' }).first('id')
  await owner.post('/books/year', { id: newId(), label: '25-26', capital, confirm: '25-26' })
}

/** Purities with their rates, and a screen that shows them. */
async function aBoard(owner: Browser): Promise<void> {
  await owner.post('/board-rates/purities/standard')
  const { body } = await owner.get('/board-rates/new')
  const field = (name: string): string => new RegExp(`name="${name}" value="([^"]+)"`).exec(body)?.[1] ?? ''
  const sells = [...body.matchAll(/name="(sell\.[^"]+)"/g)].map(([, name = '']) => [name, '100'])
  await owner.post('/board-rates', { id: field('id'), seen: field('seen'), ...Object.fromEntries(sells) })
  await owner.post('/board-rates/screen')
}

/** A ring that a customer sold, at a rate that the board buys at. */
async function oldGold(kit: TestApp, owner: Browser, businessId: string): Promise<void> {
  const { id: party_id } = await kit
    .root('party')
    .where({ business_id: businessId, is_customer: true, gstin: '' })
    .first('id')
  const purity = await kit.root('purity').where({ business_id: businessId, name: '24K 999' }).first('id')
  const rate = { business_id: businessId, id: newId(), purity_id: purity.id, side: 'buy', rate_paise: 13_350_00n }
  await kit.root('board_rate').insert({ ...rate, from_at: kit.clock(), by_name: 'Asha' })
  const line = { 'og.0.purity': purity.id, 'og.0.gross': '10', 'og.0.touch': '91' }
  const seller = { og_id_kind: 'other', og_id: 'X1', og_declared: 'yes', address: 'Surat', settle: 'khata' }
  const ids = { party_id, og_document: newId(), payment_id: newId() }
  const bought = await owner.post('/old-gold', { ...ids, ...line, ...seller })
  const form = new FormData()
  form.append('photo', new Blob([Buffer.from('iVBORw0KGgoAAAANSUhEUg==', 'base64')]), 'ring.png')
  await owner.upload(`${bought.headers.location}/photos`, form)
}

/** A scheme with points of someone, and a gift voucher. */
async function aGiftVoucher(kit: TestApp, owner: Browser, businessId: string): Promise<void> {
  const scheme = {
    from: '',
    earn_by: 'value',
    per: '100',
    point_value: '1',
    min_redeem: '50',
    max_redeem: '20',
    expiry: '365',
  }
  await owner.post('/loyalty', { id: newId(), ...scheme })
  const { id } = await kit
    .root('posting')
    .where({ business_id: businessId })
    .whereNotNull('party_id')
    .groupBy('party_id')
    .orderByRaw('count(*) desc')
    .first('party_id as id')
  await owner.post(`/parties/${id}/points`, { id: newId(), points: '120', reason: 'Opening' })
  await owner.post('/gift-vouchers', { id: newId(), party: '', amount: '500', count: '2', expires_on: '', mode: 'upi' })
}

/** A medicine that came with its batch. */
async function aReceipt(kit: TestApp, owner: Browser, businessId: string): Promise<void> {
  const { id: party_id } = await kit.root('party').where({ business_id: businessId, is_supplier: true }).first('id')
  const { gst_class_id } = await kit.root('item').where({ business_id: businessId }).first('gst_class_id')
  const own = { business_id: businessId, created_at: kit.clock(), updated_at: kit.clock(), gst_class_id }
  const item = { id: newId(), kind: 'goods', name: 'Cough syrup', unit: 'BTL', tracks_batches: true }
  await kit.root('item').insert({ ...own, ...item })
  const batch = { 'lines.0.batch': 'CS 12', 'lines.0.expires_on': '12/2027' }
  const line = { 'lines.0.item': item.id, 'lines.0.received': '10', 'lines.0.price': '60', ...batch }
  const receiptId = newId()
  await owner.post('/purchases/receipts', { id: receiptId, party_id, landed_by: 'value', ...line })
  const slip = new FormData()
  slip.append('attachment', new Blob(['%PDF-1.7']), 'challan.pdf')
  await owner.upload(`/purchases/receipts/${receiptId}/attachments`, slip)
  await owner.post('/purchases/returns', { id: newId(), source: `receipt:${receiptId}`, 'q.1': '1' })
}

/** Metal of a supplier by weight, with its photo: its rate waits to be fixed. */
async function aBillOfMetal(kit: TestApp, owner: Browser, businessId: string): Promise<void> {
  const { id: party_id } = await kit.root('party').where({ business_id: businessId, is_supplier: true }).first('id')
  const where = { business_id: businessId, kind: 'goods', tracks_batches: false, archived_at: null }
  const articles = kit.root('article').where({ business_id: businessId }).select('item_id')
  const item = await kit.root('item').where(where).whereNotIn('id', articles).first('name')
  const form = new FormData()
  const paper = { id: newId(), party_id, their_number: 'BAR 7', their_date: 'today', on_date: 'today', basis: 'weight' }
  const metal = { metal: 'gold', fine: '10', metal_rate: '12000', 'n.0.item': item.name, 'n.0.price': '10' }
  for (const [name, value] of Object.entries({ ...paper, ...metal })) form.append(name, value)
  form.append('attachment', new Blob(['%PDF-1.7']), 'bill.pdf')
  await owner.upload('/purchases/bills', form)
}

/** An order with a photo, a challan, and goods of a supplier on approval. */
async function someOrders(kit: TestApp, owner: Browser, businessId: string): Promise<void> {
  const { id: party_id } = await kit.root('party').where({ business_id: businessId, is_customer: true }).first('id')
  const [id, form] = [newId(), new FormData()]
  const due = { due_on: '+10', basis: 'delivery', advance: '10', mode: 'upi', reference: '1' }
  await owner.post('/orders', { id, receipt_id: newId(), party_id, ...due, 'lines.0.words': 'Hamper' })
  form.append('photo', new Blob([Buffer.from('iVBORw0KGgoAAAANSUhEUg==', 'base64')]), 'hamper.png')
  await owner.upload(`/orders/${id}/photos/1`, form)
  const approval = { id: newId(), party_id, due_on: '+10', 'lines.0.words': 'Bangles' }
  await owner.post('/challans/in', approval)
  const challan = newId()
  const paper = await kit.root('document').where({ business_id: businessId, id }).first()
  await kit.root('document').insert({ ...paper, id: challan, kind: 'challan', number: 'DC/1' })
  await kit.root('challan').insert({ business_id: businessId, document_id: challan, due_on: '2026-12-01' })
}

/** One that came in today and waits for the bank. */
async function aCheque(kit: TestApp, owner: Browser, businessId: string): Promise<void> {
  const { id: party_id } = await kit.root('party').where({ business_id: businessId, is_customer: true }).first('id')
  const fields = { number: '004512', bank: 'State Bank', amount: '10', cheque_date: 'today' }
  await owner.post('/cheques/received', { id: newId(), party_id, ...fields })
}

type Address = { readonly sql: string } | { readonly table: string; readonly where: object } | { readonly is: string }
const sql = (text: string): Address => ({ sql: text })
const row = (table: string, where: object = {}): Address => ({ table, where })
const is = (text: string): Address => ({ is: text })

/** By the part of the address before it: of each thing the one with most to show. */
const addresses: Readonly<Record<string, Address>> = {
  '/parties': sql(
    'select party_id as id from posting where business_id = ? and party_id is not null group by 1 order by count(*) desc limit 1',
  ),
  '/sales': sql(`select d.id from document d join open_item o on o.business_id = d.business_id and o.document_id = d.id
    where d.business_id = ? and d.state = 'issued' and o.open_amount < o.amount limit 1`),
  '/books/accounts': row('account', { role: 'bank' }),
  '/books/bank': row('account', { role: 'bank' }),
  '/books/opening/parties': row('party', { is_customer: true }),
  '/payments': row('document', { kind: 'receipt' }),
  '/board-rates/purities': row('purity', { name: '24K 999' }),
  '/books/year': row('year_close'),
  '/cheques': row('cheque'),
  '/tills': row('till', { is_main: true }),
  '/tills/sessions': row('till_session', { state: 'closed' }),
  '/old-gold': row('document', { kind: 'urd-purchase' }),
  '/old-gold/:id/photos': sql(
    `select a.sha256 as id from document_attachment a join document d on d.business_id = a.business_id and d.id = a.document_id
    where a.business_id = ? and d.kind = 'urd-purchase'`,
  ),
  '/stock/counts': sql(
    `select document_id as id from stock_count where business_id = ? and state = 'approved' order by differences desc limit 1`,
  ),
  '/estimates': row('document', { kind: 'estimate' }),
  '/orders': row('document', { kind: 'sales-order' }),
  '/orders/:id/photos': is('1'),
  '/orders/:id/photos/:line': sql(
    'select photo_sha256 as id from sales_order_line where business_id = ? and photo_sha256 is not null',
  ),
  '/challans': row('document', { kind: 'challan' }),
  '/stock/transfers': row('movement', { form: 'transfer' }),
  '/stock/counters': row('movement', { form: 'counter' }),
  '/stock/adjustments': row('movement', { form: 'adjustment' }),
  '/stock/assemblies': row('movement', { form: 'assembly' }),
  '/stock/meltings': row('movement', { form: 'melting' }),
  '/stock/hallmarks': row('movement', { form: 'hallmark' }),
  '/stock/workshop': row('movement', { form: 'workshop' }),
  '/stock/kits': sql('select item_id as id from kit where business_id = ? limit 1'),
  '/purchases/receipts': sql(
    `select d.id from document d join document_attachment a on a.business_id = d.business_id and a.document_id = d.id
    where d.business_id = ? and d.kind = 'goods-receipt'`,
  ),
  '/purchases/receipts/:id/attachments': sql(
    `select a.sha256 as id from document d join document_attachment a on a.business_id = d.business_id and a.document_id = d.id
    where d.business_id = ? and d.kind = 'goods-receipt'`,
  ),
  '/batches': sql('select batch_id as id from batch_level where business_id = ? and quantity_milli > 0 limit 1'),
  '/purchases/bills': sql(
    `select document_id as id from supplier_bill where business_id = ? and basis = 'weight' limit 1`,
  ),
  '/purchases/bills/:id/attachments': sql(
    `select a.sha256 as id from document_attachment a join supplier_bill b on b.business_id = a.business_id
    and b.document_id = a.document_id where a.business_id = ? and b.basis = 'weight'`,
  ),
  '/purchases/orders': sql(
    `select document_id as id from purchase_order where business_id = ? and state = 'open' order by expected_on limit 1`,
  ),
  '/purchases/returns': row('document', { kind: 'purchase-return' }),
  '/purchases/orders/suppliers': sql('select party_id as id from party_item where business_id = ? limit 1'),
  '/purchases/suppliers': sql(
    'select supplier_id as id from goods_receipt_line where business_id = ? group by 1 order by count(*) desc limit 1',
  ),
  '/challans/in': row('approval_in'),
  '/price-lists': row('price_list', { name: 'Wholesale' }),
  '/price-lists/groups': row('party_group'),
  '/price-lists/changes': row('price_change'),
  '/gift-vouchers': row('gift_voucher'),
  '/gift-vouchers/sales': row('document', { kind: 'gift-voucher' }),
  '/returns': sql('select document_id as id from sale_return where business_id = ? limit 1'),
  '/people/salespeople': row('salesperson'),
  '/imports': row('import_run'),
  '/items': row('item', { kind: 'goods' }),
  '/stock': row('item', { kind: 'goods' }),
  '/stock/valuing': row('revaluation'),
  '/pieces': row('piece'),
  '/pieces/:pieceId/photo': sql('select photo_sha256 as id from piece where business_id = ?'),
  '/lots': row('lot'),
  '/value-tables': row('value_table'),
  '/vouchers': sql('select voucher_id as id from voucher_attachment where business_id = ?'),
  '/vouchers/:id/attachments': sql('select sha256 as id from voucher_attachment where business_id = ?'),
  '/sales/drafts': row('draft'),
  '/settings/branches': row('branch'),
  '/settings/series': row('series'),
  '/settings': is('shop'),
  '/setup': is('address'),
  '/people': sql(`select user_id as id from membership where business_id = ? and role = 'cashier'`),
}

async function idsOf(kit: TestApp, businessId: string): Promise<Record<string, string>> {
  return inBusiness(kit.db, businessId, async (tx) => {
    const found = await Promise.all(
      Object.entries(addresses).map(
        async ([prefix, address]) => [prefix, await idAt(tx, businessId, address)] as const,
      ),
    )
    const job = { business_id: businessId, id: newId(), kind: 'statements', input: '{}', total: 1, done: 1 }
    await tx('job').insert({ ...job, state: 'done', by_name: 'Sunita', at: kit.clock(), by_user: await ownerOf(tx) })
    const file = { business_id: businessId, job_id: job.id, name: 'statements.pdf', mime: 'application/pdf' }
    await tx('job_file').insert({ ...file, part: 0, bytes: Buffer.from('%PDF') })
    const jobs = { '/jobs': job.id, '/jobs/:id/files': file.name }
    const tokens = await tokensOf(kit, tx, businessId)
    return Object.fromEntries(
      Object.entries({ ...Object.fromEntries(found), ...jobs, ...tokens }).flatMap(([prefix, id]) =>
        id ? [[prefix, id]] : [],
      ),
    )
  })
}

async function idAt(tx: Tx, businessId: string, address: Address): Promise<string | undefined> {
  if ('is' in address) return address.is
  if ('sql' in address) return (await tx.raw(address.sql, [businessId])).rows[0]?.id
  return (
    await tx(address.table)
      .where({ business_id: businessId, ...address.where })
      .first('id')
  )?.id
}

const ownerOf = async (tx: Tx): Promise<string> =>
  (await tx('app_user').where({ email: 'owner@annapurna.test' }).first('id')).id

/** Links that let someone in, of which only the hash is kept. */
async function tokensOf(kit: TestApp, tx: Tx, businessId: string): Promise<Record<string, string>> {
  const at = kit.clock()
  const until = { created_at: at, expires_at: new Date(at.getTime() + 86_400_000) }
  const [reset, invitation] = [newToken(), newToken()]
  const { id: user_id } = await tx('app_user').where({ email: 'cashier@annapurna.test' }).first('id')
  await tx('password_reset').insert({ token_hash: hashOf(reset), user_id, ...until })
  const person = { email: 'new@annapurna.test', name: 'Meena', role: 'cashier', invited_by: user_id }
  await tx('invitation').insert({ token_hash: hashOf(invitation), business_id: businessId, ...person, ...until })
  return {
    '/reset': reset,
    '/invitations': invitation,
    ...(await duesLink(kit, tx, businessId)),
    ...(await boardScreen(kit, tx, businessId)),
  }
}

async function boardScreen(kit: TestApp, tx: Tx, businessId: string): Promise<Record<string, string>> {
  const { id } = await tx('board_screen').where({ business_id: businessId, revoked_at: null }).first('id')
  return { '/b': linkTokens(kit.config.secret).of(businessId, id) }
}

/** Of whoever owes most, and a bill of theirs. */
async function duesLink(kit: TestApp, tx: Tx, businessId: string): Promise<Record<string, string>> {
  const { id: userId } = await tx('app_user').where({ email: 'owner@annapurna.test' }).first('id')
  const { party_id } = await tx('party_balance').where({ business_id: businessId }).orderBy('amount', 'desc').first()
  const tokens = linkTokens(kit.config.secret)
  const actor = { userId, name: 'Sunita', at: kit.clock() }
  await makeDuesLink(tx, businessId, party_id, actor, tokens)
  const { id } = await tx('portal_link').where({ business_id: businessId, party_id }).first('id')
  const bill = await tx('document')
    .where({ business_id: businessId, party_id, kind: 'invoice', state: 'issued' })
    .first()
  return { '/d': tokens.of(businessId, id), '/d/:token/bills': bill.id }
}
