import { settings } from '../config.ts'
import type { Command } from './command.ts'

/** Every command with its flags, then every setting. */
export function helpText(commands: readonly Command[]): string {
  return [
    'npm run khata -- <command> [flags]',
    '',
    ...commands.flatMap(usageOf),
    'help',
    '    This text.',
    '',
    'Settings, by environment:',
    ...settings.map(({ name, usual, says }) => `  ${name.padEnd(21)} ${says} (${usual})`),
  ].join('\n')
}

function usageOf({ name, says, flags }: Command): string[] {
  const words = flags.map((flag) => {
    const word = `--${flag.name} ${flag.value}`
    return flag.isNeeded ? word : `[${word}]`
  })
  const width = Math.max(0, ...flags.map((flag) => flag.name.length)) + 2
  return [
    [name, ...words].join(' '),
    `    ${says}`,
    ...flags.map((flag) => `    ${`--${flag.name}`.padEnd(width)}  ${flag.says}`),
    '',
  ]
}
