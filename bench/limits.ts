import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { createPrinter } from '../src/pdf/printer.ts'
import { type Loaded, load, Tally } from './load.ts'
import { endChild, freePort } from './stage.ts'

/** What this machine can do at most, measured in the same minutes as the app. */
export async function bareFastify(clients: number, seconds: number): Promise<{ loaded: Loaded; child: number }> {
  const port = await freePort()
  const child: ChildProcess = spawn(process.execPath, ['bench/hello.ts', String(port)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  try {
    if (child.stdout) await once(child.stdout, 'data')
    const hello = () => ({ method: 'GET', path: '/', headers: {}, expect: 200 }) as const
    await load(port, hello, { clients, seconds: 0.3, requests: 1000 })
    const loaded = await load(port, hello, { clients, seconds, requests: 50_000 })
    return { loaded, child: child.pid ?? 0 }
  } finally {
    await endChild(child)
  }
}

const rows = Array.from(
  { length: 10 },
  (_, i) => `<tr><td>${i + 1}</td><td>A thing</td><td>2</td><td>1,250.00</td></tr>`,
)
const html = `<!doctype html><html lang="en"><head><title>A bill</title></head><body><h1>A bill</h1><table>${rows.join('')}</table></body></html>`

/** Chromium's own time for a page of ten lines that nobody had to render. */
export async function barePrint(dataDir: string, most: number): Promise<Loaded> {
  const chromiumPath = process.env['CHROMIUM_PATH']
  const printer = createPrinter({ dataDir, ...(chromiumPath && { chromiumPath }) })
  const sheet = { html, css: 'table{width:100%}td{border:1px solid}', paper: 'a4' } as const
  try {
    await printer.pdf(sheet)
    const tally = new Tally()
    const began = performance.now()
    for (let i = 0; i < most; i++) {
      const from = performance.now()
      const bytes = (await printer.pdf(sheet)).length
      tally.add({ ms: performance.now() - from, bytes, error: '' })
    }
    return tally.result(performance.now() - began)
  } finally {
    await printer.close()
  }
}
