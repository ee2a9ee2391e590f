import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'

/** Everything that must hold before a change is kept, cheapest first; stops at the first that does not. */
const node = (...args: string[]): string[] => [process.execPath, ...args]
const sources = ['src', 'migrations', 'seeds', 'scripts', 'bench'].filter((folder) => existsSync(folder))

const steps: [name: string, command: string[]][] = [
  ['format and lint (biome)', ['node_modules/.bin/biome', 'check', '--error-on-warnings', '.']],
  ['types (tsc)', node('node_modules/typescript-native/bin/tsc', '-p', '.')],
  ['templates (check-views)', node('scripts/check-views.ts')],
  ['promises and switches (eslint)', node('node_modules/eslint/bin/eslint.js', ...sources)],
  [
    'who imports whom (dependency-cruiser)',
    node(
      'node_modules/dependency-cruiser/bin/dependency-cruise.mjs',
      '--config',
      '.dependency-cruiser.cjs',
      ...sources,
    ),
  ],
  ['what nobody uses (knip)', node('node_modules/knip/bin/knip.js')],
]
if (!process.argv.includes('--no-tests')) steps.push(['tests', node('scripts/run-tests.ts')])

for (const [name, [command = '', ...args]] of steps) {
  const from = performance.now()
  console.log(`\n== ${name}`)
  const { status } = spawnSync(command, args, { stdio: 'inherit' })
  const seconds = ((performance.now() - from) / 1000).toFixed(1)
  if (status !== 0) {
    console.error(`${name} failed (${seconds} s).`)
    process.exit(status ?? 1)
  }
  console.log(`   fine, ${seconds} s`)
}
