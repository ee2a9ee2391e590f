import t from 'tap'
import { inBusiness } from '../../db/tenant.ts'
import { htmx, testApp } from '../../testing/app.ts'
import { actorFor, aMember, aShop, devsShop } from '../../testing/cast.ts'
import { audit, verifyAudit } from './index.ts'

t.test('audit', async (t) => {
  const kit = await testApp(t)
  const say = (shop: Awaited<ReturnType<typeof aShop>>, name: string, before?: string) =>
    inBusiness(kit.db, shop.id, (tx) =>
      audit(tx, shop.id, actorFor(shop.asha, kit), {
        action: 'party.edited',
        entity: 'party',
        entityId: '0199a0de-0000-7000-8000-000000000001',
        ...(before && { before: { name: before } }),
        after: { name },
      }),
    )
  const verify = (businessId: string) => inBusiness(kit.db, businessId, (tx) => verifyAudit(tx, businessId))

  t.test('GET /audit', async (t) => {
    t.test('shows who did what, with what it was before', async (t) => {
      const shop = await aShop(kit)
      await say(shop, '<b>Ramesh</b>', 'Ram')
      const { body, statusCode } = await kit.as(shop.asha).get('/audit')
      t.equal(statusCode, 200)
      t.match(body, /Asha.*Party edited.*&lt;b&gt;Ramesh.*<del>Ram<\/del>/s)
      t.match(body, 'Seal whole')
    })
    t.test('keeps to the filter, and says when it is no date', async (t) => {
      const shop = await aShop(kit)
      await say(shop, 'Ramesh')
      t.notMatch((await kit.as(shop.asha).get('/audit?entity=item')).body, 'Ramesh')
      t.match((await kit.as(shop.asha).get('/audit?by=ash&from=today')).body, 'Ramesh')
      t.notMatch((await kit.as(shop.asha).get('/audit?to=-1')).body, 'Ramesh')
      t.match((await kit.as(shop.asha).get('/audit?from=whenever')).body, /value="whenever".*aria-invalid/s)
    })
    t.test('shows fifty lines a page, and the older ones on the next', async (t) => {
      const shop = await aShop(kit)
      for (let line = 0; line < 52; line++) await say(shop, `Name ${line}`)
      const first = (await kit.as(shop.asha).get('/audit')).body
      t.equal(first.match(/id="line-/g)?.length, 50)
      const next = /href="([^"]*after=[^"]*)"/.exec(first)?.[1]?.replaceAll('&amp;', '&') ?? ''
      t.match((await kit.as(shop.asha).get(next)).body, 'Name 0')
    })
    t.test('answers htmx with the page body only', async (t) => {
      const shop = await aShop(kit)
      t.notMatch((await kit.as(shop.asha).get('/audit', htmx)).body, '<html')
    })
    t.test('is for those who may look behind the counter', async (t) => {
      const shop = await aShop(kit)
      const auditor = await aMember(kit, shop, 'auditor')
      t.equal((await kit.as(auditor).get('/audit')).statusCode, 200)
      t.equal((await kit.as(shop.bharat).get('/audit')).statusCode, 403)
    })
    t.test("never shows another shop's lines", async (t) => {
      const [shop, devs] = [await aShop(kit), await devsShop(kit)]
      await say(shop, 'Only Asha knows')
      t.notMatch((await kit.as(devs.dev).get('/audit')).body, 'Only Asha knows')
    })
  })

  t.test('the chain', async (t) => {
    t.test('holds while lines are added', async (t) => {
      const shop = await aShop(kit)
      await say(shop, 'One')
      await Promise.all(['Two', 'Three', 'Four'].map((name) => say(shop, name)))
      const verdict = await verify(shop.id)
      t.ok(verdict.holds)
      t.ok(verdict.checked >= 5)
    })
    t.test('refuses a change and a removal', async (t) => {
      const shop = await aShop(kit)
      await t.rejects(kit.root('audit_line').where({ business_id: shop.id }).update({ by_name: 'x' }), {
        code: 'KH001',
      })
      await t.rejects(kit.root('audit_line').where({ business_id: shop.id }).delete(), { code: 'KH001' })
    })
    t.test('names the line that someone changed or took out behind its back', async (t) => {
      for (const tampering of [
        "update audit_line set by_name = 'x' where business_id = ? and seq = 3",
        'delete from audit_line where business_id = ? and seq = 3',
      ]) {
        const shop = await aShop(kit)
        for (const name of ['One', 'Two', 'Three', 'Four']) await say(shop, name)
        await kit.root.transaction(async (tx) => {
          await tx.raw('set local session_replication_role = replica')
          await tx.raw(tampering, [shop.id])
        })
        t.ok([3n, 4n].includes((await verify(shop.id)).faults[0]?.seq ?? 0n), tampering)
      }
    })
    t.test('misses no line that was cut off its end', async (t) => {
      const shop = await aShop(kit)
      await say(shop, 'One')
      await kit.root.transaction(async (tx) => {
        await tx.raw('set local session_replication_role = replica')
        await tx.raw(
          'delete from audit_line where business_id = ? and seq = (select max(seq) from audit_line where business_id = ?)',
          [shop.id, shop.id],
        )
      })
      t.match((await verify(shop.id)).faults, [{ fault: 'cut' }])
    })
  })
})
