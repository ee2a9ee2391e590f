import { type ChildProcess, spawn } from 'node:child_process'
import { basename, dirname, join } from 'node:path'
import { createInterface } from 'node:readline'
import { pathToFileURL } from 'node:url'

/** What a test file said: its TAP, a line each, and whether its process ended well. */
export type FileRun = { file: string; lines: string[]; isGood: boolean; ms: number }

export type PoolOptions = {
  jobs: number
  env: NodeJS.ProcessEnv
  /** After so long a file is killed, and has failed. */
  timeoutMs: number
  isBailing: boolean
}

export type Pool = { done: Promise<void>; kill: (signal: NodeJS.Signals) => void }

/** Tests leave much behind that is young: with more room for it, it is cleared away less often. */
const nodeFlags = [
  `--import=${pathToFileURL(join(import.meta.dirname, 'test-preload.ts'))}`,
  '--max-semi-space-size=32',
]

/**
 * Runs each test file in a plain Node of its own, some at a time. tap's own runner would put loaders for mocks, coverage and
 * source maps before every module of every file: we use none of them, and they took a third of all the processor's time.
 */
export function runPool(files: readonly string[], options: PoolOptions, told: (run: FileRun) => void): Pool {
  const waiting = longestFirst(files)
  const running = new Set<ChildProcess>()
  let isEnded = false
  const work = async (): Promise<void> => {
    for (let file = waiting.shift(); file !== undefined && !isEnded; file = waiting.shift()) {
      const run = await runFile(file, options, running)
      told(run)
      if (options.isBailing && !run.isGood) isEnded = true
    }
  }
  const kill = (signal: NodeJS.Signals): void => {
    isEnded = true
    for (const child of running) child.kill(signal)
  }
  return { done: Promise.all(Array.from({ length: options.jobs }, work)).then(() => undefined), kill }
}

async function runFile(file: string, { env, timeoutMs }: PoolOptions, running: Set<ChildProcess>): Promise<FileRun> {
  const started = performance.now()
  const child = spawn(process.execPath, [...nodeFlags, file], { stdio: ['ignore', 'pipe', 'inherit'], env })
  running.add(child)
  const lines: string[] = []
  const ended = new Promise<number>((resolve) => child.on('close', (code) => resolve(code ?? 1)))
  const timer = setTimeout(() => {
    lines.push(`not ok - it did not end within ${timeoutMs / 1000} s`)
    child.kill('SIGKILL')
  }, timeoutMs)
  for await (const line of createInterface({ input: child.stdout })) lines.push(line)
  const isGood = (await ended) === 0
  clearTimeout(timer)
  running.delete(child)
  return { file, lines, isGood, ms: Math.round(performance.now() - started) }
}

/** What plays whole days of a shop, or opens a browser, starts first: no core is idle while the last one ends. */
function longestFirst(files: readonly string[]): string[] {
  const weight = (file: string): number => {
    if (/\/screens\./.test(file)) return 4
    if (/\b(model|testing)$/.test(dirname(file))) return 3
    if (/\.(browser|journey)\.test\.ts$/.test(file)) return 2
    return /^(http|cli|queue|printer)\b/.test(basename(file)) ? 2 : 1
  }
  return [...files].sort((a, b) => weight(b) - weight(a) || (a < b ? -1 : 1))
}
