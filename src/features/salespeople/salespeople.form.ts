import type { Commission } from '../../core/commission.ts'
import { parseRupees } from '../../core/money.ts'
import { parsePercent } from '../../core/percent.ts'
import { isId } from '../../db/ids.ts'
import type { Said } from '../../words/index.ts'
import type { Parsed } from '../../words/parsed.ts'

export const commissionKinds = ['none', 'value', 'making', 'per-gram', 'per-line'] as const
const longestName = 60

export interface SalespersonFacts {
  name: string
  userId: string | null
  branchId: string | null
  kind: Commission['kind']
  rate: bigint
}

export function parseSalesperson(typed: Readonly<Record<string, string>>): Parsed<SalespersonFacts> {
  const errors: Record<string, Said> = {}
  const name = (typed['name'] ?? '').trim()
  if (name === '') errors['name'] = { key: 'fields.name' }
  if ([...name].length > longestName) errors['name'] = { key: 'fields.tooLong', values: { max: longestName } }
  const kind = commissionKinds.find((one) => one === typed['kind'])
  if (kind === undefined) errors['kind'] = { key: 'fields.choose' }
  const rate = kind ? readRate(kind, (typed['rate'] ?? '').trim(), errors) : 0n
  if (Object.keys(errors).length > 0 || kind === undefined) return { ok: false, errors }
  return { ok: true, value: { name, userId: idIn(typed['user']), branchId: idIn(typed['branch']), kind, rate } }
}

function readRate(kind: Commission['kind'], text: string, errors: Record<string, Said>): bigint {
  if (kind === 'none') return 0n
  if (kind === 'value' || kind === 'making') {
    const bp = parsePercent(text)
    if (bp === undefined) errors['rate'] = { key: 'salespeople.rate.percent' }
    return BigInt(bp ?? 0)
  }
  const amount = parseRupees(text)
  if (amount === undefined) errors['rate'] = { key: 'fields.amount' }
  else if (amount < 0n) errors['rate'] = { key: 'fields.amount.notNegative' }
  return amount ?? 0n
}

const idIn = (text: string | undefined): string | null => (text && isId(text) ? text : null)
