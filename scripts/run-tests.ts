import { existsSync, readdirSync, statSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { ensureOracles } from './test-oracles.ts'
import { type Pool, type PoolOptions, runPool } from './test-pool.ts'
import { type Counts, testReport } from './test-report.ts'
import { freshServer, keptFolder, keptServer, prepareTemplate } from './test-server.ts'

const help = `npm test                                  every test, on a fresh database server
npm test -- src/core/money.test.ts        one file, several, or all of a folder
npm test -- --keep src/db/roles.test.ts   leaves the database server running: later runs of single files use it
npm test -- --stop                        ends the server that was left running
npm test -- --bail                        ends with the first file that fails
npm test -- --grep=<text>                 only the tests that match, as tap's own --grep`

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    keep: { type: 'boolean' },
    stop: { type: 'boolean' },
    bail: { type: 'boolean' },
    grep: { type: 'string' },
    help: { type: 'boolean' },
  },
})

const files = positionals.flatMap(testsAt)
const keep = values.keep === true || (files.length > 0 && existsSync(keptFolder))

if (values.help) console.log(help)
else if (values.stop) await (await keptServer()).remove()
else process.exitCode = await runTests()

/** A test's file, or all below a folder. */
function testsAt(path: string): string[] {
  if (!existsSync(path)) {
    console.error(`There is no ${path}. Name test files, such as src/core/money.test.ts, or a folder of them.`)
    process.exit(1)
  }
  if (!statSync(path).isDirectory()) return [path]
  return testsBelow(path)
}

function testsBelow(path: string): string[] {
  return readdirSync(path, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.test.ts'))
    .map((name) => join(path, name))
}

async function runTests(): Promise<number> {
  let pool: Pool | undefined
  let interrupted = 0
  for (const [signal, code] of [
    ['SIGINT', 130],
    ['SIGTERM', 143],
    ['SIGHUP', 129],
  ] as const) {
    process.on(signal, () => {
      interrupted = code
      pool?.kill(signal)
    })
  }
  if (files.length === 0) ensureOracles()
  const server = keep ? await keptServer() : await freshServer()
  try {
    const told = JSON.stringify(await prepareTemplate(server.admin))
    if (interrupted) return interrupted
    const report = testReport((line) => console.log(line))
    pool = runPool(files.length > 0 ? files : testsBelow('src'), poolOptions(told), report.add)
    await pool.done
    return interrupted || conclude(report.counts())
  } finally {
    await (keep ? server.leave() : server.remove())
  }
}

/** tap reads in each file's process what its own runner would have told it. */
function poolOptions(told: string): PoolOptions {
  const { bail = false, grep } = values
  const forTap = { TAP_TIMEOUT: '600', ...(bail && { TAP_BAIL: '1' }), ...(grep !== undefined && { TAP_GREP: grep }) }
  const env = { ...process.env, ...forTap, TEST_DATABASE: told, NODE_ENV: 'test' }
  // One more than there are cores: a file waits for its database or its browser part of the time. Two more are slower.
  return { jobs: Math.min(availableParallelism() + 1, 5), env, timeoutMs: 660_000, isBailing: bail }
}

/** The last line says how it went; a run in which nothing ran is a failure. */
function conclude({ passed, failed, skipped }: Counts): number {
  if (passed + failed === 0) console.log('No test ran.')
  console.log(`${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`)
  return failed > 0 || passed === 0 ? 1 : 0
}
