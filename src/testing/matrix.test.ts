import t from 'tap'
import { can, isRole, type RoutePermission, roles } from '../core/permissions.ts'
import { newId } from '../db/ids.ts'
import { createBusiness } from '../features/businesses/index.ts'
import { type Answer, type Browser, type Headers, staysIn, type TestApp, testApp } from './app.ts'
import { aMember, aPerson, aShop } from './cast.ts'
import { type Declared, declaredRoutes } from './routes.ts'

/**
 * Every route, for every role, asked with the ids of another shop. It reads the routes from the app, and every thing of
 * the other shop has the same id, so that a new route and a new name of a parameter are asked without a word here.
 */
t.test('routes x roles x the ids of another shop', async (t) => {
  const declared = declaredRoutes()
  const kit = await testApp(t, { onRoute: declared.add })
  const routes = declared.list()
  const theirs = await aStrangersShop(kit)
  const before = await everythingOf(kit, theirs.id)
  const shop = await aShop(kit)

  t.test('every route says who may use it', async (t) => {
    t.ok(routes.length > 20)
    for (const { method, url, permission } of routes) t.ok(permission, `${method} ${url}`)
  })

  for (const role of roles) {
    t.test(`${role} reaches nothing of theirs`, async (t) => {
      const member = await aMember(kit, shop, role)
      const browser = staysIn(() => kit.as(member))()
      for (const route of routes) {
        const answer = await ask(browser, route, theirs)
        const said = `${route.method} ${route.url}: ${answer.statusCode}`
        const isBorne = answer.statusCode < 500 && !answer.body.match(theirs.mark)
        const isRight = isForbidden(role, route.permission)
          ? answer.statusCode === 403
          : !isTheirs(route) || [400, 403, 404, 409, 422].includes(answer.statusCode)
        t.ok(isBorne && isRight, said)
      }
    })
  }

  t.test('a person without a shop, and one of another, reach no page of a shop', async (t) => {
    const nobody = await aPerson(kit, 'Farid')
    const inShops = routes.filter(({ permission }) => permission !== 'open' && permission !== 'signed-in')
    const lost = staysIn(() => kit.as(nobody))()
    for (const route of inShops) {
      const answer = await ask(lost, route, theirs)
      t.match(answer, { statusCode: 303, headers: { location: '/businesses' } }, `${route.method} ${route.url}`)
    }
    for (const route of routes.filter(({ permission }) => permission !== 'open')) {
      const answer = await ask(kit.anonymous, route, theirs)
      t.match(answer, { statusCode: 303, headers: { location: /^\/sign-in/ } }, `${route.method} ${route.url}`)
    }
  })

  t.test('nothing is written by a form without its token, nor by one from another site', async (t) => {
    const browser = kit.as(shop.asha)
    for (const route of routes.filter(({ method }) => method === 'POST')) {
      const url = urlOf(route, theirs)
      if (route.permission !== 'open')
        t.equal((await browser.post(url, { _csrf: '' })).statusCode, 403, `${url} without a token`)
      if (route.isFromAnywhere) continue
      for (const headers of fromElsewhere)
        t.equal((await browser.post(url, {}, headers)).statusCode, 403, `${url} from another site`)
    }
  })

  t.test('afterwards everything of theirs is as it was', async (t) => {
    t.same(await everythingOf(kit, theirs.id), before)
  })
})

interface Theirs {
  /** Of the business, its owner, its party, item, bill and so on. */
  id: string
  /** The hash of each of their tokens. */
  hash: string
  /** In the name of each of their things. */
  mark: string
}

const fromElsewhere: Headers[] = [
  { 'sec-fetch-site': 'cross-site' },
  { 'sec-fetch-site': 'same-site' },
  { 'sec-fetch-site': 'none', origin: 'https://evil.test' },
]

const urlOf = ({ url }: Declared, { id, hash }: Theirs): string =>
  url.replaceAll(/:(\w+)/g, (_, name: string) => (/token|hash|session/i.test(name) ? hash : id)).replaceAll('*', 'x')

function ask(browser: Browser, route: Declared, theirs: Theirs): Promise<Answer> {
  const url = urlOf(route, theirs)
  return route.method === 'GET' ? browser.get(url) : browser.post(url)
}

function isForbidden(role: string, permission: RoutePermission | undefined): boolean {
  if (permission === undefined || permission === 'open' || permission === 'signed-in') return false
  return isRole(role) && !can(role, permission)
}

/** Asks for one thing that a person needs a right in the shop to see. */
const isTheirs = ({ url, permission }: Declared): boolean =>
  url.includes(':') && permission !== 'open' && permission !== 'signed-in'

async function aStrangersShop({ db, root, clock }: TestApp): Promise<Theirs> {
  const [id, hash, mark] = [newId(), 'Z'.repeat(43), 'Zafarani']
  const at = clock()
  const actor = { userId: id, name: mark, at }
  await db('app_user').insert({ id, name: mark, email: `${mark}@shop.test`, created_at: at })
  const { branchId } = await createBusiness(db, { id, name: mark, kind: 'general', state: '24' }, actor)
  const of = { business_id: id, id }
  const { id: series_id } = await root('series').where({ business_id: id, document_kind: 'invoice' }).first('id')
  const { id: gst_class_id } = await root('gst_class').where({ business_id: id }).first('id')
  await root('party').insert({ ...of, name: mark, created_at: at, updated_at: at })
  await root('account').insert({ ...of, code: '9990', name: mark, nature: 'expense' })
  await root('item').insert({
    ...of,
    kind: 'goods',
    name: mark,
    unit: 'PCS',
    gst_class_id,
    created_at: at,
    updated_at: at,
  })
  const bill = {
    series_id,
    number: mark,
    on_date: '2026-11-21',
    party_id: id,
    branch_id: branchId,
    place_of_supply: '24',
  }
  const issued = {
    supply: 'intra',
    total_paise: 0,
    request_hash: '',
    issued_by: id,
    issued_by_name: mark,
    issued_at: at,
  }
  await root('document').insert({ ...of, kind: 'invoice', state: 'issued', ...bill, ...issued })
  await root('gift_voucher').insert({
    ...of,
    document_id: id,
    code: '23456789ABCD',
    amount_paise: 1,
    left_paise: 1,
    sold_on: '2026-11-21',
  })
  await root('till').insert({ ...of, branch_id: branchId, name: mark })
  await root('till_session').insert({ ...of, till_id: id, number: 1, opened_at: at, opened_by_name: mark })
  await root('salesperson').insert({ ...of, name: mark, updated_at: at })
  await root('draft').insert({ ...of, user_id: id, kind: 'sale', body: '{}', label: mark, updated_at: at })
  const file = { kind: 'parties', state: 'checked', file_name: mark, sha256: hash, headings: '[]', fingerprint: '' }
  const read = { on_date: '2026-04-01', total: 1, by_name: mark, created_at: at, updated_at: at }
  await root('import_run').insert({ ...of, ...file, ...read })
  await root('job').insert({ ...of, kind: mark, input: '{}', total: 1, state: 'done', by_user: id, by_name: mark, at })
  const cheque = {
    direction: 'received',
    number: '004512',
    bank_name: mark,
    amount: 1,
    rest_as: 'advance',
    request_hash: '',
  }
  const days = { cheque_date: '2026-11-21', on_date: '2026-11-21', moved_on: '2026-11-21' }
  await root('cheque').insert({ ...of, ...cheque, ...days, party_id: id, by_name: mark, at })
  const until = new Date(at.getTime() + 86_400_000)
  const link = { party_id: id, token_hash: hash, created_by: id, created_at: at, expires_at: until }
  await root('portal_link').insert({ ...of, ...link })
  await root('portal_directory').insert({ token_hash: hash, business_id: id, portal_link_id: id })
  await root('purity').insert({ ...of, metal: 'gold', name: mark, fineness: 9160 })
  const rate = { side: 'sell', rate_paise: 1, from_at: at, by_name: mark }
  await root('board_rate').insert({ ...of, ...rate, purity_id: id })
  const kept = { created_at: at, updated_at: at }
  await root('value_table').insert({ ...of, name: mark, updated_at: at })
  await root('article').insert({ business_id: id, item_id: id, purity_id: id, tracking: 'piece' })
  const weighed = { gross_mg: 1000, net_mg: 1000, fineness: 9160, fine_mg: 916, cost_paise: 0, came_on: '2026-11-21' }
  const lies = { item_id: id, branch_id: branchId, purity_id: id }
  await root('piece').insert({ ...of, ...lies, ...weighed, ...kept, tag: 'Z-1', note: mark, state: 'in-stock' })
  await root('lot').insert({ ...of, ...lies, name: mark, kind: 'metal', created_at: at })
  await root('board_screen').insert({ ...of, token_hash: hash, by_name: mark, created_at: at })
  await root('board_directory').insert({ token_hash: hash, business_id: id, board_screen_id: id })
  const invitation = {
    email: `${mark}@x.test`,
    name: mark,
    role: 'owner',
    invited_by: id,
    created_at: at,
    expires_at: until,
  }
  await root('invitation').insert({ token_hash: hash, business_id: id, ...invitation })
  return { id, hash, mark }
}

/** A picture of every row that belongs to the business, table by table. */
async function everythingOf({ root }: TestApp, businessId: string): Promise<Record<string, string>> {
  const { rows } = await root.raw<{ rows: { table_name: string }[] }>(
    `select c.table_name from information_schema.columns c join information_schema.tables using (table_schema, table_name)
     where c.column_name = 'business_id' and c.table_schema = 'public' and table_type = 'BASE TABLE' order by 1`,
  )
  const pictures = rows.map(async ({ table_name }) => {
    const sql = `select coalesce(md5(string_agg(t::text, ' ' order by t::text)), '') as picture from ?? t where business_id = ?`
    const { rows: found } = await root.raw<{ rows: { picture: string }[] }>(sql, [table_name, businessId])
    return [table_name, found[0]?.picture ?? ''] as const
  })
  return Object.fromEntries(await Promise.all(pictures))
}
