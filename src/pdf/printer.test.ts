import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { arch, kill, platform } from 'node:process'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import t from 'tap'
import { hasOracle } from '../testing/oracles.ts'
import { pdfPageSizes, pdfPixels, pdfText, testPrinter } from '../testing/pdf.ts'
import { decodeQrPixels } from '../testing/qr.ts'
import { listChromiums } from './chromium.ts'
import type { PrinterOptions } from './printer.ts'
import { qrSvg } from './qr.ts'
import type { Sheet } from './sheet.ts'

// Only the npm package's browser where there is one, so that every machine tests what a bare machine gets.
const hasPackage = platform === 'linux' && arch === 'x64'
const bare: Partial<PrinterOptions> = hasPackage ? { systemPaths: [] } : {}
const needsPackage = { skip: !hasPackage && 'the npm package has no Chromium for this platform' }

const link = 'upi://pay?pa=annapurna@okbank&pn=Annapurna%20Kirana&am=1250.50&cu=INR'
const css = `\uFEFF*{box-sizing:border-box}@page{size:A4;margin:0}body{margin:0}.paper .a4{width:100%;padding:12mm}
  .a4{background:#eee;min-height:296mm}.qr{width:27mm;height:27mm}`

t.test('printer', async (t) => {
  t.test('an invoice in three scripts is one A4 page', async (t) => {
    const pdf = await testPrinter(t, bare).pdf(invoice('AK/26-27/00001'))
    t.strictSame(await pdfPageSizes(pdf), [{ widthMm: 210, heightMm: 297 }])
    const [text = ''] = await pdfText(pdf)
    for (const said of ['AK/26-27/00001', '₹1,250.50', 'मीरा शाह', 'મીરા શાહ', 'Right edge']) t.match(text, said)
    t.notMatch(text, 'on the screen only')
    t.equal(decodeQrPixels(only(await pdfPixels(pdf))), link)
  })

  t.test('conjuncts are read by pdftotext', skipWithout('pdftotext'), async (t) => {
    const pdf = await testPrinter(t, bare).pdf(page('<p>क्षत्रिय ज्ञान द्वितीय · ક્ષત્રિય જ્ઞાન દ્વિતીય</p>'))
    const text = await inFile(pdf, (file) => run('pdftotext', [file, '-']))
    for (const said of ['क्षत्रिय', 'ज्ञान', 'द्वितीय', 'ક્ષત્રિય', 'જ્ઞાન', 'દ્વિતીય']) t.match(text, said)
  })

  t.test('its QR code is read by zbarimg', skipWithout('zbarimg', 'pdftotext'), async (t) => {
    const pdf = await testPrinter(t, bare).pdf(invoice('AK/26-27/00001'))
    const read = await inFile(pdf, async (file) => {
      await run('pdftoppm', ['-r', '150', '-png', '-singlefile', file, file])
      return run('zbarimg', ['--quiet', '--raw', `${file}.png`])
    })
    t.equal(read.trim(), link)
  })

  t.test('the same sheet gives the same paper, whatever was printed before it', async (t) => {
    const printer = testPrinter(t, { ...bare, pages: 1 })
    const first = await printer.pdf(invoice('AK/26-27/00001'))
    await printer.pdf({
      html: '<html lang="gu" data-accent="leaf"><body class="x">રસીદ',
      css: 'p{color:red}',
      paper: '58mm',
    })
    t.equal(undated(await printer.pdf(invoice('AK/26-27/00001'))), undated(first))
  })

  t.test('a roll is as wide as its paper and as long as what is on it', async (t) => {
    const printer = testPrinter(t, bare)
    const short = await pdfPageSizes(await printer.pdf(receipt(1, '80mm')))
    const long = await pdfPageSizes(await printer.pdf(receipt(200, '80mm')))
    const narrow = await pdfPageSizes(await printer.pdf(receipt(1, '58mm')))
    t.strictSame(short, [{ widthMm: 80, heightMm: 20 }])
    t.strictSame(long, [{ widthMm: 80, heightMm: 2010 }])
    t.strictSame(narrow, [{ widthMm: 58, heightMm: 20 }])
    const overhang = await printer.pdf({
      html: '<p>hangs out of its box</p>',
      css: 'p{margin:0;height:1mm}',
      paper: '80mm',
    })
    t.equal((await pdfPageSizes(overhang)).length, 1)
  })

  t.test('nothing outside the sheet is reached and no script runs', async (t) => {
    const asked: string[] = []
    const server = createServer((request, response) => response.end(asked.push(request.url ?? '') && 'SECRET'))
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    t.teardown(() => server.close())
    const address = server.address()
    const web = `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`
    const file = join(t.testdir({ 'secret.txt': 'SECRET' }), 'secret.txt')
    const pdf = await testPrinter(t, bare).pdf(hostile(web, `file://${file}`))
    t.equal((await pdfText(pdf)).join('').trim(), 'harmless')
    t.strictSame(asked, [])
  })

  t.test('twelve sheets at once are twelve papers', async (t) => {
    const printer = testPrinter(t, { ...bare, pages: 4 })
    const numbers = Array.from({ length: 12 }, (_, index) => `AK/26-27/1${String(index).padStart(4, '0')}`)
    const pdfs = await Promise.all(numbers.map((number) => printer.pdf(invoice(number))))
    for (const [index, pdf] of pdfs.entries()) t.match((await pdfText(pdf))[0], numbers[index])
  })

  t.test('a browser killed in mid-print costs no paper', async (t) => {
    const started = pidLog()
    const printer = testPrinter(t, { ...bare, log: started.log })
    await printer.pdf(page('warm'))
    const jobs = [1, 2, 3, 4, 5, 6].map(() => printer.pdf(longStatement(1_500)))
    await sleep(150)
    kill(only(started.pids), 'SIGKILL')
    for (const pdf of await Promise.all(jobs)) t.match((await pdfText(pdf)).join(''), 'line 1499')
    t.equal(started.pids.length, 2, 'one browser took the place of the killed one')
  })

  t.test('browsers are replaced without losing a sheet, and none is left', async (t) => {
    const started = pidLog()
    const printer = testPrinter(t, { ...bare, printsPerBrowser: 200, log: started.log })
    const pdfs = await Promise.all(Array.from({ length: 210 }, (_, index) => printer.pdf(page(`sheet ${index}`))))
    for (const [index, pdf] of pdfs.entries()) t.match(await pdfText(pdf), [`sheet ${index}`])
    await printer.close()
    t.equal(started.pids.length, 2)
    t.strictSame(started.pids.filter(isRunning), [])
  })

  t.test('a sheet that takes too long fails alone', async (t) => {
    const printer = testPrinter(t, { ...bare, limitMs: 1_000 })
    await printer.pdf(page('warm'))
    await t.rejects(printer.pdf(longStatement(60_000)), { name: 'SlowPrint' })
    t.match(await pdfText(await printer.pdf(page('quick'))), ['quick'])
  })

  t.test('closing finishes what is under way and takes no more', async (t) => {
    const started = pidLog()
    const printer = testPrinter(t, { ...bare, log: started.log })
    const jobs = [1, 2, 3, 4].map((number) => printer.pdf(page(`sheet ${number}`)))
    await printer.close()
    t.match((await Promise.all((await Promise.all(jobs)).map(pdfText))).flat(), [
      'sheet 1',
      'sheet 2',
      'sheet 3',
      'sheet 4',
    ])
    await t.rejects(printer.pdf(page('late')), { message: /closed/ })
    t.strictSame(started.pids.filter(isRunning), [])
  })

  t.test('a browser that does not start gives way to the next', needsPackage, async (t) => {
    const dataDir = t.testdir()
    const broken = join(dataDir, 'broken')
    await writeFile(broken, '#!/bin/sh\nexit 1\n', { mode: 0o700 })
    const last = join(dataDir, 'last')
    await writeFile(last, await startsPackaged(), { mode: 0o700 })
    const pdf = await testPrinter(t, { dataDir: await brokenPackage(dataDir), systemPaths: [broken, last] }).pdf(
      page('printed'),
    )
    t.match(await pdfText(pdf), ['printed'])
    const alone = testPrinter(t, { chromiumPath: broken })
    await t.rejects(alone.pdf(page('never')), 'but not when it was set')
  })

  const systems = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome']
  const system = systems.find((path) => existsSync(path))
  const needsSystem = { skip: system === undefined && 'the system has no Chromium' }
  t.test("the system's own browser prints the same text", needsSystem, async (t) => {
    const pdf = await testPrinter(t, { chromiumPath: system }).pdf(invoice('AK/26-27/00001'))
    t.strictSame(await pdfPageSizes(pdf), [{ widthMm: 210, heightMm: 297 }])
    t.match((await pdfText(pdf))[0], '₹1,250.50')
  })
})

function invoice(number: string): Sheet {
  const html = `<!doctype html><html lang="hi" data-accent="leaf"><head><title>${number}</title>
    <link rel="stylesheet" href="/build/print-xyz.css"></head><body class="paper"><main class="a4"><h1>Tax invoice</h1>
    <noscript>works without a script</noscript><p>${number}</p><p>मीरा शाह · મીરા શાહ · <b>₹1,250.50</b></p>
    <p align="right">Right edge</p>${qrSvg(link, { level: 'M', label: 'Pay' })}</main>
    <script>document.write('on the screen only')</script></body></html>`
  return { html, css, paper: 'a4' }
}

function page(body: string): Sheet {
  return { html: `<!doctype html><html lang="en"><body>${body}</body></html>`, css: '', paper: 'a4' }
}

function receipt(lines: number, paper: '80mm' | '58mm'): Sheet {
  const html = `<body>${'<p>line</p>'.repeat(lines)}<p>last</p></body>`
  return { html, css: '@page{size:A4;margin:1cm}p{margin:0;line-height:10mm}', paper }
}

function longStatement(lines: number): Sheet {
  const rows = Array.from({ length: lines }, (_, index) => `<tr><td>line ${index}<td>₹1,250.50`)
  return page(`<table>${rows.join('')}</table>`)
}

function hostile(web: string, file: string): Sheet {
  const html = `<html><head><base href="${web}/"><meta http-equiv="refresh" content="0;url=${web}/refresh"></head><body>
    <p>harmless</p><script>document.body.append('SECRET')</script><script src="${web}/script"></script>
    <img src="${web}/image" alt=""><img src="${file}" alt=""><img src="x" alt="" onerror="document.body.append('SECRET')">
    <iframe src="${file}"></iframe><iframe srcdoc="SECRET"></iframe><object data="${file}"></object><embed src="${file}">
    <svg onload="document.body.append('SECRET')"><script>document.body.append('SECRET')</script><image href="${web}/svg"/></svg>
    <link rel="stylesheet" href="${web}/link"><style>p::after{content:'SECRET'}</style><video src="${web}/video"></video></body>`
  const css = `@import url(${web}/import);@font-face{font-family:F;src:url(${web}/font)}p{font-family:F;background:url(${web}/ground)}`
  return { html, css, paper: 'a4' }
}

/** A shell script that starts the packaged browser with what it needs. */
async function startsPackaged(): Promise<string> {
  const dataDir = fileURLToPath(new URL('../../.cache', import.meta.url))
  for await (const { executablePath, env } of listChromiums({ dataDir, systemPaths: [] })) {
    const set = ['FONTCONFIG_PATH', 'LD_LIBRARY_PATH'].map((name) => `${name}='${env[name]}'`)
    return `#!/bin/sh\n${set.join(' ')} exec '${executablePath}' "$@"\n`
  }
  throw new Error('the package has no browser here')
}

/** A data folder in which the packaged browser is unpacked and does not start. */
async function brokenPackage(dataDir: string): Promise<string> {
  const file = new URL('../package.json', import.meta.resolve('@sparticuz/chromium'))
  const folder = join(dataDir, 'chromium', JSON.parse(await readFile(file, 'utf8')).version)
  await mkdir(folder, { recursive: true })
  await writeFile(join(folder, 'chromium'), '#!/bin/sh\nexit 1\n', { mode: 0o700 })
  return dataDir
}

function only<T>(list: T[]): T {
  const [first] = list
  if (first === undefined || list.length > 1) throw new Error(`One was expected, not ${list.length}.`)
  return first
}

/** What differs between two prints of one sheet: when they were made. */
function undated(pdf: Buffer): string {
  return pdf.toString('latin1').replace(/\/(Creation|Mod)Date \([^)]*\)/g, '')
}

function pidLog() {
  const pids: number[] = []
  const log = {
    info: (details: object) => {
      if ('pid' in details && typeof details.pid === 'number') pids.push(details.pid)
    },
    warn: () => undefined,
  }
  return { pids, log }
}

function isRunning(pid: number): boolean {
  try {
    return kill(pid, 0)
  } catch {
    return false
  }
}

function skipWithout(...names: Parameters<typeof hasOracle>[0][]) {
  const missing = names.find((name) => !hasOracle(name))
  return { skip: missing !== undefined && `${missing} is not installed` }
}

async function run(program: string, args: string[]): Promise<string> {
  return (await promisify(execFile)(program, args)).stdout
}

async function inFile<T>(pdf: Buffer, read: (file: string) => Promise<T>): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), 'khata-pdf-'))
  try {
    const file = join(folder, 'paper.pdf')
    await writeFile(file, pdf)
    return await read(file)
  } finally {
    await rm(folder, { recursive: true })
  }
}
