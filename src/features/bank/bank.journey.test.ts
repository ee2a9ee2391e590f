import t from 'tap'
import { bankFormats } from '../../core/bank-statement.ts'
import { newId } from '../../db/ids.ts'
import { inBusiness } from '../../db/tenant.ts'
import { testApp } from '../../testing/app.ts'
import { text } from '../../testing/html.ts'
import { booksCheck } from '../books/index.ts'

/** As a new user of the demo would try it: a statement in each format, one month after another, until nothing is left. */
t.test("the demo's bank account, reconciled from a statement in each format", { timeout: 240_000 }, async (t) => {
  const kit = await testApp(t, { config: { isDemo: true }, hasDemo: true })
  const { id } = await kit.db('app_user').where({ email: 'owner@annapurna.test' }).first('id')
  const { business_id: businessId } = await kit.db('membership').where({ user_id: id, role: 'owner' }).first()
  const owner = kit.as({ id, businessId })
  const list = (await owner.get('/books/bank')).body
  const base = /href="(\/books\/bank\/[0-9a-f-]{36})"/.exec(list)?.[1] ?? ''
  t.match((await owner.get(`${base}/import`)).body, /format=camt/)

  const months = ['2026-07-31', '2026-08-31', '2026-09-30', '2026-10-31']
  for (const [at, format] of bankFormats.entries()) {
    const on = months[at] ?? ''
    const file = await owner.get(`${base}/sample?format=${format}&on=${on}`)
    t.equal(file.statusCode, 200, format)
    const form = new FormData()
    form.set('id', newId())
    form.set('file', new Blob([new Uint8Array(file.rawPayload)]), `statement.${format}`)
    t.match(await owner.upload(`${base}/import`, form), { statusCode: 303, headers: { location: base } }, format)
    await owner.post(`${base}/matches/certain`)
    await pressSuggestions()
    const left = await enterRest()
    t.equal(left, 2, `${format}: a charge and some interest were not in the books`)
    const done = text((await owner.get(base)).body)
    t.match(done, /Not yet in the books 0\.00 .*Difference Nil .*(Reconciled up to)/, format)
  }
  const faults = (await inBusiness(kit.db, businessId, (tx) => booksCheck(tx, businessId))).filter(
    ({ holds }) => !holds,
  )
  t.same(faults, [])

  /** What has no reference is suggested by amount and day: a press for each. */
  async function pressSuggestions(): Promise<void> {
    for (let press = 0; press < 80; press += 1) {
      const { body } = await owner.get(base)
      const value = /name="suggestion" value="([^"]+)"/.exec(body)?.[1]
      if (value === undefined) return
      t.equal((await owner.post(`${base}/matches`, { suggestion: value })).statusCode, 303)
    }
  }

  async function enterRest(): Promise<number> {
    for (let entered = 0; entered < 10; entered += 1) {
      const href = /href="([^"]+\/voucher\?line=[^"]+)"/.exec((await owner.get(base)).body)?.[1]
      if (href === undefined) return entered
      const page = (await owner.get(href)).body
      const fields = Object.fromEntries(
        [...page.matchAll(/type="hidden" name="(id|line)" value="([^"]+)"/g)].map(([, name = '', value = '']) => [
          name,
          value,
        ]),
      )
      const what = /name="what" value="(charges|interest)" checked/.exec(page)?.[1] ?? ''
      t.equal((await owner.post(`${base}/voucher`, { ...fields, what })).statusCode, 303, what)
    }
    return -1
  }
})
