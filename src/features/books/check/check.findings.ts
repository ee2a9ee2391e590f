import { type Paise, paise, rupees } from '../../../core/money.ts'
import { named, type Statement } from '../../../db/named.ts'
import type { Tx } from '../../../db/tenant.ts'
import { type Finding, mostFindings, type Point, type PointResult } from './check.rules.ts'

/** How every check of a point answers: one row a finding, or one row without a finding. */
export interface FoundRow {
  checked: bigint
  what: FaultName | null
  of: string
  place: 'voucher' | 'document' | 'party' | 'item' | 'account' | ''
  id: string | null
  /** Paise as text, by the name of the hole that they fill. */
  amounts: Record<string, string>
  texts: Record<string, string>
}

export type FaultName =
  | 'unbalanced'
  | 'noLines'
  | 'otherDate'
  | 'trialBalance'
  | 'accountMonth'
  | 'keptDay'
  | 'party'
  | 'openItem'
  | 'control'
  | 'edge'
  | 'gst'
  | 'gstWithoutPaper'
  | 'stockLevel'
  | 'stockAccount'
  | 'transit'
  | 'awaited'
  | 'stockKept'
  | 'layers'
  | 'batches'
  | 'pieces'
  | 'numberMissing'
  | 'numberTwice'
  | 'numberAhead'
  | 'afterLock'
  | 'cashNegative'
  | 'gifts'
  | 'giftMoves'
  | 'points'
  | 'pointMoves'

/** Asks each statement of a point, one after the other on the transaction's connection. */
export async function checkPoint(
  tx: Tx,
  businessId: string,
  point: Point,
  statements: readonly Statement[],
): Promise<PointResult> {
  const answers = await Promise.all(statements.map((statement) => named<FoundRow>(tx, statement, [businessId])))
  const findings = answers.flat().flatMap((row) => (row.what === null ? [] : [finding(row, row.what)]))
  const checked = answers.reduce((sum, rows) => sum + Number(rows[0]?.checked ?? 0n), 0)
  return { point, holds: findings.length === 0, checked, findings: findings.slice(0, mostFindings) }
}

/**
 * The statement of a check: `ctes` must define `found` (the columns of FoundRow but `checked`) and `counted` (one column,
 * `checked`); `$1` is the business.
 */
export const checkStatement = (name: string, ctes: string): Statement => ({
  name: `books.check.${name}`,
  text: `with ${ctes}
    select c.checked, f.* from counted c
    left join lateral (select * from found order by "of", id limit ${mostFindings}) f on true`,
})

/** The column list of `found` for one fault. */
export const fault = (
  what: FaultName,
  { of = `''`, place = '', id = 'null::uuid', amounts = {}, texts = {} }: FaultColumns,
): string =>
  `'${what}' as what, ${of} as "of", '${place}' as place, ${id} as id, ${json(amounts)} as amounts, ${json(texts)} as texts`

/** Of the voucher `v`; without a number it is named by its kind and day. */
export const ofVoucher = {
  of: `coalesce(nullif(v.number, ''), v.kind || ' ' || v.on_date)`,
  place: 'voucher',
  id: 'v.id',
} as const

interface FaultColumns {
  of?: string
  place?: FoundRow['place']
  id?: string
  amounts?: Record<string, string>
  texts?: Record<string, string>
}

const json = (columns: Record<string, string>): string =>
  `jsonb_build_object(${Object.entries(columns)
    .map(([name, sql]) => `'${name}', (${sql})::text`)
    .join(', ')})`

function finding({ of, place, id, amounts, texts }: FoundRow, what: FaultName): Finding {
  const money = Object.entries(amounts).map(([name, text]) => [name, rupees(amountOf(text))])
  const values: Record<string, string> = { ...Object.fromEntries(money), ...texts }
  return { what: { key: `books.check.fault.${what}`, values }, of, href: hrefOf(place, id) }
}

const amountOf = (text: string): Paise => paise(BigInt(text))

function hrefOf(place: FoundRow['place'], id: string | null): string {
  if (id === null) return ''
  switch (place) {
    case 'voucher':
      return `/vouchers/${id}`
    case 'document':
      return `/sales/${id}`
    case 'party':
      return `/parties/${id}`
    case 'item':
      return `/items/${id}`
    case 'account':
      return `/reports/ledger?account=${id}`
    case '':
      return ''
  }
}
