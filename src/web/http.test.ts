import { type AddressInfo, connect } from 'node:net'
import { setTimeout as delay } from 'node:timers/promises'
import t, { type Test } from 'tap'
import { type Answer, htmx, staysIn, testApp } from '../testing/app.ts'
import { aShop } from '../testing/cast.ts'
import { type Declared, declaredRoutes } from '../testing/routes.ts'

t.test('http', async (t) => {
  const declared = declaredRoutes()
  const kit = await testApp(t, { onRoute: declared.add })
  const routes = declared.list()
  const shop = await aShop(kit)
  const owner = staysIn(() => kit.as(shop.asha))
  const form = { 'content-type': 'application/x-www-form-urlencoded' }
  kit.app.get('/test/fault', { config: { permission: 'open' } }, () => {
    throw new Error('the words of an error of ours')
  })
  kit.app.get('/test/slow', { config: { permission: 'open' } }, async () => {
    await delay(200)
    return 'all of it'
  })
  await kit.app.listen({ host: '127.0.0.1', port: 0 })
  const { port } = kit.app.server.address() as AddressInfo

  t.test('no address makes a page fail', async (t) => {
    const ids = ['x', '%00', '%E0%A4%A', '%ED%A0%80', "'%20or%201=1--", '9'.repeat(300), '..%2f..%2fetc%2fpasswd']
    for (const { url } of routes.filter(({ method, url }) => method === 'GET' && /[:*]/.test(url)))
      await noFaults(t, url, ids, async (id) => {
        const asked = url.replaceAll(/:\w+|\*/g, id)
        return refusal(await owner().get(asked), asked)
      })
  })

  t.test('no query makes a page fail', async (t) => {
    for (const { url, queryNames } of routes.filter(({ method }) => method === 'GET'))
      await noFaults(t, url, hostile, async (text) => {
        const query = new URLSearchParams(queryNames.map((name) => [name, text]))
        return harm(await owner().get(`${filled(url)}?${query}`), text)
      })
  })

  t.test('a name that the page does not know, or twice, or no text at all, is refused', async (t) => {
    for (const { url, queryNames, manyNames } of routes.filter(isPageOfShop)) {
      const name = queryNames.find((one) => !manyNames.includes(one)) ?? 'q'
      const queries = ['nobody=knows', `${name}=1&${name}=2`, '__proto__=1', 'constructor=1', `${name}=%00`]
      await noFaults(t, url, queries, async (query) => refusal(await owner().get(`${filled(url)}?${query}`), query))
    }
  })

  t.test('no text in a form makes it fail', async (t) => {
    for (const { url, bodyNames } of routes.filter(({ method }) => method === 'POST'))
      await noFaults(t, url, hostile, async (text) => {
        const fields = Object.fromEntries(bodyNames.map((name) => [name, text]))
        return harm(await owner().post(filled(url), fields), text)
      })
  })

  t.test('a form of another shape is refused', async (t) => {
    for (const { url, bodyNames, permission } of routes.filter(({ method }) => method === 'POST')) {
      if (permission === 'open' || permission === 'signed-in') continue
      const name = bodyNames.find((one) => one !== '_csrf') ?? 'name'
      const shapes: [body: string, type: string][] = [
        [`${name}=1&${name}=2&${name}=3`, 'application/x-www-form-urlencoded'],
        [`${name}=${'%F0%9F%98%80'.repeat(3)}%00`, 'application/x-www-form-urlencoded'],
        ['nobody=knows', 'application/x-www-form-urlencoded'],
        [`{"${name}": ["1"]}`, 'application/json'],
        [`{"${name}": {"toString": 1}}`, 'application/json'],
        [`{"${name}": 1e400}`, 'application/json'],
        [`{"${name}": "\\ud800"}`, 'application/json'],
        ['{"__proto__": {"isOwner": true}}', 'application/json'],
        ['[1, 2', 'application/json'],
        ['<a/>', 'application/xml'],
      ]
      if (bodyNames.length > 0) shapes.push(['null', 'application/json'])
      await noFaults(t, url, shapes, async ([body, type]) =>
        refusal(await owner().send(filled(url), body, { 'content-type': type }), `${type} ${body}`),
      )
    }
  })

  t.test('a broken form with a file is refused', async (t) => {
    const type = { 'content-type': 'multipart/form-data; boundary=x' }
    const part = '--x\r\nContent-Disposition: form-data; name="logo"; filename="a.png"\r\n\r\n'
    for (const body of ['', 'no part', '--x\r\n', part, `${part}${'a'.repeat(10)}`, `${part}\0\r\n--x--\r\n`])
      refused(t, await owner().send('/settings/logo', body, type), `multipart ${JSON.stringify(body)}`)
    refused(t, await owner().send('/settings/logo', part, { 'content-type': 'multipart/form-data' }), 'no boundary')
    const many = '--x\r\nContent-Disposition: form-data; name="f"\r\n\r\n1\r\n'.repeat(50)
    refused(t, await owner().send('/settings/logo', `${many}--x--\r\n`, type), 'many fields')
    const large = `${part}${'a'.repeat(2 * 1024 * 1024)}\r\n--x--\r\n`
    refused(t, await owner().send('/settings/logo', large, type), 'a large file')
  })

  t.test('more than 256 KB is too large, and said so on a page', async (t) => {
    const answer = await owner().send('/parties', `name=${'a'.repeat(300 * 1024)}`, form)
    t.equal(answer.statusCode, 413)
    t.match(answer.body, 'That is too large')
  })

  t.test('what is not HTTP is refused at the door', async (t) => {
    const host = 'Host: 127.0.0.1\r\n'
    for (const [said, head] of Object.entries({
      'a head of 20 KB': `GET / HTTP/1.1\r\n${host}X-Long: ${'a'.repeat(20_000)}\r\n\r\n`,
      'two lengths': `POST / HTTP/1.1\r\n${host}Content-Length: 3\r\nContent-Length: 4\r\n\r\nabc`,
      'a length and chunks': `POST / HTTP/1.1\r\n${host}Content-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n`,
      'no host': 'GET / HTTP/1.1\r\n\r\n',
      'a NUL in the head': `GET / HTTP/1.1\r\n${host}X-Nul: a\0b\r\n\r\n`,
      'a bare line feed in the head': `GET / HTTP/1.1\r\n${host}X-A: a\nb: c\r\n\r\n`,
      'no method of the web': `FETCH / HTTP/1.1\r\n${host}\r\n`,
      'TLS to a plain port': '\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03',
    })) {
      const answer = await raw(port, head)
      t.match(answer, /^HTTP\/1\.1 4\d\d /, said)
      t.notMatch(answer, leak, said)
    }
  })

  t.test('a head that drips is cut off, and others are served meanwhile', async (t) => {
    const from = performance.now()
    const dripping = raw(port, 'GET / HTTP/1.1\r\nX-Slow: a')
    t.equal((await fetch(`http://127.0.0.1:${port}/healthz`)).status, 200)
    t.match(await dripping, /^HTTP\/1\.1 408 |^$/)
    t.ok(performance.now() - from < 8_000)
  })

  t.test('every kind of answer carries the headers that guard it', async (t) => {
    const answers: Record<string, Answer> = {
      'a page': await owner().get('/parties'),
      'a part of it': await owner().get('/parties', htmx),
      'a redirect': await kit.anonymous.get('/parties'),
      'a redirect of htmx': await kit.anonymous.get('/parties', htmx),
      'a file': await kit.anonymous.get(/\/build\/app-\w+\.css/.exec((await owner().get('/parties')).body)?.[0] ?? ''),
      'data for machines': await kit.anonymous.get('/healthz'),
      'no such page': await owner().get('/nowhere'),
      'no right': await kit.as(shop.bharat).get('/people'),
      'another site': await owner().post('/parties', {}, { 'sec-fetch-site': 'cross-site' }),
      'a query that is unfit': await owner().get('/parties?q=%00'),
      'an address that is unfit': await owner().get('/parties/%E0%A4%A'),
      'a body that is too large': await owner().send('/parties', 'a'.repeat(300_000), form),
      'a form with faults': await owner().post('/parties', { id: '0199a0de-0000-7000-8000-000000000001' }),
      'a fault of ours': await owner().get('/test/fault'),
    }
    for (const [said, { headers }] of Object.entries(answers)) {
      t.match(headers, guards, said)
      t.match(headers['content-security-policy'], policy, said)
      t.notOk(headers['x-powered-by'] ?? headers['server'], said)
      t.match(headers['cache-control'], said === 'a file' ? 'immutable' : 'no-store', said)
    }
  })

  t.test('every page has a word of its own that lets scripts run', async (t) => {
    const words = await Promise.all(
      [1, 2].map(async () =>
        /nonce-([\w-]+)/.exec(String((await owner().get('/parties')).headers['content-security-policy'])),
      ),
    )
    t.match(words[0]?.[1], /^[\w-]{22}$/)
    t.not(words[0]?.[1], words[1]?.[1])
  })

  t.test('an error of ours shows its number and nothing of itself', async (t) => {
    const { statusCode, body } = await owner().get('/test/fault')
    t.equal(statusCode, 500)
    t.match(body, /Something went wrong here.*<code>/s)
    t.notMatch(body, 'the words of an error of ours')
    t.notMatch(body, leak)
  })

  t.test('a page that is not here, and a method that no page has', async (t) => {
    t.match(await owner().get('/nowhere'), { statusCode: 404, body: /This page is not here/ })
    for (const method of ['PUT', 'DELETE', 'PATCH'] as const) {
      const headers = { cookie: await owner().cookie(), 'sec-fetch-site': 'same-origin' }
      const answer = await kit.app.inject({ method, url: '/parties', headers })
      t.match(
        answer,
        { statusCode: 405, headers: { allow: 'GET, HEAD, POST' }, body: /This cannot be done here/ },
        method,
      )
    }
  })

  // The last one: it closes the app.
  t.test('an answer under way is finished before the app ends', async (t) => {
    const slow = fetch(`http://127.0.0.1:${port}/test/slow`)
    await delay(50)
    const closed = kit.app.close()
    t.equal(await (await slow).text(), 'all of it')
    await closed
    await t.rejects(fetch(`http://127.0.0.1:${port}/healthz`))
  })
})

const hostile = [
  '\0',
  'Meera\u0000',
  '\u{1F4A9}'.repeat(50),
  "'; drop table party; --",
  '<script>alert(1)</script>',
  '9'.repeat(400),
  '-1',
  '1e999',
  'NaN',
  '१२३४५६७८९०१२३४५६७८९०',
  '9999-99-99',
  '0000-00-00',
  '275760-09-14',
  '../../etc/passwd',
  '%s%n%x',
  'a'.repeat(20_000),
  '0199a0de-0000-7000-8000-00000000000g',
  '\u202Eevil\u2066',
]

/** Of our own code or of Node's: no such line is for a browser. */
const leak = /node_modules|\.ts:\d+|at .*\(node:|select .* from|syntax error|violates/

const guards = {
  'strict-transport-security': /max-age=63072000/,
  'x-content-type-options': 'nosniff',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'referrer-policy': /^(same-origin|no-referrer)$/,
  'permissions-policy': /camera=/,
}
const policy = /^default-src 'none';.*frame-ancestors 'none'/

/** What is wrong with an answer to something hostile, in words; nothing where it was borne. */
function harm({ statusCode, body }: Answer, said: string): string | undefined {
  if (statusCode >= 500) return `${said.slice(0, 40)}: ${statusCode}`
  return leak.test(body) ? `${said.slice(0, 40)}: ${leak.exec(body)?.[0]}` : undefined
}

const refusal = (answer: Answer, said: string): string | undefined =>
  harm(answer, said) ?? (answer.statusCode < 400 ? `${said.slice(0, 40)}: ${answer.statusCode}` : undefined)

/** One check for an address, whatever was tried on it: the page is named once, with each try that it did not bear. */
async function noFaults<Try>(
  t: Test,
  url: string,
  tries: readonly Try[],
  send: (one: Try) => Promise<string | undefined>,
): Promise<void> {
  const faults: string[] = []
  for (const one of tries) {
    const fault = await send(one)
    if (fault !== undefined) faults.push(fault)
  }
  t.same(faults, [], url)
}

function refused(t: Test, answer: Answer, said: string): void {
  t.equal(refusal(answer, said), undefined, said)
}

const isPageOfShop = ({ method, permission }: Declared): boolean =>
  method === 'GET' && permission !== 'open' && permission !== 'signed-in'

const filled = (url: string): string => url.replaceAll(/:\w+|\*/g, '0199a0de-0000-7000-8000-000000000001')

/** Sends bytes as they are, and says what came back until the line was closed. */
function raw(port: number, sent: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect({ port, host: '127.0.0.1' })
    let answer = ''
    socket.setEncoding('latin1')
    socket.on('data', (part) => {
      answer += part
    })
    socket.on('end', () => socket.end())
    socket.on('close', () => resolve(answer))
    socket.on('error', (error) => ('code' in error && error.code === 'ECONNRESET' ? resolve(answer) : reject(error)))
    socket.write(sent, 'latin1')
  })
}
