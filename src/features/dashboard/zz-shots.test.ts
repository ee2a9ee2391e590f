import { writeFileSync } from 'node:fs'
import t from 'tap'
import { makeDemo } from '../../../seeds/demo.ts'
import { testApp } from '../../testing/app.ts'
import { testBrowser } from '../../testing/browser.ts'
import { aMember, aShop } from '../../testing/cast.ts'
import { serve } from '../../testing/serve.ts'
import { axeFaults } from '../../testing/browser.ts'
import { validHtml } from '../../testing/html.ts'

t.test('shots', { timeout: 200000 }, async (t) => {
  const kit = await testApp(t)
  await makeDemo(kit.db, { now: kit.clock(), secret: kit.config.secret })
  const url = await serve(kit)
  const { open } = await testBrowser(t)
  const user = await kit.root('app_user').where({ email: 'owner@balaji.test' }).first()
  const business = await kit.root('membership').where({ user_id: user.id, role: 'owner' }).first()
  const owner = { id: user.id, businessId: business.business_id }
  const empty = await aShop(kit)
  const karigar = await aMember(kit, empty, 'karigar')
  const shots = async (name: string, who: any, looks: any[]) => {
    const body = (await kit.as(who).get('/')).body
    writeFileSync(`/tmp/d-${name}.html`, body)
    t.same(await validHtml(body), [])
    for (const look of looks) {
      const { page, faults, goto } = await open(look)
      if (look.w) await page.setViewport({ width: look.w, height: look.h })
      const cookie = await kit.as(who).cookie()
      const [n = '', v = ''] = cookie.split('=')
      await page.setCookie({ name: n, value: v, url })
      await goto(url + '/')
      t.same(await axeFaults(page), [])
      t.same(faults, [])
      await page.screenshot({ path: `/tmp/d-${name}-${look.screen ?? look.w}${look.isDark ? '-dark' : ''}.png`, fullPage: look.full !== false })
      await page.close()
    }
  }
  const all = [{ screen: 'desk' }, { screen: 'desk', isDark: true }, { screen: 'tablet' }, { screen: 'phone' }, { screen: 'phone', isDark: true }]
  await shots('owner', owner, [...all, { w: 800, h: 800, full: false }, { w: 1366, h: 620, full: false }])
  await kit.root('app_user').update({ locale: 'hi' })
  await shots('hindi', owner, [{ screen: 'desk' }, { screen: 'phone' }])
  await kit.root('app_user').update({ locale: 'en' })
  await shots('empty', empty.asha, [{ screen: 'desk' }, { screen: 'phone' }])
  await shots('karigar', karigar, [{ screen: 'desk' }])
  await shots('cashier', { ...empty.bharat }, [{ screen: 'desk' }])
})
