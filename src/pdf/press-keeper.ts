import type { Press, PressLog } from './press.ts'

/** Keeps one press standing: starts it when it is first used, anew when it failed, and another when it is worn. */
export type PressKeeper = {
  /** Throws what the work throws, or why no press could be started. */
  use<T>(work: (press: Press) => Promise<T>): Promise<T>
  close(): Promise<void>
}

export type PressKeeperOptions = {
  start: () => Promise<Press>
  printsPerBrowser: number
  log?: PressLog | undefined
}

export function keepPress({ start, printsPerBrowser, log }: PressKeeperOptions): PressKeeper {
  const leaving = new Set<Promise<void>>()
  let press: Promise<Press> | undefined
  let next: Promise<Press> | undefined

  async function use<T>(work: (press: Press) => Promise<T>): Promise<T> {
    press ??= start()
    const used = press
    try {
      const standing = await used
      const done = await work(standing)
      if (standing.printed() >= printsPerBrowser) replace(used)
      return done
    } catch (error) {
      // Whatever went wrong, a new browser is the cure that always works.
      if (press === used) press = undefined
      retire(used)
      throw error
    }
  }

  /** The worn press prints on until the next one stands. */
  function replace(worn: Promise<Press>): void {
    if (press !== worn || next !== undefined) return
    const coming = start()
    next = coming
    coming.then(
      () => {
        if (press === worn) press = coming
        else retire(coming)
        retire(worn)
        next = undefined
      },
      (error: unknown) => {
        log?.warn({ err: error }, 'Chromium could not be replaced; it will be tried after the next print')
        next = undefined
      },
    )
  }

  function retire(old: Promise<Press>): void {
    const left = old.then(
      (standing) => standing.retire(),
      () => undefined,
    )
    leaving.add(left)
    void left.finally(() => leaving.delete(left))
  }

  async function close(): Promise<void> {
    for (const standing of [press, next]) if (standing !== undefined) retire(standing)
    press = undefined
    await Promise.all(leaving)
  }

  return { use, close }
}
