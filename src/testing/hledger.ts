import { spawn } from 'node:child_process'
import type { Tx } from '../db/tenant.ts'
import { trialBalanceFigures } from '../features/books/index.ts'
import { journalNames, journalOf, listAccounts, listAllParties } from '../features/exports/index.ts'
import { translator } from '../words/index.ts'

/** The whole journal of a business as one text. */
export async function wholeJournal(tx: Tx, businessId: string): Promise<string> {
  const parts: string[] = []
  for await (const part of journalOf(tx, businessId, translator('en'))) parts.push(part)
  return parts.join('')
}

/** Every account and every party by our own kept balances, under the names of the journal. */
export async function ourBalances(tx: Tx, businessId: string): Promise<Map<string, bigint>> {
  const accounts = await listAccounts(tx, businessId)
  const names = journalNames(accounts, await listAllParties(tx, businessId))
  const figures = await trialBalanceFigures(tx, businessId, '9999-12-31')
  const parties: { account_id: string; party_id: string; commodity: string; amount: bigint }[] = await tx('posting')
    .where({ business_id: businessId })
    .whereNotNull('party_id')
    .groupBy('account_id', 'party_id', 'commodity')
    .select('account_id', 'party_id', 'commodity', tx.raw('sum(amount)::bigint as amount'))
  const metals: { account_id: string; commodity: string; amount: bigint }[] = await tx('account_month')
    .where({ business_id: businessId })
    .whereNot({ commodity: 'INR' })
    .groupBy('account_id', 'commodity')
    .select('account_id', 'commodity', tx.raw('sum(debit - credit)::bigint as amount'))
  const controls = new Set(
    accounts.filter(({ role }) => role === 'debtors' || role === 'creditors').map(({ id }) => id),
  )
  const all: [string, bigint][] = [
    ...figures
      .filter(({ id }) => !controls.has(id))
      .map(({ id, balance }): [string, bigint] => [`${names.ofAccount(id)} INR`, balance]),
    ...metals
      .filter(({ account_id }) => !controls.has(account_id))
      .map((row): [string, bigint] => [`${names.ofAccount(row.account_id)} ${signs[row.commodity]}`, row.amount]),
    ...parties.map((row): [string, bigint] => [
      `${names.ofParty(row.account_id, row.party_id)} ${signs[row.commodity]}`,
      row.amount,
    ]),
  ]
  return new Map(all.filter(([, amount]) => amount !== 0n))
}

/** The books at one time: their journal, and every balance as we kept it. */
export interface Books {
  journal: string
  balances: Map<string, bigint>
}

export async function booksNow(tx: Tx, businessId: string): Promise<Books> {
  const [journal, balances] = await Promise.all([wholeJournal(tx, businessId), ourBalances(tx, businessId)])
  return { journal, balances }
}

const signs: Readonly<Record<string, string>> = { INR: 'INR', XAU: 'GFINE', XAG: 'SFINE' }

/** In one order, to be compared. */
export const sorted = (balances: Map<string, bigint>) => [...balances].sort(([a], [b]) => (a < b ? -1 : 1))

/** Every balance that is not nil, by hledger's own reckoning: account and commodity, whole paise or milligrams. */
export async function hledgerBalances(journal: string, more: readonly string[] = []): Promise<Map<string, bigint>> {
  const asked = ['bal', '--flat', '--no-total', '--output-format', 'csv', '--layout', 'bare', ...more]
  const csv = await hledger(asked, journal)
  const balances = new Map<string, bigint>()
  for (const row of csv.trim().split('\n').slice(1)) {
    const [, account = '', commodity = '', amount = ''] = /^"(.*)","(.*)","(.*)"$/.exec(row) ?? []
    balances.set(`${account} ${commodity}`, BigInt(amount.replace('.', '')))
  }
  return balances
}

/**
 * The balances of several journals, in one go: to start it takes longer than to read them. Each stands below accounts of its
 * own, so that none adds to another; it throws where `check --strict` would, for it makes those checks of what it reads.
 */
export async function hledgerReckons(journals: readonly string[]): Promise<Map<string, bigint>[]> {
  const apart = journals.map((journal, nth) => `apply account ${nth}\n${journal}\nend apply account\n`).join('')
  const all = await hledgerBalances(apart, ['--strict'])
  const found = journals.map(() => new Map<string, bigint>())
  for (const [name, amount] of all) {
    const [, nth = '', account = ''] = /^(\d+):(.*)$/.exec(name) ?? []
    found[Number(nth)]?.set(account, amount)
  }
  return found
}

/** Throws with what it says when it finds a fault: an entry that does not balance, an account that was not declared. */
export const hledgerCheck = (journal: string): Promise<string> => hledger(['check', '--strict'], journal)

async function hledger(args: readonly string[], journal: string): Promise<string> {
  // Without a language of the machine it reads no letter beyond ASCII.
  const env = { ...process.env, LC_ALL: 'C.UTF-8' }
  const program = spawn('hledger', ['-f', '-', ...args], { stdio: ['pipe', 'pipe', 'pipe'], env })
  // When it gives up early it says why and closes its end.
  program.stdin.on('error', () => undefined)
  const said: Buffer[] = []
  const complained: Buffer[] = []
  program.stdout.on('data', (part: Buffer) => said.push(part))
  program.stderr.on('data', (part: Buffer) => complained.push(part))
  program.stdin.end(journal)
  const code = await new Promise((resolve) => program.on('close', resolve))
  if (code !== 0) throw new Error(`hledger ${args.join(' ')}: ${Buffer.concat(complained).toString()}`)
  return Buffer.concat(said).toString()
}
