import { spawn } from 'node:child_process'
import type { Tx } from '../db/tenant.ts'
import { journalOf } from '../features/exports/index.ts'
import { translator } from '../words/index.ts'

/** The whole journal of a business as one text. */
export async function wholeJournal(tx: Tx, businessId: string): Promise<string> {
  const parts: string[] = []
  for await (const part of journalOf(tx, businessId, translator('en'))) parts.push(part)
  return parts.join('')
}

/** Every balance that is not nil, by hledger's own reckoning: account and commodity, whole paise or milligrams. */
export async function hledgerBalances(journal: string): Promise<Map<string, bigint>> {
  const csv = await hledger(['bal', '--flat', '--no-total', '--output-format', 'csv', '--layout', 'bare'], journal)
  const balances = new Map<string, bigint>()
  for (const row of csv.trim().split('\n').slice(1)) {
    const [, account = '', commodity = '', amount = ''] = /^"(.*)","(.*)","(.*)"$/.exec(row) ?? []
    balances.set(`${account} ${commodity}`, BigInt(amount.replace('.', '')))
  }
  return balances
}

/** Throws with what it says when it finds a fault: an entry that does not balance, an account that was not declared. */
export const hledgerCheck = (journal: string): Promise<string> => hledger(['check', '--strict'], journal)

async function hledger(args: readonly string[], journal: string): Promise<string> {
  const program = spawn('hledger', ['-f', '-', ...args], { stdio: ['pipe', 'pipe', 'pipe'] })
  const said: Buffer[] = []
  const complained: Buffer[] = []
  program.stdout.on('data', (part: Buffer) => said.push(part))
  program.stderr.on('data', (part: Buffer) => complained.push(part))
  program.stdin.end(journal)
  const code = await new Promise((resolve) => program.on('close', resolve))
  if (code !== 0) throw new Error(`hledger ${args.join(' ')}: ${Buffer.concat(complained).toString()}`)
  return Buffer.concat(said).toString()
}
