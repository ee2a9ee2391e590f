import { audit } from './cli/audit-verify.ts'
import { check } from './cli/books-check.ts'
import { type Command, CommandError, readFlags } from './cli/command.ts'
import { owner } from './cli/create-owner.ts'
import { helpText } from './cli/help.ts'
import { migrate } from './cli/migrate.ts'
import { reset } from './cli/reset-link.ts'
import { seed } from './cli/seed.ts'
import { ConfigError, readConfig } from './config.ts'
import { Refusal } from './core/errors.ts'
import { DatabaseError } from './db/targets.ts'
import { isWordKey, translator } from './words/index.ts'

const commands: readonly Command[] = [migrate, seed, owner, reset, check, audit]

try {
  process.exitCode = await run(process.argv.slice(2))
} catch (error) {
  console.error(lineOf(error))
  process.exitCode = 1
}

/** Runs one word of the command line; what it answers is the exit code. */
async function run([word = 'help', ...words]: string[]): Promise<number> {
  if (word === 'help' || word === '--help' || word === '-h') {
    console.log(helpText(commands))
    return 0
  }
  const command = commands.find(({ name }) => name === word)
  if (!command) throw new CommandError(`There is no ${word}. See \`npm run khata -- help\`.`)
  const flags = readFlags(command, words)
  return command.run(flags, { config: readConfig(), say: (line) => console.log(line) })
}

/** What a person did or set wrong is told in a line; anything else is a mistake of the program. */
function lineOf(error: unknown): unknown {
  if (error instanceof CommandError || error instanceof ConfigError || error instanceof DatabaseError)
    return error.message
  if (error instanceof Refusal && isWordKey(error.key)) return translator('en')(error.key, error.values)
  return error
}
