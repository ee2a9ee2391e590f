import type { Nature } from '../../../core/chart.ts'
import { type Paise, zero } from '../../../core/money.ts'
import type { Said } from '../../../words/index.ts'
import type { Parsed } from '../../../words/parsed.ts'
import type { Picked } from '../imports.fields.ts'
import { amountOf } from './amount.rules.ts'

export interface NamedAccount {
  id: string
  code: string
  name: string
  nature: Nature
  role: string | null
  isGroup: boolean
}

export interface AccountRow {
  accountId: string
  amount: Paise
}

/** What one account of the chart held when the books began: above zero a debit. */
export function readAccount(row: Picked, chart: readonly NamedAccount[]): Parsed<AccountRow> {
  const problems: Record<string, Said> = {}
  const account = accountNamed((row['account'] ?? '').normalize('NFC').trim(), chart, problems)
  const usual = account && (account.nature === 'asset' || account.nature === 'expense') ? 'dr' : 'cr'
  const amount = amountOf(row, usual, problems)
  if (Object.keys(problems).length === 0 && amount === zero) problems['amount'] = { key: 'imports.row.noAmount' }
  if (!account || Object.keys(problems).length > 0) return { ok: false, errors: problems }
  return { ok: true, value: { accountId: account.id, amount } }
}

function accountNamed(
  text: string,
  chart: readonly NamedAccount[],
  problems: Record<string, Said>,
): NamedAccount | undefined {
  const found = chart.filter(({ code, name }) => code === text || name.toLowerCase() === text.toLowerCase())
  const own = found.filter(({ isGroup }) => !isGroup)
  const [account] = own
  if (found.length === 0) problems['account'] = { key: 'imports.row.noAccount' }
  else if (own.length > 1) problems['account'] = { key: 'imports.row.manyAccounts' }
  else if (!account || account.role === 'opening-difference') problems['account'] = { key: 'imports.row.groupAccount' }
  else if (account.role === 'debtors' || account.role === 'creditors')
    problems['account'] = { key: 'imports.row.partyAccount' }
  else if (account.role === 'stock') problems['account'] = { key: 'imports.row.stockAccount' }
  return account
}
