import { getuid } from 'node:process'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Browser, LaunchOptions } from 'puppeteer'
import { type Chromium, type ChromiumOptions, listChromiums } from './chromium.ts'
import { printSheet, type Sheet, type WarmPage, warmUp } from './sheet.ts'

/** Where the press tells what it does; a pino logger fits. */
export type PressLog = { info(details: object, message: string): void; warn(details: object, message: string): void }

export type PressOptions = ChromiumOptions & { log?: PressLog | undefined; limitMs: number; hasSandbox: boolean }

/** One running browser with its warm pages. */
export type Press = {
  /** How many sheets it has printed. */
  printed(): number
  /** Prints on a page that nobody else uses. Throws SlowPrint past the limit, else what the browser says. */
  print(sheet: Sheet): Promise<Buffer>
  /** Takes no new sheet, finishes those at work, and is done when its process is gone. */
  retire(): Promise<void>
}

/** A sheet was not printed in time: it is too much for one paper, or the machine is too busy. */
export class SlowPrint extends Error {
  override readonly name = 'SlowPrint'

  constructor(limitMs: number) {
    super(`A sheet was not printed within ${limitMs} ms.`)
  }
}

/** Starts the first browser that can be started, with one page warm. Throws the last one's error when none can. */
export async function startPress(options: PressOptions): Promise<Press> {
  const browser = await launchAny(options)
  const idle: WarmPage[] = []
  const atWork = new Set<Promise<Buffer>>()
  let printed = 0
  let gone: Promise<void> | undefined

  async function printOnPage(sheet: Sheet): Promise<Buffer> {
    const page = idle.pop() ?? (await openPage(browser))
    const pdf = await printSheet(page, sheet)
    // A page that failed does not come back.
    idle.push(page)
    printed += 1
    return pdf
  }

  async function print(sheet: Sheet): Promise<Buffer> {
    if (gone !== undefined) throw new Error('This press takes no more sheets.')
    const work = withinMs(options.limitMs, printOnPage(sheet))
    atWork.add(work)
    return work.finally(() => atWork.delete(work))
  }

  function retire(): Promise<void> {
    gone ??= Promise.allSettled(atWork).then(() => shut(browser))
    return gone
  }

  try {
    idle.push(await withinMs(startLimitMs, firstPage(browser)))
  } catch (error) {
    await shut(browser)
    throw error
  }
  return { printed: () => printed, print, retire }
}

const startLimitMs = 20_000

async function launchAny(options: PressOptions): Promise<Browser> {
  let lastError: unknown
  for await (const chromium of listChromiums(options)) {
    const { source, executablePath } = chromium
    try {
      const browser = await launch(chromium, options.hasSandbox)
      options.log?.info({ source, executablePath, pid: browser.process()?.pid }, 'Chromium started')
      return browser
    } catch (error) {
      options.log?.warn({ source, executablePath, err: error }, 'Chromium did not start')
      lastError = error
    }
  }
  throw lastError
}

async function launch({ executablePath, env }: Chromium, hasSandbox: boolean): Promise<Browser> {
  // Loaded at the first print: most starts of the app and most tests never print.
  const { default: puppeteer } = await import('puppeteer')
  const options: LaunchOptions = {
    executablePath,
    env,
    args: hasSandbox ? baseArgs : [...baseArgs, ...noSandboxArgs],
    headless: 'shell',
    // A pipe and no port: no other user of the machine can drive the browser, and it ends when the app is killed.
    pipe: true,
    timeout: startLimitMs,
    // The app closes the printer itself, after the requests that still print.
    handleSIGINT: false,
    handleSIGTERM: false,
    handleSIGHUP: false,
  }
  return puppeteer.launch(options)
}

const baseArgs = [
  '--disable-gpu',
  '--disable-quic',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--font-render-hinting=none',
  '--host-resolver-rules=MAP * ~NOTFOUND',
]

// Chromium refuses its sandbox to root, and refuses to run without a zygote inside a sandbox.
const noSandboxArgs = ['--no-sandbox', '--no-zygote']

/** Chromium's sandbox works for everyone but root. */
export function canSandbox(): boolean {
  return getuid?.() !== 0
}

/** The blank page every browser opens with: left idle, its process would cost 30 MB. */
async function firstPage(browser: Browser): Promise<WarmPage> {
  const [blank] = await browser.pages()
  return blank === undefined ? openPage(browser) : warmUp(blank)
}

async function openPage(browser: Browser): Promise<WarmPage> {
  return warmUp(await browser.newPage())
}

/** A page that is stuck never answers: its browser has three seconds to go, then it is killed. */
async function shut(browser: Browser): Promise<void> {
  const child = browser.process()
  const closed = browser.close().catch(() => undefined)
  await Promise.race([closed, sleep(3_000, undefined, { ref: false })])
  if (child === null || child.exitCode !== null || child.signalCode !== null) return
  const exited = new Promise((resolve) => child.once('exit', resolve))
  child.kill('SIGKILL')
  await exited
}

async function withinMs<T>(limitMs: number, work: Promise<T>): Promise<T> {
  const clock = new AbortController()
  const alarm = sleep(limitMs, undefined, { signal: clock.signal }).then(() => {
    throw new SlowPrint(limitMs)
  })
  alarm.catch(() => undefined)
  try {
    return await Promise.race([work, alarm])
  } finally {
    clock.abort()
  }
}
