import type { ChromiumOptions } from './chromium.ts'
import { canSandbox, type PressLog, SlowPrint, startPress } from './press.ts'
import { keepPress } from './press-keeper.ts'
import type { Sheet } from './sheet.ts'

export type Printer = {
  /**
   * The sheet as PDF. What comes out depends on the sheet alone (but for the time that the file says it was made), so
   * it can be kept under a hash of what went in. Throws SlowPrint, or the browser's error when it fails twice.
   */
  pdf(sheet: Sheet): Promise<Buffer>
  /** Takes no new sheet, finishes those under way, and leaves no process behind. */
  close(): Promise<void>
}

export type PrinterOptions = ChromiumOptions & {
  /** How many sheets are printed at once; the others queue. */
  pages?: number
  /** A browser is replaced after so many sheets: it leaks some 25 kB with each, and starting another costs as much as 20. */
  printsPerBrowser?: number
  limitMs?: number
  /** Off only where something else confines the browser, as a container may. */
  hasSandbox?: boolean
  log?: PressLog
}

/** A printer over one shared browser, started at the first sheet and again whenever it is lost. */
export function createPrinter(options: PrinterOptions): Printer {
  const { pages = 2, printsPerBrowser = 1_000, limitMs = 10_000, hasSandbox = canSandbox(), log } = options
  const start = () => startPress({ ...options, limitMs, hasSandbox, log })
  const presses = keepPress({ start, printsPerBrowser, log })
  const inTurn = turnstile(pages)
  const underWay = new Set<Promise<Buffer>>()
  let isClosed = false

  async function printTwice(sheet: Sheet): Promise<Buffer> {
    try {
      return await presses.use((press) => press.print(sheet))
    } catch (error) {
      // It would be slow again.
      if (error instanceof SlowPrint) throw error
      log?.warn({ err: error }, 'Chromium failed; the sheet is printed again')
      return presses.use((press) => press.print(sheet))
    }
  }

  async function pdf(sheet: Sheet): Promise<Buffer> {
    if (isClosed) throw new Error('The printer is closed.')
    const job = inTurn(() => printTwice(sheet))
    underWay.add(job)
    return job.finally(() => underWay.delete(job))
  }

  async function close(): Promise<void> {
    isClosed = true
    await Promise.allSettled(underWay)
    await presses.close()
  }

  return { pdf, close }
}

/** Lets so many through at once, the others in the order they came. */
function turnstile(places: number): <T>(work: () => Promise<T>) => Promise<T> {
  const waiting: (() => void)[] = []
  let free = places
  return async (work) => {
    if (free === 0) await new Promise<void>((resolve) => waiting.push(resolve))
    else free -= 1
    try {
      return await work()
    } finally {
      const first = waiting.shift()
      if (first === undefined) free += 1
      else first()
    }
  }
}
