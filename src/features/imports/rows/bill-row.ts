import type { IsoDate } from '../../../core/dates.ts'
import { type Paise, zero } from '../../../core/money.ts'
import { normalisePhone } from '../../../core/phone.ts'
import type { Said } from '../../../words/index.ts'
import type { Parsed } from '../../../words/parsed.ts'
import type { Twin } from '../../parties/index.ts'
import type { Picked } from '../imports.fields.ts'
import { amountOf, dayOf, dueAfter } from './amount.rules.ts'

export interface BillRow {
  partyId: string
  number: string
  onDate: IsoDate
  dueOn: IsoDate
  amount: Paise
}

/** What a row asks for: its party is found by the phone where there is one, else by the name. */
export function partyAsked(row: Picked): { name: string; phone: string } {
  const phone = (row['phone'] ?? '').trim()
  return {
    name: (row['party'] ?? '').normalize('NFC').trim(),
    phone: phone === '' ? '' : (normalisePhone(phone) ?? ''),
  }
}

const longestNumber = 40

/** One bill of the old books that is still open; `found` are the parties that fit what the row says. */
export function readBill(
  row: Picked,
  found: readonly Twin[],
  { beginOn, today }: { beginOn: IsoDate; today: IsoDate },
): Parsed<BillRow> {
  const problems: Record<string, Said> = {}
  const [party] = found
  if (!party) problems['party'] = { key: 'imports.row.noParty' }
  if (found.length > 1) problems['party'] = { key: 'imports.row.manyParties' }
  const amount = amountOf(row, party && !party.isCustomer ? 'cr' : 'dr', problems)
  if (amount === zero && !['amount', 'debit', 'credit'].some((name) => problems[name]))
    problems['amount'] = { key: 'imports.row.noAmount' }
  const number = (row['number'] ?? '').normalize('NFC').trim()
  if (number.length > longestNumber) problems['number'] = { key: 'fields.tooLong', values: { max: longestNumber } }
  const onDate = dayOf(row['billDate'] ?? '', today)
  if (onDate === undefined) problems['billDate'] = { key: 'fields.date' }
  else if (onDate > beginOn) problems['billDate'] = { key: 'imports.row.billLater', values: { date: beginOn } }
  const dueText = (row['dueDate'] ?? '').trim()
  const dueOn = dueText === '' ? onDate && dueAfter(onDate, party?.termsDays ?? 0) : dayOf(dueText, today)
  if (onDate !== undefined && dueOn === undefined) problems['dueDate'] = { key: 'fields.date' }
  if (onDate !== undefined && dueOn !== undefined && dueOn < onDate)
    problems['dueDate'] = { key: 'imports.row.dueBefore' }
  if (!party || onDate === undefined || dueOn === undefined || Object.keys(problems).length > 0)
    return { ok: false, errors: problems }
  return { ok: true, value: { partyId: party.id, number, onDate, dueOn, amount } }
}
