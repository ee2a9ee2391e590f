import { execFileSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { hasOracle, type Oracle, oraclePackages } from '../src/testing/oracles.ts'

/** Installs the missing outside programs where that may be done; tests that want one still missing are skipped by name. */
export function ensureOracles(): void {
  const missing = listMissing()
  if (missing.length === 0) return
  if (process.getuid?.() === 0 && existsSync('/usr/bin/apt-get')) install(missing)
  const still = listMissing()
  if (still.length > 0)
    console.log(
      `Not installed, so the tests that ask them are skipped: ${still.join(', ')} (Debian: ${packagesOf(still)}).`,
    )
}

function install(missing: Oracle[]): void {
  console.log(`Installing what outside checks need (once): ${packagesOf(missing)} ...`)
  const quietly = (args: string[]) =>
    execFileSync('/usr/bin/apt-get', args, {
      stdio: 'ignore',
      timeout: 240_000,
      env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
    })
  try {
    quietly(['-qq', 'update'])
    quietly(['-qq', '-y', '--no-install-recommends', 'install', ...missing.map((name) => oraclePackages[name])])
  } catch {
    // Without a network there are none; what is missing is said.
  }
}

const names: Oracle[] = ['hledger', 'pdftotext', 'zbarimg']
const listMissing = (): Oracle[] => names.filter((name) => !hasOracle(name))
const packagesOf = (missing: Oracle[]): string => missing.map((name) => oraclePackages[name]).join(' ')
