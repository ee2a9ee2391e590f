import { setTimeout as delay } from 'node:timers/promises'
import t from 'tap'
import { newId } from '../../db/ids.ts'
import { inBusiness } from '../../db/tenant.ts'
import { testApp } from '../../testing/app.ts'
import { testBrowser } from '../../testing/browser.ts'
import { actorFor, aShop } from '../../testing/cast.ts'
import { runJobs } from '../../testing/jobs.ts'
import { serve } from '../../testing/serve.ts'
import { startJob } from './index.ts'

t.test('the page of a job', { timeout: 100_000 }, async (t) => {
  const kit = await testApp(t)
  const url = await serve(kit)
  const shop = await aShop(kit)
  const { open } = await testBrowser(t)
  const opened = async (hasScript: boolean) => {
    const id = newId()
    const job = { id, kind: 'a', input: {}, total: 3 }
    await inBusiness(kit.db, shop.id, (tx) => startJob(tx, shop.id, job, actorFor(shop.asha, kit)))
    const watched = await open({ screen: 'desk', hasScript })
    const [name = '', value = ''] = (await kit.as(shop.asha).cookie()).split('=')
    await watched.page.browserContext().setCookie({ name, value, domain: new URL(url).hostname, path: '/' })
    await watched.goto(`${url}/jobs/${id}`, 'load')
    return { id, ...watched }
  }
  const finish = () =>
    runJobs(kit, {
      kinds: [
        {
          kind: 'a',
          async work(_deps, _job, progress) {
            progress.add(3)
            return { said: { key: 'shell.saved' } }
          },
        },
      ],
    })

  t.test('follows it by itself, and is quiet once it is done', async (t) => {
    const { page, faults, traffic } = await opened(true)
    await page.waitForFunction(() => document.querySelector('#job')?.textContent?.includes('Waiting'))
    await finish()
    await page.waitForFunction(() => document.querySelector('#job')?.textContent?.includes('3 of 3'), {
      timeout: 20_000,
    })
    const { requests } = traffic
    await delay(2_500)
    t.equal(traffic.requests, requests, 'nothing is asked any more')
    t.same(faults, [])
  })

  t.test('is followed by a link, and cancelled, without a script', async (t) => {
    const { page, id } = await opened(false)
    const press = async (selector: string) => {
      await Promise.all([page.waitForNavigation(), page.click(selector)])
      return page.evaluate(() => document.querySelector('#job')?.textContent ?? '')
    }
    await kit.root('job').where({ id }).update({ state: 'running', runner: newId(), done: 2, heartbeat: new Date() })
    t.match(await press('#job a.btn-plain'), '2 of 3')
    t.match(await press('#job .btn-danger'), 'It was cancelled')
    t.match(await kit.root('job').where({ id }).first(), { state: 'cancelled' })
  })
})
