import { setTimeout as delay } from 'node:timers/promises'
import type { FastifyInstance } from 'fastify'
import { pino } from 'pino'
import { buildApp } from './app.ts'
import { type Config, ConfigError, readConfig } from './config.ts'
import { connect, type Db } from './db/database.ts'
import { migrateToLatest } from './db/migrate.ts'
import { useNamedStatements } from './db/named.ts'
import { DatabaseError, databaseTargets } from './db/targets.ts'
import { mailer } from './features/auth/index.ts'
import { createQueue } from './jobs/queue.ts'
import { migrateQueue } from './jobs/queue-schema.ts'
import { jobsOf } from './jobs.ts'
import { createPrinter } from './pdf/printer.ts'

/** How long requests under way may take once the process was told to end. */
const grace = 10_000

const signIns = `Sign in as owner@balaji.test, cashier@balaji.test, owner@annapurna.test or cashier@annapurna.test;
the password of all is try-khata.`

try {
  await run(readConfig())
} catch (error) {
  // These name a setting and what to do; where in the code they arose helps nobody.
  const isForPeople = error instanceof ConfigError || error instanceof DatabaseError
  console.error(isForPeople ? error.message : error)
  process.exitCode = 1
}

async function run(config: Config): Promise<void> {
  const stops: (() => Promise<unknown>)[] = []
  const ending = whenToldToEnd()
  try {
    const { app, db } = await start(config, stops)
    await listen(app, config)
    const isMade = await demoMade(db, config)
    console.log(`Khata is at ${config.publicUrl}`)
    if (isMade) console.log(signIns)
    await ending
  } finally {
    for (const stop of stops.reverse()) await stop()
  }
  process.exit()
}

/** Starts what the app stands on, in order; `stops` ends it, the last first. */
async function start(config: Config, stops: (() => Promise<unknown>)[]): Promise<{ app: FastifyInstance; db: Db }> {
  const log = pino({ level: config.logLevel })
  const targets = await databaseTargets(config, (text) => log.warn(text))
  stops.push(targets.stop)
  await migrateToLatest(targets.owner)
  await migrateQueue(targets.owner)
  useNamedStatements(config.hasNamedStatements)
  const db = connect(targets.app, { max: config.databasePool, startupSettings: config.hasNamedStatements })
  stops.push(() => db.destroy())
  const { chromiumPath, hasChromiumSandbox, dataDir } = config
  const sandbox = hasChromiumSandbox === undefined ? {} : { hasSandbox: hasChromiumSandbox }
  const printer = createPrinter({ chromiumPath, dataDir, log, ...sandbox })
  stops.push(() => printer.close())
  const clock = () => new Date()
  const mail = mailer(config)
  const queue = createQueue({ ...jobsOf({ config, db, clock, printer, mail }), target: targets.app, db, clock, log })
  const app = await buildApp({ config, db, clock, printer, log, queue })
  stops.push(() => queue.stop())
  await queue.start()
  stops.push(() => drain(app))
  return { app, db }
}

/** Whether this is a demo; its businesses are made at the first start, which takes some seconds. */
async function demoMade(db: Db, { isDemo, mode, secret }: Config): Promise<boolean> {
  if (!isDemo || mode === 'production') return false
  const { isDemoThere, makeDemo } = await import('../seeds/demo.ts')
  await makeDemo(db, { now: new Date(), secret })
  return isDemoThere(db)
}

async function listen(app: FastifyInstance, config: Config): Promise<void> {
  try {
    await app.listen({
      port: config.port,
      host: config.host,
      listenTextResolver: (address) => `listening at ${address}`,
    })
  } catch (error) {
    throw portError(error, config) ?? error
  }
}

function portError(error: unknown, { port, host }: Config): ConfigError | undefined {
  const code = error instanceof Error && 'code' in error ? error.code : undefined
  const other = `set PORT to another, as in \`PORT=${port + 1} npm start\`.`
  if (code === 'EADDRINUSE') return new ConfigError(`Port ${port} is taken: end the program that has it, or ${other}`)
  if (code === 'EACCES') return new ConfigError(`Port ${port} is for root only: ${other}`)
  if (code === 'EADDRNOTAVAIL' || code === 'ENOTFOUND')
    return new ConfigError(`HOST must be an address of this machine; ${host} is not.`)
  return undefined
}

/** Requests under way are answered; those that take too long are cut off. */
async function drain(app: FastifyInstance): Promise<void> {
  const patience = new AbortController()
  const cut = delay(grace, undefined, { signal: patience.signal, ref: false }).then(() =>
    app.server.closeAllConnections(),
  )
  await Promise.all([app.close().finally(() => patience.abort()), cut.catch(() => undefined)])
}

/** npm and the terminal send the same Ctrl-C, so another one counts only after a second: then the process ends at once. */
function whenToldToEnd(): Promise<void> {
  return new Promise((resolve) => {
    let first: number | undefined
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
      process.on(signal, () => {
        first ??= performance.now()
        if (performance.now() - first > 1000) process.exit(1)
        resolve()
      })
    }
  })
}
