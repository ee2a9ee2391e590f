import { type ChildProcess, spawn } from 'node:child_process'
import { existsSync, readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { parseArgs } from 'node:util'
import { ensureOracles } from './test-oracles.ts'
import { type Counts, testReport } from './test-report.ts'
import { freshServer, keptFolder, keptServer, prepareTemplate } from './test-server.ts'

const help = `npm test                                  every test, on a fresh database server
npm test -- src/core/money.test.ts        one file, several, or all of a folder
npm test -- --keep src/db/roles.test.ts   leaves the database server running: later runs of single files use it
npm test -- --stop                        ends the server that was left running
Other words (such as --bail or --grep=<text>) go to tap.`

const { values, positionals, tokens } = parseArgs({
  strict: false,
  allowPositionals: true,
  tokens: true,
  options: { keep: { type: 'boolean' }, stop: { type: 'boolean' }, help: { type: 'boolean' } },
})

const files = positionals.flatMap(testsAt)
const keep = values['keep'] === true || (files.length > 0 && existsSync(keptFolder))

if (values['help']) console.log(help)
else if (values['stop']) await (await keptServer()).remove()
else process.exitCode = await runTests()

/** A test's file, or all below a folder. */
function testsAt(path: string): string[] {
  if (!existsSync(path)) {
    console.error(`There is no ${path}. Name test files, such as src/core/money.test.ts, or a folder of them.`)
    process.exit(1)
  }
  if (!statSync(path).isDirectory()) return [path]
  return readdirSync(path, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.test.ts'))
    .map((name) => join(path, name))
}

async function runTests(): Promise<number> {
  let tap: ChildProcess | undefined
  let interrupted = 0
  for (const [signal, code] of [
    ['SIGINT', 130],
    ['SIGTERM', 143],
    ['SIGHUP', 129],
  ] as const) {
    process.on(signal, () => {
      interrupted = code
      tap?.kill(signal)
    })
  }
  if (files.length === 0) ensureOracles()
  const server = keep ? await keptServer() : await freshServer()
  try {
    const told = JSON.stringify(await prepareTemplate(server.admin))
    if (interrupted) return interrupted
    tap = startTap(told)
    const { counts, code } = await watch(tap)
    if (interrupted) return interrupted
    return conclude(counts, code)
  } finally {
    await (keep ? server.leave() : server.remove())
  }
}

function startTap(told: string): ChildProcess {
  const passed = tokens.flatMap((token) =>
    token.kind === 'option' && !['keep', 'stop', 'help'].includes(token.name)
      ? [token.rawName + (token.value === undefined ? '' : `=${token.value}`)]
      : [],
  )
  const args = ['node_modules/tap/dist/esm/run.mjs', '--reporter=tap', ...passed, ...files]
  return spawn(process.execPath, args, {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { ...process.env, TEST_DATABASE: told, NODE_ENV: 'test' },
  })
}

async function watch(tap: ChildProcess): Promise<{ counts: Counts | undefined; code: number }> {
  const report = testReport((line) => console.log(line))
  const ended = new Promise<number>((resolve) => tap.on('close', (code) => resolve(code ?? 1)))
  if (tap.stdout) for await (const line of createInterface({ input: tap.stdout })) report.add(line)
  return { code: await ended, counts: report.counts() }
}

/** The last line says how it went; a run in which nothing ran is a failure. */
function conclude(counts: Counts | undefined, code: number): number {
  const { passed, failed, skipped } = counts ?? { passed: 0, failed: 0, skipped: 0 }
  if (passed + failed === 0) console.log('No test ran.')
  console.log(`${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`)
  return code !== 0 ? code : failed > 0 || passed === 0 ? 1 : 0
}
