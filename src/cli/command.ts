import { parseArgs } from 'node:util'
import type { Config } from '../config.ts'

/** A word of `npm run khata`. */
export interface Command {
  readonly name: string
  readonly says: string
  readonly flags: readonly Flag[]
  /** Answers the exit code: 0 when all is well. */
  readonly run: (flags: Flags, context: Context) => Promise<number>
}

export interface Flag {
  readonly name: string
  /** What is written after it. */
  readonly value: string
  readonly says: string
  readonly isNeeded?: boolean
}
export type Flags = Readonly<Record<string, string>>

export interface Context {
  readonly config: Config
  readonly say: (line: string) => void
}

/** What was typed is wrong; the message says in a line what to write instead. */
export class CommandError extends Error {
  override name = 'CommandError'
}

/** Reads `--name value` and `--name=value`. Throws CommandError for what is unknown, missing or empty. */
export function readFlags({ name: command, flags: known }: Command, words: readonly string[]): Flags {
  const see = `See \`npm run khata -- help\`.`
  const { tokens } = parseArgs({
    args: [...words],
    options: Object.fromEntries(known.map(({ name }) => [name, { type: 'string' as const }])),
    strict: false,
    allowPositionals: true,
    tokens: true,
  })
  const flags: Record<string, string> = {}
  for (const token of tokens) {
    if (token.kind === 'positional') throw new CommandError(`${command} takes no ${token.value}. ${see}`)
    if (token.kind !== 'option') continue
    if (!known.some(({ name }) => name === token.name))
      throw new CommandError(`${command} takes no ${token.rawName}. ${see}`)
    if (token.name in flags) throw new CommandError(`${token.rawName} stands twice. ${see}`)
    const value = token.value?.trim() ?? ''
    if (value === '') throw new CommandError(`${token.rawName} needs a value. ${see}`)
    flags[token.name] = value
  }
  const missing = known.find(({ name, isNeeded }) => isNeeded && !(name in flags))
  if (missing) throw new CommandError(`${command} needs --${missing.name} ${missing.value}. ${see}`)
  return flags
}

/** A flag that counts something; undefined where it is not given. */
export function countOf(flags: Flags, name: string, most: number): number | undefined {
  const text = flags[name]
  if (text === undefined) return undefined
  const count = /^\d{1,9}$/.test(text) ? Number(text) : 0
  if (count < 1 || count > most) throw new CommandError(`--${name} must be a whole number from 1 to ${most}.`)
  return count
}
